"""What another directory has pushed to us: as it was sent, beside the people it made."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from engine.store.tables.row import Row, one_of
from engine.store.tables.types import UtcInstant

KINDS = ("User", "Group")


class DirectoryRow(Row, table=True):
    """A person or a group as last pushed. `name_key` is its unique name, folded; null where it has none or is deleted.

    `content`: the attributes as sent. Whoever was only ever imported from a file has no row.
    """

    __tablename__ = "directory_entry"
    __table_args__ = (
        one_of("kind", KINDS),
        UniqueConstraint("kind", "name_key"),
        Index(None, "external_id"),
    )

    kind: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    name_key: str | None = None
    external_id: str | None = None
    content: str
    created_at: datetime = Field(sa_type=UtcInstant)
    changed_at: datetime = Field(sa_type=UtcInstant)
    deleted_at: datetime | None = Field(default=None, sa_type=UtcInstant)
