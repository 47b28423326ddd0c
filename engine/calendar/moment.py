"""Moments: what "3 business days before due, rolled to the next business day" means.

`parse` reads the text into a small tree (`nodes`). `resolve` asks the caller for each anchor and
gives a whole day or an exact instant, or None while an anchor is unknown.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from engine.calendar.duration import Duration, move
from engine.calendar.errors import MomentError
from engine.calendar.instant import Instant, at_local
from engine.calendar.nodes import (
    Anchor,
    AtTime,
    DayOf,
    Extreme,
    Fixed,
    Moment,
    Node,
    Rolled,
    Shift,
)
from engine.calendar.parse import parse_duration, parse_moment, parse_period
from engine.calendar.working_days import WorkingCalendar

__all__ = [
    "Duration",
    "Instant",
    "Moment",
    "MomentError",
    "advance",
    "parse_duration",
    "parse_moment",
    "parse_period",
    "resolve",
]

Found = Instant | date | datetime | Moment | Duration | None
FindAnchor = Callable[[str], Found]
# Stands for a name while its own moment is being worked out; meeting it again is a circle.
_LOOKING = Instant(date.min)


def resolve(moment: Moment, anchor: FindAnchor, calendar: WorkingCalendar, zone: ZoneInfo) -> Instant | None:
    """When the moment is, or None while an anchor it needs is unknown.

    `anchor` gives a name's value: an instant, a date, an aware datetime, another moment, or a
    duration, which counts from `entry`. Raises CalendarEnds, or MomentError for moments that
    need each other or leave the years 1 to 9999.
    """
    resolver = _Resolver(anchor, calendar, zone, {})
    try:
        return resolver.instant(moment.node)
    except OverflowError:
        raise MomentError("moment-out-of-range", source=moment.source) from None


def advance(instant: Instant, duration: Duration, calendar: WorkingCalendar, zone: ZoneInfo) -> Instant:
    """The instant moved on, for repeats and extensions; an exact one keeps its local time of day."""
    try:
        if duration.is_exact:
            return Instant(at=instant.begins(zone) + duration.exact)
        day = move(instant.day_in(zone), duration, 1, calendar)
        if instant.at is None:
            return Instant(day)
        return Instant(at=at_local(day, instant.at.astimezone(zone).time(), zone))
    except OverflowError:
        raise MomentError("moment-out-of-range", source=str(duration)) from None


@dataclass(frozen=True, slots=True)
class _Resolver:
    anchor: FindAnchor
    calendar: WorkingCalendar
    zone: ZoneInfo
    found: dict[str, Instant | None]  # each name once, however often the moments behind it mention it

    def instant(self, node: Node) -> Instant | None:
        match node:
            case Fixed(day):
                return Instant(day)
            case Anchor(name):
                return self._named(name)
            case Extreme():
                return self._extreme(node)
        of = self.instant(node.of)
        if of is None:
            return None
        match node:
            case Shift():
                return self._shifted(node, of)
            case DayOf(which):
                return Instant(_day_of(which, of.day_in(self.zone)))
            case Rolled(sign):
                return self._rolled(sign, of)
            case AtTime(wall):
                return Instant(at=at_local(of.day_in(self.zone), wall, self.zone))

    def _named(self, name: str) -> Instant | None:
        if name in self.found:
            found = self.found[name]
            if found is _LOOKING:
                raise MomentError("moment-circular", source=name)
            return found
        self.found[name] = _LOOKING
        self.found[name] = known = self._known(self.anchor(name))
        return known

    def _known(self, found: Found) -> Instant | None:
        match found:
            case None | Instant():
                return found
            case Moment(node=node):
                return self.instant(node)
            case Duration() as duration:
                return self.instant(Shift(duration, 1, Anchor("entry")))
            case datetime() as at:
                return Instant(at=at)
            case day:
                return Instant(day)

    def _extreme(self, node: Extreme) -> Instant | None:
        found = [self.instant(each) for each in node.of]
        present = [each for each in found if each is not None]
        if not present or (len(present) < len(found) and not node.known):
            return None
        # a day lasts until its end, so that day at 18:00 is the earlier of the two
        choose = max if node.latest else min
        return choose(present, key=lambda each: each.ends(self.zone))

    def _shifted(self, node: Shift, of: Instant) -> Instant:
        if node.duration.is_exact:
            return Instant(at=of.begins(self.zone) + node.sign * node.duration.exact)
        day = of.day_in(self.zone)
        if not node.first_counts or not node.duration.count:
            return Instant(move(day, node.duration, node.sign, self.calendar))
        one = Duration(1, "day")
        if node.duration.unit == "business day":  # a day off at the start is not the first day
            return Instant(move(move(day, one, -node.sign, self.calendar), node.duration, node.sign, self.calendar))
        return Instant(move(move(day, node.duration, node.sign, self.calendar), one, -node.sign, self.calendar))

    def _rolled(self, sign: int, of: Instant) -> Instant:
        day = of.day_in(self.zone)
        rolled = self.calendar.next_working(day) if sign == 1 else self.calendar.previous_working(day)
        if of.at is None:
            return Instant(rolled)
        if rolled == day:
            return of
        return Instant(at=at_local(rolled, of.at.astimezone(self.zone).time(), self.zone))


def _day_of(which: str, day: date) -> date:
    if which == "first of month":
        return day.replace(day=1)
    if which == "last of month":
        return day.replace(day=monthrange(day.year, day.month)[1])
    return day
