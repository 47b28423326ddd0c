"""Databases to measure on: one prepared once, and a fresh copy of it for every round."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Protocol

from sqlalchemy import make_url

from tests.support import postgres


class Place(Protocol):
    """One kind of database."""

    name: str

    def create(self) -> str:
        """The URL of a new, empty database."""

    def copy(self, url: str) -> str:
        """The URL of a copy of a database that nobody is connected to."""


class SQLitePlace:
    """Files in a folder of the run."""

    name = "sqlite"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made = 0

    def create(self) -> str:
        self._made += 1
        return f"sqlite:///{self._folder / f'{self._made}.db'}"

    def copy(self, url: str) -> str:
        source = str(make_url(url).database)
        with sqlite3.connect(source) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        made = self.create()
        shutil.copy(source, str(make_url(made).database))
        return made


class PostgresPlace:
    """Databases on a server of the run, every commit of which waits for the disk."""

    name = "postgresql"

    def __init__(self, server: postgres.Server) -> None:
        self._server = server

    def create(self) -> str:
        return self._server.create()

    def copy(self, url: str) -> str:
        return self._server.create(template=str(make_url(url).database))


@contextmanager
def places(folder: Path, kinds: tuple[str, ...]) -> Iterator[list[Place]]:
    """The kinds asked for, gone at the end."""
    with ExitStack() as stack:
        found: list[Place] = []
        if "sqlite" in kinds:
            found.append(SQLitePlace(folder))
        if "postgresql" in kinds:
            found.append(PostgresPlace(stack.enter_context(postgres.running(options=()))))
        yield found
