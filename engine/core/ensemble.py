"""Instances that are decided on together: one moment, many decisions, signals between them drained in order.

The one place that knows what a signal does. The runtime's works serve it from the database, the lab from memory.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Collection, Sequence
from datetime import datetime

from engine.core.children import told_of
from engine.core.decide import begin, changed, decide
from engine.core.limits import CohortLimit
from engine.core.migrate import migrate
from engine.core.opening import open_by_hand
from engine.core.plan import plan
from engine.core.schedule import schedule
from engine.core.values import Data, Decision, Event, Instance, Refusal, Signal, StartChild, Tell, Timer
from engine.core.world import LimitNow, World
from engine.definition.house import CycleLimit
from engine.definition.model import Process
from engine.words.errors import NotFound, ReviewflowError

# A signal's signal's signal: deeper than any lineage of processes; more is a circle.
DEEPEST = 20


class Ensemble(ABC):
    """`instances` as they stand `now`; `decisions` in the order they were made, each following the one before."""

    now: datetime

    def __init__(self) -> None:
        self.instances: dict[str, Instance] = {}
        self.decisions: list[Decision] = []
        self._signals: deque[tuple[Signal, int]] = deque()
        self._timers: dict[str, tuple[Instance, tuple[Timer, ...] | None]] = {}

    @abstractmethod
    def process(self, name: str, version: int) -> Process:
        """The definition under this version."""

    @abstractmethod
    def newest(self, name: str) -> Process:
        """The definition a child begins under today."""

    @abstractmethod
    def world(
        self,
        process: Process,
        subject: str,
        cycle: str | None,
        parent: str | None,
        limits: Sequence[LimitNow] = (),
    ) -> World:
        """What an instance of `process` about `subject` may read."""

    @abstractmethod
    def load(self, ids: Collection[str]) -> None:
        """Put those of `ids` that exist, and their ancestors, into `instances`."""

    @abstractmethod
    def prepare(self, process: Process, cycle: str | None, subjects: Collection[str]) -> None:
        """Read what these subjects' worlds will need, all at once."""

    def rules(self, instance: Instance) -> Sequence[CycleLimit]:
        """The rules across people that speak of the instance's process."""
        return ()

    def counted(self, limits: Sequence[CycleLimit], instance: Instance) -> Sequence[CohortLimit]:
        """These rules for the instance's group, all others in it counted."""
        return ()

    def alike(self, instance: Instance, fact: str) -> Collection[str]:
        """Ids of what runs of the same process in the cycle, about subjects that are alike in a fact."""
        return ()

    def instance(self, id: str) -> Instance:
        """The instance as it stands now. Raises NotFound."""
        if id not in self.instances:
            self.load([id])
        if id not in self.instances:
            raise NotFound("instance-unknown", instance=id)
        return self.instances[id]

    def decide(self, id: str, event: Event, limits: Sequence[LimitNow] = ()) -> Decision | Refusal:
        """Decide on an event of an instance and keep the outcome. A refusal keeps nothing."""
        instance = self.instance(id)
        outcome = decide(self._definition(instance), instance, event, self.world_of(instance, limits))
        if isinstance(outcome, Decision):
            if changed(outcome):
                self._keep(outcome, 0)
            else:
                self._timers[id] = (instance, outcome.timers)
        return outcome

    def begin(
        self, process: Process, start: StartChild, at: datetime | None = None, state: str | None = None
    ) -> Decision:
        """Open an instance; `prepare` must have read its subject's relatives."""
        decision = begin(process, start, self.world(process, start.subject, start.cycle, start.parent), at, state)
        self._keep(decision, 0)
        return decision

    def migrate(self, id: str, process: Process) -> Decision:
        """Move an instance to another version of its definition."""
        instance = self.instance(id)
        world = self.world(process, instance.subject, instance.cycle, instance.parent)
        decision = migrate(process, instance, world)
        self._keep(decision, 0)
        return decision

    def open_by_hand(
        self, process: Process, start: StartChild, actor: str, form: Data, running: int, whose: str | None = None
    ) -> Decision | Refusal:
        """Open an instance as a person may; `prepare` must have read its subject's relatives."""
        world = self.world(process, start.subject, start.cycle, start.parent)
        outcome = open_by_hand(process, start, actor, form, world, running, whose)
        if isinstance(outcome, Decision):
            self._keep(outcome, 0)
        return outcome

    def drain(self) -> None:
        """Do what decisions asked of other instances, in order, until nobody asks any more."""
        while self._signals:
            signal, depth = self._signals.popleft()
            if depth >= DEEPEST:
                raise ReviewflowError("signals-too-deep", limit=DEEPEST)
            waiting = len(self._signals)
            if isinstance(signal, StartChild):
                process = self.newest(signal.process)
                self.prepare(process, signal.cycle, [signal.subject])
                self.begin(process, signal)
            elif self._known(signal.target):
                self.decide(signal.target, signal.event)
            self._deepen(waiting, depth + 1)

    def mark(self) -> int:
        """Where the decisions stand now, to go back to with `undo`; all signals before it are drained."""
        self.drain()
        return len(self.decisions)

    def undo(self, mark: int) -> None:
        """Take back every decision made since the mark."""
        for decision in reversed(self.decisions[mark:]):
            if decision.before is None:
                self.instances.pop(decision.after.id, None)
            else:
                self.instances[decision.after.id] = decision.before
        del self.decisions[mark:]
        self._signals.clear()

    def timers(self, ids: Collection[str]) -> dict[str, tuple[Timer, ...]]:
        """What each instance should be woken for."""
        found = {}
        for id in ids:
            instance = self.instances[id]
            of, known = self._timers.get(id, (None, None))
            if known is None or of is not instance:
                known = schedule(self._definition(instance), instance, self.world_of(instance))
            found[id] = known
        return found

    def world_of(self, instance: Instance, limits: Sequence[LimitNow] = ()) -> World:
        """What an instance may read now."""
        return self.world(self._definition(instance), instance.subject, instance.cycle, instance.parent, limits)

    def _definition(self, instance: Instance) -> Process:
        return self.process(instance.process, instance.version)

    def _keep(self, decision: Decision, depth: int) -> None:
        self.instances[decision.after.id] = decision.after
        self.decisions.append(decision)
        self._timers[decision.after.id] = (decision.after, decision.timers)
        self._signals.extend((signal, depth) for signal in decision.signals)
        told = self._news_of(decision)
        if told is not None:
            self._signals.append((told, depth))

    def _news_of(self, decision: Decision) -> Tell | None:
        """How a child is now, for a parent whose rules read it."""
        child = decision.after
        parent = self.instances.get(child.parent or "")
        if parent is None or parent.status == "cancelled":
            return None
        if child.process not in plan(self.process(parent.process, parent.version)).watched:
            return None
        return told_of(self.process(child.process, child.version), decision)

    def _known(self, id: str) -> bool:
        if id not in self.instances:
            # An event for each of many: all of them at once.
            self.load([id, *(each.target for each, _ in self._signals if isinstance(each, Tell))])
        return id in self.instances

    def _deepen(self, waiting: int, depth: int) -> None:
        """The signals that came since are of the next depth."""
        fresh = [self._signals.pop()[0] for _ in range(len(self._signals) - waiting)]
        self._signals.extend((signal, depth) for signal in reversed(fresh))
