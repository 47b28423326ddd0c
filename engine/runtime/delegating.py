"""Somebody hands their tasks to somebody else for a time: made, ended, listed.

It covers what is open already: nothing of an instance changes, the delegate may do what the other owes. Both are told,
on the day it begins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from engine.core.roster import Delegation
from engine.runtime.delegation_notices import tell_begun, tell_ended
from engine.runtime.work import Work
from engine.runtime.workspace import Workspace
from engine.store import delegations as stored
from engine.store.database import snapshot, transaction
from engine.store.delegations import Kept
from engine.store.tasks import open_tasks
from engine.words.errors import Misuse, NotFound
from engine.words.problems import nearest


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegated:
    """What was handed over. `open_tasks`: those the person owes already that the delegate may do now."""

    delegation: Delegation
    open_tasks: int


def delegate(workspace: Workspace, wanted: Delegation, now: datetime) -> Delegated:
    """Let somebody act for somebody else. Raises NotFound for an unknown person or process, Misuse for what makes no
    sense: to oneself, to somebody who has left, ending before it begins or in the past, twice.
    """
    with transaction(workspace.database) as connection:
        work = Work(workspace, connection, now)
        for person in (wanted.person, wanted.to):
            member = work.people.person(person)
            if member is None:
                raise NotFound("person-unknown", person=person[:60])
            if member.fact("active") is not True:
                raise Misuse("delegate-left", person=person)
        known = workspace.library.processes
        if wanted.process is not None and wanted.process not in known:
            near = nearest(wanted.process[:60], known) or "–"
            raise NotFound("process-unknown", process=wanted.process[:60], nearest=near)
        if wanted.person == wanted.to:
            raise Misuse("delegate-self", person=wanted.person)
        today = work.people.today(wanted.person)
        if wanted.until_on is not None and wanted.until_on < max(today, wanted.from_on):
            raise Misuse("delegate-over", until=wanted.until_on.isoformat())
        if any(_same(each, wanted) for each in stored.not_over(connection, today)):
            raise Misuse("delegate-twice", person=wanted.person, to=wanted.to)
        tell_begun(work, stored.add(connection, wanted, now), wanted)
        begun = wanted.from_on <= today
        return Delegated(delegation=wanted, open_tasks=_covered(connection, wanted) if begun else 0)


def _same(kept: Kept, wanted: Delegation) -> bool:
    """Whether two say the same of overlapping days."""
    return (
        (kept.person, kept.to, kept.process) == (wanted.person, wanted.to, wanted.process)
        and kept.from_on <= (wanted.until_on or date.max)
        and wanted.from_on <= (kept.until_on or date.max)
    )


def _covered(connection: Connection, wanted: Delegation) -> int:
    """The open tasks a delegate may do; an instance's id begins with its process, and one's own case is nobody's."""
    ids = [id for id, _ in open_tasks(connection, [wanted.person])]
    return sum(wanted.process in (None, id.rpartition("/")[2], id.partition("/")[0]) for id in ids)


def undelegate(workspace: Workspace, person: str, to: str, now: datetime) -> int:
    """End every delegation of a person to another, begun or not; how many there were. Raises NotFound for none."""
    with transaction(workspace.database) as connection:
        found = [each for each in stored.not_over(connection, now.date()) if (each.person, each.to) == (person, to)]
        if not found:
            raise NotFound("delegation-unknown", person=person[:60], to=to[:60])
        stored.revoke(connection, [each.id for each in found], now)
        tell_ended(Work(workspace, connection, now), found)
        return len(found)


def delegations(workspace: Workspace, now: datetime, person: str | None = None) -> Sequence[Kept]:
    """Those in force and to come, of one person or of all."""
    with snapshot(workspace.database) as connection:
        found = stored.not_over(connection, now.date())
        return [each for each in found if person in (None, each.person, each.to)]
