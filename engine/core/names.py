"""What names mean in a process's expressions: one table per process, worked out once.

Looked up in this order: what the moment brings (`item`, `person`), words of the engine, roles, tasks' answers,
fields, child processes. The checks make sure that no two of a process collide.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from engine.core.case import Case
from engine.core.lookups import WORDS, Record, moment_of
from engine.core.plan import plan
from engine.core.someone import ids
from engine.core.typed import typed, typed_of
from engine.core.values import Data
from engine.definition.model import Field, Process
from engine.expression import MISSING

Resolver = Callable[[Case], object]


class Names:
    """The scope of one evaluation: a case, and what only this evaluation knows (`item`, `person`)."""

    __slots__ = ("case", "local", "table")

    def __init__(self, case: Case, local: Mapping[str, object] | None = None) -> None:
        self.case = case
        self.local = {**case.offered, **local} if local else case.offered
        self.table = table(case.process)

    def name(self, name: str) -> object:
        if name in self.local:
            return self.local[name]
        if name == "moment" and self.local:
            return moment_of(self.case, self.local)
        return self.table[name](self.case)


def table(process: Process) -> Mapping[str, Resolver]:
    found = plan(process).resolvers
    if not found:
        found.update(_resolvers(process))
    return found  # type: ignore[return-value]


def _resolvers(process: Process) -> dict[str, Resolver]:
    plans = plan(process)
    found: dict[str, Resolver] = {}
    for child in plans.children:
        found[child] = partial(_child, process=child)
    for name, field in process.fields.items():
        found[name] = partial(_field, field=field)
    for name in plans.tasks:
        found[name] = partial(_answers, task=name)
    for name in process.roles:
        found[name] = partial(_holders, role=name, many=name in plans.plural)
    found |= WORDS
    found["subject"] = found[process.subject] = lambda case: case.someone(case.before.subject)
    return found


def _field(case: Case, field: Field) -> object:
    return typed(case, field, case.data.get(field.name))


def _holders(case: Case, role: str, many: bool) -> object:
    if case.process.roles[role].approved_by:
        held = ids(case.data.get(role)) or case.roles.get(role, ())  # whoever is proposed can be held against a rule
    else:
        held = case.roles.get(role, ())
    if many or len(held) > 1:
        return [case.someone(each) for each in held]
    return case.someone(held[0]) if held else MISSING


def _answers(case: Case, task: str) -> object:
    """One answer's fields; for a task that each holder answers, the list of all answers."""
    plans = case.plan
    given = [_answer(case, answer) for answer in case.answers.get(task, {}).values()]
    if plans.tasks[task].each:
        return given
    own = {name: _field(case, case.process.fields[name]) for name in plans.forms.get(task, ()) if "." not in name}
    return {**own, **dict.fromkeys(plans.answered.get(task, ()), MISSING), **(given[-1] if given else {})}


def _answer(case: Case, answer: Data) -> dict[str, object]:
    fields = case.process.fields
    return {name: typed(case, fields[name], value) for name, value in answer.items() if name in fields}


def _child(case: Case, process: str) -> object:
    """The latest child of that process: its data, and its `state` and `status`."""
    latest = next((child for child in reversed(case.children) if child.process == process), None)
    if latest is None:
        return MISSING

    def fact(name: str) -> object:
        found = getattr(latest, name) if name in ("state", "status") else latest.data.get(name)
        return typed_of(case, process, name, found)

    return Record(fact)
