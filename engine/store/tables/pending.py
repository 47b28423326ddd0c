"""What the runtime must remember between two looks: dates it last looked on, and events it still owes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from engine.store.tables.row import Row, one_of
from engine.store.tables.types import UtcInstant


class MarkRow(Row, table=True):
    """A name and what is remembered under it. Writing one also makes others who write it wait."""

    __tablename__ = "mark"

    name: str = Field(primary_key=True)
    text: str


class PendingEventRow(Row, table=True):
    """An event of the engine an instance has yet to hear of, at `due_at` or later."""

    __tablename__ = "pending_event"
    __table_args__ = (
        one_of("name", ("people.changed", "subject_left", "indicators.changed", "calendar.changed")),
        Index(None, "due_at"),
    )

    instance_id: str = Field(primary_key=True, foreign_key="instance.id")
    name: str
    due_at: datetime = Field(sa_type=UtcInstant)
