"""A working calendar: which days are worked, counted through tables so that each answer costs the same.

Country first, then the owner's days off, then the owner's working days; the later wins.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from engine.calendar.errors import CalendarEnds, CalendarInvalid
from engine.calendar.public_holidays import PublicHolidays, public_holidays, years_without_swaps
from engine.words.texts import pick

Text = Mapping[str, str] | str
_FROM_MONDAY = (0, 1, 2, 3, 4)
_NO_HOLIDAYS = PublicHolidays(names={}, worked=frozenset())


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarSpec:
    """What a calendar file says. Weekdays count from Monday, 0; years are both included.

    `provisional` lists years taken knowingly although not all their days are announced yet.
    """

    name: str
    title: Mapping[str, str] = field(default_factory=dict)
    country: str | None = None
    weekdays: tuple[int, ...] = _FROM_MONDAY
    first_year: int
    last_year: int
    days_off: Mapping[date, Text] = field(default_factory=dict)
    work_days: Mapping[date, Text] = field(default_factory=dict)
    provisional: tuple[int, ...] = ()
    terms: Mapping[str, tuple[date, date]] = field(default_factory=dict)  # first and last day; work lies within


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WorkingCalendar:
    """Working days of a span of years. Every answer outside it raises CalendarEnds."""

    name: str
    first: date
    last: date
    provisional: tuple[int, ...]
    unpublished: tuple[int, ...]
    _start: int
    _before: tuple[int, ...]  # working days up to and with the n-th day of the span
    _days: tuple[date, ...]  # every working day in order
    _names: Mapping[date, Text]
    _terms: tuple[tuple[date, date], ...] = ()  # in order

    @property
    def state(self) -> str:
        """A digest of every answer the calendar gives: the same days, the same text."""
        days = "".join(map(str, self._before))
        said = f"{self.first} {self.last} {self._terms} {days}"
        return sha256(said.encode()).hexdigest()[:16]

    def covers(self, year: int) -> bool:
        return self.first.year <= year <= self.last.year

    def is_working(self, day: date) -> bool:
        at = self._place(day)
        return self._before[at] > (self._before[at - 1] if at else 0)

    def add(self, day: date, n: int) -> date:
        """The n-th working day after `day`, which is not counted; before it if n < 0; `day` if n is 0."""
        at = day.toordinal() - self._start
        if not 0 <= at < len(self._before):
            raise CalendarEnds(self.name, day.year)
        if n > 0:
            index = self._before[at] + n - 1
        elif n < 0:
            index = (self._before[at - 1] if at else 0) + n
        else:
            return day
        if index < 0:
            raise CalendarEnds(self.name, self.first.year - 1)
        if index >= len(self._days):
            raise CalendarEnds(self.name, self.last.year + 1)
        return self._days[index]

    def count(self, start: date, end: date) -> int:
        """Working days after `start` up to and with `end`; negative if `end` is earlier."""
        return self._before[self._place(end)] - self._before[self._place(start)]

    def next_working(self, day: date) -> date:
        """`day` if it is worked, else the next that is."""
        return day if self.is_working(day) else self.add(day, 1)

    def previous_working(self, day: date) -> date:
        """`day` if it is worked, else the last one before that is."""
        return day if self.is_working(day) else self.add(day, -1)

    def term(self, day: date) -> tuple[date, date]:
        """The first and last day of the term `day` lies in, or of the next one; CalendarEnds after the last."""
        for first, last in self._terms:
            if day <= last:
                return first, last
        raise CalendarEnds(self.name, day.year)

    def name_of(self, day: date, language: str = "en") -> str | None:
        """What the day is called, if it is a named day off or a named working day."""
        self._place(day)
        name = self._names.get(day)
        return None if name is None else pick(name, language)

    def _place(self, day: date) -> int:
        at = day.toordinal() - self._start
        if not 0 <= at < len(self._before):
            raise CalendarEnds(self.name, day.year)
        return at


def build(spec: CalendarSpec) -> WorkingCalendar:
    """Lay the tables of a calendar out. Raises CalendarInvalid for an unknown country or odd years."""
    if not 1900 <= spec.first_year <= spec.last_year <= 2200:
        years = f"{spec.first_year}-{spec.last_year}"
        raise CalendarInvalid("calendar-years", calendar=spec.name, found=years)
    found = _NO_HOLIDAYS
    if spec.country is not None:
        found = public_holidays(spec.country, spec.first_year, spec.last_year)
    first, last = date(spec.first_year, 1, 1), date(spec.last_year, 12, 31)
    span = range(first.toordinal(), last.toordinal() + 1)
    days = tuple(day for day in map(date.fromordinal, span) if _is_worked(day, spec, found))
    ordinals = [day.toordinal() for day in days]
    return WorkingCalendar(
        name=spec.name,
        first=first,
        last=last,
        provisional=spec.provisional,
        unpublished=unpublished_years(spec),
        _start=span.start,
        _before=tuple(bisect_right(ordinals, ordinal) for ordinal in span),
        _days=days,
        _terms=tuple(sorted(spec.terms.values())),
        _names={**found.names, **spec.days_off, **spec.work_days},
    )


def _is_worked(day: date, spec: CalendarSpec, found: PublicHolidays) -> bool:
    if day in spec.work_days:
        return True
    if day in spec.days_off:
        return False
    if spec.terms and not any(first <= day <= last for first, last in spec.terms.values()):
        return False
    return day in found.worked or (day.weekday() in spec.weekdays and day not in found.names)


def unpublished_years(spec: CalendarSpec) -> tuple[int, ...]:
    """Years of the calendar whose worked weekends nobody has announced and that are not `provisional`.

    Such a year comes out of the library without swaps and without a word, so it must be said here.
    """
    if spec.country is None:
        return ()
    unknown = years_without_swaps(spec.country, spec.last_year)
    return tuple(year for year in unknown if year >= spec.first_year and year not in spec.provisional)
