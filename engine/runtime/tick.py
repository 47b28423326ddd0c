"""A tick: start what a cycle starts today, fire what is due. It costs what is due, not what exists.

Two ticks at one moment do the same as one. An instance that cannot be decided on becomes an incident and is looked at
again later; the others go on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from engine.core.values import TimePassed
from engine.runtime.effective import NOTHING_NEW, begin_day, has_begun
from engine.runtime.evidence import forget
from engine.runtime.leaving import next_leaver, settle_owed
from engine.runtime.starting import start_due
from engine.runtime.turning import has_turned, next_turn, turn_over
from engine.runtime.work import NOBODYS_FAULT, Work, stopped
from engine.runtime.workspace import Workspace
from engine.store.ahead import ahead
from engine.store.database import snapshot, transaction
from engine.store.timers import due_batch, postpone_timers
from engine.words.errors import Conflict

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
    with snapshot(workspace.database) as connection:
        begins = not has_begun(connection, now)
        turns = not has_turned(workspace, connection, now)
        waiting = ahead(connection)
    day = begin_day(workspace, now, waiting.change) if begins else NOTHING_NEW
    heard = settle_owed(workspace, now) if day.owes or _is_due(waiting.event, now) else 0
    opened = turn_over(workspace, now) if turns else []
    begun = start_due(workspace, now) if day.changed or opened or _is_due(waiting.start, now) else 0
    fired = _fire(workspace, now) if _is_due(waiting.timer, now) else Counter()
    return Ticked(
        begun=begun,
        looked_at=fired["looked_at"],
        changed=fired["changed"] + heard,
        messages=fired["messages"],
        failed=fired["failed"],
        left=day.left,
    )


def _fire(workspace: Workspace, now: datetime) -> Counter[str]:
    """Everything that is due, a batch after the other."""
    fired: Counter[str] = Counter()
    lost = 0
    more = True
    while more:
        try:
            some, more = _fire_some(workspace, now)
        except Conflict:
            # Somebody else moved one of them meanwhile; look again at what is still due.
            lost += 1
            if lost >= ROUNDS_LOST:
                raise
            continue
        fired += some
    return fired


def _is_due(at: datetime | None, now: datetime) -> bool:
    return at is not None and at <= now


def _fire_some(workspace: Workspace, now: datetime) -> tuple[Counter[str], bool]:
    """Fire a batch together; one by one if that fails for a reason of one of them. And whether there may be more."""
    ids: list[str] = []
    more = False
    try:
        with transaction(workspace.database) as connection:
            ids, more = due_batch(connection, now, BATCH)
            if not ids:
                return Counter(), False
            work = Work(workspace, connection, now)
            bad = fire(work, ids)
        _forget(work)
        return _counted(work, len(ids), len(bad)), more
    except NOBODYS_FAULT:
        raise
    except Exception:
        if not ids:
            raise
    return sum((_fire_one(workspace, id, now) for id in ids), Counter[str]()), more


def _fire_one(workspace: Workspace, id: str, now: datetime) -> Counter[str]:
    try:
        with transaction(workspace.database) as connection:
            work = Work(workspace, connection, now)
            work.decide(id, TimePassed())
            work.write(awake=[id])
        _forget(work)
        return _counted(work, 1, 0)
    except NOBODYS_FAULT:
        raise
    except Exception as failure:  # noqa: BLE001 - whatever it is, the others go on
        stopped(workspace, id, failure, now)
        with transaction(workspace.database) as connection:
            postpone_timers(connection, [id], now, now + LOOKED_AT_AGAIN_AFTER)
        return Counter(looked_at=1, failed=1)


def _forget(work: Work) -> None:
    """After the commit: files of instances whose records are gone."""
    for each in work.decisions:
        if each.purged:
            forget(work.workspace, each.after.id)


def _counted(work: Work, looked_at: int, failed: int) -> Counter[str]:
    return Counter(
        looked_at=looked_at,
        failed=failed,
        changed=len({each.after.id for each in work.decisions}),
        messages=sum(notice.suppressed is None for each in work.decisions for notice in each.notices),
    )


def fire(work: Work, ids: Sequence[str]) -> list[str]:
    """Decide on every instance whose time has come and write it all; the ids of those that failed."""
    work.load(ids)
    bad = []
    for id in ids:
        try:
            work.decide(id, TimePassed())
        except NOBODYS_FAULT:
            raise
        except Exception as failure:  # noqa: BLE001 - whatever it is, the others go on
            work.fail(id, failure)
            bad.append(id)
    postpone_timers(work.connection, bad, work.now, work.now + LOOKED_AT_AGAIN_AFTER)
    work.write(awake=[id for id in ids if id not in bad])
    return bad


def next_moment(workspace: Workspace) -> datetime | None:
    """When there is something to do next: a timer, a start, a leaver, a message; None if nothing is ahead."""
    with snapshot(workspace.database) as connection:
        waiting = ahead(connection)
        days = (waiting.change, next_leaver(connection))
        begins = (datetime.combine(day, time(), UTC) for day in days if day is not None)
        turn = next_turn(workspace, connection)
    return min((*waiting.moments, *begins, *(() if turn is None else (turn,))), default=None)
