"""Alternatives that leave a hole, can never be taken, or overlap without an order that says which is meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from engine.definition.checks.domains import Case, cases, told, true_in
from engine.definition.checks.folder import Folder, ProcessFile
from engine.definition.checks.kinds import Kind, names_of, person_facts
from engine.definition.model import Choice, Process, Role
from engine.expression import Expression
from engine.words.problems import Problem, Span

Found = Iterator[Problem]


def check_guards(folder: Folder) -> Found:
    """Only of processes without another fault, for then every name means something."""
    facts = person_facts(folder.organisation[1] if folder.organisation else None)
    for file in folder.processes:
        if not file.sound:
            continue
        names: dict[str, Kind] = {**names_of(folder, file), "person": facts}
        for role in file.process.roles:
            names[role] = facts  # what can be asked of one person, whoever it is
        names["subject"] = facts
        yield from _roles(file.process, names)
        musts = {id(role.must) for role in file.process.roles.values()}
        told_at: set[Span | None] = set()
        for state in file.process.states.values():
            for act in state.on.values():
                if len(act.choices) > 1 and act.span not in told_at:
                    told_at.add(act.span)
                    yield from _alternatives(file.process, act.name, act.choices, names, act.span)
        yield from _never(file, names, musts)


def _alternatives(
    process: Process, name: str, choices: Sequence[Choice], names: Mapping[str, Kind], span: Span | None
) -> Found:
    for at, choice in enumerate(choices):
        if choice.when is None and at + 1 < len(choices):
            after = choices[at + 1]
            yield _problem("guard-never", after.span or span, name=name, id=after.id)
            return
    conditions = [choice.when for choice in choices if choice.when is not None]
    every = cases(conditions, names, process)
    if not every:
        return
    taken: list[list[Case]] = []
    for choice in choices:
        holds = [case for case in every if true_in(choice.when, case)]
        if holds and all(any(case in earlier for earlier in taken) for case in holds):
            yield _problem("guard-never", choice.span or span, name=name, id=choice.id)
        elif choice.when is not None:
            yield from _overlaps(name, choice, holds, choices, taken, span)
        taken.append(holds)
    hole = next((case for case in every if not any(case in each for each in taken)), None)
    if hole is not None:
        yield _problem("guard-hole", span, name=name, case=told(hole))


def _overlaps(
    name: str,
    choice: Choice,
    holds: list[Case],
    choices: Sequence[Choice],
    taken: Sequence[list[Case]],
    span: Span | None,
) -> Found:
    """Of one and the same question both true somewhere, and neither the narrower one: the order alone decides.

    Of different questions the first asked goes before the next, as people read them.
    """
    for earlier, those in zip(choices, taken, strict=False):
        if earlier.when is None or choice.when is None or earlier.when.reads != choice.when.reads:
            continue
        both = [case for case in holds if case in those]
        if both and len(both) < len(those) and len(both) < len(holds):
            yield _problem("guard-overlap", choice.span or span, name=name, id=choice.id, other=earlier.id,
                           case=told(both[0]))  # fmt: skip
            return


def _never(file: ProcessFile, names: Mapping[str, Kind], musts: set[int]) -> Found:
    """Conditions that no case makes true."""
    conditions = {id(each) for each in _conditions(file.process)}
    for use in file.draft.expressions:
        if id(use.expression) in conditions and not (use.expression.reads or use.expression.calls):
            if use.expression.evaluate(_Nothing()) is False:
                yield _problem("condition-never", use.node.at(use.shift), source=use.expression.source)
            continue
        if use.purpose == "" and id(use.expression) not in musts and _is_never(use.expression, names, file.process):
            yield _problem("condition-never", use.node.at(use.shift), source=use.expression.source)


class _Nothing:
    """The names of an expression that reads none."""

    def name(self, name: str) -> object:
        raise KeyError(name)


def _conditions(process: Process) -> Iterator[Expression | None]:
    for state in process.states.values():
        yield from (task.when for task in state.tasks.values())
        yield from (rule.when for rule in state.timed)
        yield from (choice.when for act in state.on.values() for choice in act.choices)
        yield from (choice.when for choice in state.entry)
        yield from (requirement.that for act in state.on.values() for requirement in act.requires)


def _is_never(condition: Expression, names: Mapping[str, Kind], process: Process) -> bool:
    if not condition.reads:
        return False
    every = cases([condition], names, process)
    return bool(every) and not any(true_in(condition, case) for case in every or ())


def _roles(process: Process, names: Mapping[str, Kind]) -> Found:
    """Roles whose `must` nobody can fulfil."""
    for role in process.roles.values():
        if role.must is not None and (_is_never(role.must, names, process) or _excludes_its_only(process, role)):
            yield _problem("role-nobody", role.span, role=role.name)


def _excludes_its_only(process: Process, role: Role) -> bool:
    """A rule that names one role only, whose holder `must` shuts out."""
    if role.rule is None or role.must is None:
        return False
    alike = {process.subject, "subject"}
    only = role.rule.source.strip()
    shut_out = role.must.source.replace(" ", "").removeprefix("person!=")
    return only == shut_out or {only, shut_out} <= alike


def _problem(code: str, span: Span | None, **facts: str) -> Problem:
    return Problem(code=code, span=span, facts=facts, severity="warning")
