"""What the moments of a process mean for one instance: anchors looked up, limits worked out, extensions added."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from engine.calendar.moment import Duration, Instant, Moment, advance, parse_duration, parse_moment, resolve
from engine.calendar.pauses import Pauses, advance_over
from engine.calendar.working_days import WorkingCalendar
from engine.core.case import Case
from engine.core.completion import latest
from engine.core.names import Names
from engine.core.pausing import pauses_of
from engine.core.places import calendar_of, zone_of
from engine.expression import MISSING

Anchor = Instant | date | datetime | Moment | Duration | Decimal | tuple[object, ...] | None
_NOT_PLAIN = (Moment, Duration, tuple)  # what these mean hangs on further names

# A length alone counts from where the task opened; whoever writes `after entry` means the state's.
_SAYS_ENTRY = re.compile(r"(?<![\w.])entry\b")

_moment = lru_cache(maxsize=1024)(parse_moment)
_duration = lru_cache(maxsize=1024)(parse_duration)


def resolved(
    case: Case, moment: Moment, state: str, person: str | None = None, task: str | None = None
) -> Instant | None:
    """The moment for this instance, counted from the latest entry of `state`; None while an anchor is unknown.

    The calendar is the subject's, or that of `person` where a task's holder is meant, unless the file names one.
    """
    if case.moments is None:
        return _looked_up(case, moment, state, person, task)
    key = (moment.source, state, person, task)
    if key not in case.moments:
        case.moments[key] = _looked_up(case, moment, state, person, task)
    return case.moments[key]


def _looked_up(case: Case, moment: Moment, state: str, person: str | None, task: str | None) -> Instant | None:
    place = state.partition("#")[0]  # a task that opened later counts from there
    calendar, zone = calendar_of(case, place, person, task), zone_of(case, place, person, task)
    pauses = pauses_of(case, place, person, task)
    known = tuple((name, _anchor(case, name, state)) for name in moment.anchors)
    if any(isinstance(found, _NOT_PLAIN) for _, found in known):
        return resolve(moment, lambda name: _anchor(case, name, state), calendar, zone, pauses)
    return _resolved(moment, known, calendar, zone, pauses)


@lru_cache(maxsize=50_000)
def _resolved(
    moment: Moment,
    known: tuple[tuple[str, Anchor], ...],
    calendar: WorkingCalendar,
    zone: ZoneInfo,
    pauses: Pauses | None,
) -> Instant | None:
    """Many instances ask for one moment, and each again after every act and tick, mostly with the same answer."""
    return resolve(moment, dict(known).get, calendar, zone, pauses)


def meanings(case: Case, names: Sequence[str], state: str) -> tuple[Anchor, ...] | None:
    """What these names mean in a state; None where one means a moment that names others in its turn."""
    known = tuple([_anchor(case, name, state) for name in names])
    return None if any(isinstance(found, _NOT_PLAIN) for found in known) else known


def stated(case: Case, text: str, local: Mapping[str, object] | None = None) -> date | datetime | None:
    """What a moment written in an expression means now: a day, or an instant in the subject's zone.

    `local` are names of the place, such as `item`: the row that is judged.
    """
    moment = _moment(text)
    if local and any(name.partition(".")[0] in local for name in moment.anchors):
        place = case.place

        def anchor(name: str) -> Anchor:
            head, _, rest = name.partition(".")
            return _said(_of(local[head], rest)) if head in local else _anchor(case, name, place)

        instant = resolve(moment, anchor, calendar_of(case, place), zone_of(case), pauses_of(case, place))
    else:
        instant = resolved(case, moment, case.place)
    if instant is None:
        return None
    return instant.day if instant.at is None else instant.at.astimezone(zone_of(case))


def state_due(case: Case, state: str) -> Instant | None:
    """The limit of a state's present visit, extensions included; one it inherits counts from where it stands."""
    spec = case.process.states[state]
    if spec.due is None:
        return None
    owner = spec.due_of or state
    key = f"{owner}#{case.visits.get(owner, 0)}"
    return _extended(case, resolved(case, spec.due, owner), key, owner, spec.due)


def _extended(
    case: Case,
    due: Instant | None,
    key: str,
    state: str,
    of: Moment,
    person: str | None = None,
    task: str | None = None,
) -> Instant | None:
    """The limit with what was granted under that key, in the days of its calendar."""
    for text in case.extended.get(key, ()):
        if due is not None:
            due = moved_on(case, due, _duration(text), state, of, person, task)
    return due


def moved_on(
    case: Case,
    instant: Instant,
    by: Duration,
    state: str,
    of: Moment,
    person: str | None = None,
    task: str | None = None,
) -> Instant | None:
    """An instant of the moment `of`, moved on in the calendar of the state; pauses count where they count for `of`."""
    calendar, zone = calendar_of(case, state, person, task), zone_of(case, state, person, task)
    pauses = pauses_of(case, state, person, task)
    if pauses is None or not (pauses.fixed_too or of.anchors & pauses.running):
        return advance(instant, by, calendar, zone)
    return advance_over(instant, by, calendar, zone, pauses)


def task_due(case: Case, state: str, name: str, person: str) -> Instant | None:
    """A task's own limit, else its state's."""
    own = case.process.states[state].tasks[name].due
    if own is None:
        return state_due(case, state)
    opened = f"{state}#{case.visits.get(state, 0)} {name}"
    later = opened in case.entered and not _SAYS_ENTRY.search(own.source)
    due = resolved(case, own, opened if later else state, person, name)
    return _extended(case, due, opened, state, own, person, name)


def limit_of(case: Case, name: str) -> Instant | None:
    """The limit an act extends: "due", or that of a task, where its holder is (the last one, if there are several)."""
    if name == "due":
        return state_due(case, case.place)
    people = [row.person for row in case.open_tasks(name)] or [case.before.subject]
    found = [due for each in people if (due := task_due(case, case.place, name, each)) is not None]
    return max(found, key=lambda due: due.ends(zone_of(case)), default=None)


def over_at(case: Case, instant: Instant) -> datetime:
    """When a limit is over: the end of its day where the last of those who still must act is."""
    return max([instant.ends(zone) for zone in holders_zones(case)])


def holders_zones(case: Case) -> frozenset[ZoneInfo]:
    """Where those are who still must act; where the subject is, if nobody must."""
    zones = frozenset([zone_of(case, task.state, task.person, task.name) for task in case.open_tasks()])
    return zones or frozenset((zone_of(case),))


def _anchor(case: Case, name: str, state: str) -> Anchor:
    match name:
        case "entry":
            return _at(case.entered.get(state))
        case "due":
            return state_due(case, state.partition("#")[0])  # a task that opened later counts its `entry` alone
        case "start":
            return _at(case.before.started_at)
        case "now":
            return _at(case.at)
        case "today":
            return case.at.astimezone(zone_of(case)).date()
    head, _, rest = name.partition(".")
    if head == "settings":
        return _said(case.settings.get(rest))
    if head == "cycle":
        return _cycle_date(case, rest)
    if rest == "entry" and head in case.process.states:
        return _at(case.entered.get(head))
    if rest == "due" and head in case.process.states:
        return state_due(case, head) if head in case.visits else None
    if rest == "due" and head in case.plan.tasks:
        return _last_limit(case, head)
    if not rest and name in case.acts and case.acts[name].count:  # a ballot decides nothing yet
        return _at(case.acts[name].at)
    return _said(_read(case, head, rest))


def _last_limit(case: Case, task: str) -> Instant | None:
    """The limit of a task the last time it was opened; of several holders', the last, unknown while a clock stands."""
    rows = [row for row in latest(case, task) if row.due_at is not None or row.status == "open"]
    if any(row.due_at is None for row in rows):
        return None
    row = max(rows, key=lambda each: each.due_at or each.opened_at, default=None)
    if row is None:
        return None
    return Instant(at=row.due_at) if row.due_on is None else Instant(row.due_on)


@lru_cache(maxsize=10_000)
def _at(found: datetime | None) -> Instant | None:
    return None if found is None else Instant(at=found)


def _said(found: object) -> Anchor:
    """A stored value as an anchor: dates as they are, texts as the moments they say."""
    if isinstance(found, str):
        return _moment(found)
    if isinstance(found, list | tuple):
        return tuple(_said(each) for each in found)
    if isinstance(found, int) and not isinstance(found, bool):
        return Decimal(found)
    return found if isinstance(found, Instant | date | Moment | Duration | Decimal) else None


def _cycle_date(case: Case, path: str) -> Anchor:
    found: Any = case.world.cycle
    for part in path.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    case.facts[f"cycle.{path}"] = found
    return _said(found)


def _read(case: Case, head: str, rest: str) -> object:
    """A date in the data, or a fact of somebody; unknown until there is one."""
    scope = Names(case)
    if head not in scope.table or (not rest and head not in case.process.fields):
        return None
    return _of(scope.name(head), rest)


def _of(found: object, path: str) -> object:
    """The part of a value that a dotted path names: a fact, an entry, or a column with all its days."""
    for part in path.split(".") if path else ():
        if isinstance(found, list | tuple):
            found = tuple(_of(each, part) for each in found)
        elif isinstance(found, Mapping):
            found = found.get(part)
        else:
            found = found.fact(part) if hasattr(found, "fact") else None
    return None if found is MISSING else found
