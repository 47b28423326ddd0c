"""Entries of another directory, beside the people and groups they stand for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select

from engine.core.values import Data
from engine.store.bulk import chunks, put
from engine.store.codec import decode, encode
from engine.store.tables import DIRECTORY, PERSON

_OF_KIND = select(DIRECTORY).where(DIRECTORY.c.kind == bindparam("kind"))
_SOME = _OF_KIND.where(DIRECTORY.c.id.in_(bindparam("ids", expanding=True)))
_NAMED = select(DIRECTORY.c.id).where(
    DIRECTORY.c.kind == bindparam("kind"), DIRECTORY.c.deleted_at.is_(None), DIRECTORY.c.name_key == bindparam("key")
)
_EXTERNAL = select(DIRECTORY.c.id).where(
    DIRECTORY.c.kind == bindparam("kind"),
    DIRECTORY.c.deleted_at.is_(None),
    DIRECTORY.c.external_id == bindparam("external"),
)
_UNPUSHED = ~select(DIRECTORY.c.id).where(DIRECTORY.c.kind == "User", DIRECTORY.c.id == PERSON.c.id).exists()
_IMPORTED = select(PERSON.c.id).where(
    func.lower(func.coalesce(PERSON.c.mail, PERSON.c.id)) == bindparam("key"), _UNPUSHED
)
_MAILED = select(PERSON.c.id).where(func.lower(PERSON.c.mail) == bindparam("key"))
_MENTIONS = select(DIRECTORY.c.id).where(
    DIRECTORY.c.kind == "User", DIRECTORY.c.content.icontains(bindparam("key"), autoescape=False)
)
_GONE = select(DIRECTORY.c.id).where(DIRECTORY.c.kind == bindparam("kind"), DIRECTORY.c.deleted_at.is_not(None))
_TOLD = select(PERSON.c.id, PERSON.c.changed_at).where(PERSON.c.id.in_(bindparam("ids", expanding=True)))
_IDS = select(PERSON.c.id).order_by(PERSON.c.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """As last pushed. `name_key`: its unique name, folded."""

    kind: str
    id: str
    name_key: str | None
    external_id: str | None
    content: Data
    created_at: datetime
    changed_at: datetime
    deleted_at: datetime | None = None


def entries(connection: Connection, kind: str, ids: Collection[str] | None = None) -> dict[str, Entry]:
    """Those of `ids` that were ever pushed, by id; None: all of the kind. Deleted ones too."""
    if ids is None:
        rows = connection.execute(_OF_KIND, {"kind": kind}).all()
    else:
        several = chunks(sorted(set(ids)))
        rows = [row for some in several for row in connection.execute(_SOME, {"kind": kind, "ids": some})]
    return {row.id: Entry(**{**row._mapping, "content": decode(row.content)}) for row in rows}


def keep_entry(connection: Connection, entry: Entry) -> None:
    """Raises Conflict if another entry has its name."""
    found = {name: getattr(entry, name) for name in Entry.__slots__}
    put(connection, DIRECTORY, [{**found, "content": encode(entry.content)}])


def people_named(connection: Connection, key: str) -> list[str]:
    """Who has this name, folded: by what was pushed, else by mail address, else by id."""
    pushed = connection.execute(_NAMED, {"kind": "User", "key": key}).scalars()
    return [*pushed, *connection.execute(_IMPORTED, {"key": key}).scalars()]


def people_mailed(connection: Connection, address: str) -> list[str]:
    """Who may have this mail address, as their one or, in what was pushed, as another."""
    found = connection.execute(_MAILED, {"key": address.lower()}).scalars()
    mentioned = connection.execute(_MENTIONS, {"key": address}).scalars()
    return sorted({*found, *mentioned})


def with_external_id(connection: Connection, kind: str, external: str) -> list[str]:
    return list(connection.execute(_EXTERNAL, {"kind": kind, "external": external}).scalars())


def person_ids(connection: Connection) -> list[str]:
    """Everybody's id in order, but for those the directory has deleted."""
    gone = set(connection.execute(_GONE, {"kind": "User"}).scalars())
    return [id for id in connection.execute(_IDS).scalars() if id not in gone]


def told_at(connection: Connection, kind: str, ids: Collection[str]) -> dict[str, datetime]:
    """When people last changed, from whatever source, by id."""
    several = chunks(sorted(ids)) if kind == "User" else []
    return {row.id: row.changed_at for some in several for row in connection.execute(_TOLD, {"ids": some})}
