"""What does not fit together within a state, a task, an act or a field."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definition.build.draft import Draft
from engine.definition.checks.folder import Folder, effects_of
from engine.definition.model import Act, Effects, Field, Process, State, Task
from engine.words.problems import Fact, Problem, Span

Found = Iterator[Problem]


def check_states(folder: Folder) -> Found:
    for file in folder.processes:
        for state in file.process.states.values():
            yield from _state(state, file.draft)
            for task in state.tasks.values():
                yield from _task(state, task)
            for act in state.on.values():
                yield from _act(state, act)
        yield from _fields(folder, file.process)
        yield from _chosen(file.process)


def _problem(code: str, span: Span | None, **facts: Fact) -> Problem:
    return Problem(code=code, span=span, facts=facts)


def _state(state: State, draft: Draft) -> Found:
    def place(key: str) -> Span | None:
        return draft.places.get(("key", f"{state.name}.{key}"), state.span)

    if state.final:
        reminders = [rule for rule in state.timed if rule.reminder]
        within = len(state.inside) > 1
        held = (("tasks", state.tasks), ("due", state.due), ("reminders", reminders))
        for key, there in (*held, ("states", within and not state.regions), ("regions", within and state.regions)):
            if there:
                yield _problem("final-has", place(key), state=state.name, key=key)
    if state.keep_for is not None and not state.ends:
        yield _problem("keep-not-final", place("keep_for"), state=state.name)


def _task(state: State, task: Task) -> Found:
    if _follows_itself(state, task):
        yield _problem("follows-circle", task.span, task=task.name)
    acts = [act for act in state.on.values() if act.task == task.name]
    if task.keep and any(choice.effects != Effects() for act in acts for choice in act.choices):
        yield _problem("kept-only-answers", task.span, task=task.name)
    for key, number in (("quorum", task.quorum), ("first", task.first)):
        if number is not None and not task.each:
            yield _problem("needs-each", task.span, key=key)


def _follows_itself(state: State, task: Task) -> bool:
    """Whether a task waits for itself, perhaps by way of others."""
    pending, seen = list(task.follows), set[str]()
    while pending:
        name = pending.pop()
        if name == task.name:
            return True
        if name not in seen and name in state.tasks:
            seen.add(name)
            pending += state.tasks[name].follows
    return False


def _act(state: State, act: Act) -> Found:
    if act.extends == "due" and state.due is None:
        yield _problem("no-due-here", act.span, state=state.name)
    if act.at_most is not None and not act.extends:
        yield _problem("at-most-without-extends", act.span)
    if act.extends and act.together and act.together.vote:
        yield _problem("extends-beside-vote", act.span)


def _fields(folder: Folder, process: Process) -> Found:
    for field in process.fields.values():
        if field.type == "list" and not folder.columns(field) and not _unread(folder, field):
            yield _problem("list-without-item", field.span, field=field.name)
        if field.type == "list" and not folder.unread and _never_filled(folder, process, field):
            yield _problem("list-never-filled", field.span, field=field.name)
        if field.compute is not None and field.combine:
            yield _problem("computed-twice", field.span, field=field.name)
        for each in (field, *field.item.values()):
            yield from _bounds(each)


def _bounds(field: Field) -> Found:
    if field.item and field.type != "list":
        yield _problem("only-for-type", field.span, key="item", type="list")
    if field.options and field.type not in ("choice", "choices", "scale"):
        yield _problem("only-for-type", field.span, key="options", type="choice, choices, scale")
    if field.type == "choices" and field.min_items is not None and field.min_items > len(field.options):
        yield _problem("min-over-max", field.span, least="min_items", most="options")
    if field.accept and field.type != "file":
        yield _problem("only-for-type", field.span, key="accept", type="file")
    for key, there in (("unique", field.unique), ("fixed", field.fixed)):
        if there and field.type != "list":
            yield _problem("only-for-type", field.span, key=key, type="list")
    if field.minimum is not None and field.maximum is not None and field.minimum > field.maximum:
        yield _problem("min-over-max", field.span, least="min", most="max")
    if field.min_items is not None and field.max_items is not None and field.min_items > field.max_items:
        yield _problem("min-over-max", field.span, least="min_items", most="max_items")


def _never_filled(folder: Folder, process: Process, field: Field) -> bool:
    """Whether columns are asked for of rows that nobody can ever put there."""
    acts = [act for state in process.states.values() for act in state.on.values()]
    forms = [*(act.form for act in acts), *([process.start.form] if process.start else ())]
    if field.sources or field.compute or field.default is not None or any(field.name in form for form in forms):
        return False
    if not any(name.partition(".")[0] == field.name for form in forms for name in form):
        return False
    if any(field.name in effects.set for _, effects in effects_of(process)):
        return False
    starts = [start for each in folder.processes for _, effects in effects_of(each.process) for start in effects.start]
    return not any(start.process == process.name and field.name in start.data for start in starts)


def _unread(folder: Folder, field: Field) -> bool:
    return any(process in folder.unread_names for process, _ in field.sources)


def _chosen(process: Process) -> Found:
    """Roles that somebody chooses must be asked for, and stand-ins must not stand in for each other."""
    acts = [act for state in process.states.values() for act in state.on.values()]
    asked = {name for act in acts for name in act.form} | set(process.start.form if process.start else ())
    for role in process.roles.values():
        if role.chosen_by and role.name not in asked:
            yield Problem(code="never-chosen", span=role.span, facts={"role": role.name}, severity="warning")
        if role.chosen_by and role.approved_by and not _asks(process, role.approved_by, role.name):
            yield _problem("never-approved", role.span, role=role.name, by=role.approved_by)
        path = [role.name]
        while (following := process.roles[path[-1]].otherwise) in process.roles and following is not None:
            path.append(following)
            if following == role.name:
                yield _problem("role-circle", role.span, path=" → ".join(path))
            if following in path[:-1]:
                break


def _asks(process: Process, role: str, field: str) -> bool:
    """Whether a form of that role holds the field."""
    acts = [act for state in process.states.values() for act in state.on.values()]
    return any(field in act.form and role in act.by for act in (*acts, *([process.start] if process.start else ())))
