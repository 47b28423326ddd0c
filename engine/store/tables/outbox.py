"""Messages owed and sent."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from engine.store.tables.row import Row, one_of
from engine.store.tables.types import UtcInstant


class OutboxMessageRow(Row, table=True):
    """One message to one recipient over one channel. `key` is unique for ever, so nothing is queued twice.

    `frozen` are the bytes of the first attempt; every later one sends the same, under the same `message_id`.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        one_of("status", ("queued", "claimed", "sent", "dead", "suppressed")),
        CheckConstraint("(status = 'claimed') = (lease_until IS NOT NULL)", name="lease_until"),
        CheckConstraint("(status = 'sent') = (sent_at IS NOT NULL)", name="sent_at"),
        CheckConstraint("epoch >= 0 AND attempts >= 0", name="epoch"),
        Index("ix_outbox_queued", "not_before", "channel",
              sqlite_where=text("status = 'queued'"), postgresql_where=text("status = 'queued'")),
        Index("ix_outbox_claimed", "lease_until",
              sqlite_where=text("status = 'claimed'"), postgresql_where=text("status = 'claimed'")),
        Index("ix_outbox_dead", "planned_at",
              sqlite_where=text("status = 'dead'"), postgresql_where=text("status = 'dead'")),
        Index(None, "instance_id"),
        Index("ix_outbox_recipient", "recipient", "status", "sent_at"),
        Index("ix_outbox_cycle", "cycle", "status"),
        Index("ix_outbox_suppressed", "cycle",
              sqlite_where=text("status = 'suppressed'"), postgresql_where=text("status = 'suppressed'")),
    )  # fmt: skip

    key: str = Field(primary_key=True)
    instance_id: str | None = Field(default=None, foreign_key="instance.id")
    recipient: str
    template: str
    language: str
    channel: str
    status: str
    not_before: datetime = Field(sa_type=UtcInstant)
    expires_at: datetime | None = Field(default=None, sa_type=UtcInstant)
    attempts: int
    lease_until: datetime | None = Field(default=None, sa_type=UtcInstant)
    epoch: int
    message_id: str
    frozen: bytes | None = None
    sent_at: datetime | None = Field(default=None, sa_type=UtcInstant)
    last_error: str | None = None
    planned_at: datetime = Field(sa_type=UtcInstant)
    created_at: datetime = Field(sa_type=UtcInstant)
    detail: str
    cycle: str | None = None
