"""Rules across people: what everybody else in the group has already, and whether one more would break the rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import field
from decimal import Decimal
from typing import Any

from engine.core.plan import plan
from engine.core.values import Data, Instance
from engine.core.world import LimitNow, People
from engine.definition.house import CycleLimit, Organisation
from engine.definition.model import Process
from engine.expression import MISSING, EvaluationError, MissingValue
from engine.words.values import value

# The sums a rule may ask for: with a field and a value, with a field alone, with nothing.
OF_VALUES = ("share", "count_of")
OF_NUMBERS = ("total", "average")
OF_DIFFERENCE = ("all_different",)
OF_PEOPLE = ("headcount", "passed")
EVERYBODY = "cycle"  # the group of everybody in the cycle, where a group is named by a fact


def leads(process: Process, act: str) -> frozenset[str]:
    """The states an act leads to. Whoever comes there without it, because nobody did it, has passed it too."""
    return plan(process).leads.get(act, frozenset())


def has_passed(limit: CycleLimit, process: Process, instance: Instance) -> bool:
    """Whether an instance counts: the act the limit binds from was done, or time has done what it does."""
    return is_past(limit.act, leads(process, limit.act), instance)


def is_past(act: str, to: Iterable[str], instance: Instance) -> bool:
    """Whether an act was done, or a state it leads to entered; a ballot of several who decide is no act done yet."""
    return (act in instance.acts and instance.acts[act].count > 0) or any(instance.visits.get(each) for each in to)


def member_of(people: People, over: str, subject: str) -> str:
    """The group of a subject: what the fact says of it, of a unit or a person their id; "" if nothing."""
    known = people.known(subject)
    found = MISSING if known is None else known.fact(over)
    return "" if found is None or found is MISSING else str(getattr(found, "id", found))


def over_units(over: str, organisation: Organisation) -> bool:
    """Whether the groups of a rule are units, with facts: departments, or what a fact of type unit names."""
    return over in ("department", "unit") or (over in organisation.facts and organisation.facts[over].type == "unit")


def fields_of(limit: CycleLimit) -> list[str]:
    """The fields a limit counts: the first arguments of its sums."""
    found = limit.that.calls | (limit.unless.calls if limit.unless is not None else frozenset())
    return sorted({str(args[0]) for name, args in found if name in (*OF_VALUES, *OF_NUMBERS, *OF_DIFFERENCE) and args})


@value(frozen=True, slots=True, kw_only=True)
class CohortLimit:
    """One limit for one group, this instance left out of the counts.

    `counts`: field -> value -> how many others that passed the act have it. `passed`: how many others passed.
    `headcount`: everyone of the group who has an instance of the process in the cycle, this one included.
    `whole`: what the group is called in the rule -> the unit, or its mere value.
    """

    limit: CycleLimit
    group: str
    counts: Mapping[str, Mapping[str, int]]
    passed: int
    headcount: int = 0
    whole: Mapping[str, object] = field(default_factory=dict)
    process: Process | None = None

    @property
    def warns(self) -> bool:
        """Whether a breach is only noted in the history."""
        return self.limit.warn

    @property
    def act(self) -> str:
        return self.limit.act

    def binds(self, instance: Instance) -> bool:
        """Whether an instance has passed what the rule binds from."""
        return is_past(self.act, leads(self.process, self.act) if self.process is not None else (), instance)

    def breach(self, data: Data | None) -> Mapping[str, Any] | None:
        """Facts for the refusal if the rule does not hold once `data` has joined the group; None: without it."""
        if data is None and not self.passed:
            return None  # nobody counts yet
        sums = _Sums(self, data)
        if self.limit.unless is not None:
            with suppress(MissingValue, EvaluationError):  # an exception nobody can be sure of is none
                if self.limit.unless(sums) is True:
                    return None
        try:
            held = self.limit.that(sums)
        except (MissingValue, EvaluationError) as failure:
            return self._said(failure.text())
        if held is True:
            return None
        return self._said(self.limit.that.source)

    def _said(self, why: str) -> Mapping[str, Any]:
        rule = f"{self.limit.process}.{self.limit.act}"
        return {"text": self.limit.otherwise, "group": self.group, "why": why, "rule": rule}

    def adds(self, data: Data) -> bool:
        """Whether a value of `data` is one that the rule counts: an A, where it counts A; a bonus, where it adds."""
        return any(
            (name in OF_VALUES and len(args) > 1 and str(data.get(str(args[0]))) == str(args[1]))
            or (name in (*OF_NUMBERS, *OF_DIFFERENCE) and bool(args) and data.get(str(args[0])) is not None)
            for name, args in self.limit.that.calls
        )


def broken(
    limits: Iterable[LimitNow], before: Instance | None, after: Instance, act: str | None = None
) -> Iterator[tuple[LimitNow, Mapping[str, Any]]]:
    """The limits a change has broken, each with the facts of it.

    A breach that was there before is not this change's, unless it joins in with one more of what the rule counts:
    whoever gives B need not pay for an A too many.
    """
    for limit in limits:
        breach = limit.breach(after.data) if limit.binds(after) else None
        if breach is None:
            continue
        counted = before is not None and limit.binds(before)
        joins = limit.act == act or not counted
        known = before.data if before is not None and counted else None
        if limit.breach(known) is None or (joins and limit.adds(after.data)):
            yield limit, breach


class _Sums:
    """The names a limit may use: its sums, and the group it is over."""

    def __init__(self, cohort: CohortLimit, data: Data | None) -> None:
        self.cohort = cohort
        self.data: Data = data or {}
        self.passed = cohort.passed + (data is not None)

    def name(self, name: str) -> object:
        known: dict[str, Callable[..., object]] = {
            "share": self.share,
            "count_of": self.count_of,
            "total": self.total,
            "average": self.average,
            "all_different": self.all_different,
            "headcount": lambda: self.cohort.headcount,
            "passed": lambda: self.passed,
        }
        return known[name] if name in known else self.cohort.whole[name]

    def count_of(self, field: str, value: object) -> int:
        others = self.cohort.counts.get(field, {}).get(str(value), 0)
        return others + (field in self.data and str(self.data[field]) == str(value))

    def share(self, field: str, value: object) -> Decimal:
        return Decimal(self.count_of(field, value)) / self.passed

    def total(self, field: str) -> Decimal:
        return sum((number * times for number, times in self._numbers(field)), Decimal(0))

    def average(self, field: str) -> object:
        count = sum(times for _, times in self._numbers(field))
        return self.total(field) / count if count else MISSING

    def all_different(self, field: str) -> bool:
        """Whoever has no value yet is like nobody."""
        others = {text: times for text, times in self.cohort.counts.get(field, {}).items() if text != "None"}
        own = self.data.get(field)
        return max(others.values(), default=0) <= 1 and (own is None or str(own) not in others)

    def _numbers(self, field: str) -> Iterator[tuple[Decimal, int]]:
        """Each number with how many have it; whoever has none is left out."""
        for text, times in self.cohort.counts.get(field, {}).items():
            if text != "None":
                yield Decimal(text), times
        if self.data.get(field) is not None:
            yield Decimal(self.data[field]), 1
