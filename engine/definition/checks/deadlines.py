"""Moments that come before what they count from: worked out for an entry on each day of a week, and for each cycle."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from engine.calendar.errors import CalendarEnds, CalendarInvalid
from engine.calendar.moment import Duration, Instant, Moment, MomentError, resolve
from engine.calendar.working_days import CalendarSpec, WorkingCalendar, build
from engine.definition.checks.folder import Folder, ProcessFile
from engine.definition.house import CycleTemplate
from engine.definition.model import Act, Process, State, Timed
from engine.words.problems import Problem, Span
from engine.words.things import DAYS

Found = Iterator[Problem]
Anchors = Callable[[str], object]
_ZONE = ZoneInfo("UTC")
_MONDAY = datetime(2026, 3, 2, 12, tzinfo=UTC)


def check_deadlines(folder: Folder) -> Found:
    for file in folder.processes:
        if file.sound:
            for state in file.process.states.values():
                yield from _state(file.process, state)
    yield from _cycles(folder)


@cache
def _plain() -> WorkingCalendar:
    """Monday to Friday, no holidays: what falls short here does so in an ordinary week."""
    return build(CalendarSpec(name="plain", first_year=2000, last_year=2060))


class _Entry:
    """A state entered at a moment: everything that counts from it, and nothing else, is known."""

    def __init__(self, process: Process, state: State, at: datetime) -> None:
        self.process = process
        self.state = state
        self.at = Instant(at=at)

    def when(self, moment: Moment | None) -> Instant | None:
        if moment is None:
            return None
        try:
            return resolve(moment, self._anchor, _plain(), _ZONE)  # type: ignore[arg-type]
        except (MomentError, CalendarEnds):
            return None

    def _anchor(self, name: str) -> object:
        if name == "entry":
            return self.at
        if name == "due":
            return self.state.due
        if name.startswith("settings."):
            setting = self.process.settings.get(name.removeprefix("settings."))
            return setting.default if setting and isinstance(setting.default, Moment | Duration | date) else None
        return None


def _state(process: Process, state: State) -> Found:
    entries = [_Entry(process, state, _MONDAY + timedelta(days=day)) for day in range(7)]
    for rule in state.timed:
        yield from _rule(state, rule, entries)
    for act in state.on.values():
        yield from _window(act, entries)


def _rule(state: State, rule: Timed, entries: list[_Entry]) -> Found:
    """A reminder before the state is entered, a way out before its limit, a repeat that ends before it begins."""
    early = [each for each in entries if (at := each.when(rule.moment)) is not None and _day(at) < _day(each.at)]
    if early and rule.reminder:  # anything else happens at once, when the state is entered
        day = DAYS[early[0].at.day_in(_ZONE).weekday()]
        code = "before-its-time" if len(early) < len(entries) else "always-before-its-time"
        yield _problem(code, rule.span, id=rule.id, state=state.title, day=day)
    elif rule.effects.to and rule.when is None and _has_own_limit(state) and state.tasks and _hasty(rule, entries):
        yield _problem("over-before-due", rule.span, id=rule.id, state=state.title)
    if rule.until is not None and all(
        (at := each.when(rule.moment)) is not None
        and (until := each.when(rule.until)) is not None
        and until.ends(_ZONE) <= at.begins(_ZONE)
        for each in entries
    ):
        yield _problem("until-before-moment", rule.span, id=rule.id)


def _has_own_limit(state: State) -> bool:
    """One it inherits goes on where a rule leads to a state beside it."""
    return state.due is not None and not state.due_of


def _hasty(rule: Timed, entries: list[_Entry]) -> bool:
    def ends(entry: _Entry) -> bool:
        at, due = entry.when(rule.moment), entry.when(entry.state.due)
        if at is None or due is None:
            return False
        return (at.ends(_ZONE) if rule.kind == "past" else at.begins(_ZONE)) < due.ends(_ZONE)

    return all(map(ends, entries))


def _window(act: Act, entries: list[_Entry]) -> Found:
    def shut(entry: _Entry) -> bool:
        opens, closes = entry.when(act.opens), entry.when(act.closes)
        return opens is not None and closes is not None and closes.ends(_ZONE) <= opens.begins(_ZONE)

    if act.opens is not None and act.closes is not None and all(map(shut, entries)):
        yield _problem("window-never-opens", act.span, act=act.title)


def _day(instant: Instant) -> date:
    return instant.day_in(_ZONE)


def _cycles(folder: Folder) -> Found:
    """Limits of a process that are over before the cycle starts it, on the first turn, by every site's calendar."""
    sites = folder.organisation[1].sites.values() if folder.organisation else ()
    used = {site.calendar for site in sites}
    specs = [spec for _, spec in folder.calendars if spec.name in used]
    for draft, cycle in folder.cycles:
        if draft.problems:
            continue
        for spec in specs:
            try:
                calendar = build(spec)
            except CalendarInvalid:
                continue  # told where the calendar stands
            try:
                yield from _turn(folder, cycle, calendar)
            except CalendarEnds as ends:
                facts = {"calendar": spec.name, "year": str(ends.year)}
                place = draft.places.get(("cycle", "start"), Span(draft.file))
                yield _problem("cycle-outside-calendar", place, **facts)
            except MomentError:
                continue  # told where the moment stands


def _turn(folder: Folder, cycle: CycleTemplate, calendar: WorkingCalendar) -> Found:
    known: dict[str, Instant | None] = {"start": Instant(cycle.start)}
    known["period.from"] = resolve(cycle.period_from, known.get, calendar, _ZONE)
    known["period.to"] = resolve(cycle.period_to, known.get, calendar, _ZONE)

    def anchor(name: str) -> Instant | None:
        return known.get(name.removeprefix("cycle."))

    for each in cycle.dates.values():
        known[each.name] = resolve(each.default, anchor, calendar, _ZONE)
    for start in cycle.starts:
        at = resolve(start.at, anchor, calendar, _ZONE)
        file = next((each for each in folder.processes if each.process.name == start.process and each.sound), None)
        if at is not None and file is not None:
            yield from _too_late(file, cycle, _day(at), lambda moment: resolve(moment, anchor, calendar, _ZONE))


def _too_late(file: ProcessFile, cycle: CycleTemplate, begins: date, when: Callable[[Moment], Instant | None]) -> Found:
    # A window that was open before, and people as they were known on an earlier day: both are meant.
    meant = {id(act.opens) for state in file.process.states.values() for act in state.on.values()}
    meant |= {id(role.as_of) for role in file.process.roles.values()}
    for use in file.draft.moments:
        dates = use.moment.anchors
        if not dates or id(use.moment) in meant or not all(name.startswith("cycle.") for name in dates):
            continue
        at = when(use.moment)
        if at is not None and _day(at) < begins:
            facts = {"moment": use.moment.source, "at": str(_day(at)), "cycle": cycle.name, "start": str(begins)}
            yield Problem(code="date-before-start", span=use.node.span, facts=facts, severity="warning")


def _problem(code: str, span: Span | None, **facts: str | Mapping[str, str]) -> Problem:
    return Problem(code=code, span=span, facts=dict(facts), severity="warning")
