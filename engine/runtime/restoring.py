"""A backup into an empty database, which is held from then on, and its files into the owner's folder.

Everything is checked before anything is written, and the rows come in one transaction. What the original may have sent
after the backup is expired here, each message with a row that says so: its key is taken, so nothing queues it again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import IO, Any
from zipfile import BadZipFile, ZipFile

from sqlalchemy import Connection

from engine.runtime.backing_up import FOLDERS, FORMAT, MANIFEST, VERSION, File, Manifest, Table
from engine.runtime.holding import Hold, hold
from engine.runtime.workspace import Workspace
from engine.store.archive import clear, count_on, load_rows, occupied
from engine.store.database import transaction
from engine.store.held import silence_subscriptions, withhold_announced, withhold_due
from engine.store.revision import known, recorded
from engine.words.errors import Refused, Unavailable
from engine.words.problems import Problem
from engine.words.texts import say

# What a runner says of itself is true of the original only.
NOT_TAKEN = frozenset({"runner"})
# Rows that a runner or a glance may have made in a database that is empty otherwise.
MADE_BY_ITSELF = frozenset({"runner", "mark"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """`expired`: messages the original may have sent. `written` files; `kept` are those that were there already."""

    manifest: Manifest
    rows: int
    expired: int
    written: int
    kept: int


def restore(workspace: Workspace, file: Path, now: datetime, ran_until: datetime | None = None) -> Restored:
    """Take a backup over and hold the database. `ran_until`: until when the original may have sent messages.

    Raises Unavailable for a file that is damaged or of a later version, Refused where the database holds anything.
    """
    with opened(file) as archive:
        manifest = checked(archive, file)
        _make_room(workspace, manifest)
        what = Hold(since=now, backed_up_at=manifest.made_at, ran_until=ran_until or now)
        with transaction(workspace.database) as connection:
            rows = load(connection, archive, manifest.tables)
            expired = withhold_due(connection, what.ran_until) if what.ran_until > manifest.made_at else 0
            hold(connection, what)
        from engine.store.prepare import upgrade

        upgrade(workspace.database)
        _keep_from_others(workspace, manifest, what)
        written = sum(_put(archive, workspace.home, each) for each in manifest.files)
    return Restored(manifest=manifest, rows=rows, expired=expired, written=written, kept=len(manifest.files) - written)


def _keep_from_others(workspace: Workspace, manifest: Manifest, held: Hold) -> None:
    """The copy tells other systems nothing yet: their secrets are with the original, which may still be running."""
    why = say("subscription-secretless", workspace.settings.language or "en", {})
    with transaction(workspace.database) as connection:
        if held.ran_until > manifest.made_at:
            withhold_announced(connection, held.ran_until)
        silence_subscriptions(connection, held.since, why)


def load(connection: Connection, archive: ZipFile, tables: Iterable[Table]) -> int:
    """Every row of the backup into tables that hold none; the number."""
    count = 0
    for each in tables:
        if each.name in MADE_BY_ITSELF:
            connection.execute(each.shape.table.delete())
        if each.name not in NOT_TAKEN:
            count += load_rows(connection, each.shape, _rows(archive, each))
    count_on(connection)
    return count


def opened(file: Path) -> ZipFile:
    """A file that is a ZIP at least. Raises Unavailable."""
    try:
        return ZipFile(file)
    except OSError as failure:
        raise Unavailable("file-unreadable", file=str(file), why=failure.strerror or "") from None
    except BadZipFile:
        raise Unavailable("backup-unreadable", file=str(file)) from None


def checked(archive: ZipFile, file: Path) -> Manifest:
    """The manifest, after every table and file was held against its digest. Raises Unavailable."""
    try:
        manifest = _manifest(json.loads(archive.read(MANIFEST)))
        if manifest is None:
            raise Unavailable("backup-unreadable", file=str(file))
        if manifest.revision not in known():
            raise Unavailable("backup-newer", file=str(file), engine=manifest.engine)
        wanted = {f"tables/{each.name}.jsonl": each.sha256 for each in manifest.tables}
        wanted |= {f"files/{each.path}": each.sha256 for each in manifest.files}
        for path, digest in wanted.items():
            with archive.open(path) as source:
                if _digest(source) != digest:
                    raise Unavailable("backup-damaged", file=str(file), part=path)
    except (BadZipFile, EOFError, KeyError, TypeError, ValueError, OSError) as failure:
        raise Unavailable("backup-damaged", file=str(file), part=str(failure)[:100]) from None
    return manifest


def _manifest(found: Mapping[str, Any]) -> Manifest | None:
    if found.get("format") != FORMAT:
        return None
    if found["version"] > VERSION:
        raise Unavailable("backup-newer", file=MANIFEST, engine=found.get("engine", "–"))
    return Manifest(
        made_at=datetime.fromisoformat(found["made_at"]),
        engine=found["engine"],
        revision=found["revision"],
        kind=found["kind"],
        tables=tuple(
            Table(
                name=each["name"],
                columns=tuple((name, kind) for name, kind in each["columns"]),
                rows=each["rows"],
                sha256=each["sha256"],
            )
            for each in found["tables"]
        ),
        files=tuple(
            File(path=_safe(each["path"]), size=each["size"], sha256=each["sha256"]) for each in found["files"]
        ),
    )


def _safe(path: str) -> str:
    """A path that stays in the owner's folder. Raises ValueError."""
    parts = PurePosixPath(path).parts
    if not parts or parts[0] not in FOLDERS or ".." in parts or "\\" in path:
        raise ValueError(path)
    return path


def _digest(source: IO[bytes]) -> str:
    digest = sha256()
    while some := source.read(1 << 20):
        digest.update(some)
    return digest.hexdigest()


def _rows(archive: ZipFile, table: Table) -> Iterator[list[Any]]:
    with archive.open(f"tables/{table.name}.jsonl") as lines:
        for line in lines:
            yield json.loads(line)


def _make_room(workspace: Workspace, manifest: Manifest) -> None:
    """Tables of the backup's revision without rows. Raises Refused where anything is in them."""
    from engine.store.prepare import upgrade

    have = recorded(workspace.database)
    if have is not None:
        with transaction(workspace.database) as connection:
            found = occupied(connection, MADE_BY_ITSELF)
            if found is not None:
                url = workspace.database.url.render_as_string()
                raise Refused([Problem(code="restore-occupied", facts={"database": url, "table": found})])
            if have != manifest.revision:
                clear(connection)
    upgrade(workspace.database, manifest.revision)


def _put(archive: ZipFile, home: Path, file: File) -> bool:
    """Write a file that is not there yet; whether it was written."""
    target = home / file.path
    if target.exists():
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(archive.read(f"files/{file.path}"))
    return True
