"""Lengths of time in people's units, and moving a day by them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal, get_args

from engine.calendar.working_days import WorkingCalendar
from engine.words.values import value

Unit = Literal["business day", "clear day", "day", "week", "month", "year", "hour", "minute"]
UNITS: tuple[Unit, ...] = get_args(Unit)


@value(frozen=True, slots=True)
class Duration:
    """`count` of `unit`; whole numbers for days and longer."""

    count: int | Decimal
    unit: Unit

    @property
    def is_exact(self) -> bool:
        """Whether it is measured in hours, not in days."""
        return self.unit in ("hour", "minute")

    @property
    def exact(self) -> timedelta:
        """The length of hours or minutes."""
        minutes = self.count * 60 if self.unit == "hour" else self.count
        return timedelta(microseconds=int(minutes * 60_000_000))

    def times(self, n: int) -> Duration:
        """`n` of them at once: the third turn is three months from the first, never a chain of months."""
        return Duration(self.count * n, self.unit)

    def __str__(self) -> str:
        return f"{self.count} {self.unit}{'' if self.count == 1 else 's'}"


def move(day: date, duration: Duration, sign: int, calendar: WorkingCalendar) -> date:
    """`day` moved by a duration in days or longer. Raises OverflowError beyond the year 9999."""
    count = sign * int(duration.count)
    match duration.unit:
        case "business day":
            return calendar.add(day, count)
        case "clear day":  # neither the day it counts from nor the last one counts: one day more
            return day + timedelta(days=count + sign)
        case "week":
            return day + timedelta(weeks=count)
        case "month":
            return move_months(day, count)
        case "year":
            return move_months(day, 12 * count)
        case _:
            return day + timedelta(days=count)


def move_months(day: date, count: int) -> date:
    """The same day of the month `count` months on, or that month's last: 31 January + 1 is 28 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    if not date.min.year <= year <= date.max.year:
        raise OverflowError("no such year")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
