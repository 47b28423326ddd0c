"""Definitions, recorded for ever: what a version of a process said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, tuple_

from engine.store.bulk import add_missing, chunks
from engine.store.tables import DEFINITION
from engine.words.errors import Conflict, NotFound

Version = tuple[str, int]

_DIGESTS = select(DEFINITION.c.name, DEFINITION.c.version, DEFINITION.c.digest).where(
    tuple_(DEFINITION.c.name, DEFINITION.c.version).in_(bindparam("versions", expanding=True))
)
_ONE = select(DEFINITION).where(DEFINITION.c.name == bindparam("name"), DEFINITION.c.version == bindparam("version"))
_ALL = select(DEFINITION.c.name, DEFINITION.c.version, DEFINITION.c.digest).order_by(
    DEFINITION.c.name, DEFINITION.c.version
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One version of one process. `text` is all that the digest covers, in whatever form its reader wants."""

    name: str
    version: int
    digest: str
    text: str


def record_definitions(connection: Connection, definitions: Iterable[Definition], now: datetime) -> None:
    """Keep these versions; those kept already stay.

    Raises Conflict("definition-content-changed") if a version is known with another digest.
    """
    wanted = {(each.name, each.version): each for each in definitions}
    rows = [
        {"name": each.name, "version": each.version, "digest": each.digest, "text": each.text, "recorded_at": now}
        for each in wanted.values()
    ]
    add_missing(connection, DEFINITION, rows)
    for version, digest in digests_of(connection, wanted).items():
        if digest != wanted[version].digest:
            raise Conflict("definition-content-changed", name=version[0], version=version[1])


def load_definition(connection: Connection, name: str, version: int) -> Definition:
    """One version. Raises NotFound."""
    row = connection.execute(_ONE, {"name": name, "version": version}).one_or_none()
    if row is None:
        raise NotFound("definition-unknown", name=name, version=version)
    return Definition(name=row.name, version=row.version, digest=row.digest, text=row.text)


def digests_of(connection: Connection, versions: Iterable[Version]) -> dict[Version, str]:
    """The digests of those versions that are known."""
    return {
        (row.name, row.version): row.digest
        for some in chunks(sorted(versions))
        for row in connection.execute(_DIGESTS, {"versions": some})
    }


def known_versions(connection: Connection) -> dict[Version, str]:
    """Every version ever recorded, with its digest."""
    return {(row.name, row.version): row.digest for row in connection.execute(_ALL)}
