"""Instances, kept from one transaction to the next for as long as nobody changes them.

The row is read every time and says whether what is kept is still true. Of an instance that was just written the tasks
are kept, for whatever changes a task writes an event, and the hash of an event is like no other, so what a transaction
that was rolled back has kept matches no row; and how its long columns were spelled, part by part, so that only those
parts are read back that were written.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, Row

from engine.core.values import Instance, TaskRecord
from engine.store.spelling import Spelled
from engine.words.values import value

# (revision, events, hash of the last event)
Stamp = tuple[int, int, str]

# Some ten tasks and ten kilobytes of text each, as read and part by part: sixty megabytes at most.
MOST = 2000


@value(frozen=True, slots=True)
class Spelling:
    """How an instance was written; `data` None: as it was. `before` is the instance it was then, as it read."""

    memory: Spelled
    data: Spelled | None
    before: Instance | None = None


@dataclass(slots=True)
class _Kept:
    stamp: Stamp
    tasks: tuple[TaskRecord, ...]
    row: Row[Any] | None = None
    instance: Instance | None = None
    spelling: Spelling | None = None


class Kept:
    """The latest of so many instances; the one that was asked for longest ago goes first."""

    def __init__(self) -> None:
        self._kept: dict[str, _Kept] = {}
        self._lock = Lock()

    def instance(self, row: Row[Any]) -> Instance | None:
        """The instance of a row that reads as it did before."""
        with self._lock:
            found = self._kept.pop(row.id, None)
            if found is None:
                return None
            self._kept[row.id] = found
        return found.instance if found.row == row else None

    def tasks(self, row: Row[Any]) -> tuple[TaskRecord, ...] | None:
        """The tasks of an instance that nobody has written since; None if they have to be read."""
        found = self._kept.get(row.id)
        return found.tasks if found is not None and found.stamp == stamp_of(row) else None

    def spelling(self, id: str) -> Spelling | None:
        """How an instance was written when it was last written here; whether that is what stands there, texts say."""
        found = self._kept.get(id)
        return None if found is None else found.spelling

    def spelling_of(self, instance: Instance) -> Spelling | None:
        """How this very value was written, if it was written here."""
        found = self._kept.get(instance.id)
        return found.spelling if found is not None and found.instance is instance else None

    def read(self, row: Row[Any], instance: Instance, spelling: Spelling | None = None) -> None:
        """Keep what was read, and how it is written if that is known."""
        self._keep(row.id, _Kept(stamp_of(row), instance.tasks, row, instance, spelling))

    def written(self, instance: Instance, stamp: Stamp, spelling: Spelling | None) -> None:
        """Keep the tasks of what was written under a new event, and how it was written."""
        self._keep(instance.id, _Kept(stamp, instance.tasks, spelling=spelling))

    def _keep(self, id: str, value: _Kept) -> None:
        with self._lock:
            self._kept.pop(id, None)
            self._kept[id] = value
            while len(self._kept) > MOST:
                self._kept.pop(next(iter(self._kept)))


def stamp_of(row: Row[Any]) -> Stamp:
    return row.revision, row.events, row.event_hash


_OF_DATABASES: WeakKeyDictionary[Engine, Kept] = WeakKeyDictionary()


def forget(connection: Connection) -> None:
    """Read everything anew, whatever is kept: for whoever asks what really stands in the rows."""
    _OF_DATABASES.pop(connection.engine, None)


def kept(connection: Connection) -> Kept:
    """What is kept of this database."""
    return _OF_DATABASES.setdefault(connection.engine, Kept())
