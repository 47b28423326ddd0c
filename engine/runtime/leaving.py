"""Events the engine raises because people changed: heard by every instance they reach, in batches, none lost.

What does not fit in one transaction is owed: a row each, written with the change, settled in later transactions, by
the next tick if need be. The tick also notices whose last day has passed since it last looked.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Connection

from engine.core.decide import MEASURED
from engine.core.plan import plan
from engine.core.values import Instance, Raised
from engine.runtime.touched import touched, touched_by_units
from engine.runtime.work import NOBODYS_FAULT, Work, stopped
from engine.runtime.workspace import Workspace
from engine.store.database import transaction
from engine.store.imports import FactChange
from engine.store.marks import hold_mark, mark, set_mark
from engine.store.pending import next_owed, owe, owe_later, owed, settle
from engine.store.people import leavers, next_leaving
from engine.store.running import running_about
from engine.store.units import closed_units, next_closing
from engine.words.errors import Conflict

BATCH = 500
LOOKED_ON = "leavers until"
AGAIN_AFTER = timedelta(hours=1)
ROUNDS_LOST = 20


def events_of(work: Work, ids: Collection[str], left: Collection[str]) -> dict[str, str]:
    """Instance -> the event it must hear of: its subject has left, or people changed. Ancestors come first."""
    about = running_about(work.connection, left)
    return {id: "subject_left" if id in about else "people.changed" for id in sorted({*ids, *about})}


def raise_now(work: Work, events: Mapping[str, str]) -> tuple[int, list[str]]:
    """Decide on each event: the number of instances it changed, and those that could not be decided on."""
    work.load(events)
    failed = []
    before = len(work.decisions)
    for id, name in events.items():
        if id not in work.instances:
            continue
        try:
            if not _hears(work, work.instances[id], name):
                continue
            work.decide(id, Raised(name=name))
        except NOBODYS_FAULT:
            raise
        except Exception as failure:  # noqa: BLE001 - whatever it is, the others go on
            work.fail(id, failure)
            failed.append(id)
    return len({each.after.id for each in work.decisions[before:]}), failed


def _hears(work: Work, instance: Instance, event: str) -> bool:
    """Whether an event concerns an instance: one that has ended only where its end lives on."""
    if instance.status == "running" or event == MEASURED:
        return True
    return instance.status == "ended" and plan(work.process(instance.process, instance.version)).lives_on


def settle_owed(workspace: Workspace, now: datetime) -> int:
    """Raise what is owed, a batch a transaction; the number of instances that changed."""
    changed = lost = 0
    while True:
        events: dict[str, str] = {}
        try:
            with transaction(workspace.database) as connection:
                events = owed(connection, now, BATCH)
                if not events:
                    return changed
                number = _settle(Work(workspace, connection, now), events)
            changed += number
        except Conflict:
            lost += 1
            if lost >= ROUNDS_LOST:
                raise
        except NOBODYS_FAULT:
            raise
        except Exception:
            if not events:
                raise
            changed += sum(_settle_one(workspace, id, name, now) for id, name in sorted(events.items()))


def _settle(work: Work, events: Mapping[str, str]) -> int:
    number, failed = raise_now(work, dict(sorted(events.items())))
    work.write()
    settle(work.connection, events)
    owe(work.connection, {id: events[id] for id in failed}, work.now + AGAIN_AFTER)
    return number


def _settle_one(workspace: Workspace, id: str, name: str, now: datetime) -> int:
    try:
        with transaction(workspace.database) as connection:
            return _settle(Work(workspace, connection, now), {id: name})
    except NOBODYS_FAULT:
        raise
    except Exception as failure:  # noqa: BLE001 - whatever it is, the others go on
        stopped(workspace, id, failure, now)
        with transaction(workspace.database) as connection:
            owe_later(connection, [id], now + AGAIN_AFTER)
        return 0


def notice_leavers(workspace: Workspace, now: datetime) -> tuple[int, bool]:
    """Owe it to the instances of everybody whose last day is over since the last look, and of units that closed.

    The number of people, and whether instances are owed anything.
    """
    with transaction(workspace.database) as connection:
        today = now.astimezone(UTC).date()
        since = hold_looks(connection)
        if since == today:
            return 0, False
        set_mark(connection, LOOKED_ON, today.isoformat())
        left = leavers(connection, since or date.min, today)
        closed = closed_units(connection, since or date.min, today)
        work = Work(workspace, connection, now)
        if left:
            changes = [FactChange(person=id, fact="left_on", old=None, new=today) for id in left]
            owe(connection, events_of(work, touched(work, changes), left), now)
        if closed:
            owe(connection, events_of(work, touched_by_units(work), closed), now)
        return len(left), next_owed(connection) is not None


def next_leaver(connection: Connection) -> date | None:
    """From which day on somebody who leaves, or a unit that closes, is next to be told of."""
    since = looked_on(connection) or date.min
    days = (next_leaving(connection, since), next_closing(connection, since))
    return min((day for day in days if day is not None), default=None)


def hold_looks(connection: Connection) -> date | None:
    """The day until which leavers have been noticed; nobody looks for more until this transaction ends."""
    found = hold_mark(connection, LOOKED_ON)
    return None if found is None else date.fromisoformat(found)


def looked_on(connection: Connection) -> date | None:
    """The day of the last look at leavers; None before the first."""
    found = mark(connection, LOOKED_ON)
    return None if found is None else date.fromisoformat(found)
