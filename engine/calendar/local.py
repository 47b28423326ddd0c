"""The recipient's day: when, in working hours, something may reach somebody."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from engine.calendar.instant import Instant, at_local
from engine.calendar.working_days import WorkingCalendar


def next_working_moment(at: datetime, calendar: WorkingCalendar, zone: ZoneInfo, opens: time, closes: time) -> datetime:
    """`at` if it falls in working hours of a working day in `zone`, else the next opening; UTC.

    The closing time itself is closed. Raises CalendarEnds.
    """
    moment = Instant(at=at)
    day, now = moment.day_in(zone), moment.begins(zone)
    if calendar.is_working(day):
        opening = at_local(day, opens, zone)
        if now < opening:
            return opening
        if now < at_local(day, closes, zone):
            return now
    return at_local(calendar.next_working(day + timedelta(days=1)), opens, zone)
