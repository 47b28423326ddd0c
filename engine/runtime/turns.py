"""Launched cycles back from their rows: the template as it was, the start it was launched with."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from engine.core.cycle import Turn, turned, with_cases, with_dates
from engine.definition.house import CycleTemplate
from engine.definition.indicators import Board, board_of
from engine.definition.library import read_cycle, read_family
from engine.store.cycles import Cycle

Cases = tuple[tuple[str, str, str], ...]  # (date, condition, moment): dates of some people that were moved


@lru_cache(maxsize=64)
def _template(name: str, text: str, start: date, moved: tuple[tuple[str, str], ...], cases: Cases) -> CycleTemplate:
    return with_cases(with_dates(turned(read_cycle(f"cycles/{name}.yaml", text), start), dict(moved)), cases)


def turn_of(cycle: Cycle) -> Turn:
    """The turn a launched cycle is, with the dates it was moved to; later edits of the file do not touch it."""
    moved = tuple(sorted(cycle.facts.get("moved", {}).items()))
    cases = tuple((name, where, at) for name, where, at in cycle.facts.get("moved_for", ()))
    template = _template(cycle.template, cycle.text, cycle.start_on, moved, cases)
    return Turn(template=template, name=cycle.id, start=cycle.start_on)


def kept_indicators(board: Board) -> dict[str, str]:
    """What a cycle keeps of the library: family -> its text."""
    return {name: family.text for name, family in board.families.items()}


@lru_cache(maxsize=64)
def _board(texts: tuple[tuple[str, str], ...]) -> Board:
    return board_of({name: read_family(f"indicators/{name}.yaml", text) for name, text in texts})


def board_of_turn(cycle: Cycle, present: Board) -> Board:
    """The indicators as the cycle keeps them; the present ones where nothing else was kept."""
    kept = cycle.facts.get("indicators")
    if not kept or kept == kept_indicators(present):
        return present
    return _board(tuple(sorted(kept.items())))
