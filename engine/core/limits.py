"""Rules across people: what everybody else in the group has already, and whether one more would break the rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from engine.core.values import Data
from engine.definition.house import CycleLimit
from engine.expression import EvaluationError, MissingValue


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortLimit:
    """One limit for one group, this instance left out of the counts.

    `counts`: field -> value -> how many others that passed the act have it. `passed`: how many others passed.
    `headcount`: everyone of the group who has an instance of the process in the cycle, this one included.
    """

    limit: CycleLimit
    group: str
    counts: Mapping[str, Mapping[str, int]]
    passed: int
    headcount: int = 0

    @property
    def warns(self) -> bool:
        """Whether a breach is only noted in the history."""
        return self.limit.warn

    @property
    def act(self) -> str:
        return self.limit.act

    def breach(self, data: Data) -> Mapping[str, Any] | None:
        """Facts for the refusal if `data` joined the group and the rule no longer held."""
        try:
            held = self.limit.that(_Sums(self, data))
        except (MissingValue, EvaluationError) as failure:
            return {"text": self.limit.otherwise, "group": self.group, "why": failure.text()}
        if held is True:
            return None
        return {"text": self.limit.otherwise, "group": self.group, "why": self.limit.that.source}

    def adds(self, data: Data) -> bool:
        """Whether a value of `data` is one that the rule counts: an A, where it counts A."""
        return any(
            str(data.get(str(args[0]))) == str(args[1])
            for name, args in self.limit.that.calls
            if name in ("share", "count_of") and len(args) > 1
        )


class _Sums:
    """The names a limit may use: share, count_of, headcount."""

    def __init__(self, cohort: CohortLimit, data: Data) -> None:
        self.cohort = cohort
        self.data = data

    def name(self, name: str) -> object:
        return {"share": self.share, "count_of": self.count_of, "headcount": self.headcount}[name]

    def count_of(self, field: str, value: object) -> int:
        others = self.cohort.counts.get(field, {}).get(str(value), 0)
        return others + (str(self.data.get(field)) == str(value))

    def headcount(self) -> int:
        return self.cohort.headcount

    def share(self, field: str, value: object) -> Decimal:
        return Decimal(self.count_of(field, value)) / (self.cohort.passed + 1)
