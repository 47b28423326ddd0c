"""The floor of a line: the statements that the engine sent, sent again by the driver alone.

The same rows of the same size, the same number of commits, and of the reads those a hand-written program needs too: the
instance, its tasks and its timers. Looks at marks, people, cycles and definitions are left out.
"""

from __future__ import annotations

import re
import sqlite3
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg.types.array import ListBinaryDumper
from sqlalchemy import Engine, event, make_url

from engine.store.database import WAIT_SECONDS

_NEEDED = re.compile(r"\s*(INSERT|UPDATE|DELETE|SELECT\b.*?\bFROM (instance|task|timer)\b)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Step:
    """One statement with its parameters, `many` rows of them at once or one."""

    statement: str
    parameters: Any
    many: bool


@dataclass(slots=True)
class Recording:
    """Transactions in order. `statements` counts everything that was sent, by its first word and table."""

    transactions: list[list[Step]] = field(default_factory=list)
    statements: Counter[str] = field(default_factory=Counter)


@contextmanager
def recording(engine: Engine) -> Iterator[Recording]:
    """Everything committed through `engine` while the block runs."""
    made = Recording()
    present: list[Step] = []

    def note(
        _connection: object, _cursor: object, statement: str, parameters: Any, _context: object, many: bool
    ) -> None:
        made.statements[" ".join(statement.split()[:3])] += 1
        if _NEEDED.match(statement):
            present.append(Step(statement, parameters, many))

    def commit(_connection: object) -> None:
        if present:
            made.transactions.append(present.copy())
        present.clear()

    def rollback(_connection: object) -> None:
        present.clear()

    heard = (("before_cursor_execute", note), ("commit", commit), ("rollback", rollback))
    for name, listener in heard:
        event.listen(engine, name, listener)
    try:
        yield made
    finally:
        for name, listener in heard:
            event.remove(engine, name, listener)


def replayed(made: Recording, url: str) -> float:
    """Seconds the driver alone needs for all of it."""
    connection = connected(url)
    try:
        began = time.perf_counter()
        sent(connection, made.transactions)
        return time.perf_counter() - began
    finally:
        connection.close()


def sent(connection: Any, transactions: Iterable[Sequence[Step]]) -> None:
    """Each transaction with a commit of its own, by the driver."""
    for steps in transactions:
        cursor = connection.cursor()
        if isinstance(connection, sqlite3.Connection):
            cursor.execute("BEGIN IMMEDIATE")
        for step in steps:
            (cursor.executemany if step.many else cursor.execute)(step.statement, step.parameters)
            if step.statement.lstrip().startswith("SELECT"):
                cursor.fetchall()
        connection.commit()


def connected(url: str) -> Any:
    """A connection of the driver, which any thread may use, one at a time."""
    return _sqlite(url) if url.startswith("sqlite") else _postgres(url)


def _sqlite(url: str) -> Any:
    file = str(make_url(url).database)
    connection = sqlite3.connect(file, isolation_level=None, timeout=WAIT_SECONDS, check_same_thread=False)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-32768"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _postgres(url: str) -> Any:
    connection = psycopg.connect(make_url(url).set(drivername="postgresql").render_as_string(hide_password=False))
    connection.adapters.register_dumper(list, ListBinaryDumper)
    return connection
