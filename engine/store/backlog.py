"""What waits to be done, counted in one statement over the indexes that serve the runner."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Table, bindparam, func, select

from engine.store.bulk import word
from engine.store.tables import CYCLE_START, INCIDENT, OUTBOX, PENDING_EVENT, TIMER

_NOW: ColumnElement[datetime] = bindparam("now", type_=TIMER.c.due_at.type)
_QUEUED = OUTBOX.c.status == word("queued")
_CLAIMED = OUTBOX.c.status == word("claimed")
_WAITING = CYCLE_START.c.status == word("waiting")
# name -> what is counted, when the oldest of it was due, the condition
_PARTS: dict[str, tuple[Table, ColumnElement[datetime], tuple[ColumnElement[bool], ...]]] = {
    "timers": (TIMER, TIMER.c.due_at, (TIMER.c.status == word("armed"), TIMER.c.due_at <= _NOW)),
    "starts": (CYCLE_START, CYCLE_START.c.due_at, (_WAITING, CYCLE_START.c.due_at <= _NOW)),
    "events": (PENDING_EVENT, PENDING_EVENT.c.due_at, (PENDING_EVENT.c.due_at <= _NOW,)),
    "messages": (OUTBOX, OUTBOX.c.not_before, (_QUEUED, OUTBOX.c.not_before <= _NOW)),
    "waiting": (OUTBOX, OUTBOX.c.not_before, (_QUEUED, OUTBOX.c.not_before > _NOW)),
    "claimed": (OUTBOX, OUTBOX.c.lease_until, (_CLAIMED,)),
    "abandoned": (OUTBOX, OUTBOX.c.lease_until, (_CLAIMED, OUTBOX.c.lease_until <= _NOW)),
    "dead": (OUTBOX, OUTBOX.c.planned_at, (OUTBOX.c.status == word("dead"),)),
    "incidents": (INCIDENT, INCIDENT.c.opened_at, (INCIDENT.c.resolved_at.is_(None),)),
}  # fmt: skip
DUE = ("timers", "starts", "events", "messages", "abandoned")
_COUNTED = select(
    *(
        select(what).select_from(table).where(*only).scalar_subquery().label(f"{name}_{kind}")
        for name, (table, since, only) in _PARTS.items()
        for kind, what in (("count", func.count()), ("since", func.min(since)))
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pile:
    """How much of one kind there is, and since when the oldest of it; None where there is nothing."""

    count: int
    since: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """`timers`, `starts` of cycles, `events` of the engine and `messages` that are due and not yet taken up.

    `waiting`: messages for later. `claimed`: messages a worker holds; `abandoned`: those whose worker is gone.
    `dead`: messages given up. `incidents`: open ones.
    """

    timers: Pile
    starts: Pile
    events: Pile
    messages: Pile
    waiting: Pile
    claimed: Pile
    abandoned: Pile
    dead: Pile
    incidents: Pile

    @property
    def oldest(self) -> datetime | None:
        """Since when the longest overdue work waits."""
        found = [pile.since for pile in (getattr(self, name) for name in DUE) if pile.since is not None]
        return min(found, default=None)


def backlog(connection: Connection, now: datetime) -> Backlog:
    """Everything that waits, as of `now`."""
    row = connection.execute(_COUNTED, {"now": now}).one()._mapping
    return Backlog(**{name: Pile(count=row[f"{name}_count"], since=row[f"{name}_since"]) for name in _PARTS})
