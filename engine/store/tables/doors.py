"""What the doors must remember: requests that may come twice, and who holds a key to them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
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


class TokenRow(Row, table=True):
    """A key to the API. Its secret is nowhere, only `digest`, SHA-256 of it.

    `scopes`: names, separated by spaces. `acts_for`: a person's id, `*` for everybody, null for nobody.
    """

    __tablename__ = "token"
    __table_args__ = (CheckConstraint("expires_at > created_at", name="order"),)

    id: str = Field(primary_key=True)
    name: str
    digest: str
    scopes: str
    acts_for: str | None = None
    created_at: datetime = Field(sa_type=UtcInstant)
    expires_at: datetime = Field(sa_type=UtcInstant)
    used_at: datetime | None = Field(default=None, sa_type=UtcInstant)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcInstant)
