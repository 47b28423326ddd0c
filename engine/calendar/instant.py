"""A point on the time line as people mean it: a whole day, or an exact instant.

A local time that a change of clocks leaves out moves forward by the gap (02:30 becomes 03:30);
one that comes twice is the first. Both are PEP 495 with fold=0.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from engine.words.values import value

_MIDNIGHT = time()
_ONE_DAY = timedelta(days=1)


@value(frozen=True, slots=True)
class Instant:
    """Exactly one of `day` (a limit includes the whole of it) and `at` (aware, kept in UTC)."""

    day: date | None = None
    at: datetime | None = None

    def __post_init__(self) -> None:
        if (self.day is None) == (self.at is None):
            raise ValueError("an instant is a day or an exact time, one of them")
        if isinstance(self.day, datetime):
            raise ValueError("a day has no hour; give the exact time as `at`")
        if self.at is not None:
            if self.at.tzinfo is None:
                raise ValueError("an exact time needs its zone")
            if self.at.tzinfo is not UTC:
                object.__setattr__(self, "at", self.at.astimezone(UTC))

    def begins(self, zone: ZoneInfo) -> datetime:
        """When it begins, in UTC: the first moment of the day in `zone`, or the instant itself."""
        if self.at is not None:
            return self.at
        assert self.day is not None
        return at_local(self.day, _MIDNIGHT, zone)

    def ends(self, zone: ZoneInfo) -> datetime:
        """When it is over, in UTC: the beginning of the next day in `zone`, or the instant itself."""
        if self.at is not None:
            return self.at
        assert self.day is not None
        return at_local(self.day + _ONE_DAY, _MIDNIGHT, zone)

    def day_in(self, zone: ZoneInfo) -> date:
        """The day it falls on in `zone`."""
        if self.day is not None:
            return self.day
        assert self.at is not None
        return self.at.astimezone(zone).date()


@lru_cache(maxsize=50_000)  # every rule of every review asks for the same midnights again
def at_local(day: date, wall: time, zone: ZoneInfo) -> datetime:
    """The instant, in UTC, at which the clocks of `zone` show `wall` on `day`."""
    return datetime.combine(day, wall.replace(fold=0), tzinfo=zone).astimezone(UTC)
