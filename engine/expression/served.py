"""Functions over dated facts: who knew what of a person on which day, and for how long.

A period includes both its days. Days are whole days, so that shares of time are exact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Protocol, runtime_checkable

from engine.expression.dated import a_day
from engine.expression.errors import EvaluationError
from engine.expression.values import MISSING, is_list, same, spoken_kind

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class FactPeriod:
    """A value of a fact: from this day on, and no longer on `until_on`; without it, still."""

    value: Any
    from_on: date
    until_on: date | None = None


@runtime_checkable
class Remembered(Protocol):
    """A person whose facts have a past."""

    def history(self, name: str, /) -> Sequence[FactPeriod]:
        """Every value a fact had, the earliest first, without overlaps. KeyError for a fact nobody declared."""


def _history(person: object, fact: object) -> Sequence[FactPeriod]:
    if not isinstance(person, Remembered):
        raise EvaluationError("person-needed", found=spoken_kind(person))
    try:
        return person.history(str(fact))
    except KeyError:
        raise EvaluationError("unknown-fact", name=str(fact)[:40]) from None


def known_on(person: object, fact: str, day: object, /) -> object:
    """The value of a fact as of a day; missing where nothing was known then."""
    on = a_day(day)
    return next((each.value for each in _history(person, fact) if _covers(each, on)), MISSING)


def _covers(period: FactPeriod, day: date) -> bool:
    return period.from_on <= day and (period.until_on is None or day < period.until_on)


def since(person: object, fact: str, /) -> object:
    """The day from which a fact has had its present value without a break."""
    history = _history(person, fact)
    if not history or history[-1].until_on is not None:
        return MISSING
    first = history[-1]
    for earlier in reversed(history[:-1]):
        if earlier.until_on != first.from_on or not same(earlier.value, first.value):
            break
        first = earlier
    return first.from_on


def intervals(person: object, fact: str, start: object, end: object, /) -> list[dict[str, object]]:
    """What a fact was within a period, in order: rows of value, from, to and days."""
    first, last = a_day(start), a_day(end)
    rows: list[dict[str, object]] = []
    for each in _history(person, fact):
        begins = max(first, each.from_on)
        ends = last if each.until_on is None else min(last, each.until_on - _DAY)
        if begins > ends:
            continue
        before = rows[-1] if rows else None
        if before is not None and before["to"] == begins - _DAY and same(before["value"], each.value):
            begins = a_day(rows.pop()["from"])
        rows.append({"value": each.value, "from": begins, "to": ends, "days": Decimal((ends - begins).days + 1)})
    return rows


def served(person: object, fact: str, start: object, end: object, /) -> list[dict[str, object]]:
    """Each value a fact had within a period, once, in the order they came: rows of value and days."""
    rows: list[dict[str, object]] = []
    for each in intervals(person, fact, start, end):
        known = next((row for row in rows if same(row["value"], each["value"])), None)
        if known is None:
            rows.append({"value": each["value"], "days": each["days"]})
        else:
            known["days"] = _days(known) + _days(each)
    return rows


def days_with(person: object, fact: str, value: object, start: object, end: object, /) -> Decimal:
    """How many days of a period a fact had a value, or held it where the fact is a list."""
    rows = intervals(person, fact, start, end)
    return sum((_days(each) for each in rows if _holds(each["value"], value)), Decimal(0))


def longest(person: object, fact: str, start: object, end: object, /) -> object:
    """The value a fact had for most days of a period; of two alike, the later one."""
    rows = served(person, fact, start, end)
    most = max((_days(each) for each in rows), default=Decimal(0))
    return next((each["value"] for each in reversed(rows) if _days(each) == most), MISSING)


def _days(row: dict[str, object]) -> Decimal:
    days = row["days"]
    assert isinstance(days, Decimal)
    return days


def _holds(found: object, value: object) -> bool:
    return any(same(each, value) for each in found) if is_list(found) else same(found, value)


def mean_by_days(answers: Iterable[tuple[object, int | Decimal]], rows: Sequence[dict[str, object]]) -> Decimal | None:
    """The mean of (whose, number), each weighted by the days `rows` give its owner; None where nobody served a day."""
    total = weight = Decimal(0)
    for whose, number in answers:
        days = sum((_days(each) for each in rows if same(each["value"], whose)), Decimal(0))
        total += days * number
        weight += days
    return total / weight if weight else None


FUNCTIONS: Mapping[str, Callable[..., object]] = {
    "days_with": days_with,
    "intervals": intervals,
    "known_on": known_on,
    "longest": longest,
    "served": served,
    "since": since,
}
# Each names in its second argument a fact of the person in its first.
USAGE: Mapping[str, str] = {
    "days_with": "days_with(person, 'fact', value, first_day, last_day)",
    "intervals": "intervals(person, 'fact', first_day, last_day)",
    "known_on": "known_on(person, 'fact', day)",
    "longest": "longest(person, 'fact', first_day, last_day)",
    "served": "served(person, 'fact', first_day, last_day)",
    "since": "since(person, 'fact')",
}
