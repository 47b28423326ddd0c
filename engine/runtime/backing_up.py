"""A backup: one file that holds every row, the owner's files, what was handed in, and no secret.

A ZIP of `manifest.json`, `tables/NAME.jsonl` (a row a line), `files/…` and `settings.yaml`. All rows are of one moment,
read beside whatever runs; it goes into a database of either kind, of this version or a later one.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import yaml
from sqlalchemy import make_url

from engine.runtime import settings
from engine.runtime.workspace import Workspace
from engine.store.archive import Shape, rows_of, shapes
from engine.store.database import snapshot
from engine.store.revision import recorded
from engine.words.errors import Misuse, Unavailable

FORMAT = "reviewflow-backup"
VERSION = 1
MANIFEST = "manifest.json"
SETTINGS = "settings.yaml"
FOLDERS = ("processes", "templates", "evidence")
# What may stand in a backup of the settings as it is; of anything else only the name.
_OPEN = frozenset(
    {"host", "port", "security", "user", "timeout", "hello", "folder", "sync", "shows", "link", "allow_private"}
)
_VARIABLE = re.compile(r"\$\{\w+\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table in a backup: what it is like, how many rows, and the digest of its lines."""

    name: str
    columns: tuple[tuple[str, str], ...]
    rows: int
    sha256: str

    @property
    def shape(self) -> Shape:
        return Shape(name=self.name, columns=self.columns)


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file in a backup, by its path in the owner's folder."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup holds. `made_at`: the moment all of it is of; `revision`: which tables; `kind`: of database."""

    made_at: datetime
    engine: str
    revision: str
    kind: str
    tables: tuple[Table, ...]
    files: tuple[File, ...]

    @property
    def rows(self) -> int:
        return sum(each.rows for each in self.tables)


def back_up(workspace: Workspace, file: Path, now: datetime) -> Manifest:
    """Write a backup; whoever reads the file reads a whole one. Raises Misuse if it is there already."""
    if file.exists():
        raise Misuse("backup-exists", file=str(file))
    partial = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        # What people wrote of each other: for the owner alone.
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as handle:
            with ZipFile(handle, "w", ZIP_DEFLATED, compresslevel=3) as archive:
                manifest = _written(workspace, archive, now)
            handle.flush()
            os.fsync(handle.fileno())
        partial.replace(file)
    except OSError as failure:
        raise Unavailable("file-unwritable", file=str(file), why=failure.strerror or str(failure)) from None
    finally:
        partial.unlink(missing_ok=True)
    return manifest


def dump(workspace: Workspace, archive: ZipFile) -> tuple[str, tuple[Table, ...]]:
    """Write every row into an open archive, all of one moment; which tables they are of, and what was written."""
    revision = recorded(workspace.database)
    if revision is None:
        raise Unavailable("database-absent", database=workspace.database.url.render_as_string())
    with snapshot(workspace.database) as connection:
        return revision, tuple(_dumped(archive, shape, rows_of(connection, shape)) for shape in shapes(connection))


def _written(workspace: Workspace, archive: ZipFile, now: datetime) -> Manifest:
    # A file handed in is there before the row that names it, so rows first: none names a file that is missing.
    revision, tables = dump(workspace, archive)
    files = tuple(_copied(archive, workspace.home, each) for each in _owned(workspace.home))
    archive.writestr(SETTINGS, _without_secrets(workspace.home / settings.FILE))
    kind = workspace.database.dialect.name
    manifest = Manifest(made_at=now, engine=_version(), revision=revision, kind=kind, tables=tables, files=files)
    plain = {"format": FORMAT, "version": VERSION, **asdict(manifest), "made_at": now.astimezone(UTC).isoformat()}
    archive.writestr(MANIFEST, json.dumps(plain, ensure_ascii=False, indent=1))
    return manifest


def _owned(home: Path) -> Iterator[Path]:
    for folder in FOLDERS:
        yield from (
            each for each in sorted((home / folder).rglob("*")) if each.is_file() and not each.name.startswith(".")
        )


def _copied(archive: ZipFile, home: Path, file: Path) -> File:
    path, digest, size = file.relative_to(home).as_posix(), sha256(), 0
    with file.open("rb") as source, archive.open(f"files/{path}", "w", force_zip64=True) as target:
        while some := source.read(1 << 20):
            digest.update(some)
            size += len(some)
            target.write(some)
    return File(path=path, size=size, sha256=digest.hexdigest())


def _dumped(archive: ZipFile, shape: Shape, rows: Iterable[list[Any]]) -> Table:
    digest, count = sha256(), 0
    with archive.open(f"tables/{shape.name}.jsonl", "w", force_zip64=True) as target:
        for row in rows:
            line = json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
            digest.update(line)
            target.write(line)
            count += 1
    return Table(name=shape.name, columns=shape.columns, rows=count, sha256=digest.hexdigest())


def _without_secrets(file: Path) -> str:
    """The settings, every value that may open a door replaced by a variable's name."""
    try:
        found = yaml.safe_load(file.read_text("utf-8")) if file.is_file() else {}
    except (yaml.YAMLError, UnicodeDecodeError):
        return "# could not be read\n"
    plain = dict(found) if isinstance(found, dict) else {}
    if isinstance(plain.get("database"), str) and "${" not in plain["database"]:
        plain["database"] = make_url(plain["database"]).render_as_string(hide_password=True)
    channels = plain.get("channels")
    for channel, given in channels.items() if isinstance(channels, dict) else ():
        for name, value in given.items() if isinstance(given, dict) else ():
            if name not in _OPEN and not _VARIABLE.fullmatch(str(value)):
                given[name] = f"${{{channel}_{name}}}".upper()
    return yaml.safe_dump(plain, allow_unicode=True, sort_keys=False)


def _version() -> str:
    try:
        return version("reviewflow")
    except PackageNotFoundError:
        return "unknown"
