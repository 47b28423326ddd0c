"""Subscriptions of other systems, and the events owed to each: queued with the decision, claimed in order, reported."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, func, insert, literal, null, select, update

from engine.store.bulk import add as add_rows
from engine.store.bulk import word
from engine.store.marks import set_mark
from engine.store.people import CHANGED
from engine.store.tables import ANNOUNCEMENT, EVENT, INSTANCE, SUBSCRIPTION

EVERYTHING = "*"

_ALL = select(SUBSCRIPTION).order_by(SUBSCRIPTION.c.created_at, SUBSCRIPTION.c.id)
_ONE = select(SUBSCRIPTION).where(SUBSCRIPTION.c.id == bindparam("b_id"))
_OWED = ANNOUNCEMENT.c.status.in_(("queued", "claimed"))
_READY = ((ANNOUNCEMENT.c.status == word("queued")) & (ANNOUNCEMENT.c.not_before <= bindparam("now"))) | (
    (ANNOUNCEMENT.c.status == word("claimed")) & (ANNOUNCEMENT.c.lease_until <= bindparam("now"))
)
_EARLIER = ANNOUNCEMENT.alias("earlier")
_FIRST = ~(
    select(literal(1))
    .where(
        _EARLIER.c.subscription == ANNOUNCEMENT.c.subscription,
        _EARLIER.c.instance_id == ANNOUNCEMENT.c.instance_id,
        _EARLIER.c.sequence < ANNOUNCEMENT.c.sequence,
        _EARLIER.c.status.in_(("queued", "claimed")),
    )
    .exists()
)
_KEYS = (ANNOUNCEMENT.c.subscription, ANNOUNCEMENT.c.instance_id, ANNOUNCEMENT.c.sequence)
_MINE = (
    (ANNOUNCEMENT.c.subscription == bindparam("b_subscription"))
    & (ANNOUNCEMENT.c.instance_id == bindparam("b_instance"))
    & (ANNOUNCEMENT.c.sequence == bindparam("b_sequence"))
)
_TAKE = (
    update(ANNOUNCEMENT)
    .where(_MINE, _READY)
    .values(
        status="claimed",
        epoch=ANNOUNCEMENT.c.epoch + 1,
        attempts=ANNOUNCEMENT.c.attempts + 1,
        lease_until=bindparam("until"),
    )
)
_REPORT = (
    update(ANNOUNCEMENT)
    .where(_MINE, ANNOUNCEMENT.c.epoch == bindparam("b_epoch"), ANNOUNCEMENT.c.status == word("claimed"))
    .values(
        status=bindparam("new_status"),
        not_before=bindparam("at"),
        last_error=bindparam("error"),
        lease_until=null(),
    )
)
_ITS_EVENT = and_(EVENT.c.instance_id == ANNOUNCEMENT.c.instance_id, EVENT.c.sequence == ANNOUNCEMENT.c.sequence)
NEXT_ANNOUNCEMENT = select(func.min(func.coalesce(ANNOUNCEMENT.c.lease_until, ANNOUNCEMENT.c.not_before))).where(_OWED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """An address and what it hears of. `types` are kinds of events, or `*`."""

    id: str
    url: str
    secret: str
    types: tuple[str, ...]
    cycle: str | None
    process: str | None
    created_at: datetime
    failing_since: datetime | None = None
    disabled_at: datetime | None = None
    disabled_because: str | None = None

    def hears(self, kind: str, cycle: str | None, process: str) -> bool:
        return (
            (EVERYTHING in self.types or kind in self.types)
            and self.cycle in (None, cycle)
            and self.process in (None, process)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """An event that is owed, under a claim. What it says is read from the history."""

    subscription: str
    instance: str
    sequence: int
    epoch: int
    attempts: int
    at: datetime
    kind: str
    name: str
    from_state: str | None
    to_state: str | None
    process: str
    version: int
    subject: str
    cycle: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one: `sent`, `queued` for `at`, or `dropped`."""

    announcement: Announcement
    status: str
    at: datetime
    error: str | None = None


def subscriptions(connection: Connection) -> list[Subscription]:
    """All of them, the oldest first."""
    return [_subscription(row) for row in connection.execute(_ALL)]


def subscription(connection: Connection, id: str) -> Subscription | None:
    row = connection.execute(_ONE, {"b_id": id}).one_or_none()
    return None if row is None else _subscription(row)


def subscribe(connection: Connection, made: Subscription) -> None:
    """Add one; whoever remembers those there were reads anew."""
    set_mark(connection, CHANGED, secrets.token_hex(8))
    row = {name: getattr(made, name) for name in Subscription.__slots__}
    connection.execute(insert(SUBSCRIPTION), {**row, "types": " ".join(made.types)})


def unsubscribe(connection: Connection, id: str) -> None:
    """Remove one, with all that is owed to it."""
    set_mark(connection, CHANGED, secrets.token_hex(8))
    connection.execute(delete(ANNOUNCEMENT).where(ANNOUNCEMENT.c.subscription == bindparam("b_id")), {"b_id": id})
    connection.execute(delete(SUBSCRIPTION).where(SUBSCRIPTION.c.id == bindparam("b_id")), {"b_id": id})


def note(connection: Connection, id: str, **values: object) -> None:
    """Set columns of one: since when it fails, that it is disabled, or no longer."""
    set_mark(connection, CHANGED, secrets.token_hex(8))
    connection.execute(
        update(SUBSCRIPTION).where(SUBSCRIPTION.c.id == bindparam("b_id")).values(**values), {"b_id": id}
    )


def announce(
    connection: Connection,
    events: Collection[Mapping[str, Any]],
    about: Mapping[str, tuple[str | None, str]],
    hearing: Sequence[Subscription],
    now: datetime,
) -> None:
    """Owe events just written to whoever hears of them. `about`: instance → (cycle, process)."""
    rows = [
        _owed(each.id, row["instance_id"], row["sequence"], now)
        for each in hearing
        for row in events
        if each.hears(row["kind"], *about[row["instance_id"]])
    ]
    add_rows(connection, ANNOUNCEMENT, rows)


def announce_since(connection: Connection, hearer: Subscription, since: datetime, now: datetime) -> int:
    """Owe once more what a subscription hears of and what happened since a moment; the number of events."""
    again = delete(ANNOUNCEMENT).where(
        ANNOUNCEMENT.c.subscription == bindparam("b_id"),
        ANNOUNCEMENT.c.status.in_(("sent", "dropped")),
        select(EVENT.c.at)
        .where(
            EVENT.c.instance_id == ANNOUNCEMENT.c.instance_id,
            EVENT.c.sequence == ANNOUNCEMENT.c.sequence,
            EVENT.c.at >= bindparam("since"),
        )
        .exists(),
    )
    connection.execute(again, {"b_id": hearer.id, "since": since})
    happened = (
        select(EVENT.c.instance_id, EVENT.c.sequence, EVENT.c.kind, INSTANCE.c.cycle, INSTANCE.c.process)
        .join(INSTANCE, INSTANCE.c.id == EVENT.c.instance_id)
        .where(
            EVENT.c.at >= bindparam("since"),
            ~select(literal(1))
            .where(
                ANNOUNCEMENT.c.subscription == bindparam("b_id"),
                ANNOUNCEMENT.c.instance_id == EVENT.c.instance_id,
                ANNOUNCEMENT.c.sequence == EVENT.c.sequence,
            )
            .exists(),
        )
    )
    rows = [
        _owed(hearer.id, row.instance_id, row.sequence, now)
        for row in connection.execute(happened, {"since": since, "b_id": hearer.id})
        if hearer.hears(row.kind, row.cycle, row.process)
    ]
    add_rows(connection, ANNOUNCEMENT, rows)
    return len(rows)


def claim(
    connection: Connection, hearers: Collection[str], now: datetime, lease_for: timedelta, limit: int
) -> list[Announcement]:
    """Take the first of what is owed of each instance, for `lease_for`; nobody else gets them meanwhile."""
    query = (
        select(
            *_KEYS, ANNOUNCEMENT.c.epoch, ANNOUNCEMENT.c.attempts, EVENT.c.at, EVENT.c.kind, EVENT.c.name,
            EVENT.c.from_state, EVENT.c.to_state, INSTANCE.c.process, INSTANCE.c.version, INSTANCE.c.subject,
            INSTANCE.c.cycle,
        )
        .join(EVENT, _ITS_EVENT)
        .join(INSTANCE, INSTANCE.c.id == ANNOUNCEMENT.c.instance_id)
        .where(ANNOUNCEMENT.c.subscription.in_(bindparam("hearers", expanding=True)), _READY, _FIRST)
        .order_by(ANNOUNCEMENT.c.not_before, *_KEYS)
        .limit(bindparam("limit"))
    )  # fmt: skip
    found = connection.execute(query, {"hearers": list(hearers), "now": now, "limit": limit}).all()
    taken = []
    for row in found:
        mine = {"b_subscription": row.subscription, "b_instance": row.instance_id, "b_sequence": row.sequence}
        if connection.execute(_TAKE, {**mine, "now": now, "until": now + lease_for}).rowcount == 1:
            taken.append(_announcement(row))
    return taken


def report(connection: Connection, outcomes: Sequence[Outcome]) -> None:
    """Write what became of a batch; a report of an older claim counts nothing."""
    if outcomes:
        connection.execute(
            _REPORT,
            [
                {
                    "b_subscription": each.announcement.subscription,
                    "b_instance": each.announcement.instance,
                    "b_sequence": each.announcement.sequence,
                    "b_epoch": each.announcement.epoch,
                    "new_status": each.status,
                    "at": each.at,
                    "error": each.error,
                }
                for each in outcomes
            ],
        )


def _owed(hearer: str, instance: str, sequence: int, now: datetime) -> dict[str, Any]:
    return {
        "subscription": hearer,
        "instance_id": instance,
        "sequence": sequence,
        "status": "queued",
        "not_before": now,
        "attempts": 0,
        "epoch": 0,
        "lease_until": None,
        "last_error": None,
    }


def _subscription(row: Any) -> Subscription:
    values = {name: getattr(row, name) for name in Subscription.__slots__}
    return Subscription(**{**values, "types": tuple(values["types"].split())})


def _announcement(row: Any) -> Announcement:
    return Announcement(
        subscription=row.subscription,
        instance=row.instance_id,
        sequence=row.sequence,
        epoch=row.epoch + 1,
        attempts=row.attempts + 1,
        at=row.at,
        kind=row.kind,
        name=row.name,
        from_state=row.from_state,
        to_state=row.to_state,
        process=row.process,
        version=row.version,
        subject=row.subject,
        cycle=row.cycle,
    )
