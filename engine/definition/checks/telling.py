"""How a check says that a name is unknown: with the nearest right one, else with all there are."""

from __future__ import annotations

from collections.abc import Iterable

from engine.words.problems import Fact, Problem, Span, nearest
from engine.words.texts.definition import THINGS

_SHOWN = 15


def unknown(thing: str, name: str, known: Iterable[str], span: Span) -> Problem:
    """`thing` is a key of THINGS: what was expected to bear the name."""
    words = list(dict.fromkeys(known))
    near = nearest(name, words)
    shown = ", ".join(words[:_SHOWN]) + (", …" if len(words) > _SHOWN else "")
    facts: dict[str, Fact] = {"thing": THINGS[thing], "name": name[:60], "near": near, "known": shown or "–"}
    return Problem(code="unknown-name-near" if near else "unknown-name", span=span, facts=facts)
