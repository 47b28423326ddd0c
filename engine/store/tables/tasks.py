"""Tasks with what is begun of them, and timers."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from engine.store.tables.row import Row, one_of
from engine.store.tables.types import UtcInstant


class TaskRow(Row, table=True):
    """Who owes what, until when. `position` keeps the order of the instance's list."""

    __tablename__ = "task"
    __table_args__ = (
        one_of("status", ("open", "done", "lapsed")),
        CheckConstraint("(status = 'open') = (closed_at IS NULL)", name="closed_at"),
        Index("ix_task_open", "person", "due_at",
              sqlite_where=text("status = 'open'"), postgresql_where=text("status = 'open'")),
        Index("ix_task_due_at", "due_at",
              sqlite_where=text("status = 'open'"), postgresql_where=text("status = 'open'")),
    )  # fmt: skip

    instance_id: str = Field(primary_key=True, foreign_key="instance.id")
    state: str = Field(primary_key=True)
    visit: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    name: str = Field(primary_key=True)
    person: str = Field(primary_key=True)
    role: str
    status: str
    position: int
    opened_at: datetime = Field(sa_type=UtcInstant)
    due_at: datetime | None = Field(default=None, sa_type=UtcInstant)
    due_on: date | None = None
    closed_at: datetime | None = Field(default=None, sa_type=UtcInstant)


class DraftRow(Row, table=True):
    """A form that somebody began; it outlives the visit, so that a returned task is prefilled."""

    __tablename__ = "draft"

    instance_id: str = Field(primary_key=True, foreign_key="instance.id")
    task: str = Field(primary_key=True)
    person: str = Field(primary_key=True)
    form: str
    saved_at: datetime = Field(sa_type=UtcInstant)


class ClaimRow(Row, table=True):
    """Who of several is on a task, until when: a word to the others, which binds nobody and ends by itself."""

    __tablename__ = "claim"
    __table_args__ = (Index(None, "until_at"),)

    instance_id: str = Field(primary_key=True, foreign_key="instance.id")
    state: str = Field(primary_key=True)
    visit: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    task: str = Field(primary_key=True)
    person: str
    claimed_at: datetime = Field(sa_type=UtcInstant)
    until_at: datetime = Field(sa_type=UtcInstant)


class TimerRow(Row, table=True):
    """When to look at an instance again. The key holds no date: a moved limit moves the same timer."""

    __tablename__ = "timer"
    __table_args__ = (
        one_of("status", ("armed", "passed", "withdrawn")),
        Index("ix_timer_due", "due_at",
              sqlite_where=text("status = 'armed'"), postgresql_where=text("status = 'armed'")),
    )  # fmt: skip

    instance_id: str = Field(primary_key=True, foreign_key="instance.id")
    state: str = Field(primary_key=True)
    visit: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    rule: str = Field(primary_key=True)
    occurrence: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    due_at: datetime = Field(sa_type=UtcInstant)
    status: str
    changed_at: datetime = Field(sa_type=UtcInstant)
