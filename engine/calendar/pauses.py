"""A clock that stood for a while: counting over what was not used.

The day a pause begins does not count, the day it ends does. Hours are put off by exactly as long as the clock stood.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from engine.calendar.duration import Duration, move
from engine.calendar.instant import Instant, at_local
from engine.calendar.working_days import WorkingCalendar


@dataclass(frozen=True, slots=True)
class Pauses:
    """From when until when (None: still) a clock stood, in order.

    `running` are the anchors counted by that clock, such as `entry`; every other date stands fixed, unless `fixed_too`.
    """

    spans: tuple[tuple[datetime, datetime | None], ...]
    running: frozenset[str] = frozenset()
    fixed_too: bool = False

    @property
    def since(self) -> datetime | None:
        """Since when the clock stands; None while it runs."""
        return next((begin for begin, end in self.spans if end is None), None)

    def days(self, zone: ZoneInfo) -> Iterator[tuple[date, date]]:
        """The whole days of each pause that is over: the first, and the first after it."""
        for begin, end in self.spans:
            if end is not None:
                yield begin.astimezone(zone).date(), end.astimezone(zone).date()


def moved(
    instant: Instant, duration: Duration, sign: int, calendar: WorkingCalendar, zone: ZoneInfo, pauses: Pauses
) -> Instant | None:
    """`duration` after (sign 1) or before (-1), without the time the clock stood; None while it stands."""
    if duration.is_exact:
        return _running(Instant(at=_exactly(instant.begins(zone), duration.exact * sign, pauses)), zone, pauses)
    start, lost = instant.day_in(zone), 0
    while True:
        if duration.unit == "business day":
            end = move(start, replace(duration, count=duration.count + lost), sign, calendar)
        else:
            end = move(start, duration, sign, calendar) + sign * timedelta(days=lost)
        found = _lost(start, end, duration, calendar, zone, pauses)
        if found == lost:
            return _running(Instant(end), zone, pauses)
        lost = found


def advance_over(
    instant: Instant, duration: Duration, calendar: WorkingCalendar, zone: ZoneInfo, pauses: Pauses
) -> Instant | None:
    """The instant moved on without the time the clock stood; an exact one keeps its local time of day."""
    end = moved(instant, duration, 1, calendar, zone, pauses)
    if end is None or end.day is None or instant.at is None:
        return end
    return Instant(at=at_local(end.day, instant.at.astimezone(zone).time(), zone))


def put_off(instant: Instant, zone: ZoneInfo, pauses: Pauses) -> Instant | None:
    """A fixed date that waits as long as the clock stood before it."""
    if instant.at is not None:
        first = min((begin for begin, _ in pauses.spans), default=instant.at)
        put = instant if first >= instant.at else Instant(at=_exactly(first, instant.at - first, pauses))
        return _running(put, zone, pauses)
    assert instant.day is not None
    day = instant.day
    for begin, end in pauses.days(zone):
        if begin <= day:
            day += end - begin
    return _running(Instant(day), zone, pauses)


def _running(end: Instant, zone: ZoneInfo, pauses: Pauses) -> Instant | None:
    """What was over before the clock was stopped stays so."""
    since = pauses.since
    if since is None:
        return end
    if end.day is not None:
        return end if end.day < since.astimezone(zone).date() else None
    return end if end.begins(zone) <= since else None


def _exactly(start: datetime, length: timedelta, pauses: Pauses) -> datetime:
    end, lost = start + length, timedelta()
    while True:
        low, high = min(start, end), max(start, end)
        found = sum((max(timedelta(), min(until or begin, high) - max(begin, low)) for begin, until in pauses.spans),
                    timedelta())  # fmt: skip
        if found == lost:
            return end
        lost = found
        end = start + length + (lost if length >= timedelta() else -lost)


def _lost(start: date, end: date, duration: Duration, calendar: WorkingCalendar, zone: ZoneInfo, pauses: Pauses) -> int:
    """How many days that were counted between the two lie in a pause."""
    one = timedelta(days=1)
    # counting on leaves the first day out and has the last; counting back the other way round
    low, high = (start, end) if start <= end else (end - one, start - one)
    lost = 0
    for begin, until in pauses.days(zone):
        first, last = max(begin - one, low), min(until - one, high)
        if first < last:
            lost += calendar.count(first, last) if duration.unit == "business day" else (last - first).days
    return lost
