"""The world as each instance of a batch may read it: people, its cycle, its parent, its relatives.

Everything is read once for the whole batch and kept for the transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection

from engine.core import cycle as cycles
from engine.core.cycle import Turn
from engine.core.plan import plan
from engine.core.values import Data, Instance
from engine.core.world import Indicators, LimitNow, World
from engine.definition.house import Library
from engine.definition.indicators import Board
from engine.definition.model import Field, Process
from engine.expression import Ordered
from engine.runtime.measured import KeptIndicators, StoredMeasurements
from engine.runtime.people import StoredPeople
from engine.runtime.turns import board_of_turn, turn_of
from engine.store import relatives
from engine.store.cycles import Cycle, load_cycle
from engine.store.instances import load_instances


class Worlds:
    """Makes the world of one subject after another. `instances` is the batch as it stands now, for parents."""

    def __init__(
        self,
        connection: Connection,
        people: StoredPeople,
        now: datetime,
        instances: Mapping[str, Instance],
        library: Library,
    ) -> None:
        self.people = people
        self.measurements = StoredMeasurements(connection, library.board)
        self._connection = connection
        self._now = now
        self._library = library
        self._instances = instances
        self._indicators: dict[str, KeptIndicators] = {}
        self._rows: dict[str, Cycle] = {}
        self._turns: dict[str, Turn] = {}
        self._facts: dict[tuple[str, str], Mapping[str, Any]] = {}
        self._siblings: dict[tuple[str, str], dict[str, Data | None]] = {}  # (cycle, process) -> subject -> data
        self._expected: dict[str, set[str]] = {}  # cycle -> subjects whose siblings somebody may ask for
        self._past: dict[tuple[str, str], Sequence[Data]] = {}
        self._current: dict[tuple[str, str], Sequence[Data]] = {}

    def of(
        self,
        process: Process,
        subject: str,
        cycle: str | None,
        parent: str | None,
        limits: Sequence[LimitNow] = (),
    ) -> World:
        """What an instance of `process` about `subject` may read."""
        return World(
            now=self._now,
            people=self.people,
            cycle=Facts(self, cycle, subject) if cycle else None,
            parent=self._instances.get(parent) if parent else None,
            siblings=Siblings(self, cycle, subject, plan(process).siblings) if cycle else {},
            past={name: self._past.get((name, subject), ()) for name in plan(process).past},
            current={name: self._current.get((name, subject), ()) for name in plan(process).current},
            fields=self.fields_of,
            limits=limits,
            members=lambda name, whose: self._members(process, subject, cycle, name, whose),
            indicators=self._indicators_of(cycle) if plan(process).reads_indicators else None,
        )

    def fields_of(self, process: str) -> Mapping[str, Field]:
        """The fields of a process as its file says them today."""
        found = self._library.processes.get(process)
        return {} if found is None else found.fields

    def _indicators_of(self, cycle: str | None) -> Indicators:
        if cycle is None:
            return self.measurements
        if cycle not in self._indicators:
            self._indicators[cycle] = KeptIndicators(partial(self.board, cycle), self.measurements)
        return self._indicators[cycle]

    def board(self, cycle: str | None) -> Board:
        """The indicators an instance reads: those its cycle keeps, else those of the files."""
        present = self.measurements.board
        return present if cycle is None else board_of_turn(self._row(cycle), present)

    def _members(
        self, process: Process, subject: str, cycle: str | None, name: str, whose: Collection[str] | None
    ) -> Sequence[Instance]:
        """The instances of a process in a cycle about these; else all, or those about a unit and what is below it."""
        if cycle is None or (whose is None and process.about == "person"):
            return ()
        if whose is not None:
            return self._instances_of(relatives.in_cycle_about(self._connection, cycle, name, whose))
        known = relatives.in_cycle(self._connection, cycle, name)
        unit = self.people.unit(subject) if process.about == "unit" else None
        if process.about == "unit":
            below = set() if unit is None else unit.everybody()
            known = {id: about for id, about in known.items() if about in below}
        return self._instances_of(known)

    def _instances_of(self, known: Collection[str]) -> Sequence[Instance]:
        """These as they are by now, in order."""
        found = load_instances(self._connection, [id for id in known if id not in self._instances])
        return [self._instances[id] if id in self._instances else found[id] for id in sorted(known)]

    def facts(self, cycle: str, subject: str) -> Mapping[str, Any]:
        """The facts of a cycle for one person, worked out when asked for."""
        return Facts(self, cycle, subject)

    def cycle(self, cycle: str, subject: str) -> Mapping[str, Any]:
        """The facts of a cycle for one person."""
        key = (cycle, subject)
        if key not in self._facts:
            self._facts[key] = cycles.facts(self.turn(cycle), subject, self.people, self._now)
        return self._facts[key]

    def turn(self, cycle: str) -> Turn:
        if cycle not in self._turns:
            self._turns[cycle] = turn_of(self._row(cycle))
        return self._turns[cycle]

    def _row(self, cycle: str) -> Cycle:
        if cycle not in self._rows:
            self._rows[cycle] = load_cycle(self._connection, cycle)
        return self._rows[cycle]

    def read_relatives(self, process: Process, cycle: str | None, subjects: Collection[str]) -> None:
        """See that what this process takes from other instances of many subjects is read at once.

        Siblings are read when the first of these subjects asks: few decisions do.
        """
        if cycle and plan(process).siblings:
            self._expected.setdefault(cycle, set()).update(subjects)
        if plan(process).reads_indicators:
            self.measurements.expect(subjects)
        for name in plan(process).past:
            missing = [each for each in subjects if (name, each) not in self._past]
            earlier = relatives.past(self._connection, name, missing, without=cycle)
            for each in missing:
                self._past[name, each] = earlier.get(each, ())
        for name in plan(process).current:
            missing = [each for each in subjects if (name, each) not in self._current]
            now = relatives.current(self._connection, name, missing)
            self._current.update({(name, each): now.get(each, ()) for each in missing})

    def siblings_of(
        self, cycle: str, subject: str, processes: Collection[str], among: Collection[str]
    ) -> Mapping[str, Data]:
        """Process -> what a subject's instance of it in a cycle holds; `among`: who else will be asked about."""
        self._expected.setdefault(cycle, set()).update(among)
        found = {}
        for process in processes:
            data, fields = self.sibling(cycle, subject, process) or {}, self.fields_of(process)
            choices = {name: field.options for name, field in fields.items() if field.type == "choice"}
            found[process] = {
                name: Ordered(value, choices[name]) if name in choices and value is not None else value
                for name, value in data.items()
            }
        return found

    def sibling(self, cycle: str, subject: str, process: str) -> Data | None:
        """The data of a subject's instance of a process in a cycle, read together with everybody else's expected."""
        known = self._siblings.setdefault((cycle, process), {})
        if subject not in known:
            missing = ({subject} | self._expected.get(cycle, set())) - known.keys()
            found = relatives.siblings(self._connection, cycle, [process], missing)
            known.update({each: found.get(each, {}).get(process) for each in missing})
        return known[subject]


class Facts(Mapping[str, Any]):
    """The facts of a cycle for one person, worked out when asked for: few decisions do."""

    __slots__ = ("_cycle", "_subject", "_worlds")

    def __init__(self, worlds: Worlds, cycle: str, subject: str) -> None:
        self._worlds = worlds
        self._cycle = cycle
        self._subject = subject

    def __getitem__(self, name: str) -> Any:
        return self._worlds.cycle(self._cycle, self._subject)[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._worlds.cycle(self._cycle, self._subject))

    def __len__(self) -> int:
        return len(self._worlds.cycle(self._cycle, self._subject))


class Siblings(Mapping[str, Data]):
    """Process -> data of the subject's instance in the same cycle, read when asked for."""

    __slots__ = ("_cycle", "_processes", "_subject", "_worlds")

    def __init__(self, worlds: Worlds, cycle: str, subject: str, processes: frozenset[str]) -> None:
        self._worlds = worlds
        self._cycle = cycle
        self._subject = subject
        self._processes = processes

    def __getitem__(self, process: str) -> Data:
        found = None
        if process in self._processes:
            found = self._worlds.sibling(self._cycle, self._subject, process)
        if found is None:
            raise KeyError(process)
        return found

    def __iter__(self) -> Iterator[str]:
        return (each for each in sorted(self._processes) if self.get(each) is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)
