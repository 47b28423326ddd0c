"""Launched cycles back from their rows: the template as it was, the start it was launched with."""

from __future__ import annotations

from functools import lru_cache

from engine.core.cycle import Turn
from engine.definition.house import CycleTemplate
from engine.definition.library import read_cycle
from engine.store.cycles import Cycle


@lru_cache(maxsize=64)
def _template(name: str, text: str) -> CycleTemplate:
    return read_cycle(f"cycles/{name}.yaml", text)


def turn_of(cycle: Cycle) -> Turn:
    """The turn a launched cycle is; later edits of the file do not touch it."""
    return Turn(template=_template(cycle.template, cycle.text), name=cycle.id, start=cycle.start_on)
