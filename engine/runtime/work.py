"""A unit of work: instances loaded, decided on, their signals drained, everything written at once.

The one way decisions become rows. A work lives inside one transaction that its opener commits; whatever is raised
rolls all of it back. Triggers, ticks, launches and imports differ only in which events they bring.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection

from engine.core import begin, changed, decide, schedule
from engine.core.values import Decision, Event, Incident, Instance, Refusal, Signal, StartChild, Timer
from engine.core.world import LimitNow
from engine.definition.model import Process
from engine.runtime.counted import counted_values
from engine.runtime.definitions import process_of
from engine.runtime.mailing import outbox_rows
from engine.runtime.people import StoredPeople
from engine.runtime.workspace import Workspace
from engine.runtime.worlds import Worlds
from engine.store.database import transaction
from engine.store.decisions import write_decisions
from engine.store.incidents import open_incidents
from engine.store.instances import load_instances, lock_instances
from engine.words.errors import NotFound, ReviewflowError

# A signal's signal's signal: deeper than any lineage of processes; more is a circle.
DEEPEST = 20


class Work:
    """One transaction's worth of decisions, at one moment."""

    def __init__(self, workspace: Workspace, connection: Connection, now: datetime) -> None:
        self.workspace = workspace
        self.connection = connection
        self.now = now
        self.instances: dict[str, Instance] = {}
        self.people = StoredPeople(connection, workspace.library.organisation, workspace.calendars, now)
        self.worlds = Worlds(connection, self.people, now, self.instances)
        self.decisions: list[Decision] = []
        self._signals: deque[tuple[Signal, int]] = deque()
        self._failed: dict[str, list[Incident]] = {}

    def load(self, ids: Collection[str]) -> None:
        """Lock and load instances with their ancestors, and read what all of them will need."""
        lineages = {ancestor for id in ids for ancestor in lineage(id)} - self.instances.keys()
        self.instances.update(lock_instances(self.connection, lineages))
        self._prepare([self.instances[id] for id in lineages if id in self.instances])

    def peek(self, ids: Collection[str]) -> None:
        """Load without locking, for questions."""
        lineages = {ancestor for id in ids for ancestor in lineage(id)} - self.instances.keys()
        self.instances.update(load_instances(self.connection, lineages))
        self._prepare([self.instances[id] for id in lineages if id in self.instances])

    def _prepare(self, instances: Sequence[Instance]) -> None:
        people = {person for each in instances for held in each.roles.values() for person in held}
        self.people.prefetch(people | {each.subject for each in instances})
        groups: dict[tuple[str, int, str | None], set[str]] = {}
        for each in instances:
            groups.setdefault((each.process, each.version, each.cycle), set()).add(each.subject)
        for (name, version, cycle), subjects in groups.items():
            self.worlds.read_relatives(self.process(name, version), cycle, subjects)

    def process(self, name: str, version: int) -> Process:
        """The definition under this version, compiled once; the present files are not read again for it."""
        present = self.workspace.library.processes.get(name)
        if present is not None and present.version == version:
            return present
        return process_of(self.connection, name, version)

    def instance(self, id: str) -> Instance:
        """The instance as it stands in this work. Raises NotFound."""
        if id not in self.instances:
            self.load([id])
        if id not in self.instances:
            raise NotFound("instance-unknown", instance=id)
        return self.instances[id]

    def decide(self, id: str, event: Event, limits: Sequence[LimitNow] = ()) -> Decision | Refusal:
        """Decide on an event of an instance and keep the outcome. A refusal keeps nothing."""
        instance = self.instance(id)
        process = self.process(instance.process, instance.version)
        world = self.worlds.of(process, instance.subject, instance.cycle, instance.parent, limits)
        outcome = decide(process, instance, event, world)
        if isinstance(outcome, Decision) and changed(outcome):
            self._keep(outcome)
        return outcome

    def begin(self, process: Process, start: StartChild, at: datetime | None = None) -> Decision:
        """Open an instance; relatives of its subject must have been read (`worlds.read_relatives`)."""
        world = self.worlds.of(process, start.subject, start.cycle, start.parent)
        decision = begin(process, start, world, at)
        self._keep(decision)
        return decision

    def _keep(self, decision: Decision, depth: int = 0) -> None:
        self.instances[decision.after.id] = decision.after
        self.decisions.append(decision)
        self._signals.extend((signal, depth) for signal in decision.signals)

    def fail(self, id: str, failure: ReviewflowError, at: datetime | None = None) -> None:
        """An instance that cannot be decided on: an incident for somebody to see; the others go on."""
        place = self.instances[id].place if id in self.instances else ""
        incident = Incident(code=failure.code, facts=dict(failure.facts), state=place)
        self._failed.setdefault(id, []).append(incident)

    def drain(self) -> None:
        """Do what decisions asked of other instances, in order, until nobody asks any more."""
        while self._signals:
            signal, depth = self._signals.popleft()
            if depth >= DEEPEST:
                raise ReviewflowError("signals-too-deep", limit=DEEPEST)
            before = len(self._signals)
            if isinstance(signal, StartChild):
                self._start(signal)
            elif signal.target in self.instances or self._loaded(signal.target):
                self.decide(signal.target, signal.event)
            self._deepen(before, depth + 1)

    def _deepen(self, before: int, depth: int) -> None:
        fresh = [self._signals.pop()[0] for _ in range(len(self._signals) - before)]
        self._signals.extend((signal, depth) for signal in reversed(fresh))

    def _loaded(self, id: str) -> bool:
        self.load([id])
        return id in self.instances

    def _start(self, start: StartChild) -> None:
        process = self.workspace.library.processes[start.process]
        self.worlds.read_relatives(process, start.cycle, [start.subject])
        self.begin(process, start)

    def timers(self, ids: Collection[str]) -> dict[str, tuple[Timer, ...]]:
        """What each instance should be woken for."""
        found = {}
        for id in ids:
            instance = self.instances[id]
            process = self.process(instance.process, instance.version)
            world = self.worlds.of(process, instance.subject, instance.cycle, instance.parent)
            found[id] = schedule(process, instance, world)
        return found

    def write(self, awake: Collection[str] = ()) -> None:
        """Write everything decided. `awake`: instances whose timers are to be put right even if nothing changed."""
        self.drain()
        ids = {each.after.id for each in self.decisions} | {id for id in awake if id not in self._failed}
        write_decisions(
            self.connection,
            self.decisions,
            timers=self.timers(sorted(ids)),
            outbox=outbox_rows(self),
            values=counted_values(self),
            now=self.now,
        )
        open_incidents(self.connection, self._failed, self.now)


@contextmanager
def work(workspace: Workspace, now: datetime) -> Iterator[Work]:
    """A work in a transaction of its own, written and committed at the end."""
    with transaction(workspace.database) as connection:
        opened = Work(workspace, connection, now)
        yield opened
        opened.write()


def lineage(id: str) -> tuple[str, ...]:
    """An instance's id and those of its possible ancestors: `evaluation/2026-h2/E1/appeal` hangs on `evaluation/…`."""
    parts = id.split("/")
    return tuple("/".join(parts[:count]) for count in range(3, len(parts) + 1)) or (id,)
