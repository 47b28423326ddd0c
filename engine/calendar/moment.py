"""Moments: what "3 business days before due, rolled to the next business day" means.

`parse` reads the text into a small tree (`nodes`). `resolve` asks the caller for each anchor and
gives a whole day or an exact instant, or None while an anchor is unknown.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import MAXYEAR, MINYEAR, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from engine.calendar.duration import Duration, move
from engine.calendar.errors import MomentError
from engine.calendar.instant import Instant, at_local
from engine.calendar.nodes import (
    Among,
    Anchor,
    AtTime,
    DayOf,
    Extreme,
    Fixed,
    Length,
    Moment,
    Node,
    Rolled,
    Shift,
    ShiftBy,
    YearDay,
)
from engine.calendar.parse import LARGEST_COUNT, parse_duration, parse_moment, parse_period
from engine.calendar.pauses import Pauses, moved, put_off
from engine.calendar.working_days import WorkingCalendar
from engine.words.values import value

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

Found = Instant | date | datetime | Moment | Duration | Decimal | tuple[object, ...] | None
FindAnchor = Callable[[str], Found]
# Stands for a name while its own moment is being worked out; meeting it again is a circle.
_LOOKING = Instant(date.min)


def resolve(
    moment: Moment, anchor: FindAnchor, calendar: WorkingCalendar, zone: ZoneInfo, pauses: Pauses | None = None
) -> Instant | None:
    """When the moment is, or None while an anchor it needs is unknown, or while the clock stands.

    `anchor` gives a name's value: an instant, a date, an aware datetime, another moment, or a
    duration, which counts from `entry`; of a list's column all its days. Raises CalendarEnds, or MomentError for
    moments that need each other or leave the years 1 to 9999.
    """
    resolver = _Resolver(anchor, calendar, zone, {}, pauses)
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


@value(frozen=True, slots=True)
class _Resolver:
    anchor: FindAnchor
    calendar: WorkingCalendar
    zone: ZoneInfo
    found: dict[str, Instant | None]  # each name once, however often the moments behind it mention it
    pauses: Pauses | None = None

    def instant(self, node: Node) -> Instant | None:
        match node:
            case Fixed(day):
                return self._fixed(Instant(day))
            case Anchor(name):
                return self._named(name)
            case Extreme():
                return self._extreme(node)
            case Among(latest, name):
                return self._among(latest, self.anchor(name))
        of = self.instant(node.of)
        return None if of is None else self._from(node, of)

    def _from(self, node: Shift | ShiftBy | DayOf | YearDay | Rolled | AtTime, of: Instant) -> Instant | None:
        match node:
            case Shift():
                return self._shifted(node, of)
            case ShiftBy(name=name):
                by = self.anchor(name)
                if by is not None and not isinstance(by, Duration):
                    raise MomentError("moment-no-length", source=name)
                return None if by is None else self._shifted(Shift(by, node.sign, node.of), of)
            case DayOf():
                return Instant(self._day_of(node, of.day_in(self.zone)))
            case YearDay():
                return self._fixed(Instant(_of_year(node, of.day_in(self.zone))))
            case Rolled():
                return self._rolled(node, of)
            case AtTime(wall):
                return Instant(at=at_local(of.day_in(self.zone), wall, self.zone))

    def _named(self, name: str) -> Instant | None:
        if name in self.found:
            found = self.found[name]
            if found is _LOOKING:
                raise MomentError("moment-circular", source=name)
            return found
        self.found[name] = _LOOKING
        known = self._known(self.anchor(name))
        if self.pauses is not None and name not in self.pauses.running:
            known = self._fixed(known)
        self.found[name] = known
        return known

    def _fixed(self, known: Instant | None) -> Instant | None:
        """A fixed date: it waits for a pause only where that is said."""
        if known is None or self.pauses is None or not self.pauses.fixed_too:
            return known
        return put_off(known, self.zone, self.pauses)

    def _known(self, found: Found) -> Instant | None:
        match found:
            case None | Instant():
                return found
            case Moment(node=node):
                return self.instant(node)
            case Duration() as duration:
                return self.instant(Shift(duration, 1, Anchor("entry")))
            case Decimal():
                return None  # a number is no day
            case tuple():
                return None  # the days of a column: which of them, only `latest of` or `earliest of` says
            case datetime() as at:
                return Instant(at=at)
            case day:
                return Instant(day)

    def _among(self, latest: bool, found: Found) -> Instant | None:
        days = [self._known(each) for each in found] if isinstance(found, tuple) else [self._known(found)]  # type: ignore[arg-type]
        known = [each for each in days if each is not None]
        choose = max if latest else min
        return self._fixed(choose(known, key=lambda each: each.ends(self.zone))) if known else None

    def _extreme(self, node: Extreme) -> Instant | None:
        found = [self.instant(each) for each in node.of]
        present = [each for each in found if each is not None]
        if not present or (len(present) < len(found) and not node.known):
            return None
        # a day lasts until its end, so that day at 18:00 is the earlier of the two
        choose = max if node.latest else min
        return choose(present, key=lambda each: each.ends(self.zone))

    def _length(self, length: Length) -> Duration | None:
        """None while the number is not known, and for one that counts nothing: less than none, half a day."""
        found = self.anchor(length.name)
        if not isinstance(found, Decimal) or not 0 <= found <= LARGEST_COUNT:
            return None
        if found == int(found):
            return Duration(int(found), length.unit)
        return Duration(found, length.unit) if length.is_exact else None

    def _shifted(self, node: Shift, of: Instant) -> Instant | None:
        duration = self._length(node.duration) if isinstance(node.duration, Length) else node.duration
        return None if duration is None else self._moved(node, duration, of)

    def _moved(self, node: Shift, duration: Duration, of: Instant) -> Instant | None:
        if self.pauses is not None and self.pauses.spans and self._runs(node.of):
            if node.first_counts and duration.count:
                before = Instant(of.day_in(self.zone) - node.sign * timedelta(days=1))
                return moved(before, duration, node.sign, self.calendar, self.zone, self.pauses)
            return moved(of, duration, node.sign, self.calendar, self.zone, self.pauses)
        if duration.is_exact:
            return Instant(at=of.begins(self.zone) + node.sign * duration.exact)
        day = of.day_in(self.zone)
        if not node.first_counts or not duration.count:
            return Instant(move(day, duration, node.sign, self.calendar))
        one = Duration(1, "day")
        if duration.unit == "business day":  # a day off at the start is not the first day
            return Instant(move(move(day, one, -node.sign, self.calendar), duration, node.sign, self.calendar))
        return Instant(move(move(day, duration, node.sign, self.calendar), one, -node.sign, self.calendar))

    def _runs(self, node: Node) -> bool:
        """Whether a moment is counted by a clock that a pause stops, or stands fixed."""
        assert self.pauses is not None
        match node:
            case Fixed() | Among() | YearDay():
                return self.pauses.fixed_too
            case Anchor(name):
                found = self.anchor(name)
                if isinstance(found, Moment):
                    return self._runs(found.node)
                return isinstance(found, Duration) or name in self.pauses.running or self.pauses.fixed_too
            case Extreme(of=parts):
                return any(map(self._runs, parts))
        return self._runs(node.of)

    def _day_of(self, node: DayOf, day: date) -> date:
        if node.which == "day":
            return day
        if node.span == "term":
            return self.calendar.term(day)[node.which == "last"]
        months = _MONTHS[node.span]
        first = date(day.year, (day.month - 1) // months * months + 1, 1)
        if node.which == "first":
            return first
        last = first.month + months - 1
        return date(day.year, last, monthrange(day.year, last)[1])

    def _rolled(self, node: Rolled, of: Instant) -> Instant:
        day = of.day_in(self.zone)
        if node.weekday is not None:
            rolled = day + timedelta(days=(node.weekday - day.weekday()) % (7 * node.sign))
        elif node.sign == 1:
            rolled = self.calendar.next_working(day)
        else:
            rolled = self.calendar.previous_working(day)
        if of.at is None:
            return Instant(rolled)
        if rolled == day:
            return of
        return Instant(at=at_local(rolled, of.at.astimezone(self.zone).time(), self.zone))


def _of_year(node: YearDay, day: date) -> date:
    def within(year: int) -> date:
        if not MINYEAR <= year <= MAXYEAR:
            raise OverflowError(year)
        return date(year, node.month, min(node.day, monthrange(year, node.month)[1]))

    if node.year != "next":
        return within(day.year + node.year)
    here = within(day.year)
    return here if here > day else within(day.year + 1)


_MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
