"""A database that is put back to a kept state again and again, and processes that begin on it knowing nothing."""

from __future__ import annotations

import itertools
import shutil
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy import event, make_url

from engine.runtime.settings import read_settings
from engine.runtime.workspace import Workspace
from engine.store.database import open_database
from engine.store.prepare import upgrade
from engine.store.tables import METADATA
from tests.faults.tap import Tap
from tests.support import postgres

COMPANY = Path(__file__).parent / "company"
_SHARED = ("library", "catalogue", "calendars")  # values that nobody changes, parsed once
_NUMBERS = itertools.count()


class Place(ABC):
    """A company's folder and its database, of one kind. `tap` hears of everything asked of it."""

    name: str

    def __init__(self, folder: Path, url: str) -> None:
        self.home = folder / "home"
        shutil.copytree(COMPANY, self.home)
        self.settings = read_settings(self.home, url)
        self.engine = open_database(url)
        self.tap = Tap(self.engine)
        first = Workspace(home=self.home, settings=self.settings)
        self._parsed = {name: getattr(first, name) for name in _SHARED}
        upgrade(self.engine)

    def process(self) -> Workspace:
        """A process that has just begun: it has read its files, and remembers nothing of the database."""
        fresh = Workspace(home=self.home, settings=self.settings)
        # What a process remembers hangs on its engine; one of its own shares connections and compiled statements.
        vars(fresh).update(self._parsed, database=self.engine.execution_options(born=next(_NUMBERS)))
        return fresh

    @abstractmethod
    def keep(self, name: str) -> None:
        """Keep the present state under a name."""

    @abstractmethod
    def restore(self, name: str) -> None:
        """Put the database back to a kept state."""


class File(Place):
    """SQLite. Nothing here cuts the power, so the disk is not waited for."""

    name = "SQLite"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, f"sqlite:///{folder / 'reviewflow.db'}")
        self._file = Path(make_url(self.settings.database).database or "")

        @event.listens_for(self.engine, "connect")
        def unsynced(connection: object, _record: object) -> None:
            connection.execute("PRAGMA synchronous=OFF")  # type: ignore[attr-defined]

    def keep(self, name: str) -> None:
        self.engine.dispose()
        shutil.copyfile(self._file, self._file.with_suffix(f".{name}"))

    def restore(self, name: str) -> None:
        """A file of its own each time: whoever died may still hold the one before, until its cursors are forgotten."""
        self.engine.dispose()
        before, fresh = self._file.resolve(), self._file.with_name(f"state-{next(_NUMBERS)}.db")
        shutil.copyfile(self._file.with_suffix(f".{name}"), fresh)
        for end in ("", "-wal", "-shm"):
            Path(f"{before}{end}").unlink(missing_ok=True)
        self._file.unlink(missing_ok=True)
        self._file.symlink_to(fresh)


class Shared(Place):
    """PostgreSQL. A kept state is a schema of copied rows: far quicker to put back than a database is to copy."""

    name = "PostgreSQL"

    def __init__(self, folder: Path, url: str) -> None:
        super().__init__(folder, url)
        plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        self._keeper = psycopg.connect(plain, autocommit=True)

    def keep(self, name: str) -> None:
        copies = [f"CREATE TABLE {name}.{each} AS TABLE public.{each}" for each in METADATA.tables]
        self._say(f"DROP SCHEMA IF EXISTS {name} CASCADE", f"CREATE SCHEMA {name}", *copies)

    def restore(self, name: str) -> None:
        put_back = [
            f"DELETE FROM public.{each}; INSERT INTO public.{each} SELECT * FROM {name}.{each}"
            for each in METADATA.tables
        ]
        # Foreign keys are as they were when the rows were kept.
        self._say("BEGIN", "SET LOCAL session_replication_role = replica", *put_back, "COMMIT")

    def blocked(self, pid: int) -> bool:
        """Whether a process of the server waits for what another has locked."""
        return bool(self._keeper.execute("SELECT cardinality(pg_blocking_pids(%s))", [pid]).fetchone()[0])  # type: ignore[index]

    def close(self) -> None:
        self._keeper.close()
        self.engine.dispose()

    def _say(self, *statements: str) -> None:
        self._keeper.execute("; ".join(statements))  # type: ignore[call-overload]


@contextmanager
def on_file(folder: Path) -> Iterator[File]:
    place = File(folder)
    yield place
    place.engine.dispose()


@contextmanager
def on_server(folder: Path, server: postgres.Server) -> Iterator[Shared]:
    url = server.create()
    place = Shared(folder, url)
    yield place
    place.close()
    server.drop(url)
