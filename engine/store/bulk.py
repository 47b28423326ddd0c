"""Many rows with one statement: chunks for IN-lists, inserts, upserts and guarded updates for both databases.

SQLite gets one prepared statement and a list of tuples; SQLAlchemy's own executemany costs as much again as the
database. PostgreSQL gets one array a column, unnested: one round trip and one plan, however many rows there are,
and, the arrays being binary (see `database`), as fast as COPY.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any, TypeVar

from sqlalchemy import (
    ClauseElement,
    ColumnElement,
    Connection,
    Dialect,
    FromClause,
    String,
    Table,
    bindparam,
    delete,
    func,
    literal_column,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import Delete, Insert, Update
from sqlalchemy.types import TypeEngine

Item = TypeVar("Item")
Rows = Sequence[Mapping[str, Any]]

# Far below SQLite's limit of 32,766 variables, and few enough shapes for the statement cache.
CHUNK = 500


@dataclass(frozen=True, eq=False, kw_only=True)
class Change:
    """An update of many rows. A row of values holds the present value of each key as `was_<key>`, and each of `sets`.

    `only`: conditions that hold for all rows. `fixed`: values that are the same for all.
    """

    table: Table
    keys: tuple[str, ...]
    sets: tuple[str, ...]
    only: tuple[ColumnElement[bool], ...] = ()
    fixed: Mapping[str, ColumnElement[Any]] = field(default_factory=dict)

    @property
    def types(self) -> dict[str, TypeEngine[Any]]:
        """The names in a row of values -> their types."""
        columns = self.table.columns
        return {f"was_{key}": columns[key].type for key in self.keys} | {name: columns[name].type for name in self.sets}


def chunks(items: Sequence[Item], size: int = CHUNK) -> Iterator[Sequence[Item]]:
    """`items` in order, at most `size` at a time."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def word(text: str) -> ColumnElement[str]:
    """A word as a literal: a partial index serves only a query that says its condition, not a parameter."""
    return literal_column(f"'{text}'", String)


def add(connection: Connection, table: Table, rows: Rows) -> int:
    """Insert. All rows name the same columns. Raises Conflict if a unique key is taken."""
    return _insert(connection, table, rows, _as_it_stands)


def add_missing(connection: Connection, table: Table, rows: Rows) -> int:
    """Insert what is not there yet, by any unique key; what is there stays. The number inserted."""
    return _insert(connection, table, rows, _or_nothing)


def put(connection: Connection, table: Table, rows: Rows) -> int:
    """Insert, or replace all columns of the row with this primary key. Of two such rows here the last one counts."""
    keys = [each.name for each in table.primary_key]
    last = {tuple(row[name] for name in keys): row for row in rows}
    return _insert(connection, table, list(last.values()), _or_replace)


def change(connection: Connection, what: Change, rows: Rows) -> int:
    """Update the row of each of `rows` that is still as its `was_` values say. The number of rows updated."""
    if not rows:
        return 0
    types = what.types
    if connection.dialect.name == "postgresql":
        return connection.execute(_unnested_change(what), _arrays(types, rows)).rowcount
    return _run_on_sqlite(connection, _row_change(what), types, rows)


def remove(connection: Connection, table: Table, rows: Rows) -> int:
    """Delete by primary key; `rows` hold its columns. The number of rows deleted."""
    if not rows:
        return 0
    types: dict[str, TypeEngine[Any]] = {each.name: each.type for each in table.primary_key}
    if connection.dialect.name == "postgresql":
        return connection.execute(_unnested_removal(table), _arrays(types, rows)).rowcount
    return _run_on_sqlite(connection, _row_removal(table), types, rows)


Kind = Callable[[Any, Table], Insert]


def _insert(connection: Connection, table: Table, rows: Rows, kind: Kind) -> int:
    if not rows:
        return 0
    names = tuple(rows[0])
    types: dict[str, TypeEngine[Any]] = {name: table.columns[name].type for name in names}
    if connection.dialect.name == "postgresql":
        return connection.execute(_unnested_insert(table, names, kind), _arrays(types, rows)).rowcount
    return _run_on_sqlite(connection, _row_insert(table, names, kind), types, rows)


def _as_it_stands(statement: Insert, _table: Table) -> Insert:
    return statement


def _or_nothing(statement: Any, _table: Table) -> Insert:
    made: Insert = statement.on_conflict_do_nothing()
    return made


def _or_replace(statement: Any, table: Table) -> Insert:
    rest = {each.name: statement.excluded[each.name] for each in table.columns if not each.primary_key}
    made: Insert = statement.on_conflict_do_update(index_elements=list(table.primary_key), set_=rest)
    return made


@cache
def _unnested_insert(table: Table, names: tuple[str, ...], kind: Kind) -> Insert:
    source = _unnested({name: table.columns[name].type for name in names})
    insert = postgresql.insert(table).from_select(list(names), select(*source.columns))
    return kind(insert, table)


@cache
def _unnested_change(what: Change) -> Update:
    source = _unnested(what.types)
    return (
        update(what.table)
        .where(*(what.table.columns[key] == source.columns[f"was_{key}"] for key in what.keys), *what.only)
        .values({name: source.columns[name] for name in what.sets} | dict(what.fixed))
    )


@cache
def _unnested_removal(table: Table) -> Delete:
    source = _unnested({each.name: each.type for each in table.primary_key})
    return delete(table).where(*(each == source.columns[each.name] for each in table.primary_key))


def _unnested(types: Mapping[str, TypeEngine[Any]]) -> FromClause:
    arrays = [bindparam(name, type_=postgresql.ARRAY(each, dimensions=1)) for name, each in types.items()]
    return func.unnest(*arrays).table_valued(*types).render_derived(name="given")


def _arrays(types: Mapping[str, TypeEngine[Any]], rows: Rows) -> dict[str, list[Any]]:
    return {name: [row[name] for row in rows] for name in types}


@cache
def _row_insert(table: Table, names: tuple[str, ...], kind: Kind) -> Insert:
    return kind(sqlite.insert(table).values({name: bindparam(name) for name in names}), table)


@cache
def _row_change(what: Change) -> Update:
    return (
        update(what.table)
        .where(*(what.table.columns[key] == bindparam(f"was_{key}") for key in what.keys), *what.only)
        .values({name: bindparam(name) for name in what.sets} | dict(what.fixed))
    )


@cache
def _row_removal(table: Table) -> Delete:
    return delete(table).where(*(each == bindparam(each.name) for each in table.primary_key))


def _run_on_sqlite(
    connection: Connection, statement: ClauseElement, types: Mapping[str, TypeEngine[Any]], rows: Rows
) -> int:
    text, order, constants = _text(statement)
    columns = []
    for name in order:
        if name in types:
            values = [row[name] for row in rows]
            convert = _processor(types[name], connection.dialect)
            columns.append([convert(value) for value in values] if convert else values)
        else:
            columns.append([constants[name]] * len(rows))
    return connection.exec_driver_sql(text, list(zip(*columns, strict=True))).rowcount


@lru_cache(maxsize=512)
def _processor(kind: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    """What makes a value of this type one the driver takes."""
    return kind.dialect_impl(dialect).bind_processor(dialect)


@cache
def _text(statement: ClauseElement) -> tuple[str, tuple[str, ...], Mapping[str, Any]]:
    """The statement as SQLite wants it, its parameters in the order of its question marks, the constant ones."""
    compiled: Any = statement.compile(dialect=sqlite.dialect(paramstyle="qmark"))
    return str(compiled), tuple(compiled.positiontup), compiled.params
