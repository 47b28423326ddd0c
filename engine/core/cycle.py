"""Cycles: a template and a start make a turn; a turn has dates, which may differ by person, and a population."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import takewhile
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from engine.calendar.duration import Duration
from engine.calendar.moment import Instant, Moment, advance, parse_moment, resolve
from engine.calendar.working_days import CalendarSpec, WorkingCalendar, build
from engine.core.cycle_names import OF_SUBJECT, Subject
from engine.core.values import Data
from engine.core.world import People
from engine.definition.house import CycleDate, CycleStart, CycleTemplate
from engine.definition.model import Text
from engine.definition.turning import stepped, turn_name
from engine.expression import EvaluationError, Expression, MissingValue, compile_expression

MOST_TURNS = 500
_STEPS = ("day", "week", "month", "year")
_DATE = re.compile(r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One run of a cycle: the template with a start and a name."""

    template: CycleTemplate
    name: str
    start: date

    @property
    def title(self) -> Text:
        return {
            language: said.replace("{{ start }}", self.start.isoformat()).replace("{{ name }}", self.name)
            for language, said in self.template.title.items()
        }

    @property
    def last_day(self) -> date:
        """The last day on which it starts something: before the next turn, where there is one, else of the period."""
        ends, repeat = _period_end(self), self.template.repeat
        if repeat is None or repeat.unit not in _STEPS or not any(map(is_personal, self.template.starts)):
            return ends
        later = (stepped(self.template.start, repeat.times(number)) for number in range(1, MOST_TURNS))
        following = next((each for each in later if each > self.start), self.start)
        return max(ends, following - timedelta(days=1))

    def ends_by(self, day: date) -> bool:
        """Whether the days that are judged are over, as far as they count from days of the cycle alone."""
        return self.last_day < day


def turns(template: CycleTemplate, calendar: WorkingCalendar, zone: ZoneInfo) -> list[Turn]:
    """Every turn the calendar covers, each counted from the first, never chained."""
    found = [_turn(template, template.start)]
    for number in range(1, MOST_TURNS if template.repeat else 0):
        assert template.repeat is not None
        step = template.repeat.times(number)
        day = advance(Instant(day=template.start), step, calendar, zone).day
        if day is None or not calendar.covers(day.year):
            break
        found.append(_turn(template, day))
    return found


def turned(template: CycleTemplate, start: date) -> CycleTemplate:
    """The template as a later turn has it: dates that are written out move on by as many repeats."""
    step = _distance(template, start)
    if step is None:
        return template

    def later(moment: Moment) -> Moment:
        return _later(moment, step)

    return replace(
        template,
        period_from=later(template.period_from),
        period_to=later(template.period_to),
        dates={
            name: replace(each, default=later(each.default), when=tuple((when, later(at)) for when, at in each.when))
            for name, each in template.dates.items()
        },
        starts=tuple(replace(each, at=later(each.at)) for each in template.starts),
    )


def with_dates(template: CycleTemplate, moved: Mapping[str, str]) -> CycleTemplate:
    """The template with other dates for everybody, name -> moment as text."""
    if not moved:
        return template
    dates = {
        name: replace(each, default=parse_moment(moved[name]), when=()) if name in moved else each
        for name, each in template.dates.items()
    }
    return replace(template, dates=dates)


def with_cases(template: CycleTemplate, cases: Sequence[tuple[str, str, str]]) -> CycleTemplate:
    """The template with other dates for some: (name, condition, moment as text), a later case before an earlier one."""
    dates = dict(template.dates)
    for name, where, moment in cases:
        case = (compile_expression(where), parse_moment(moment))
        dates[name] = replace(dates[name], when=(case, *dates[name].when))
    return replace(template, dates=dates) if cases else template


def _distance(template: CycleTemplate, start: date) -> Duration | None:
    """How far a turn's start is from the first's, in whole repeats; None for the first."""
    repeat = template.repeat
    if repeat is None or repeat.unit not in _STEPS or start <= template.start:
        return None
    turns = (repeat.times(number) for number in range(1, MOST_TURNS))
    return next((each for each in turns if stepped(template.start, each) >= start), None)


@lru_cache(maxsize=1000)
def _later(moment: Moment, by: Duration) -> Moment:
    text = _DATE.sub(lambda found: stepped(date.fromisoformat(found[0]), by).isoformat(), moment.source)
    return moment if text == moment.source else parse_moment(text)


def _turn(template: CycleTemplate, start: date) -> Turn:
    return Turn(template=turned(template, start), name=turn_name(template, start), start=start)


def facts(turn: Turn, person: str, people: People, now: datetime) -> Mapping[str, Any]:
    """name, title, start, period {from, to} and each date, as they are for one person; days, or exact instants.

    Each is worked out when it is asked for. What a date refers to stands before it in the file.
    """
    return _Facts(turn, person, people, now)


class _Facts(Mapping[str, Any]):
    __slots__ = ("_known", "_now", "_people", "_person", "_turn")

    def __init__(self, turn: Turn, person: str, people: People, now: datetime) -> None:
        self._turn = turn
        self._person = person
        self._people = people
        self._now = now
        self._known: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._known:
            self._known[name] = self._worked_out(name)
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(("name", "title", "start", "period", *self._turn.template.dates))

    def __len__(self) -> int:
        return 4 + len(self._turn.template.dates)

    def _worked_out(self, name: str) -> Any:
        match name:
            case "name":
                return self._turn.name
            case "title":
                return self._turn.title
            case "start":
                return self._turn.start
            case "period":
                return self._period()
        scope = self._scope(_Before(self, name, self._turn.template.dates))
        return _as_day(scope.resolved(_moment_for(self._turn.template.dates[name], scope)))

    def _period(self) -> Mapping[str, Any]:
        known = {"name": self._turn.name, "title": self._turn.title, "start": self._turn.start, "period": {}}
        first = _as_day(self._scope(known).resolved(self._turn.template.period_from))
        last = self._scope({**known, "period": {"from": first}}).resolved(self._turn.template.period_to)
        return {"from": first, "to": _as_day(last)}

    def _scope(self, facts: Mapping[str, Any]) -> Subject:
        return Subject(self._person, self._people, facts, self._now)


class _Before(Mapping[str, Any]):
    """The facts as a date sees them: without itself and the dates after it, so that none can lead back to itself."""

    __slots__ = ("_dates", "_facts", "_name")

    def __init__(self, facts: _Facts, name: str, dates: Mapping[str, CycleDate]) -> None:
        self._facts = facts
        self._name = name
        self._dates = dates

    def __getitem__(self, name: str) -> Any:
        if name in self._dates and name not in self._earlier():
            raise KeyError(name)
        return self._facts[name]

    def __iter__(self) -> Iterator[str]:
        earlier = self._earlier()
        return (each for each in self._facts if each in earlier or each not in self._dates)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _earlier(self) -> frozenset[str]:
        return frozenset(takewhile(lambda each: each != self._name, self._dates))


def _as_day(instant: Instant | None) -> date | datetime | None:
    return None if instant is None else instant.day or instant.at


@lru_cache
def _every_day(first_year: int) -> WorkingCalendar:
    return build(CalendarSpec(name="", first_year=first_year, last_year=first_year + 20))


def _period_end(turn: Turn) -> date:
    """The last day of the period, by days alone: it belongs to no person and no place."""
    every_day = _every_day(turn.start.year)
    known: dict[str, Any] = {"start": turn.start}

    def resolved(moment: Moment) -> date | None:
        instant = resolve(moment, lambda name: known.get(name.removeprefix("cycle.")), every_day, ZoneInfo("UTC"))
        return None if instant is None else instant.day or (instant.at.date() if instant.at else None)

    known["period.from"] = resolved(turn.template.period_from)
    return resolved(turn.template.period_to) or turn.start


def _moment_for(named: CycleDate, scope: Subject) -> Moment:
    return next((moment for when, moment in named.when if _true(when, scope)), named.default)


def included(turn: Turn, person: str, people: People, cycle: Mapping[str, Any], now: datetime) -> bool:
    """Whether the population of the turn holds this person now."""
    return _taken(turn.template.include, turn.template.exclude, Subject(person, people, cycle, now))


def includes_unit(turn: Turn, unit: str, people: People, cycle: Mapping[str, Any], now: datetime) -> bool:
    """Whether this unit takes part in the turn now."""
    return _taken(turn.template.units, turn.template.no_units, Subject(unit, people, cycle, now))


def _taken(include: Expression | None, exclude: Expression | None, scope: Subject) -> bool:
    taken = include is not None and _true(include, scope)
    return taken and not (exclude is not None and _true(exclude, scope))


def asked_of_siblings(start: CycleStart) -> list[str]:
    """The processes whose instances a start's `for` looks at."""
    reads = start.condition.reads if start.condition is not None else ()
    return sorted({path[1] for path in reads if path[0] == "siblings" and len(path) > 1})


def wanted(
    start: CycleStart,
    person: str,
    people: People,
    cycle: Mapping[str, Any],
    now: datetime,
    siblings: Mapping[str, Data] = MappingProxyType({}),
) -> bool:
    """Whether a start's `for` takes this person; `siblings`: process -> what theirs in this cycle holds."""
    return start.condition is None or _true(start.condition, Subject(person, people, cycle, now, siblings))


def is_personal(start: CycleStart) -> bool:
    """Whether the day of a start counts from a fact of whoever it is for."""
    return any(anchor.partition(".")[0] in OF_SUBJECT for anchor in start.at.anchors)


def start_moments(
    turn: Turn, start: CycleStart, person: str, people: People, cycle: Mapping[str, Any], now: datetime
) -> list[tuple[int, datetime]]:
    """Each time a start is due for a person, numbered from 1: the beginning of its day where they are.

    A repeated one goes on to the day of `until`, else of the period's end, each time counted from the first. Of days
    that count from somebody's own facts, those from the start of the turn to its last day are meant, and no other.
    """
    if is_personal(start):
        zone = people.zone(person)
        first, last = Instant(day=turn.start).begins(zone), Instant(day=turn.last_day).ends(zone)
        return [each for each in _times(start, person, people, cycle, now) if first <= each[1] < last]
    return _times(start, person, people, cycle, now)


def _times(
    start: CycleStart, person: str, people: People, cycle: Mapping[str, Any], now: datetime
) -> list[tuple[int, datetime]]:
    scope = Subject(person, people, cycle, now)
    zone, calendar = people.zone(person), people.calendar(person)
    first = scope.resolved(start.at)
    if first is None:
        return []
    if start.repeat is None:
        return [(1, first.begins(zone))]
    last = scope.resolved(start.until) if start.until is not None else _instant(cycle["period"]["to"])
    ends = first.begins(zone) if last is None else last.ends(zone)
    found: list[tuple[int, datetime]] = []
    for number in range(1, MOST_TURNS):
        at = first if number == 1 else advance(first, start.repeat.times(number - 1), calendar, zone)
        if at.begins(zone) >= ends:
            break
        found.append((number, at.begins(zone)))
    return found


def _instant(found: Any) -> Instant | None:
    return None if found is None else Instant(at=found) if isinstance(found, datetime) else Instant(day=found)


def _true(expression: Expression, scope: Subject) -> bool:
    try:
        return expression(scope) is True
    except (MissingValue, EvaluationError):
        return False
