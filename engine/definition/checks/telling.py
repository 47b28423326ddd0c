"""How a check says that a name is unknown: with the nearest right one, else with all there are."""

from __future__ import annotations

import re
from collections.abc import Iterable

from engine.words.problems import Fact, Problem, Span, nearest
from engine.words.things import THINGS, WHOSE

_SHOWN = 15
_SEVERAL = re.compile(r"\s*(?:\bor\b|\band\b|,|/|、|或|和)\s*")


def unknown_part(owner: str, name: str, known: Iterable[str], span: Span) -> Problem:
    """`owner` is the dotted name that has no such part."""
    return _told("no-such-part", name, known, span, owner=owner)


def unknown_variable(name: str, known: Iterable[str], span: Span) -> Problem:
    return _told("no-such-variable", name, known, span)


def unknown_anchor(name: str, known: Iterable[str], span: Span) -> Problem:
    return _told("no-such-anchor", name, known, span)


def unknown_fact(name: str, known: Iterable[str], span: Span, of: str = "person") -> Problem:
    return _told("no-such-fact", name, known, span, whose=WHOSE[of])


def unknown(thing: str, name: str, known: Iterable[str], span: Span) -> Problem:
    """`thing` is a key of THINGS: what was expected to bear the name."""
    words = list(known)
    parts = _SEVERAL.split(name)
    if len(parts) > 1 and all(each in words for each in parts):
        return Problem(code="names-in-a-list", span=span, facts={"name": name[:60], "list": ", ".join(parts)})
    if thing == "role" and "." in name:
        return Problem(
            code="role-is-a-rule", span=span, facts={"name": name[:60], "part": name.rpartition(".")[2][:40]}
        )
    return _told("no-such-name", name, words, span, thing=THINGS[thing])


def _told(code: str, name: str, known: Iterable[str], span: Span, **more: Fact) -> Problem:
    words = list(dict.fromkeys(known))
    near = nearest(name, words)
    shown = ", ".join(words[:_SHOWN]) + (", …" if len(words) > _SHOWN else "")
    facts: dict[str, Fact] = {"name": name[:60], "near": near, "known": shown or "–", **more}
    return Problem(code=f"{code}-near" if near else code, span=span, facts=facts)
