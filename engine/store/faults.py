"""What a driver reports, as errors of ours: by constraint name, and by words only where there is no code."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from functools import cache

from sqlalchemy import Engine, Index, UniqueConstraint, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.schema import ColumnCollectionConstraint

from engine.store.tables import METADATA
from engine.words.errors import Conflict, ReviewflowError, Unavailable

# SQLSTATE of PostgreSQL -> code of ours
_UNAVAILABLE = {
    "55P03": "store-busy",  # lock_timeout
    "57014": "store-busy",  # statement_timeout
    "53100": "store-full",
    "53300": "store-busy",  # too many connections
    "25006": "store-read-only",
    "42P01": "store-not-prepared",
    "42703": "store-not-prepared",
    "3D000": "store-unreachable",
    "57P01": "store-unreachable",  # an administrator ends the connection
    "57P03": "store-unreachable",  # starting up
}
_SAME_MOMENT = {"40001", "40P01"}  # serialization failure, deadlock
_UNIQUE = "23505"

_SQLITE = (
    ("database is locked", "store-busy"),
    ("database table is locked", "store-busy"),
    ("full", "store-full"),
    ("readonly database", "store-read-only"),
    ("unable to open database file", "store-unreachable"),
    ("disk I/O error", "store-unreachable"),
    ("no such table", "store-not-prepared"),
    ("no such column", "store-not-prepared"),
    ("has no column named", "store-not-prepared"),
    ("file is not a database", "store-unreachable"),
    ("malformed", "store-damaged"),
)


def translate_errors(engine: Engine) -> None:
    """Let `engine` raise Conflict and Unavailable. A broken CHECK or foreign key stays the driver's error."""
    event.listen(engine, "handle_error", _replace)


def _replace(context: ExceptionContext) -> ReviewflowError | None:
    # Whoever interrupts us, as Ctrl-C does, is no fault of the database, and must be heard as who they are.
    if context.is_pre_ping or not isinstance(context.original_exception, Exception):
        return None
    return fault_of(context.original_exception, lost=context.is_disconnect)


def fault_of(error: BaseException, *, lost: bool = False) -> ReviewflowError | None:
    """Our error for a driver's, or None where the mistake is the programmer's."""
    words = " ".join(str(error).split())
    if isinstance(error, sqlite3.Error) or type(error).__module__.startswith("pysqlite3"):
        return _of_sqlite(words)
    state = getattr(error, "sqlstate", None)
    if state == _UNIQUE:
        diagnosis = getattr(error, "diag", None)
        return Conflict("store-conflict", constraint=getattr(diagnosis, "constraint_name", None))
    if state in _SAME_MOMENT:
        return Conflict("store-same-moment")
    if state in _UNAVAILABLE:
        return Unavailable(_UNAVAILABLE[state], detail=words)
    if lost or (state is None and type(error).__name__ == "OperationalError"):
        return Unavailable("store-unreachable", detail=words)
    return None


def _of_sqlite(words: str) -> ReviewflowError | None:
    found = re.search(r"UNIQUE constraint failed: (index '(?P<index>\w+)'|(?P<columns>.+))", words)
    if found:
        return Conflict("store-conflict", constraint=found["index"] or _names().get(found["columns"]))
    for part, code in _SQLITE:
        if part in words:
            return Unavailable(code, detail=words)
    return None


@cache
def _names() -> Mapping[str, str]:
    """SQLite names the columns of a broken key, not the key: columns -> constraint name."""
    found: dict[str, str] = {}
    for table in METADATA.tables.values():
        keys: list[ColumnCollectionConstraint | Index] = [table.primary_key]
        keys += [each for each in table.constraints if isinstance(each, UniqueConstraint)]
        keys += [each for each in table.indexes if each.unique]
        for key in keys:
            columns = ", ".join(f"{table.name}.{column.name}" for column in key.columns)
            found.setdefault(columns, str(key.name))
    return found
