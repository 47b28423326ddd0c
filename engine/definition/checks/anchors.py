"""The anchors of moments: what a day is counted from must exist and must be a day."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from engine.calendar.moment import Duration, Moment
from engine.definition.checks.folder import Folder, ProcessFile
from engine.definition.checks.kinds import Kind, Value, acts_of, cycle_kind, fields_of, person_facts, tasks_of
from engine.definition.checks.telling import unknown, unknown_anchor, unknown_fact, unknown_part
from engine.definition.model import Process, Setting
from engine.words.problems import Problem, Span

Found = Iterator[Problem]
_ALWAYS = ("entry", "due", "start", "today", "now")
_DAYS = ("date", "moment")


def check_moments(folder: Folder) -> Found:
    for file in folder.processes:
        for use in file.draft.moments:
            yield from check_anchors(folder, file, use.moment, use.state, use.place)
        for state in file.process.states.values():
            if state.due is not None and not state.due_of and "due" in state.due.anchors:
                place = next(use.place("due") for use in file.draft.moments if use.moment is state.due)
                yield Problem(code="due-of-itself", span=place)


def check_anchors(
    folder: Folder, file: ProcessFile, moment: Moment, state: str | None, place: Callable[[str], Span]
) -> Found:
    """`place` tells where an anchor stands in the file."""
    for length in sorted(moment.lengths):
        setting = file.process.settings.get(length.removeprefix("settings."))
        if setting is not None and not all(isinstance(each, Duration) for each in _values(setting)):
            yield Problem(code="moment-no-length", span=place(length), facts={"source": length})
            return
    for anchor in sorted(moment.anchors - moment.counts):
        yield from _anchor(folder, file, anchor, state, place(anchor))
    for name in sorted(moment.anchors & moment.counts):
        yield from _length(folder, file, name, place(name))


def _length(folder: Folder, file: ProcessFile, name: str, span: Span) -> Found:
    """How many days: a field or a setting that is a number, or a fact of somebody."""
    process = file.process
    head, _, rest = name.partition(".")
    if head == "settings":
        setting = process.settings.get(rest)
        if setting is None:
            yield unknown("setting", rest, file.draft.placed("setting"), span)
            return
        sound = all(isinstance(value, int | Decimal) and not isinstance(value, bool) for value in _values(setting))
    elif rest and (head in process.roles or head == "subject"):
        kind = person_facts(folder.organisation[1]).get(rest) if folder.organisation else Value("number")
        sound = isinstance(kind, Value) and kind.kind == "number"
    else:
        field = process.fields.get(name)
        if field is None and name in file.draft.placed("field"):
            return  # what could not be read is told where it stands
        sound = field is not None and field.type == "number"
    if not sound:
        yield Problem(code="not-a-length", span=span, facts={"name": name})


def _anchor(folder: Folder, file: ProcessFile, anchor: str, state: str | None, span: Span) -> Found:
    process = file.process
    here = process.states.get(state or "")
    if anchor == "due" and here is not None and here.due is None and not file.lost_due(here.name):
        yield Problem(code="no-due-here", span=span, facts={"state": here.name})
    if anchor in _ALWAYS:
        return
    head, _, rest = anchor.partition(".")
    if not rest:
        yield from _single(file, anchor, span)
    elif head == "settings":
        yield from _setting(file, rest, span)
    elif head == "cycle":
        yield from _cycle(folder, process, rest, span)
    elif head in file.draft.placed("state"):
        if rest not in ("entry", "due"):
            yield unknown_part(head, rest, ("entry", "due"), span)
    else:
        yield from _of_data(folder, file, head, rest, span)


def _of_data(folder: Folder, file: ProcessFile, head: str, rest: str, span: Span) -> Found:
    """A task's limit, a column of days, a person's fact, or something of another process."""
    process = file.process
    if head in tasks_of(folder, process):
        if rest != "due":
            yield unknown_part(head, rest, ("due",), span)
    elif _is_list(process, head):
        columns = fields_of(folder, process)[head]
        if isinstance(columns, Mapping):
            days = [name for name, each in columns.items() if isinstance(each, Value) and each.kind in _DAYS]
            if rest not in days:
                yield unknown_part(head, rest, days, span)
    elif head in process.roles or head == "subject" or _is_person(process, head):
        yield from _fact(folder, rest, span)
    elif head != "parent" and folder.named(head) is None:
        known = [*process.roles, *process.states, "settings", "cycle", "parent"]
        yield unknown_anchor(head, known, span)


def _single(file: ProcessFile, name: str, span: Span) -> Found:
    field = file.process.fields.get(name)
    if field is not None:
        if field.type not in _DAYS:
            yield Problem(code="not-a-day", span=span, facts={"name": name})
    elif name not in acts_of(file.process) and name not in file.draft.placed("field"):
        days = [each.name for each in file.process.fields.values() if each.type in _DAYS]
        yield unknown_anchor(name, [*_ALWAYS, *acts_of(file.process), *days], span)


def _setting(file: ProcessFile, name: str, span: Span) -> Found:
    setting = file.process.settings.get(name)
    if setting is None:
        yield unknown("setting", name, file.draft.placed("setting"), span)
        return
    if all(isinstance(value, Duration | Moment | date) or value is None for value in _values(setting)):
        return
    unread = file.draft.unread.get(name, ())
    yield from unread or [Problem(code="not-a-day", span=span, facts={"name": f"settings.{name}"})]


def _values(setting: Setting) -> list[object]:
    return [setting.default, *(value for _, value in setting.when)]


def _cycle(folder: Folder, process: Process, name: str, span: Span) -> Found:
    starting = folder.cycles_of(process.name)
    kind = cycle_kind(starting or [cycle for _, cycle in folder.cycles], folder)
    if not isinstance(kind, dict):
        return
    known = [each for each in kind if each not in ("name", "title", "period")] + ["period.from", "period.to"]
    if name not in known:
        yield unknown("cycle-date", name, known, span)
        return
    for cycle in starting:
        if name not in cycle.dates and name not in ("start", "period.from", "period.to"):
            facts = {"cycle": cycle.name, "date": name}
            yield Problem(code="cycle-lacks-date", span=span, facts=facts, severity="warning")


def _is_list(process: Process, name: str) -> bool:
    field = process.fields.get(name)
    return field is not None and field.type == "list"


def _is_person(process: Process, name: str) -> bool:
    field = process.fields.get(name)
    return field is not None and field.type in ("person", "people")


def _fact(folder: Folder, name: str, span: Span) -> Found:
    if folder.organisation is not None:
        yield from check_day(person_facts(folder.organisation[1]), name, span)


def check_day(facts: Mapping[str, Kind], name: str, span: Span, of: str = "person") -> Found:
    """A fact that a day counts from, of a person or of a unit."""
    days = [fact for fact, kind in facts.items() if isinstance(kind, Value) and kind.kind in _DAYS]
    days += [fact for fact in ("hired_on", "left_on", "closed_on") if fact in facts]
    if name not in facts:
        yield unknown_fact(name, days, span, of)
    elif name not in days:
        yield Problem(code="not-a-day", span=span, facts={"name": name})
