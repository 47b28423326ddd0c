"""When the rules of a state occur next, remembered: instances of one state with the same dates share the answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.calendar.moment import Instant
from engine.definition.model import Timed
from engine.words.values import value

MOST = 5_000  # of one process, some two kilobytes each


@value(frozen=True, slots=True)
class Due:
    """An occurrence of a timed rule: when it falls due, and the day that is meant, where it is a day."""

    rule: Timed
    place: str  # the state the rule stands in
    occurrence: int
    due_at: datetime
    instant: Instant


Rules = tuple[str, tuple[tuple[str, int], ...]]  # a state; its rules that may yet occur, and how often they have


@dataclass(slots=True)
class Dues:
    """Of one process. `names`: the names in the moments of some rules; `found`: occurrences by all they hang on."""

    names: dict[Rules, tuple[str, ...]] = field(default_factory=dict)
    found: dict[tuple[Any, ...], tuple[Due, ...]] = field(default_factory=dict)

    def keep(self, key: tuple[Any, ...], dues: tuple[Due, ...]) -> tuple[Due, ...]:
        if len(self.found) >= MOST:
            self.found.clear()
        self.found[key] = dues
        return dues
