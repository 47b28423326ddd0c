"""Fields worked out from answers their reader may see nameless or as totals only, and that give one answer away.

A mean over one answer is that answer. One that is seen while answers come in gives each away by the difference
between two looks, which is why anonymous answers themselves are shown once and together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from engine.definition.checks.folder import Folder
from engine.definition.model import Field, Given, Process, Task, Visible
from engine.expression import Expression
from engine.words.problems import Fact, Problem

Found = Iterator[Problem]
_FEWEST = 2  # of what is worked out from two answers, neither can be told


@dataclass(frozen=True, slots=True)
class _Secret:
    """A task whose answers some roles may not see one by one. `inside`: the states in which it may be open."""

    name: str
    inside: frozenset[str]
    least: Mapping[str, int]  # role -> from how many answers up it may see something of them
    ensured: int  # how many there are at least once it is complete
    keep: bool  # whether some may still come after that


def check_anonymity(folder: Folder) -> Found:
    for file in folder.processes:
        if file.sound:
            yield from _process(file.process)


def _process(process: Process) -> Found:
    secrets = _secrets(process)
    drawn = _drawn_from(process, secrets) if secrets else {}
    for name, tasks in drawn.items():
        field = process.fields[name]
        for secret in (secrets[each] for each in sorted(tasks)):
            for role, least in secret.least.items():
                code = _betrays(process, secret, field, role, least)
                if code is not None:
                    title = process.roles[role].title if role in process.roles else role
                    facts: dict[str, Fact] = {"role": title, "field": name, "task": secret.name, "least": str(least)}
                    yield Problem(code=code, span=field.span, facts=facts, severity="warning")


def _betrays(process: Process, secret: _Secret, field: Field, role: str, least: int) -> str | None:
    """Which finding it is if a role sees a field; what follows every answer shows more than what is set once."""
    lines = [line for line in process.visible.get(field.name, ()) if _shows(line, role)]
    if lines and secret.ensured < least:
        return "few-answers-shown"
    follows = field.compute is not None or field.combine
    return "answers-one-by-one" if follows and any(_early(secret, line) for line in lines) else None


def _secrets(process: Process) -> dict[str, _Secret]:
    found: dict[str, _Secret] = {}
    for state in process.states.values():
        for name, task in state.tasks.items():
            least = dict.fromkeys(task.anonymous_to, _FEWEST)
            for line in (
                line for seen, all in process.visible.items() if seen.partition(".")[0] == name for line in all
            ):
                least |= {role: max(line.total, least.get(role, 0)) for role in line.to if line.total}
            if least and task.each:
                before = found.get(name, _Secret(name, frozenset(), {}, _ensured(process, task), keep=False))
                found[name] = replace(
                    before,
                    inside=before.inside | {*state.inside},
                    least={**before.least, **least},
                    ensured=min(before.ensured, _ensured(process, task)),
                    keep=before.keep or task.keep,
                )
    return found


def _drawn_from(process: Process, secrets: Mapping[str, _Secret]) -> dict[str, frozenset[str]]:
    """Field -> the tasks whose answers it is worked out from, by way of other fields too."""
    given: dict[str, list[Given]] = {}
    for state in process.states.values():
        choices = [*state.entry, *(each for act in state.on.values() for each in act.choices)]
        for effects in (*(each.effects for each in choices), *(rule.effects for rule in state.timed)):
            for name, value in effects.set.items():
                given.setdefault(name, []).append(value)
    found: dict[str, frozenset[str]] = {}
    for name in (*process.compute_order, *process.fields):  # what is computed from others comes after them
        field = process.fields[name]
        sources = {task for task, _ in field.combine if task in secrets}
        for value in (field.compute, *given.get(name, ())):
            if isinstance(value, Expression):
                sources |= _read(value, secrets)
                sources |= {task for path in value.reads for task in found.get(path[0], ())}
        if sources:
            found[name] = frozenset(sources)
    return found


def _read(value: Expression, secrets: Mapping[str, _Secret]) -> set[str]:
    called = {str(each) for _, given in value.calls for each in given if isinstance(each, str)}
    return {path[0] for path in value.reads if path[0] in secrets} | (called & secrets.keys())


def _ensured(process: Process, task: Task) -> int:
    """How many answers there are at least when a task is complete, as far as the definition can tell."""
    if task.quorum or task.first:
        return task.quorum or task.first or 0
    chosen = [process.fields[role] for role in task.holders if role in process.fields]
    return max([1, *(field.min_items or 1 for field in chosen if field.type == "people")])


def _shows(line: Visible, role: str) -> bool:
    return not line.total and (role in line.to or "everyone" in line.to)


def _early(secret: _Secret, line: Visible) -> bool:
    """Whether a line shows something while answers may still come in; a condition is taken to see to that."""
    if line.when is not None:
        return False
    if line.within:
        return secret.keep or not secret.inside.isdisjoint(line.within)
    return not line.from_states or secret.keep or not secret.inside.isdisjoint(line.from_states)
