"""Many rows with few statements: chunks for IN-lists, executemany for writes, upserts for both databases.

SQLite runs an executemany inside the driver; psycopg sends it as one pipeline, so a batch is one round trip.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Executable, String, Table, literal_column
from sqlalchemy.dialects import postgresql, sqlite

Item = TypeVar("Item")
Rows = Sequence[Mapping[str, Any]]

# Far below SQLite's limit of 32,766 variables, and few enough shapes for the statement cache.
CHUNK = 500


def chunks(items: Sequence[Item], size: int = CHUNK) -> Iterator[Sequence[Item]]:
    """`items` in order, at most `size` at a time."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def run_many(connection: Connection, statement: Executable, rows: Rows) -> int:
    """One statement for all `rows`; the number of rows it touched. Nothing for no rows."""
    if not rows:
        return 0
    return connection.execute(statement, rows).rowcount


def word(text: str) -> ColumnElement[str]:
    """A word as a literal: a partial index serves only a query that says its condition, not a parameter."""
    return literal_column(f"'{text}'", String)


def add_missing(connection: Connection, table: Table, rows: Rows) -> int:
    """Insert what is not there yet, by any unique key; what is there stays. The number inserted."""
    return run_many(connection, _add_missing(table, connection.dialect.name), rows)


def put(connection: Connection, table: Table, rows: Rows) -> int:
    """Insert, or replace all columns of the row with this primary key."""
    return run_many(connection, _put(table, connection.dialect.name), rows)


@cache
def _add_missing(table: Table, dialect: str) -> Executable:
    if dialect == "sqlite":
        return sqlite.insert(table).on_conflict_do_nothing()
    return postgresql.insert(table).on_conflict_do_nothing()


@cache
def _put(table: Table, dialect: str) -> Executable:
    keys = list(table.primary_key.columns)
    if dialect == "sqlite":
        for_sqlite = sqlite.insert(table)
        return for_sqlite.on_conflict_do_update(
            index_elements=keys, set_={each.name: for_sqlite.excluded[each.name] for each in _rest(table)}
        )
    for_postgres = postgresql.insert(table)
    return for_postgres.on_conflict_do_update(
        index_elements=keys, set_={each.name: for_postgres.excluded[each.name] for each in _rest(table)}
    )


def _rest(table: Table) -> list[Any]:
    return [each for each in table.columns if not each.primary_key]
