"""Instances, who takes part in them, and what stops them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, Index, text
from sqlmodel import Field

from engine.store.tables.row import Row, one_of
from engine.store.tables.types import StateList, UtcInstant


class InstanceRow(Row, table=True):
    """One process of one subject. `data` are its fields; `memory` the rest of the value, as canonical text.

    `events` and `event_hash` are the head of its hash chain, so that appending reads nothing else.
    """

    __tablename__ = "instance"
    __table_args__ = (
        one_of("status", ("running", "ended", "cancelled")),
        CheckConstraint("(status = 'running') = (ended_at IS NULL)", name="ended_at"),
        CheckConstraint("revision >= 0", name="revision"),
        ForeignKeyConstraint(["process", "version"], ["definition.name", "definition.version"]),
        # Deferred: a batch may hold a child before its parent.
        ForeignKeyConstraint(["parent"], ["instance.id"], deferrable=True, initially="DEFERRED"),
        Index(None, "cycle", "process"),
        Index(None, "subject", "process"),
        Index("ix_instance_parent", "parent",
              sqlite_where=text("parent IS NOT NULL"), postgresql_where=text("parent IS NOT NULL")),
    )  # fmt: skip

    id: str = Field(primary_key=True)
    process: str
    version: int
    digest: str
    subject: str
    cycle: str | None = Field(default=None, foreign_key="cycle.id")
    parent: str | None = None
    status: str
    state: list[str] = Field(sa_column=Column("state", StateList, nullable=False))
    revision: int
    started_at: datetime = Field(sa_type=UtcInstant)
    ended_at: datetime | None = Field(default=None, sa_type=UtcInstant)
    changed_at: datetime = Field(sa_type=UtcInstant)
    data: str
    memory: str
    events: int
    event_hash: str


class ParticipantRow(Row, table=True):
    """Who held which role from when until when. An open row has no end."""

    __tablename__ = "participant"
    __table_args__ = (
        Index("uq_participant_present", "instance_id", "role", "person", unique=True,
              sqlite_where=text("until_at IS NULL"), postgresql_where=text("until_at IS NULL")),
        Index("ix_participant_person", "person", "instance_id"),
    )  # fmt: skip

    instance_id: str = Field(primary_key=True, foreign_key="instance.id")
    role: str = Field(primary_key=True)
    person: str = Field(primary_key=True)
    from_at: datetime = Field(primary_key=True, sa_type=UtcInstant)
    until_at: datetime | None = Field(default=None, sa_type=UtcInstant)


class IncidentRow(Row, table=True):
    """Something somebody must see. `about` is an instance's id, or a name such as a template's.

    The same incident is open once, however often a tick meets it.
    """

    __tablename__ = "incident"
    __table_args__ = (
        Index("uq_incident_open", "about", "code", "state", "rule", unique=True,
              sqlite_where=text("resolved_at IS NULL"), postgresql_where=text("resolved_at IS NULL")),
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    about: str
    code: str
    state: str
    rule: str
    facts: str
    opened_at: datetime = Field(sa_type=UtcInstant)
    resolved_at: datetime | None = Field(default=None, sa_type=UtcInstant)
    resolved_by: str | None = None
