"""Which instances somebody means who cannot list them: those for which an expression is true."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from datetime import datetime

from engine.core.case import Case
from engine.core.names import Names, table
from engine.definition.house import BUILT_IN, Library
from engine.definition.model import Process
from engine.expression import EvaluationError, Expression, ExpressionError, MissingValue, compile_expression
from engine.runtime.starting import BATCH
from engine.runtime.workspace import Workspace
from engine.store.bulk import chunks
from engine.store.progress import instances_meant, instances_of
from engine.views.glance import UNREADABLE, glance
from engine.words.errors import Misuse, NotFound
from engine.words.problems import nearest


def select(
    workspace: Workspace, now: datetime, process: str, where: str | None = None, cycle: str | None = None
) -> tuple[str, ...]:
    """Ids of the instances of `process` for which `where` is true; a missing value is not.

    Cancelled ones are left out. Raises NotFound for an unknown process, Misuse for an expression that cannot be read.
    """
    _must_exist(workspace, process)
    condition = None if where is None else _compiled(workspace, process, where)
    with glance(workspace, now) as seen:
        ids = instances_of(seen.work.connection, process, cycle)
        if condition is None:
            return tuple(ids)
        found: list[str] = []
        for some in chunks(ids, BATCH):
            for id, instance in seen.load(some).items():
                with suppress(*UNREADABLE):  # it is an incident; nobody can say whether it is meant
                    scope = Names(Case(seen.process(instance), seen.world(instance), instance))
                    if _true(condition, scope):
                        found.append(id)
        return tuple(found)


def meant(
    workspace: Workspace,
    now: datetime,
    *,
    running: bool | None = True,
    process: str | None = None,
    where: str | None = None,
    cycle: str | None = None,
    state: str | None = None,
    person: str | None = None,
    unit: str | None = None,
) -> tuple[str, ...]:
    """Ids of the running instances (or of those that are not, or of both) that are all that is said of them.

    Raises NotFound for an unknown process, Misuse for a state it does not have, or an expression that cannot be read.
    """
    if process is not None:
        _must_exist(workspace, process)
    if process is not None and state is not None:
        _among(state, workspace.library.processes[process].states)
    wanted = None if where is None or process is None else set(select(workspace, now, process, where, cycle))
    with glance(workspace, now) as seen:
        found = instances_meant(
            seen.work.connection,
            running=running,
            process=process,
            cycle=cycle,
            states=workspace.library.processes[process].states[state].inside if process and state else (),
            subject=person,
            unit=unit,
        )
    return tuple(each for each in found if wanted is None or each in wanted)


def _must_exist(workspace: Workspace, process: str) -> None:
    if process not in workspace.library.processes:
        hint = nearest(process, workspace.library.processes) or "–"
        known = ", ".join(workspace.library.processes)
        raise NotFound("no-such-process", process=process, known=known, nearest=hint)


def _compiled(workspace: Workspace, process: str, where: str) -> Expression:
    try:
        condition = compile_expression(where)
    except ExpressionError as failure:
        raise Misuse("where-unreadable", where=where, why=failure.text(), column=failure.offset + 1) from None
    _must_be_known(workspace.library, workspace.library.processes[process], condition)
    return condition


def _must_be_known(library: Library, process: Process, condition: Expression) -> None:
    """A name misspelt would select nobody in silence. Raises Misuse."""
    facts = {*BUILT_IN, *library.organisation.facts}
    people = {*process.roles, process.subject, "subject"}
    for path in sorted(condition.reads):
        _among(path[0], table(process))
        if path[0] in people and len(path) > 1:
            _among(path[1], facts)
    for path, value in sorted(condition.comparisons, key=str):
        field = process.fields.get(path[0]) if len(path) == 1 else None
        fact = library.organisation.facts.get(path[1]) if path[0] in people and len(path) == 2 else None
        if path == ("state",):
            _among(str(value), process.states)
        for asked in (field, fact):
            if asked is not None and asked.type == "choice":
                _among(str(value), asked.options)


def _among(name: str, known: Collection[str]) -> None:
    if name not in known:
        hint = nearest(name, known) or "–"
        raise Misuse("where-unknown-name", name=name, known=", ".join(sorted(known)), nearest=hint)


def _true(condition: Expression, scope: Names) -> bool:
    try:
        return condition(scope) is True
    except (MissingValue, EvaluationError):
        return False
