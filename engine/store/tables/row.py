"""What every table class shares: one metadata, whose naming gives each constraint the same name everywhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from sqlalchemy import CheckConstraint, MetaData, Table
from sqlalchemy.orm import registry
from sqlmodel import SQLModel

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


class Row(SQLModel, registry=registry(metadata=METADATA)):
    """The parent of all tables; a registry of its own keeps them apart from an application's SQLModels."""


def of(row: type[Row]) -> Table:
    """The table of a class."""
    return cast("Table", row.__table__)  # type: ignore[attr-defined]


def one_of(column: str, words: Iterable[str]) -> CheckConstraint:
    """The check that `column` holds one of `words`."""
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=column)
