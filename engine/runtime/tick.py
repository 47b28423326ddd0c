"""A tick: start what a cycle starts today, fire what is due. It costs what is due, not what exists.

Two ticks at one moment do the same as one. An instance that cannot be decided on becomes an incident and is looked at
again later; the others go on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.core.values import TimePassed
from engine.runtime.launch import start_due
from engine.runtime.leaving import next_leaver, notice_leavers, settle_owed
from engine.runtime.work import Work
from engine.runtime.workspace import Workspace
from engine.store.cycles import next_start
from engine.store.database import snapshot, transaction
from engine.store.delivery import next_delivery
from engine.store.timers import due_instances, next_due, postpone_timers
from engine.words.errors import Conflict, ReviewflowError

BATCH = 200
ROUNDS_LOST = 20
# What failed is tried again after a while: somebody may have mended its cause meanwhile.
LOOKED_AT_AGAIN_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticked:
    """What a tick did. `looked_at`: instances with something due; `changed`: those it changed anything for.

    `left`: people whose last day passed since the last tick.
    """

    begun: int
    looked_at: int
    changed: int
    messages: int
    failed: int
    left: int = 0


def tick(workspace: Workspace, now: datetime) -> Ticked:
    """Everything due by `now`, in batches of one transaction each."""
    left = notice_leavers(workspace, now)
    heard = settle_owed(workspace, now)
    begun = start_due(workspace, now)
    looked_at = changed = messages = failed = lost = 0
    while True:
        try:
            with transaction(workspace.database) as connection:
                ids = due_instances(connection, now, BATCH)
                if not ids:
                    break
                work = Work(workspace, connection, now)
                bad = fire(work, ids)
        except Conflict:
            # Somebody else moved one of them meanwhile; look again at what is still due.
            lost += 1
            if lost >= ROUNDS_LOST:
                raise
            continue
        looked_at += len(ids)
        failed += len(bad)
        changed += len({each.after.id for each in work.decisions})
        messages += sum(notice.suppressed is None for each in work.decisions for notice in each.notices)
    return Ticked(
        begun=begun, looked_at=looked_at, changed=changed + heard, messages=messages, failed=failed, left=left
    )


def fire(work: Work, ids: Sequence[str]) -> list[str]:
    """Decide on every instance whose time has come and write it all; the ids of those that failed."""
    work.load(ids)
    bad = []
    for id in ids:
        try:
            work.decide(id, TimePassed())
        except ReviewflowError as failure:
            work.fail(id, failure)
            bad.append(id)
    postpone_timers(work.connection, bad, work.now, work.now + LOOKED_AT_AGAIN_AFTER)
    work.write(awake=[id for id in ids if id not in bad])
    return bad


def next_moment(workspace: Workspace) -> datetime | None:
    """When there is something to do next: a timer, a start, a leaver, a message; None if nothing is ahead."""
    with snapshot(workspace.database) as connection:
        ahead = (next_due(connection), next_start(connection), next_leaver(connection), next_delivery(connection))
    return min((each for each in ahead if each is not None), default=None)
