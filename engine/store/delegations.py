"""Delegations: made, ended, and asked for by the transactions in which they may be in force."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from engine.core.roster import Delegation
from engine.store.bulk import word
from engine.store.marks import set_mark
from engine.store.people import CHANGED
from engine.store.tables import DELEGATION, OUTBOX

# A day may begin or end a day apart from UTC's where the person works.
_ZONES = timedelta(days=1)
_VALID = DELEGATION.c.revoked_at.is_(None)
_LISTED = (
    select(DELEGATION)
    .where(_VALID, DELEGATION.c.until_on >= bindparam("earliest"))
    .order_by(DELEGATION.c.person, DELEGATION.c.from_on, DELEGATION.c.id)
)
_REVOKE = (
    update(DELEGATION)
    .where(DELEGATION.c.id.in_(bindparam("ids", expanding=True)), _VALID)
    .values(revoked_at=bindparam("now"))
)

_WITHDRAW = (
    update(OUTBOX)
    .where(OUTBOX.c.key.in_(bindparam("keys", expanding=True)), OUTBOX.c.status == word("queued"))
    .values(status="suppressed", last_error="revoked")
    .returning(OUTBOX.c.key)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept(Delegation):
    """A delegation with the number of its row."""

    id: int


def not_over(connection: Connection, day: date) -> list[Kept]:
    """Those in force, and those to come, by person and day."""
    return [_kept(row) for row in connection.execute(_LISTED, {"earliest": day - _ZONES})]


def add(connection: Connection, made: Delegation, now: datetime) -> int:
    """Write a delegation and give the number of its row; whoever remembers those there were reads anew."""
    set_mark(connection, CHANGED, secrets.token_hex(8))
    row = {
        "person": made.person,
        "delegate": made.to,
        "process": made.process,
        "from_on": made.from_on,
        "until_on": made.until_on or date.max,
        "made_at": now,
        "revoked_at": None,
    }
    return int(connection.execute(insert(DELEGATION).values(row).returning(DELEGATION.c.id)).scalar_one())


def revoke(connection: Connection, ids: Collection[int], now: datetime) -> None:
    """End these at once; whoever remembers them reads anew."""
    set_mark(connection, CHANGED, secrets.token_hex(8))
    connection.execute(_REVOKE, {"ids": list(ids), "now": now})


def withdraw(connection: Connection, keys: Collection[str]) -> set[str]:
    """Suppress those messages that still wait to go out; which they were."""
    return set(connection.execute(_WITHDRAW, {"keys": list(keys)}).scalars())


def _kept(row: Any) -> Kept:
    return Kept(
        id=row.id,
        person=row.person,
        to=row.delegate,
        process=row.process,
        from_on=row.from_on,
        until_on=None if row.until_on == date.max else row.until_on,
    )
