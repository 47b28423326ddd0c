"""Incidents after something was mended: tried again, one or many; or put aside by somebody, with a reason."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.runtime.deliver import again
from engine.runtime.leaving import settle_owed
from engine.runtime.starting import start_due
from engine.runtime.work import Work
from engine.runtime.workspace import Workspace
from engine.store.cycles import StartDue, put_starts
from engine.store.database import transaction
from engine.store.incidents import OpenIncident, dismiss, resolve, unresolved
from engine.store.instances import load_instances
from engine.store.pending import owe, owe_later
from engine.words.errors import Misuse, NotFound, Refused
from engine.words.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Retried:
    """How many incidents were tried again, and those that are still there."""

    tried: int
    still: tuple[OpenIncident, ...]


def retry(workspace: Workspace, ids: Collection[int] | None, now: datetime) -> Retried:
    """Try again what these incidents stopped, or all of them; whatever goes on closes its own. Raises NotFound."""
    chosen = _chosen(workspace, ids)
    about = {each.about for each in chosen}
    with transaction(workspace.database) as connection:
        known = load_instances(connection, about)
        running = {id: "people.changed" for id, each in known.items() if each.status == "running"}
        owe(connection, running, now)
        owe_later(connection, running, now)  # also what was to wait another hour
        over = [each.id for each in chosen if each.about in known and known[each.about].status != "running"]
        resolve(connection, over, None, now)
        put_starts(connection, _starts(about - known.keys(), now))
    settle_owed(workspace, now)
    start_due(workspace, now)
    for each in {each.about for each in chosen if each.incident.code.startswith("message-")}:
        again(workspace, now, each)
    with transaction(workspace.database) as connection:
        left = {each.id for each in unresolved(connection)}
    return Retried(tried=len(chosen), still=tuple(each for each in chosen if each.id in left))


def put_aside(workspace: Workspace, ids: Collection[int], actor: str, reason: str, now: datetime) -> int:
    """Close incidents that nobody will mend. Raises NotFound, Misuse without a reason, Refused for who is no admin."""
    chosen = _chosen(workspace, ids)
    if not reason.strip():
        raise Misuse("dismiss-reason")
    with transaction(workspace.database) as connection:
        people = Work(workspace, connection, now).people
        if actor not in {each.id for each in people.admins()}:
            raise Refused([Problem(code="dismiss-not-an-admin", facts={"actor": actor[:60]})])
        return dismiss(connection, chosen, actor, reason, now)


def _chosen(workspace: Workspace, ids: Collection[int] | None) -> Sequence[OpenIncident]:
    with transaction(workspace.database) as connection:
        found = unresolved(connection)
    if ids is None:
        return found
    unknown = sorted(set(ids) - {each.id for each in found})
    if unknown:
        raise NotFound("incident-unknown", id=unknown[0])
    return [each for each in found if each.id in ids]


def _starts(about: Collection[str], now: datetime) -> list[StartDue]:
    """What a cycle could not begin for somebody is asked for once more: their ids say process and cycle."""
    parts = {tuple(each.split("/")[:2]) for each in about if each.count("/") == 2}
    return [StartDue(cycle=cycle, process=process, due_at=now) for process, cycle in sorted(parts)]
