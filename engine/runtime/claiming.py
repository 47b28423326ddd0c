"""One of several who may do a task says: I am on it. A word to the others; whoever may act still may.

It ends when the task does, when it is taken back, and after a day: nobody's holidays keep a task.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from engine.core.nesting import active
from engine.core.values import TaskRecord
from engine.runtime.work import Work
from engine.runtime.workspace import Workspace
from engine.store.claims import Claim, drop_claim, keep_claim, live_claims
from engine.store.database import transaction
from engine.words.errors import Refused
from engine.words.problems import Problem

LASTS = timedelta(days=1)


def claim(workspace: Workspace, instance: str, task: str, actor: str, now: datetime) -> Claim:
    """Say that `actor` is on a task of theirs, for a day from now.

    Raises NotFound, and Refused for a task that is not theirs, that everybody does for themselves, or that somebody
    else is on.
    """
    with transaction(workspace.database) as connection:
        work = Work(workspace, connection, now)
        owed, known = _theirs(work, instance, task, actor)
        made = Claim(
            instance_id=instance, state=owed.state, visit=owed.visit, task=task, person=actor,
            claimed_at=now if known is None else known.claimed_at, until_at=now + LASTS,
        )  # fmt: skip
        keep_claim(connection, made)
        return made


def release(workspace: Workspace, instance: str, task: str, actor: str, now: datetime) -> None:
    """Take that back; nothing happens if there is nothing to take back. Raises as `claim`."""
    with transaction(workspace.database) as connection:
        work = Work(workspace, connection, now)
        _, known = _theirs(work, instance, task, actor)
        if known is not None:
            drop_claim(connection, known)


def _theirs(work: Work, instance: str, task: str, actor: str) -> tuple[TaskRecord, Claim | None]:
    """The task that somebody owes, or stands in for, and their claim to it. Raises Refused if it is another's."""
    work.load([instance])
    found = work.instance(instance)
    process = work.process(found.process, found.version)
    whose = {actor, *work.people.principals(actor, found.process)}
    owed = next(
        (each for each in found.tasks if (each.name, each.status) == (task, "open") and each.person in whose), None
    )
    if owed is None or owed.state not in active(process, found.state):
        raise Refused([Problem(code="task-not-yours", facts={"task": task[:60]})])
    if process.states[owed.state].tasks[task].each:
        raise Refused([Problem(code="task-everybodys", facts={"task": process.states[owed.state].tasks[task].title})])
    known = live_claims(work.connection, [instance], work.now).get((instance, owed.state, owed.visit, task))
    if known is not None and known.person != actor:
        raise Refused([Problem(code="task-claimed", facts=_facts(work, known))])
    return owed, known


def _facts(work: Work, known: Claim) -> dict[str, str]:
    member = work.people.person(known.person)
    local = known.until_at.astimezone(work.people.zone(known.person))
    name = known.person if member is None else member.record.name
    return {"name": name, "person": known.person, "until": f"{local:%Y-%m-%d %H:%M}"}
