"""Cycles: a turn of a template, what it starts when, under which definitions, and the values it counts."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKeyConstraint, Index, text
from sqlmodel import Field

from engine.store.tables.row import Row, one_of
from engine.store.tables.types import ExactNumber, UtcInstant


class CycleRow(Row, table=True):
    """One turn. `text` is the template as it was when launched; `facts` are what expressions read of it."""

    __tablename__ = "cycle"
    __table_args__ = (one_of("status", ("planned", "running", "ended", "cancelled")), Index(None, "template"))

    id: str = Field(primary_key=True)
    template: str
    start_on: date
    status: str
    text: str
    digest: str
    facts: str
    created_at: datetime = Field(sa_type=UtcInstant)
    changed_at: datetime = Field(sa_type=UtcInstant)


class CycleStartRow(Row, table=True):
    """A process a cycle starts at a moment; a process may start at several, where sites differ."""

    __tablename__ = "cycle_start"
    __table_args__ = (
        one_of("status", ("waiting", "started", "cancelled")),
        Index("ix_cycle_start_waiting", "due_at",
              sqlite_where=text("status = 'waiting'"), postgresql_where=text("status = 'waiting'")),
    )  # fmt: skip

    cycle: str = Field(primary_key=True, foreign_key="cycle.id")
    process: str = Field(primary_key=True)
    due_at: datetime = Field(primary_key=True, sa_type=UtcInstant)
    status: str
    started_at: datetime | None = Field(default=None, sa_type=UtcInstant)


class CycleDefinitionRow(Row, table=True):
    """The version of a process that a cycle was launched with, for those who join late too."""

    __tablename__ = "cycle_definition"
    __table_args__ = (ForeignKeyConstraint(["process", "version"], ["definition.name", "definition.version"]),)

    cycle: str = Field(primary_key=True, foreign_key="cycle.id")
    process: str = Field(primary_key=True)
    version: int


class ValueRow(Row, table=True):
    """A value that rules across people count: of one instance, one field, once for each group counted in.

    `over` names the fact that groups (empty: the whole cycle), `member` its value for this subject.
    """

    __tablename__ = "value"
    __table_args__ = (Index(None, "cycle", "process", "over", "member", "field"),)

    instance_id: str = Field(primary_key=True, foreign_key="instance.id")
    field: str = Field(primary_key=True)
    over: str = Field(primary_key=True)
    member: str
    cycle: str | None = None
    process: str
    text: str | None = None
    number: Decimal | None = Field(default=None, sa_type=ExactNumber)
