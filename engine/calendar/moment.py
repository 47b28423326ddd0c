"""Moments: what "3 business days before due, rolled to the next business day" means.

A moment is a small tree (`parse` makes it from text). `resolve` asks the caller for each anchor
and gives a whole day or an exact instant, or None while an anchor is unknown.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

from engine.calendar.duration import Duration, move
from engine.calendar.errors import MomentError
from engine.calendar.instant import Instant, at_local
from engine.calendar.working_days import WorkingCalendar

DEEPEST = 20


@dataclass(frozen=True, slots=True)
class Fixed:
    """A date as written."""

    day: date


@dataclass(frozen=True, slots=True)
class Anchor:
    """A name the caller knows, such as `due`, `cycle.results_out` or `employee.hired_on`."""

    name: str


@dataclass(frozen=True, slots=True)
class Shift:
    """`duration` after (sign 1) or before (sign -1) `of`, whose own day counts only if `first_counts`."""

    duration: Duration
    sign: Literal[1, -1]
    of: Node
    first_counts: bool = False


@dataclass(frozen=True, slots=True)
class Extreme:
    """The later or the earlier of several; `known` leaves the unknown ones out."""

    latest: bool
    known: bool
    of: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class DayOf:
    """The whole day of `of`, or the first or last day of its month."""

    which: Literal["day", "first of month", "last of month"]
    of: Node


@dataclass(frozen=True, slots=True)
class Rolled:
    """`of`, or the nearest working day in the direction of `sign` if it is none."""

    sign: Literal[1, -1]
    of: Node


@dataclass(frozen=True, slots=True)
class AtTime:
    """The exact local time `wall` on the day of `of`."""

    wall: time
    of: Node


Node = Fixed | Anchor | Shift | Extreme | DayOf | Rolled | AtTime


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment as written, equal to another of the same text. `anchors` are the names it needs."""

    source: str
    anchors: frozenset[str] = field(compare=False)
    node: Node = field(compare=False, repr=False)


Found = Instant | date | datetime | Moment | Duration | None
FindAnchor = Callable[[str], Found]


def resolve(moment: Moment, anchor: FindAnchor, calendar: WorkingCalendar, zone: ZoneInfo) -> Instant | None:
    """When the moment is, or None while an anchor it needs is unknown.

    `anchor` gives a name's value: an instant, a date, an aware datetime, another moment, or a
    duration, which counts from `entry`. Raises CalendarEnds, or MomentError for moments that
    need each other or leave the years 1 to 9999.
    """
    resolver = _Resolver(moment.source, anchor, calendar, zone)
    try:
        return resolver.instant(moment.node, 0)
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
    source: str
    anchor: FindAnchor
    calendar: WorkingCalendar
    zone: ZoneInfo

    def instant(self, node: Node, depth: int) -> Instant | None:
        if depth > 2 * DEEPEST:
            raise MomentError("moment-circular", source=self.source)
        match node:
            case Fixed(day):
                return Instant(day)
            case Anchor(name):
                return self._named(name, depth + 1)
            case Extreme():
                return self._extreme(node, depth + 1)
        of = self.instant(node.of, depth + 1)
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

    def _named(self, name: str, depth: int) -> Instant | None:
        match self.anchor(name):
            case None:
                return None
            case Instant() as found:
                return found
            case Moment(node=node):
                return self.instant(node, depth)
            case Duration() as duration:
                return self.instant(Shift(duration, 1, Anchor("entry")), depth)
            case datetime() as at:
                return Instant(at=at)
            case day:
                return Instant(day)

    def _extreme(self, node: Extreme, depth: int) -> Instant | None:
        found = [self.instant(each, depth) for each in node.of]
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
            return Instant(
                move(move(day, one, -node.sign, self.calendar), node.duration, node.sign, self.calendar)
            )
        return Instant(
            move(move(day, node.duration, node.sign, self.calendar), one, -node.sign, self.calendar)
        )

    def _rolled(self, sign: int, of: Instant) -> Instant:
        day = of.day_in(self.zone)
        rolled = self.calendar.next_working(day) if sign == 1 else self.calendar.previous_working(day)
        if of.at is None:
            return Instant(rolled)
        return (
            of
            if rolled == day
            else replace(of, at=at_local(rolled, of.at.astimezone(self.zone).time(), self.zone))
        )


def _day_of(which: str, day: date) -> date:
    if which == "first of month":
        return day.replace(day=1)
    if which == "last of month":
        return day.replace(day=monthrange(day.year, day.month)[1])
    return day
