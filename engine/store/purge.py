"""Forgetting what belongs to instances whose time has run: payloads, drafts, counted values, the bytes of messages.

The rows that prove that something happened stay: the chain of events, when who owed what, which message went out.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import BindParameter, Connection, bindparam, case, delete, null, select, update

from engine.store.bulk import chunks
from engine.store.codec import encode
from engine.store.events import erase_payloads
from engine.store.outbox import MERGED
from engine.store.tables import DRAFT, OUTBOX, VALUE

_IDS: BindParameter[str] = bindparam("ids", expanding=True)
_OWN = OUTBOX.alias().c
_STATEMENTS = (
    delete(DRAFT).where(DRAFT.c.instance_id.in_(_IDS)),
    delete(VALUE).where(VALUE.c.instance_id.in_(_IDS)),
    # A digest holds lines of the notices it stands for; these keep its key.
    update(OUTBOX)
    .where(OUTBOX.c.key.in_(select(_OWN.last_error).where(_OWN.instance_id.in_(_IDS))))
    .values(frozen=None),
    update(OUTBOX)
    .where(OUTBOX.c.instance_id.in_(_IDS))
    .values(frozen=None, detail=encode({}), last_error=case((MERGED, OUTBOX.c.last_error), else_=null())),
)

_WALK = select(OUTBOX.c.key).where(OUTBOX.c.key > bindparam("last")).order_by(OUTBOX.c.key).limit(bindparam("limit"))
# Dead ones too: whoever revives one has it rendered anew.
_EMPTY = (
    update(OUTBOX)
    .where(
        OUTBOX.c.key > bindparam("last"),
        OUTBOX.c.key <= bindparam("until"),
        OUTBOX.c.frozen.is_not(None),
        OUTBOX.c.status.in_(("sent", "dead", "suppressed")),
        OUTBOX.c.planned_at < bindparam("before"),
    )
    .values(frozen=None)
)


def forget_bytes(connection: Connection, before: datetime, last: str, limit: int) -> tuple[int, str | None]:
    """Drop the bytes of messages that are over and were planned `before`, of the next `limit` after the key `last`.

    How many, and the key to go on after; None at the end. A walk by key needs no index that each message would pay for.
    """
    keys = list(connection.execute(_WALK, {"last": last, "limit": limit}).scalars())
    if not keys:
        return 0, None
    given = {"last": last, "until": keys[-1], "before": before}
    return connection.execute(_EMPTY, given).rowcount, keys[-1] if len(keys) == limit else None


def purge(connection: Connection, instances: Collection[str]) -> None:
    """Five statements per 500 instances; nothing where there are none."""
    if not instances:
        return
    erase_payloads(connection, instances)
    for some in chunks(sorted(set(instances))):
        for statement in _STATEMENTS:
            connection.execute(statement, {"ids": some})
