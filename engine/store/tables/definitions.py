"""Definitions: what a process said when an instance was started under it."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field

from engine.store.tables.row import Row
from engine.store.tables.types import UtcInstant


class DefinitionRow(Row, table=True):
    """Immutable. Every instance points at one; (name, version) has one digest for ever."""

    __tablename__ = "definition"

    name: str = Field(primary_key=True)
    version: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    digest: str
    text: str
    recorded_at: datetime = Field(sa_type=UtcInstant)
