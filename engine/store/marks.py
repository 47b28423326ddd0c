"""Marks: how far a recurring look has come, such as the day until which leavers have been noticed."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, bindparam, select

from engine.store.bulk import put
from engine.store.tables import MARK

_ONE = select(MARK.c.text).where(MARK.c.name == bindparam("name"))
_LIKE = select(MARK.c.name, MARK.c.text).where(MARK.c.name.like(bindparam("pattern")))
_HELD = _ONE.with_for_update()
_TIMES_SET: WeakKeyDictionary[Engine, int] = WeakKeyDictionary()


def mark(connection: Connection, name: str) -> str | None:
    """What is remembered under a name; None if nothing is."""
    found: str | None = connection.execute(_ONE, {"name": name}).scalar()
    return found


def marks_like(connection: Connection, beginning: str) -> dict[str, str]:
    """Name -> text of every mark whose name begins so."""
    rows = connection.execute(_LIKE, {"pattern": f"{beginning}%"})
    return {row.name: row.text for row in rows}


def hold_mark(connection: Connection, name: str) -> str | None:
    """As `mark`; once there is one, whoever sets or holds it waits until this transaction ends."""
    found: str | None = connection.execute(_HELD, {"name": name}).scalar()
    return found


def set_mark(connection: Connection, name: str, text: str) -> None:
    """Remember a text. Whoever else sets the same mark waits until this transaction ends."""
    put(connection, MARK, [{"name": name, "text": text}])
    _TIMES_SET[connection.engine] = times_set(connection) + 1


def times_set(connection: Connection) -> int:
    """How often this process has set a mark of this database: as long as it is the same, this transaction set none."""
    return _TIMES_SET.get(connection.engine, 0)
