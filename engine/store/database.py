"""Opening a database, and the two kinds of unit work is done in: `transaction` writes, `snapshot` reads."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy import Connection as Connection
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from engine.store.faults import translate_errors
from engine.words.errors import Misuse, Unavailable

# A writer waits this long for another before it gives up with `store-busy`.
WAIT_SECONDS = 10
_BEGIN = "reviewflow_begin"
_WHOLE: ContextVar[Connection | None] = ContextVar("whole", default=None)


def open_database(url: str) -> Engine:
    """An engine for `sqlite:///file` or `postgresql://…`; nothing is connected yet.

    Raises Misuse("store-url-unknown") or Unavailable("store-driver-missing"). Later, whatever goes wrong with
    the connection comes as Unavailable, whatever somebody else was first with as Conflict.
    """
    address = _address(url)
    try:
        engine = _sqlite(address) if address.get_backend_name() == "sqlite" else _postgres(address)
    except NoSuchModuleError:
        raise Misuse("store-url-unknown", url=address.render_as_string()) from None
    except ModuleNotFoundError:
        raise Unavailable("store-driver-missing", kind="PostgreSQL", extra="postgres") from None
    translate_errors(engine)
    return engine


def hurry(engine: Engine) -> None:
    """Let SQLite's commits not wait for the disk, from the next connection on: for what can be played again.

    A power cut may take back the latest ones. Whatever ends the process alone, what was committed is there.
    """
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA synchronous=NORMAL")
        cursor.close()


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """All or nothing: commits at the end, rolls back on any exception. SQLite: the only writer meanwhile."""
    outer = _within(engine)
    if outer is None:
        with engine.begin() as connection:
            yield connection
    else:
        with outer.begin_nested():
            yield outer


@contextmanager
def whole(engine: Engine) -> Iterator[Connection]:
    """A transaction that every `transaction` and `snapshot` of this database within it is a part of.

    For what has to be written with a deed that opens its own: each part fails alone, and all are committed at once.
    """
    with transaction(engine) as connection:
        token = _WHOLE.set(connection)
        try:
            yield connection
        finally:
            _WHOLE.reset(token)


def _within(engine: Engine) -> Connection | None:
    outer = _WHOLE.get()
    return outer if outer is not None and outer.engine is engine else None


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """Reads that all see one moment. Hinders no writer, and writes nothing."""
    outer = _within(engine)
    if outer is not None:
        yield outer
        return
    if engine.dialect.name == "sqlite":
        options: dict[str, Any] = {_BEGIN: "BEGIN"}
    else:
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with engine.connect().execution_options(**options) as connection:
        yield connection


def _address(url: str) -> URL:
    try:
        address = make_url(url)
    except ArgumentError:
        raise Misuse("store-url-unknown", url=url) from None
    kind = address.drivername.partition("+")[0]
    if kind in ("postgresql", "postgres"):
        return address.set(drivername="postgresql+psycopg")
    if kind == "sqlite":
        return address.set(drivername="sqlite")
    raise Misuse("store-url-unknown", url=address.render_as_string())


def _sqlite(address: URL) -> Engine:
    engine = create_engine(
        address,
        module=_sqlite_module(),
        # We say BEGIN ourselves: the driver's own would start reading and only then ask to write.
        connect_args={"isolation_level": None, "timeout": WAIT_SECONDS},
        json_serializer=_compact,
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        # FULL: what has been acknowledged survives a power cut. 32 MB of pages in memory instead of 2, and as few
        # copies of the log into the file as 16 MB of log allow.
        settings = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")
        for pragma in (*settings, "cache_size=-32768", "wal_autocheckpoint=4000"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get(_BEGIN, "BEGIN IMMEDIATE"))

    return engine


def _sqlite_module() -> ModuleType:
    """Python's SQLite, or a newer one if installed: up to 3.51.2, two writers in WAL may damage the file."""
    return import_module("pysqlite3" if find_spec("pysqlite3") else "sqlite3")


def _postgres(address: URL) -> Engine:
    settings = f"-c timezone=UTC -c lock_timeout={WAIT_SECONDS}s"
    given = address.query.get("options")
    engine = create_engine(
        address.difference_update_query(["options"]),
        connect_args={
            "options": f"{settings} {given}" if isinstance(given, str) else settings,
            "application_name": "reviewflow",
            "connect_timeout": WAIT_SECONDS,
        },
        pool_pre_ping=True,  # a restarted server costs nobody an error
        json_serializer=_compact,
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        # Batches go as arrays; as text, an array takes thirty times as long to write.
        connection.adapters.register_dumper(list, import_module("psycopg.types.array").ListBinaryDumper)

    return engine


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
