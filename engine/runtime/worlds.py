"""The world as each instance of a batch may read it: people, its cycle, its parent, its relatives.

Everything is read once for the whole batch and kept for the transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from engine.core import cycle as cycles
from engine.core.cycle import Turn
from engine.core.plan import plan
from engine.core.values import Data, Instance
from engine.core.world import LimitNow, World
from engine.definition.model import Process
from engine.runtime.people import StoredPeople
from engine.runtime.turns import turn_of
from engine.store import relatives
from engine.store.cycles import load_cycle


class Worlds:
    """Makes the world of one subject after another. `instances` is the batch as it stands now, for parents."""

    def __init__(
        self, connection: Connection, people: StoredPeople, now: datetime, instances: Mapping[str, Instance]
    ) -> None:
        self.people = people
        self._connection = connection
        self._now = now
        self._instances = instances
        self._turns: dict[str, Turn] = {}
        self._facts: dict[tuple[str, str], Mapping[str, Any]] = {}
        self._siblings: dict[tuple[str, str], Mapping[str, Data]] = {}
        self._past: dict[tuple[str, str], Sequence[Data]] = {}

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
            cycle=self.cycle(cycle, subject) if cycle else None,
            parent=self._instances.get(parent) if parent else None,
            siblings=self._siblings.get((cycle, subject), {}) if cycle else {},
            past={name: self._past.get((name, subject), ()) for name in past_of(process)},
            limits=limits,
        )

    def cycle(self, cycle: str, subject: str) -> Mapping[str, Any]:
        """The facts of a cycle for one person."""
        key = (cycle, subject)
        if key not in self._facts:
            self._facts[key] = cycles.facts(self.turn(cycle), subject, self.people, self._now)
        return self._facts[key]

    def turn(self, cycle: str) -> Turn:
        if cycle not in self._turns:
            self._turns[cycle] = turn_of(load_cycle(self._connection, cycle))
        return self._turns[cycle]

    def read_relatives(self, process: Process, cycle: str | None, subjects: Collection[str]) -> None:
        """Read for many subjects at once what this process takes from their other instances."""
        wanted = siblings_of(process)
        if wanted and cycle:
            missing = [each for each in subjects if (cycle, each) not in self._siblings]
            found = relatives.siblings(self._connection, cycle, sorted(wanted), missing)
            for each in missing:
                self._siblings[cycle, each] = found.get(each, {})
        for name in past_of(process):
            missing = [each for each in subjects if (name, each) not in self._past]
            earlier = relatives.past(self._connection, name, missing, without=cycle)
            for each in missing:
                self._past[name, each] = earlier.get(each, ())


def siblings_of(process: Process) -> frozenset[str]:
    """The processes whose data this one takes, by `from` or by `siblings.…`."""
    sources = {source for field in process.fields.values() for source, _ in field.sources}
    named = {path[1] for path in plan(process).reads if path[0] == "siblings" and len(path) > 1}
    return frozenset(sources | named)


def past_of(process: Process) -> frozenset[str]:
    """The processes whose earlier instances this one reads with `last` or `history`."""
    return frozenset(str(args[0]) for name, args in plan(process).calls if name in ("last", "history") and args)
