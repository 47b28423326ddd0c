"""Periods of measuring: how they are written, how they lie in each other. Days, both ends included."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

_WRITTEN = re.compile(r"(\d{4})(?:-(?:q([1-4])|h([12])|(\d{2})(?:-(\d{2}))?))?", re.IGNORECASE)
FIRST_YEAR, LAST_YEAR = 1900, 2200


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From a day to a day."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def holds(self, other: Period) -> bool:
        return self.first <= other.first and other.last <= self.last

    def meets(self, other: Period) -> bool:
        return self.first <= other.last and other.first <= self.last

    @property
    def months(self) -> int | None:
        """How many whole months it is made of; None if it is not."""
        if self.first.day != 1 or self.last != _month_end(self.last):
            return None
        return (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1

    def moved(self, months: int, days: int = 0) -> Period:
        """The period so many months (or days) later; an end of a month stays one."""
        if days:
            return Period(self.first + timedelta(days=days), self.last + timedelta(days=days))
        last = _moved(self.last, months)
        return Period(_moved(self.first, months), _month_end(last) if self.last == _month_end(self.last) else last)

    def __str__(self) -> str:
        """As people write it, where it is a day, a month, a quarter, a half-year or a year."""
        if self.first == self.last:
            return self.first.isoformat()
        year, month = self.first.year, self.first.month
        match self.months:
            case 1:
                return f"{year}-{month:02}"
            case 3 if month % 3 == 1:
                return f"{year}-q{month // 3 + 1}"
            case 6 if month % 6 == 1:
                return f"{year}-h{month // 6 + 1}"
            case 12 if month == 1:
                return str(year)
        return f"{self.first}..{self.last}"


def parse_period(text: str) -> Period | None:
    """`2026`, `2026-h2`, `2026-q3`, `2026-07`, `2026-07-15` or `2026-07-01..2026-08-15`; None for anything else."""
    first, dots, last = text.strip().partition("..")
    if dots:
        begins, ends = parse_period(first), parse_period(last)
        if begins is None or ends is None or begins.first > ends.last:
            return None
        return Period(begins.first, ends.last)
    found = _WRITTEN.fullmatch(first)
    if found is None or not found[0].isascii() or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        return None
    year = int(found[1])
    month, count = 1, 12
    if found[2]:
        month, count = int(found[2]) * 3 - 2, 3
    elif found[3]:
        month, count = int(found[3]) * 6 - 5, 6
    elif found[4]:
        month, count = int(found[4]), 1
    try:
        if found[5]:
            day = date(year, month, int(found[5]))
            return Period(day, day)
        begins_on = date(year, month, 1)
    except ValueError:
        return None
    return Period(begins_on, _month_end(_moved(begins_on, count - 1)))


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _moved(day: date, months: int) -> date:
    at = day.year * 12 + day.month - 1 + months
    year, month = divmod(at, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
