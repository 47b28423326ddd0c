"""Who is told of what happens: subscriptions of other systems, and what is owed to each."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, text
from sqlmodel import Field

from engine.store.tables.row import Row, one_of
from engine.store.tables.types import UtcInstant


class SubscriptionRow(Row, table=True):
    """An address that hears of events. `types`: kinds of events, separated by spaces; `*` is all of them.

    `secret` signs; it must be readable to sign with. `failing_since`: of the first failure that no success followed.
    """

    __tablename__ = "subscription"

    id: str = Field(primary_key=True)
    url: str
    secret: str
    types: str
    cycle: str | None = None
    process: str | None = None
    created_at: datetime = Field(sa_type=UtcInstant)
    failing_since: datetime | None = Field(default=None, sa_type=UtcInstant)
    disabled_at: datetime | None = Field(default=None, sa_type=UtcInstant)
    disabled_because: str | None = None


class AnnouncementRow(Row, table=True):
    """An event owed to a subscription. Of one instance they go out in the order of `sequence`."""

    __tablename__ = "announcement"
    __table_args__ = (
        one_of("status", ("queued", "claimed", "sent", "dropped")),
        CheckConstraint("(status = 'claimed') = (lease_until IS NOT NULL)", name="lease_until"),
        ForeignKeyConstraint(["subscription"], ["subscription.id"]),
        ForeignKeyConstraint(["instance_id", "sequence"], ["event.instance_id", "event.sequence"]),
        Index("ix_announcement_owed", "subscription", "instance_id", "sequence",
              sqlite_where=text("status IN ('queued', 'claimed')"),
              postgresql_where=text("status IN ('queued', 'claimed')")),
        Index("ix_announcement_due", "not_before",
              sqlite_where=text("status IN ('queued', 'claimed')"),
              postgresql_where=text("status IN ('queued', 'claimed')")),
    )  # fmt: skip

    subscription: str = Field(primary_key=True)
    instance_id: str = Field(primary_key=True)
    sequence: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    status: str
    not_before: datetime = Field(sa_type=UtcInstant)
    attempts: int
    epoch: int
    lease_until: datetime | None = Field(default=None, sa_type=UtcInstant)
    last_error: str | None = None
