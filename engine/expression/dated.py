"""Functions over dates. A moment counts as the day it falls on in the zone it carries."""

from __future__ import annotations

import calendar
from datetime import date
from decimal import Decimal

from engine.expression.errors import EvaluationError
from engine.expression.values import day_of, spoken_kind


def a_day(value: object) -> date:
    if not isinstance(value, date):
        raise EvaluationError("date-needed", found=spoken_kind(value))
    return day_of(value)


def days_between(start: object, end: object, /) -> Decimal:
    """Whole days from `start` to `end`; negative if `end` is earlier."""
    return Decimal((a_day(end) - a_day(start)).days)


def months_between(start: object, end: object, /) -> Decimal:
    """Complete months from `start` to `end`. From 31 January the month is complete on 28 February."""
    return Decimal(_months(a_day(start), a_day(end)))


def years_between(start: object, end: object, /) -> Decimal:
    """Complete years from `start` to `end`; someone born on 29 February is older on 28 February."""
    months = _months(a_day(start), a_day(end))
    return Decimal(months // 12 if months >= 0 else -(-months // 12))


def _months(start: date, end: date) -> int:
    if end < start:
        return -_months(end, start)
    months = (end.year - start.year) * 12 + end.month - start.month
    last_day = calendar.monthrange(end.year, end.month)[1]
    return months if end.day >= min(start.day, last_day) else months - 1


def read_date(text: object) -> date:
    """A date from its ISO text, 2026-07-01."""
    if isinstance(text, str) and len(text) == 10:
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise EvaluationError("not-a-date", found=text[:40] if isinstance(text, str) else spoken_kind(text))
