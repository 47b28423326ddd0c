"""The small tree a moment is read into: one class per form of saying when."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from typing import Literal, get_args

from engine.calendar.duration import Duration, Unit

DEEPEST = 20
Span = Literal["month", "quarter", "half-year", "year", "term"]
SPANS: tuple[Span, ...] = get_args(Span)


@dataclass(frozen=True, slots=True)
class Fixed:
    """A date as written."""

    day: date


@dataclass(frozen=True, slots=True)
class Anchor:
    """A name the caller knows, such as `due`, `cycle.results_out` or `employee.hired_on`."""

    name: str


@dataclass(frozen=True, slots=True)
class Length:
    """As many of `unit` as a number says that the caller knows by name, such as `plan_days`."""

    name: str
    unit: Unit

    @property
    def is_exact(self) -> bool:
        return self.unit in ("hour", "minute")


@dataclass(frozen=True, slots=True)
class Shift:
    """`duration` after (sign 1) or before (sign -1) `of`, whose own day counts only if `first_counts`."""

    duration: Duration | Length
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
class Among:
    """The latest or the earliest of the days in one column of a list, such as `goals.due_on`."""

    latest: bool
    name: str


@dataclass(frozen=True, slots=True)
class DayOf:
    """The whole day of `of`, or the first or last day of the span it lies in."""

    which: Literal["day", "first", "last"]
    of: Node
    span: Span = "month"


@dataclass(frozen=True, slots=True)
class YearDay:
    """A day of the calendar year, in the year of `of`, one before or after it; or the next such day `after` it.

    Where a year lacks the day, such as 29 February, it is the last of that month.
    """

    month: int
    day: int
    year: Literal[-1, 0, 1, "next"]
    of: Node


@dataclass(frozen=True, slots=True)
class ShiftBy:
    """As a shift, by a length of time that has a name, such as a setting."""

    name: str
    sign: Literal[1, -1]
    of: Node


@dataclass(frozen=True, slots=True)
class Rolled:
    """`of` if it is a working day (or that day of the week, from Monday, 0), else the nearest in that direction."""

    sign: Literal[1, -1]
    of: Node
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class AtTime:
    """The exact local time `wall` on the day of `of`."""

    wall: time
    of: Node


Node = Fixed | Anchor | Shift | ShiftBy | Extreme | Among | DayOf | YearDay | Rolled | AtTime


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment as written, equal to another of the same text. `anchors` are the names it needs, `lengths` those of
    them that are lengths of time, `counts` those that are numbers: `plan_days days after entry`."""

    source: str
    anchors: frozenset[str] = field(compare=False)
    node: Node = field(compare=False, repr=False)
    lengths: frozenset[str] = field(default=frozenset(), compare=False, repr=False)
    counts: frozenset[str] = field(default=frozenset(), compare=False, repr=False)
