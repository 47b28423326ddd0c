"""Every row of a database as plain values, and back into an empty database of either kind.

A column has a kind, so that what SQLite keeps as text becomes what PostgreSQL wants, and the other way round. Tables
and columns are those the database has, of whichever version; the newest version's types name the kinds.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    String,
    Table,
    func,
    inspect,
    select,
    text,
)
from sqlalchemy.types import TypeEngine

from engine.store.bulk import CHUNK, add
from engine.store.tables import METADATA
from engine.store.tables.types import ExactNumber, StateList, UtcInstant, instant_text, number_text

# What says how far a database has come, and not what it holds.
BOOKKEEPING = "alembic_version"
_TYPES: dict[str, TypeEngine[Any]] = {
    "instant": UtcInstant(),
    "date": Date(),
    "number": ExactNumber(),
    "bytes": LargeBinary(),
    "json": StateList,
    "boolean": Boolean(),
    "integer": Integer(),
    "text": String(),
}
_OUT: dict[str, Callable[[Any], Any]] = {
    "instant": instant_text,
    "date": date.isoformat,
    "number": number_text,
    "bytes": lambda value: b64encode(value).decode("ascii"),
}
# What opens a door to others stays where it is: no backup holds it.
_SECRET = frozenset({("subscription", "secret")})
_IN: dict[str, Callable[[Any], Any]] = {
    "instant": datetime.fromisoformat,
    "date": date.fromisoformat,
    "number": Decimal,
    "bytes": b64decode,
}
# The first that fits names the kind; a type of ours goes before the database's own.
_KINDS: tuple[tuple[str, tuple[type, ...]], ...] = (
    ("instant", (UtcInstant, DateTime)),
    ("date", (Date,)),
    ("number", (ExactNumber, Numeric)),
    ("bytes", (LargeBinary,)),
    ("json", (JSON,)),
    ("boolean", (Boolean,)),
    ("integer", (Integer,)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A table's name, and its columns with the kind of each."""

    name: str
    columns: tuple[tuple[str, str], ...]

    @property
    def table(self) -> Table:
        return Table(self.name, MetaData(), *(Column(name, _TYPES[kind]) for name, kind in self.columns))


def shapes(connection: Connection) -> list[Shape]:
    """The tables of this database, each after those it refers to."""
    asked = inspect(connection)
    there = set(asked.get_table_names()) - {BOOKKEEPING}
    order = [each.name for each in METADATA.sorted_tables if each.name in there]
    return [
        Shape(name=name, columns=tuple((each["name"], _kind(name, each)) for each in asked.get_columns(name)))
        for name in [*order, *sorted(there - set(order))]
    ]


def rows_of(connection: Connection, shape: Shape) -> Iterator[list[Any]]:
    """Every row as values JSON knows, in the order of the columns; read as it is taken."""
    table, out = shape.table, [_out(shape.name, *each) for each in shape.columns]
    reading = connection.execution_options(stream_results=True, yield_per=2000)
    for row in reading.execute(select(table)):
        yield [value if value is None or not to else to(value) for to, value in zip(out, row, strict=True)]


def _out(table: str, column: str, kind: str) -> Callable[[Any], Any] | None:
    return (lambda _: "") if (table, column) in _SECRET else _OUT.get(kind)


def load_rows(connection: Connection, shape: Shape, rows: Iterable[Sequence[Any]]) -> int:
    """Insert what `rows_of` gave; the number."""
    table, names = shape.table, [name for name, _ in shape.columns]
    into = [_IN.get(kind) for _, kind in shape.columns]
    count, left = 0, iter(rows)
    while some := list(islice(left, CHUNK)):
        values = [
            [value if value is None or not to else to(value) for to, value in zip(into, row, strict=True)]
            for row in some
        ]
        add(connection, table, [dict(zip(names, row, strict=True)) for row in values])
        count += len(some)
    return count


def count_on(connection: Connection) -> None:
    """After rows were given their numbers: let the database count on from the highest. SQLite does so by itself."""
    if connection.dialect.name == "sqlite":
        return
    for table in METADATA.sorted_tables:
        column = table.autoincrement_column
        if column is not None and isinstance(column.type, Integer):
            highest = connection.execute(select(func.max(column))).scalar()
            sequence = connection.execute(text("SELECT pg_get_serial_sequence(:name, :column)"),
                                          {"name": table.name, "column": column.name}).scalar()  # fmt: skip
            if sequence is not None and highest is not None:
                connection.execute(
                    text("SELECT setval(:sequence, :highest)"), {"sequence": sequence, "highest": highest}
                )


def occupied(connection: Connection, ignored: Iterable[str]) -> str | None:
    """The name of a table that holds rows, None if none does."""
    passed = set(ignored)
    for shape in shapes(connection):
        if shape.name not in passed and connection.execute(select(shape.table).limit(1)).first() is not None:
            return shape.name
    return None


def clear(connection: Connection) -> None:
    """Drop every table of ours, so that those of another version can be made."""
    METADATA.drop_all(connection)
    connection.execute(text(f"DROP TABLE IF EXISTS {BOOKKEEPING}"))


def _kind(table: str, column: Any) -> str:
    known = METADATA.tables.get(table)
    kind = (
        known.columns[column["name"]].type if known is not None and column["name"] in known.columns else column["type"]
    )
    return next((name for name, types in _KINDS if isinstance(kind, types)), "text")
