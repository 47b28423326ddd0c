"""Who acts for whom, from when until when."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from engine.store.tables.row import Row
from engine.store.tables.types import UtcInstant


class DelegationRow(Row, table=True):
    """`delegate` acts for `person` from `from_on` until `until_on`, both included; in one process, or in all.

    Until it is revoked is until the last day there is.
    """

    __tablename__ = "delegation"
    __table_args__ = (
        CheckConstraint("until_on >= from_on", name="order"),
        CheckConstraint("person <> delegate", name="another"),
        Index(None, "until_on"),
    )

    id: int | None = Field(default=None, primary_key=True)
    person: str = Field(foreign_key="person.id")
    delegate: str = Field(foreign_key="person.id")
    process: str | None = None
    from_on: date
    until_on: date
    made_at: datetime = Field(sa_type=UtcInstant)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcInstant)
