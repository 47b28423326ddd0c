"""The recipient's day: when something may reach somebody. In working hours, and not in their quiet ones."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from engine.calendar.instant import Instant, at_local
from engine.calendar.working_days import WorkingCalendar
from engine.words.values import value

_DAY = timedelta(days=1)


@value(frozen=True, slots=True, kw_only=True)
class Hours:
    """Somebody's day on the wall clock of `zone`. The ends themselves are outside; `quiet` may run past midnight."""

    zone: ZoneInfo
    opens: time = time(9)
    closes: time = time(18)
    quiet: tuple[time, time] | None = None

    def quiet_until(self, at: datetime) -> datetime | None:
        """When the quiet hours `at` falls in are over, in UTC; None where it falls in none."""
        if self.quiet is None:
            return None
        begins, ends = self.quiet
        night = _DAY if ends <= begins else timedelta()
        today = Instant(at=at).day_in(self.zone)
        for day in (today - _DAY, today):
            until = at_local(day + night, ends, self.zone)
            if at_local(day, begins, self.zone) <= at < until:
                return until
        return None

    def opening(self, day: date) -> datetime:
        """When work begins on a day, in UTC."""
        return at_local(day, self.opens, self.zone)


def next_working_moment(at: datetime, calendar: WorkingCalendar, hours: Hours) -> datetime:
    """`at` if it falls in working hours of a working day that are not quiet, else the next that do; UTC.

    Quiet hours that leave nothing of any day for three weeks are not kept. Raises CalendarEnds.
    """
    found = _in_hours(at, calendar, hours)
    for _ in range(40):
        until = hours.quiet_until(found)
        if until is None:
            return found
        found = _in_hours(until, calendar, hours)
    return _in_hours(at, calendar, hours)


def next_opening(at: datetime, calendar: WorkingCalendar, hours: Hours) -> datetime:
    """The first beginning of work at or after `at`, or where quiet hours lie over it, when they end. UTC."""
    day = Instant(at=at).day_in(hours.zone)
    if at > hours.opening(day):
        day += _DAY
    return next_working_moment(hours.opening(calendar.next_working(day)), calendar, hours)


def _in_hours(at: datetime, calendar: WorkingCalendar, hours: Hours) -> datetime:
    moment = Instant(at=at)
    day, now = moment.day_in(hours.zone), moment.begins(hours.zone)
    if calendar.is_working(day):
        opening = hours.opening(day)
        if now < opening:
            return opening
        if now < at_local(day, hours.closes, hours.zone):
            return now
    return hours.opening(calendar.next_working(day + _DAY))
