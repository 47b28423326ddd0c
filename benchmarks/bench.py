"""What every line gets: where its files go, on which database, how many of what, how often."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.places import Place
from engine.runtime.workspace import Workspace, open_workspace

# (folder, URL, number of people) -> a workspace of a database that has come so far.
Prepare = Callable[[Path, str, int], Workspace]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """`people` act and are reminded, `many` are imported, launched and counted, `letters` are sent, `timers` wait.

    `starts`: rounds of what needs processes of its own.
    """

    folder: Path
    place: Place
    rounds: int
    starts: int
    people: int
    many: int
    letters: int
    timers: int
    made: dict[tuple[Prepare, int], str] = field(default_factory=dict)

    def template(self, prepare: Prepare, people: int) -> str:
        """The URL of a prepared database to copy from, made once for all lines. Nobody is to connect to it."""
        if (prepare, people) not in self.made:
            url = self.place.create()
            prepare(self.folder, url, people).database.dispose()
            self.made[prepare, people] = url
        return self.made[prepare, people]

    def copy(self, prepare: Prepare, people: int) -> str:
        return self.place.copy(self.template(prepare, people))


def ready(folder: Path, url: str) -> Workspace:
    """A workspace that has read its files: a runner does so once. Circles are looked for as often as by the command."""
    gc.set_threshold(20_000, 20, 20)
    workspace = open_workspace(folder, url)
    for read in ("library", "catalogue", "calendars"):
        getattr(workspace, read)
    return workspace
