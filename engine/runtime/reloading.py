"""Files that change under a running process: taken over once they are sound, left alone while they have errors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from engine.runtime.folder import TEXT, YAML
from engine.runtime.settings import FILE, read_settings
from engine.runtime.workspace import Workspace
from engine.words.errors import DefinitionInvalid, ReviewflowError

# Whoever saves several files one after another is given so long to finish.
SETTLED = timedelta(seconds=3)

Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """`changed`: the files are others than at the last look. `fault`: why they are not taken over."""

    workspace: Workspace
    changed: bool = False
    fault: ReviewflowError | None = None


class Files:
    """The owner's files as they were when last looked at: by name, size and time."""

    def __init__(self, workspace: Workspace) -> None:
        self._seen = stamp(workspace.home)

    def look(self, workspace: Workspace, now: datetime) -> Looked:
        """The workspace as its files are now: a new one over the same database, or the same where they have errors.

        The address of the database is what it was when the process began.
        """
        found = stamp(workspace.home)
        newest = max((at for _, _, at in found), default=0) / 1e9
        if found == self._seen or timedelta(0) <= now - datetime.fromtimestamp(newest, now.tzinfo) < SETTLED:
            return Looked(workspace=workspace)
        self._seen = found
        try:
            settings = read_settings(workspace.home, workspace.settings.database)
            fresh = Workspace(home=workspace.home, settings=settings, listeners=workspace.listeners)
            _ = fresh.library, fresh.catalogue
        except ReviewflowError as fault:
            return Looked(workspace=workspace, changed=True, fault=fault)
        vars(fresh)["database"] = workspace.database
        return Looked(workspace=fresh, changed=True)


def stamp(home: Path) -> Stamp:
    """What tells the files of a folder from what they were: (path, bytes, nanoseconds of the last change) of each."""
    return tuple(_of(each) for each in sorted(_files(home)) if each.is_file())


def first_of(fault: ReviewflowError) -> tuple[int, str]:
    """How many errors there are, and where the first stands."""
    if isinstance(fault, DefinitionInvalid):
        return len(fault.problems), f"{fault.problems[0].span}"
    return 1, fault.text("en")


def _files(home: Path) -> Iterator[Path]:
    yield home / FILE
    yield from (home / "processes").rglob(YAML)
    yield from (home / "templates").rglob(TEXT)


def _of(file: Path) -> tuple[str, int, int]:
    found = file.stat()
    return str(file), found.st_size, found.st_mtime_ns
