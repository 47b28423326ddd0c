"""The outbox: messages owed, and what became of them. `delivery` takes them from here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any, Literal

from sqlalchemy import Connection, Row, bindparam, func, select

from engine.core.values import Notice
from engine.store.bulk import add_missing
from engine.store.codec import decode, encode
from engine.store.tables import OUTBOX
from engine.words.values import value

MessageStatus = Literal["queued", "claimed", "sent", "dead", "suppressed"]

# A name that is nobody's: an id must be unique, it need not be reachable.
MESSAGE_DOMAIN = "reviewflow.invalid"
_DETAIL = (
    "rule", "planned_on", "task", "needs_task", "needs_visit", "actor", "reason", "due_on", "cycle", "suppressed",
)  # fmt: skip
_COUNTS = select(OUTBOX.c.status, func.count().label("number")).group_by(OUTBOX.c.status)
_OF_INSTANCE = (
    select(OUTBOX).where(OUTBOX.c.instance_id == bindparam("instance")).order_by(OUTBOX.c.created_at, OUTBOX.c.key)
)
_WITH_STATUS = (
    select(OUTBOX)
    .where(OUTBOX.c.status == bindparam("status"))
    .order_by(OUTBOX.c.not_before, OUTBOX.c.key)
    .limit(bindparam("limit"))
)


@value(frozen=True, slots=True, kw_only=True)
class OutboxRow:
    """A notice to queue: over which channel, in which language, when at the earliest and until when.

    A notice with `suppressed` is kept as a row that says why nothing is sent. `instance` is None for what concerns
    no single one. The key is the notice's; who sends one notice over two channels gives each its own key.
    """

    notice: Notice
    instance: str | None
    channel: str
    language: str
    not_before: datetime
    expires_at: datetime | None = None


@value(frozen=True, slots=True, kw_only=True)
class Message:
    """A message in the outbox. `epoch` is the claim it was taken under, `frozen` the bytes of the first attempt."""

    notice: Notice
    instance: str | None
    channel: str
    language: str
    status: MessageStatus
    not_before: datetime
    expires_at: datetime | None
    created_at: datetime
    message_id: str
    epoch: int
    attempts: int
    frozen: bytes | None = None
    sent_at: datetime | None = None
    last_error: str | None = None

    @property
    def key(self) -> str:
        return self.notice.key


def message_id(key: str, domain: str = MESSAGE_DOMAIN) -> str:
    """The Message-ID of a notice, the same for ever: `<32 hex digits@domain>`."""
    return f"<{sha256(key.encode()).hexdigest()[:32]}@{domain}>"


def enqueue(connection: Connection, rows: Sequence[OutboxRow], now: datetime, domain: str = MESSAGE_DOMAIN) -> None:
    """Queue what is not there yet, by key; a key that is there stays as it is, whatever became of it."""
    add_missing(connection, OUTBOX, [_row(each, now, domain) for each in rows])


def counts(connection: Connection) -> dict[str, int]:
    """Status -> number of messages; a status without any is missing."""
    return {row.status: row.number for row in connection.execute(_COUNTS)}


def messages_of(connection: Connection, instance: str) -> list[Message]:
    """All messages of an instance, the earliest first."""
    return [message_of(row) for row in connection.execute(_OF_INSTANCE, {"instance": instance})]


def messages_with(connection: Connection, status: MessageStatus, limit: int) -> list[Message]:
    """The first `limit` messages in this status, by when they may go out."""
    return [message_of(row) for row in connection.execute(_WITH_STATUS, {"status": status, "limit": limit})]


def message_of(row: Row[Any]) -> Message:
    """The value behind a row of `outbox`."""
    notice = Notice(
        key=row.key,
        template=row.template,
        recipient=row.recipient,
        planned_at=row.planned_at,
        **decode(row.detail),
    )
    return Message(
        notice=notice,
        instance=row.instance_id,
        channel=row.channel,
        language=row.language,
        status=row.status,
        not_before=row.not_before,
        expires_at=row.expires_at,
        created_at=row.created_at,
        message_id=row.message_id,
        epoch=row.epoch,
        attempts=row.attempts,
        frozen=row.frozen,
        sent_at=row.sent_at,
        last_error=row.last_error,
    )


def _row(row: OutboxRow, now: datetime, domain: str) -> dict[str, Any]:
    notice = row.notice
    return {
        "key": notice.key,
        "instance_id": row.instance,
        "recipient": notice.recipient,
        "template": notice.template,
        "language": row.language,
        "channel": row.channel,
        "status": "suppressed" if notice.suppressed else "queued",
        "not_before": row.not_before,
        "expires_at": row.expires_at,
        "attempts": 0,
        "lease_until": None,
        "epoch": 0,
        "message_id": message_id(notice.key, domain),
        "frozen": None,
        "sent_at": None,
        "last_error": notice.suppressed,
        "planned_at": notice.planned_at,
        "created_at": now,
        "detail": encode({name: getattr(notice, name) for name in _DETAIL}),
    }
