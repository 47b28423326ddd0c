"""How a cycle stands, in numbers. Every number is one statement, however many instances there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from engine.core.completion import is_expected
from engine.definition.house import Library
from engine.definition.model import Process, Text
from engine.runtime.definitions import kept_process
from engine.runtime.turns import turn_of
from engine.runtime.workspace import Workspace
from engine.store import progress as numbers
from engine.store.cycles import Cycle, all_cycles, load_cycle, starts_of
from engine.store.database import snapshot
from engine.store.progress import Overdue, Standing
from engine.views.glance import title_of_state
from engine.words.errors import DefinitionInvalid


@dataclass(frozen=True, slots=True, kw_only=True)
class StartLine:
    """A process a cycle starts, when, and whether it has."""

    process: str
    title: Text
    due_at: datetime
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleLine:
    """A cycle that was launched."""

    id: str
    title: Text
    status: str
    start_on: date
    starts: tuple[StartLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StateLine:
    """How many instances of a process are in a state, and how many of them owe something that is overdue."""

    state: str
    title: Text
    status: str
    count: int
    overdue: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessLine:
    """A process: the version in the files (None if it is gone), those its running instances have, and its states."""

    process: str
    title: Text
    in_files: int | None
    running: Mapping[int, int]  # version -> running instances
    states: tuple[StateLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """The numbers of one cycle, or of everything when no cycle was named."""

    cycle: str | None
    cycles: tuple[CycleLine, ...]
    processes: tuple[ProcessLine, ...]
    messages: Mapping[str, int]
    incidents: Mapping[str, int]
    suspended: int


def progress(workspace: Workspace, now: datetime, library: Library | None, cycle: str | None = None) -> Progress:
    """The numbers as of now. `library` None: the files cannot be read, titles come from what was recorded.

    Raises NotFound for an unknown cycle.
    """
    with snapshot(workspace.database) as connection:
        cycles = all_cycles(connection) if cycle is None else [load_cycle(connection, cycle)]
        titles = _Titles(connection, library)
        standings = numbers.standings(connection, cycle)
        late = numbers.overdue(connection, cycle, now, _optional(library))
        order = list(library.processes) if library else []
        names = sorted({each.process for each in standings}, key=lambda name: _place(order, name))
        return Progress(
            cycle=cycle,
            cycles=tuple(_cycle(connection, each, titles) for each in cycles),
            processes=tuple(
                _process(
                    name,
                    [each for each in standings if each.process == name],
                    {each.state: each for each in late if each.process == name},
                    titles,
                )
                for name in names
            ),
            messages=numbers.messages(connection, cycle),
            incidents=numbers.incidents(connection, cycle),
            suspended=sum(each.suspended for each in standings),
        )


def _optional(library: Library | None) -> set[tuple[str, str]]:
    """Tasks nobody can be late with, by process and name."""
    processes = library.processes.values() if library else ()
    tasks = {
        (process.name, task.name): not is_expected(task)
        for process in processes
        for state in process.states.values()
        for task in state.tasks.values()
    }
    return {name for name, never in tasks.items() if never}


def _place(order: list[str], name: str) -> tuple[int, str]:
    return (order.index(name) if name in order else len(order), name)


class _Titles:
    """Definitions for their titles: the files' if they hold the version, else as recorded."""

    def __init__(self, connection: Connection, library: Library | None) -> None:
        self._connection = connection
        self._library = library

    def in_files(self, name: str) -> int | None:
        found = self._library.processes.get(name) if self._library else None
        return None if found is None else found.version

    def process(self, name: str, version: int) -> Process:
        found = self._library.processes.get(name) if self._library else None
        if found is not None and found.version == version:
            return found
        return kept_process(self._connection, name, version)

    def newest(self, name: str, versions: Iterable[int]) -> Process | None:
        """The newest of these versions that can be read; None if none can."""
        for version in sorted(versions, reverse=True):
            with suppress(DefinitionInvalid):
                return self.process(name, version)
        return None

    def title(self, name: str) -> Text:
        found = self._library.processes.get(name) if self._library else None
        return {"en": name, "zh": name} if found is None else found.title


def _cycle(connection: Connection, cycle: Cycle, titles: _Titles) -> CycleLine:
    return CycleLine(
        id=cycle.id,
        title=turn_of(cycle).title,
        status=cycle.status,
        start_on=cycle.start_on,
        starts=tuple(
            StartLine(process=each.process, title=titles.title(each.process), due_at=each.due_at, status=each.status)
            for each in starts_of(connection, cycle.id)
        ),
    )


def _process(name: str, standings: list[Standing], late: Mapping[str, Overdue], titles: _Titles) -> ProcessLine:
    running: dict[int, int] = {}
    counts: dict[tuple[str, str], int] = {}
    newest = titles.newest(name, {each.version for each in standings})
    for each in standings:
        if each.status == "running":
            running[each.version] = running.get(each.version, 0) + each.count
        for state in each.state:
            counts[state, each.status] = counts.get((state, each.status), 0) + each.count
    order = list(newest.states) if newest else []
    lines = [
        StateLine(
            state=state,
            title=title_of_state(newest, state) if newest else {"en": state, "zh": state},
            status=status,
            count=count,
            overdue=late[state].instances if state in late and status == "running" else 0,
        )
        for (state, status), count in counts.items()
    ]
    return ProcessLine(
        process=name,
        title=newest.title if newest else titles.title(name),
        in_files=titles.in_files(name),
        running=dict(sorted(running.items())),
        states=tuple(sorted(lines, key=lambda line: (_place(order, line.state), line.status))),
    )
