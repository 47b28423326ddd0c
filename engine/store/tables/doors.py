"""What the doors must remember: requests that may come twice."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from engine.store.tables.row import Row
from engine.store.tables.types import UtcInstant


class RequestRow(Row, table=True):
    """An answered request. `fingerprint` tells a repetition from another request under the same key."""

    __tablename__ = "request"
    __table_args__ = (Index(None, "expires_at"),)

    key: str = Field(primary_key=True)
    fingerprint: str
    answer: str
    created_at: datetime = Field(sa_type=UtcInstant)
    expires_at: datetime = Field(sa_type=UtcInstant)
