"""Every name that is used must exist: roles, states, acts, fields, processes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from engine.definition.answers import forms_of
from engine.definition.build.draft import Use
from engine.definition.checks.folder import Folder, ProcessFile, children, effects_of
from engine.definition.checks.kinds import SEVERAL, acts_of, facts_of
from engine.definition.checks.telling import unknown
from engine.definition.house import DATED
from engine.definition.model import Process, State, Together
from engine.definition.nesting import apart, lanes, parts_of
from engine.words.problems import Problem

Found = Iterator[Problem]
EVERYONE = "everyone"


def check_names(folder: Folder) -> Found:
    for file in folder.processes:
        names = _Names(folder, file)
        for use in file.draft.uses:
            check = getattr(names, use.kind, None)
            if check is not None:
                yield from check(use)
    if folder.organisation is not None:
        draft, organisation = folder.organisation
        for use in draft.uses:
            if use.kind == "admins" and use.name not in organisation.groups:
                yield unknown("group", use.name, organisation.groups, use.span)


@dataclass(frozen=True, slots=True)
class _Names:
    """The names used in one file. A method is called after the kind of use it checks."""

    folder: Folder
    file: ProcessFile

    def state(self, use: Use) -> Found:
        yield from _among("state", use, self.file.draft.placed("state"))
        states = self.file.process.states
        here = use.state or ""
        if here in states and use.name in states and (around := apart(self.file.process, here, use.name)):
            facts = {"state": use.name, "around": around.name}
            yield Problem(code="to-other-region", span=use.span, facts=facts)

    def within(self, use: Use) -> Found:
        """What is entered first stands directly within the state, or within the region `of`."""
        around = self.file.process.states.get(use.state or "")
        if around is None:
            return
        regions = {region.name: region.states for region in around.regions}
        known = regions.get(use.of, ()) if use.of else parts_of(self.file.process, around)
        yield from _among("state-within", use, known)

    def role(self, use: Use) -> Found:
        yield from _among("role", use, self.file.draft.placed("role"))

    def reader(self, use: Use) -> Found:
        yield from _among("role", use, [*self.file.draft.placed("role"), EVERYONE])

    def stepper(self, use: Use) -> Found:
        """Who may intervene: a role, the organisation's admins, or `no` one."""
        yield from _among("role-or-admins", use, [*self.file.draft.placed("role"), "admins", "no"])
        organisation = self.folder.organisation
        if use.name == "admins" and organisation is not None and not organisation[1].admins:
            yield Problem(code="no-admins", span=use.span, severity="warning")

    def act(self, use: Use) -> Found:
        state = self.file.process.states.get(use.state or "")
        if state is not None:
            acts = [name for name, act in state.on.items() if not act.engine]
            yield from _among("act-here", use, acts or ["–"])

    def form(self, use: Use) -> Found:
        name, _, column = use.name.partition(".")
        if name not in self.file.draft.placed("field"):
            yield from _among("field", use, self.file.draft.placed("field"), name)
            return
        field = self.file.process.fields.get(name)
        if column and field is not None:
            yield from _among("column", use, field.item or ["–"], column)
        elif field is not None and field.type == "list" and not field.item and field.sources:
            yield Problem(code="form-without-columns", span=use.span, facts={"field": name})
        if field is not None and (field.compute or field.combine) and use.of not in field.corrected_by:
            yield Problem(code="computed-not-written", span=use.span, facts={"field": name})

    def field(self, use: Use) -> Found:
        yield from _among("field", use, self.file.draft.placed("field"))
        field = self.file.process.fields.get(use.name)
        if field is not None and (field.compute or field.combine) and use.of not in field.corrected_by:
            yield Problem(code="computed-not-written", span=use.span, facts={"field": use.name})

    def vote(self, use: Use) -> Found:
        fields = self.file.process.fields
        yield from self.form(use)
        if use.name in fields and fields[use.name].type != "choice":
            yield Problem(code="vote-not-choice", span=use.span, facts={"field": use.name})

    def tie(self, use: Use) -> Found:
        field = self.file.process.fields.get(use.of)
        if field is not None and field.options:
            yield from _among("option-or-role", use, [*field.options, *self.file.process.roles])
            voters = {party.role for each in self._votes_on(use.of) for party in each.parties}
            if use.name in self.file.process.roles and use.name not in voters:
                yield Problem(code="tie-never-votes", span=use.span, facts={"role": use.name})
            if any(each.tie == use.name and each.needs and each.otherwise for each in self._votes_on(use.of)):
                yield Problem(code="tie-never", span=use.span)

    def _votes_on(self, field: str) -> list[Together]:
        acts = (act for state in self.file.process.states.values() for act in state.on.values())
        return [act.together for act in acts if act.together is not None and act.together.vote == field]

    def outcome(self, use: Use) -> Found:
        field = self.file.process.fields.get(use.of)
        if field is not None and field.options:
            yield from _among("option", use, field.options)

    def followed(self, use: Use) -> Found:
        state = self.file.process.states.get(use.state or "")
        if state is not None:
            yield from _among("task-here", use, [name for name in state.tasks if name != use.of] or ["–"])

    def extended(self, use: Use) -> Found:
        state = self.file.process.states.get(use.state or "")
        if state is not None:
            yield from _among("limit-here", use, ["due", *(each.name for each in state.tasks.values() if each.due)])
        elif use.name != "due":
            yield unknown("limit-here", use.name, ["due"], use.span)

    def shared_by(self, use: Use) -> Found:
        """The fact that makes the group an act goes over."""
        if self.folder.organisation is not None and use.name != "cycle":
            facts = facts_of(self.folder.organisation[1]).get(self.file.process.about, {})
            yield from _among("fact", use, [*(each for each in facts if each not in SEVERAL), "cycle"])

    def column(self, use: Use) -> Found:
        field = self.file.process.fields.get(use.of)
        if field is not None and field.type == "list":
            yield from _among("column", use, self.folder.columns(field) or ["–"])

    def same(self, use: Use) -> Found:
        yield from _among("field", use, self.file.draft.placed("field"))

    def answer(self, use: Use) -> Found:
        task, _, field = use.name.partition(".")
        forms = forms_of(self.file.process)
        if task not in self.file.draft.placed("task"):
            yield from _among("task", use, self.file.draft.placed("task"), task)
        elif task in forms:
            yield from _among("field-of-task", use, forms[task] or ["–"], field)

    def corrector(self, use: Use) -> Found:
        yield from _among(
            "act-or-event", use, {name for state in self.file.process.states.values() for name in state.on}
        )

    def visible(self, use: Use) -> Found:
        task, _, field = use.name.partition(".")
        if any(line.total for line in self.file.process.visible.get(use.name, ())) and not _each(self.file, task):
            yield Problem(code="total-of-no-answers", span=use.span, facts={"name": use.name})
        shown = self.file.process.fields.get(task)
        if field and shown is not None:
            yield from _among("column", use, self.folder.columns(shown) or ["–"], field)
        elif field:
            yield from self.answer(use)
        elif self.file.draft.placed("field") or self.file.draft.placed("task"):
            yield from _among(
                "field-or-task", use, [*self.file.draft.placed("field"), *self.file.draft.placed("task")], task
            )

    def process(self, use: Use) -> Found:
        if use.name not in self.folder.unread_names:
            yield from _among("process", use, self.folder.names)

    def calendar(self, use: Use) -> Found:
        if use.name not in self.folder.unread_names:
            yield from _among("calendar", use, [spec.name for _, spec in self.folder.calendars])

    def zone(self, use: Use) -> Found:
        if not is_zone(use.name):
            yield Problem(code="unknown-zone", span=use.span, facts={"found": use.name[:60]})

    def source(self, use: Use) -> Found:
        name, _, field = use.name.partition(".")
        if name in self.folder.unread_names:
            return
        source = self.folder.named(name)
        if source is None:
            yield from _among("process", use, self.folder.names, name)
        else:
            yield from _among("field", use, source.fields or ["–"], field)

    def prefill(self, use: Use) -> Found:
        target = self.folder.named(use.of)
        if target is not None:
            yield from _among("field-of-process", use, target.fields or ["–"])

    def event(self, use: Use) -> Found:
        process, _, event = use.name.partition(".")
        if use.name == "indicators.changed":
            return
        if use.name == "done":
            state = self.file.process.states.get(use.state or "")
            if state is not None and (code := self._never_done(state)):
                yield Problem(code=code, span=use.span, facts={"state": state.name})
        if use.name.count(".") == 2:
            yield from self._fact_event(use)
            return
        if not event or process in self.folder.unread_names:
            return
        child = self.folder.named(process)
        if child is None:
            yield from _among("process", use, self.folder.names, process)
        elif process not in children(self.file.process) and self._told_by(child, event):
            return
        elif process not in children(self.file.process):
            yield Problem(code="event-never-comes", span=use.span, facts={"event": use.name, "process": process})
        elif event != "ended":
            emitted = {name for _, effects in effects_of(child) for name in effects.emit}
            yield from _among("event", use, ["ended", *sorted(emitted)], event)

    def _fact_event(self, use: Use) -> Found:
        """`role.fact.changed`: of a role there is, of a fact whose past is kept."""
        role, fact, event = use.name.split(".")
        yield from _among("role", use, self.file.draft.placed("role"), role)
        if self.folder.organisation is not None:
            yield from _among("dated-fact", use, [*DATED, *self.folder.organisation[1].facts], fact)
        yield from _among("event-of-fact", use, ["changed"], event)

    def _never_done(self, state: State) -> str | None:
        """Why `done` never comes there: nobody owes anything, or no final state stands within."""
        states = self.file.process.states
        if len(state.inside) == 1:
            return None if state.tasks else "done-without-tasks"
        ends = all(any(states[name].final for name in lane) for lane in lanes(self.file.process, state))
        return None if ends else "done-without-final"

    def _told_by(self, parent: Process, event: str) -> bool:
        """Whether a process that starts this one, or one about many, emits the event to each."""
        told = {name for _, effects in effects_of(parent) if effects.emit_to is not None for name in effects.emit}
        reaches = parent.about != "person" or parent in self.folder.parents(self.file.process.name)
        return reaches and event in told

    def independent(self, use: Use) -> Found:
        head, _, rest = use.name.partition(".")
        if not rest:
            yield from _among("act-or-role", use, actors_of(self.file.process))
        elif head != "parent":
            yield unknown("act-or-role", use.name, actors_of(self.file.process), use.span)
        else:
            parents = self.folder.parents(self.file.process.name)
            known = [name for parent in parents for name in actors_of(parent)]
            if not self.folder.unread_names:
                yield from _among("act-or-role", use, known or ["–"], rest)


def is_zone(name: str) -> bool:
    """Whether there is a time zone of that name."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _among(thing: str, use: Use, known: Iterable[str], name: str | None = None) -> Found:
    """Silent where nothing is known, for then the fault is told elsewhere."""
    words = list(known)
    found = use.name if name is None else name
    if words and found not in words:
        yield unknown(thing, found, [word for word in words if word != "–"], use.span)


def _each(file: ProcessFile, task: str) -> bool:
    """Whether each holder answers the task; said elsewhere where there is none of that name."""
    tasks = [state.tasks[task] for state in file.process.states.values() if task in state.tasks]
    return any(each.each for each in tasks) or (not tasks and task not in file.process.fields)


def actors_of(process: Process) -> list[str]:
    """Acts and roles, by which somebody may be excluded."""
    return [*sorted(acts_of(process)), *process.roles]
