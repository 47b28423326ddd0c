"""Noticing early that somebody else has written something that is due before the runner would wake.

A look, not a call: a writer that had to announce its work would pay for it in every transaction, and PostgreSQL lets
announcing transactions commit one after another only. SQLite's file tells by its time and size that nothing happened.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from engine.runtime.tick import next_moment
from engine.runtime.workspace import Workspace
from engine.words.errors import ReviewflowError

Stamp = tuple[tuple[int, int], ...]


class Watch:
    """Looks at one database, however often; each look costs a glance at a file, or a handful of small questions."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        url = workspace.database.url
        file = url.database if url.get_backend_name() == "sqlite" else None
        self._files = [Path(f"{file}{suffix}") for suffix in ("", "-wal")] if file and file != ":memory:" else []
        self._seen: Stamp = ()

    def earlier(self, than: datetime | None) -> bool:
        """Whether there is something to do before `than` (None: anything at all), as far as can be seen."""
        if self._files:
            stamp = tuple(_stamp(each) for each in self._files)
            if stamp == self._seen:
                return False
            self._seen = stamp
        try:
            ahead = next_moment(self._workspace)
        except ReviewflowError:
            return False  # the round that meets the same will say it
        return ahead is not None and (than is None or ahead < than)


def _stamp(file: Path) -> tuple[int, int]:
    try:
        found = file.stat()
    except OSError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_size)
