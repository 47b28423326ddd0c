"""Units: departments, teams and products that reviews are about."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index
from sqlmodel import Field

from engine.store.tables.row import Row
from engine.store.tables.types import UtcInstant


class UnitRow(Row, table=True):
    """Facts as of the last import. `facts` holds the declared ones beside these columns."""

    __tablename__ = "unit"
    __table_args__ = (Index(None, "parent"), Index(None, "closed_on"))

    id: str = Field(primary_key=True)
    name: str
    kind: str | None = None
    parent: str | None = None
    lead: str | None = None
    site: str | None = None
    closed_on: date | None = None
    facts: str
    changed_at: datetime = Field(sa_type=UtcInstant)
