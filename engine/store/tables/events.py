"""History, append-only: the chain, and beside it what may one day be erased."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, text
from sqlmodel import Field

from engine.store.tables.row import Row, one_of
from engine.store.tables.types import UtcInstant

KINDS = ("started", "act", "event", "timer", "moved", "corrected", "people", "intervened", "cancelled", "ended")


class EventRow(Row, table=True):
    """One link. `hash` covers `previous_hash`, these columns and `payload_digest`."""

    __tablename__ = "event"
    __table_args__ = (
        one_of("kind", KINDS),
        CheckConstraint("sequence >= 1", name="sequence"),
        Index("ix_event_intervened", "instance_id", "sequence",
              sqlite_where=text("kind = 'intervened'"), postgresql_where=text("kind = 'intervened'")),
    )  # fmt: skip

    instance_id: str = Field(primary_key=True, foreign_key="instance.id")
    sequence: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime = Field(sa_type=UtcInstant)
    kind: str
    name: str
    from_state: str | None = None
    to_state: str | None = None
    payload_digest: str
    previous_hash: str
    hash: str


class EventPayloadRow(Row, table=True):
    """Who did it, with what, on which facts. Deleting the row erases a person; the chain still verifies."""

    __tablename__ = "event_payload"
    __table_args__ = (ForeignKeyConstraint(["instance_id", "sequence"], ["event.instance_id", "event.sequence"]),)

    instance_id: str = Field(primary_key=True)
    sequence: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    salt: str
    payload: str
