"""An intervention in one instance or many: what it would lead to, and doing it, a batch a transaction.

Every instance is decided on by itself, all of it or nothing; what is refused or fails keeps nobody else. The preview
is the same work, thrown away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.core.values import Intervened, Refusal
from engine.runtime.consequences import Consequence, consequence
from engine.runtime.work import NOBODYS_FAULT, Work, incident_of
from engine.runtime.workspace import Workspace
from engine.store.bulk import chunks
from engine.store.database import transaction
from engine.words.errors import Conflict, NotFound, Refused, ReviewflowError

BATCH = 200
ATTEMPTS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Intervention:
    """What became, or would become, of the instances meant, in their order: the done ones, and each failure by id."""

    done: tuple[Consequence, ...]
    failed: tuple[tuple[str, ReviewflowError], ...]


class _ThrownAway(Exception):
    """Rolls a preview back."""


def preview(workspace: Workspace, ids: Sequence[str], event: Intervened, now: datetime) -> Intervention:
    """What it would lead to. Nothing is written."""
    parts = [_attempt(workspace, some, event, now, keep=False) for some in chunks(list(dict.fromkeys(ids)), BATCH)]
    return _joined(parts)


def intervene(workspace: Workspace, ids: Sequence[str], event: Intervened, now: datetime) -> Intervention:
    """Do it to each of these instances. Raises Unavailable; whatever concerns one instance is among the failures."""
    parts = [_attempt(workspace, some, event, now, keep=True) for some in chunks(list(dict.fromkeys(ids)), BATCH)]
    return _joined(parts)


def _joined(parts: Sequence[Intervention]) -> Intervention:
    return Intervention(
        done=tuple(each for part in parts for each in part.done),
        failed=tuple(each for part in parts for each in part.failed),
    )


def _attempt(
    workspace: Workspace, some: Sequence[str], event: Intervened, now: datetime, *, keep: bool
) -> Intervention:
    """A batch in one transaction; one by one if it fails for a reason of one of them; anew if somebody was first."""
    for attempt in range(ATTEMPTS):
        try:
            return _together(workspace, some, event, now, keep=keep)
        except Conflict as lost:
            if attempt == ATTEMPTS - 1:
                return Intervention(done=(), failed=tuple((id, lost) for id in some))
        except NOBODYS_FAULT:
            raise
        except Exception as failure:  # noqa: BLE001 - whatever it is, the others go on
            if len(some) == 1:
                return Intervention(done=(), failed=((some[0], _told(failure)),))
            return _joined([_attempt(workspace, [id], event, now, keep=keep) for id in some])
    raise AssertionError("unreachable")


def _told(failure: Exception) -> ReviewflowError:
    if isinstance(failure, ReviewflowError):
        return failure
    found = incident_of(failure)
    return ReviewflowError(found.code, **found.facts)


def _together(
    workspace: Workspace, some: Sequence[str], event: Intervened, now: datetime, *, keep: bool
) -> Intervention:
    done: list[Consequence] = []
    failed: list[tuple[str, ReviewflowError]] = []
    try:
        with transaction(workspace.database) as connection:
            work = Work(workspace, connection, now)
            work.load(some)
            for id in some:
                if id not in work.instances:
                    failed.append((id, NotFound("instance-unknown", instance=id)))
                    continue
                try:
                    done.append(_decided(work, id, event))
                except Refused as refused:  # nothing was kept; anything else undoes the whole batch
                    failed.append((id, refused))
            if not keep:
                raise _ThrownAway
            work.write()
    except _ThrownAway:
        pass
    return Intervention(done=tuple(done), failed=tuple(failed))


def _decided(work: Work, id: str, event: Intervened) -> Consequence:
    """Decide on one, and on what it asks of others. Raises Refused, or what kept it from being decided on."""
    before, known = work.instance(id), len(work.decisions)
    outcome = work.decide(id, event)
    if isinstance(outcome, Refusal):
        raise Refused(outcome.blockers)
    work.drain()
    return consequence(work, id, before, work.decisions[known:])
