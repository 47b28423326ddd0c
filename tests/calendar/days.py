"""Calendars the tests share, built once."""

from __future__ import annotations

from datetime import date
from functools import cache

from engine.calendar.working_days import CalendarSpec, WorkingCalendar, build


@cache
def china() -> WorkingCalendar:
    """2020 to 2028, of which the library knows the swaps up to 2026."""
    return build(CalendarSpec(name="CN", country="CN", first_year=2020, last_year=2028, provisional=(2027, 2028)))


@cache
def plain() -> WorkingCalendar:
    """Monday to Friday, without holidays."""
    return build(CalendarSpec(name="plain", first_year=2020, last_year=2035))


def spring(day: int) -> date:
    """A day of March 2026; the 2nd is a Monday."""
    return date(2026, 3, day)
