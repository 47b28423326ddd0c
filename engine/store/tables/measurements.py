"""Measurements: what was measured of whom in which period; a correction is a later row, nothing is overwritten."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from engine.store.tables.row import Row, one_of
from engine.store.tables.types import ExactNumber, UtcInstant

_STANDS = text("corrected_at IS NULL")


class MeasurementRow(Row, table=True):
    """One value. It stands until `corrected_at`; of each measurement, subject and period one stands.

    `subject` is a person's id, a department, a product, or empty for the company. `source_key` is the source's own
    name for this value.
    """

    __tablename__ = "measurement"
    __table_args__ = (
        one_of("level", ("person", "department", "company", "product")),
        CheckConstraint("to_on >= from_on", name="order"),
        CheckConstraint("revision > 0", name="revision"),
        Index("uq_measurement_stands", "level", "subject", "name", "from_on", "to_on", unique=True,
              sqlite_where=_STANDS, postgresql_where=_STANDS),
        Index("uq_measurement_source_key", "source", "source_key", unique=True,
              sqlite_where=text("source_key IS NOT NULL"), postgresql_where=text("source_key IS NOT NULL")),
    )  # fmt: skip

    level: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    from_on: date = Field(primary_key=True)
    to_on: date = Field(primary_key=True)
    revision: int = Field(primary_key=True)
    value: Decimal = Field(sa_type=ExactNumber)
    source: str
    source_key: str | None = None
    at: datetime = Field(sa_type=UtcInstant)
    corrected_at: datetime | None = Field(default=None, sa_type=UtcInstant)
