"""The turns of a cycle by date and name: each counted from the first, never chained."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from engine.calendar.duration import Duration, move_months
from engine.definition.house import CycleTemplate


def stepped(day: date, by: Duration) -> date:
    """The day later by whole days, weeks, months or years."""
    count = int(by.count)
    if by.unit in ("month", "year"):
        return move_months(day, count * (12 if by.unit == "year" else 1))
    return day + timedelta(days=count * (7 if by.unit == "week" else 1))


def turn_name(template: CycleTemplate, start: date) -> str:
    """What the turn that starts on a day is called, and launched by."""
    return template.turn_name.format(
        year=start.year,
        half=1 if start.month <= 6 else 2,
        quarter=(start.month - 1) // 3 + 1,
        month=f"{start.month:02}",
        week=f"{start.isocalendar().week:02}",
        start=start.isoformat(),
    )


def turn_names(template: CycleTemplate, until: date) -> Iterator[tuple[str, date]]:
    """The name and start of every turn up to a day; the first in any case."""
    number, day = 0, template.start
    while number == 0 or (template.repeat is not None and day <= until):
        yield turn_name(template, day), day
        number += 1
        if template.repeat is not None:
            day = stepped(template.start, template.repeat.times(number))
