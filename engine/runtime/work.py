"""A unit of work: instances loaded, decided on, their signals drained, everything written at once.

The one way decisions become rows. A work lives inside one transaction that its opener commits; whatever is raised
rolls all of it back. Triggers, ticks, launches and imports differ only in which events they bring.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime

from sqlalchemy import Connection

from engine.core.across import note_silence
from engine.core.ensemble import Ensemble
from engine.core.limits import CohortLimit
from engine.core.mending import is_over
from engine.core.nesting import active
from engine.core.values import Decision, Event, Incident, Instance, Refusal
from engine.core.world import LimitNow, World
from engine.definition.house import CycleLimit
from engine.definition.model import Process
from engine.runtime.counted import alike, counted, counted_values, limits_of
from engine.runtime.definitions import newest, process_of
from engine.runtime.mailing import outbox_rows
from engine.runtime.people import StoredPeople
from engine.runtime.workspace import Workspace
from engine.runtime.worlds import Worlds
from engine.store.database import transaction
from engine.store.decisions import write_decisions
from engine.store.incidents import OpenIncident, open_incidents, resolve, unresolved_about
from engine.store.instances import Head, load_instances, lock_with_heads
from engine.store.values import Cohort
from engine.words.errors import Conflict, DefinitionInvalid, DefinitionLost, ReviewflowError, Unavailable

# Raised for reasons that lie in no instance: the whole work is to be tried again.
NOBODYS_FAULT = (Conflict, Unavailable)


class Work(Ensemble):
    """One transaction's worth of decisions, at one moment."""

    def __init__(self, workspace: Workspace, connection: Connection, now: datetime) -> None:
        super().__init__()
        self.workspace = workspace
        self.connection = connection
        self.now = now
        self.people = StoredPeople(connection, workspace.library.organisation, workspace.calendars, now)
        self.worlds = Worlds(connection, self.people, now, self.instances, workspace.library)
        self.headcounts: dict[Cohort, int] = {}  # as the rows say, which this work changes at its end
        self._heads: dict[str, Head] = {}
        self._newest: dict[str, Process] = {}
        self._failed: dict[str, list[Incident]] = {}
        self._asked: set[str] = set()
        self._vetted = 0

    def load(self, ids: Collection[str]) -> None:
        """Lock and load instances with their ancestors, and read what all of them will need."""
        lineages = {ancestor for id in ids for ancestor in lineage(id)} - self.instances.keys()
        found, heads = lock_with_heads(self.connection, lineages)
        self._heads |= heads
        self._take(found)

    def peek(self, ids: Collection[str]) -> None:
        """Load without locking, for questions."""
        lineages = {ancestor for id in ids for ancestor in lineage(id)} - self.instances.keys()
        self._take(load_instances(self.connection, lineages))

    def _take(self, found: dict[str, Instance]) -> None:
        self.instances.update(found)
        # Those whose calendar or clock is sure to be asked for; whoever else is named is looked up when needed.
        owing = {task.person for each in found.values() for task in each.tasks if task.status == "open"}
        self.people.prefetch(owing | {each.subject for each in found.values()})
        groups: dict[tuple[str, int, str | None], set[str]] = {}
        for each in found.values():
            groups.setdefault((each.process, each.version, each.cycle), set()).add(each.subject)
        for (name, version, cycle), subjects in groups.items():
            with suppress(DefinitionInvalid):  # said about each instance once it is to be decided on
                self.prepare(self.process(name, version), cycle, subjects)

    def process(self, name: str, version: int) -> Process:
        # What this transaction recorded may yet be rolled back, so only this transaction knows it.
        fresh = self._newest.get(name)
        if fresh is not None and fresh.version == version:
            return fresh
        return process_of(self.workspace, self.connection, name, version)

    def newest(self, name: str) -> Process:
        if name not in self._newest:
            self._newest[name] = newest(self.workspace, self.connection, name, self.now)
        return self._newest[name]

    def world(
        self,
        process: Process,
        subject: str,
        cycle: str | None,
        parent: str | None,
        limits: Sequence[LimitNow] = (),
    ) -> World:
        return self.worlds.of(process, subject, cycle, parent, limits)

    def prepare(self, process: Process, cycle: str | None, subjects: Collection[str]) -> None:
        self.worlds.read_relatives(process, cycle, subjects)

    def rules(self, instance: Instance) -> Sequence[CycleLimit]:
        return limits_of(self, instance)

    def counted(self, limits: Sequence[CycleLimit], instance: Instance) -> Sequence[CohortLimit]:
        return counted(self, limits, instance)

    def alike(self, instance: Instance, fact: str) -> Collection[str]:
        return alike(self, instance, fact)

    def decide(self, id: str, event: Event, limits: Sequence[LimitNow] = ()) -> Decision | Refusal:
        outcome = super().decide(id, event, limits)
        if isinstance(outcome, Decision):
            self._asked.add(id)
        return outcome

    def fail(self, id: str, failure: Exception) -> None:
        """An instance that cannot be decided on: an incident for somebody to see; the others go on."""
        place = self.instances[id].place if id in self.instances else ""
        self._failed.setdefault(id, []).append(incident_of(failure, place))

    def vetted(self) -> None:
        """Everything decided so far has been held against the rules across people."""
        self._vetted = len(self.decisions)

    def write(self, awake: Collection[str] = ()) -> None:
        """Write everything decided. `awake`: instances whose timers are to be put right even if nothing changed."""
        self.drain()
        silent = note_silence(self, self._vetted)
        ids = {each.after.id for each in self.decisions} | {id for id in awake if id not in self._failed}
        write_decisions(
            self.connection,
            self.decisions,
            timers=self.timers(sorted(ids)),
            outbox=outbox_rows(self),
            values=counted_values(self),
            heads=self._heads,
            hearing=self.people.subscriptions(),
            now=self.now,
        )
        open_incidents(self.connection, {**silent, **self._failed}, self.now)
        self._close_incidents((self._asked | {each.after.id for each in self.decisions}) - self._failed.keys())
        for hear in self.workspace.listeners:
            hear(self)

    def _close_incidents(self, decided: Collection[str]) -> None:
        """What stopped these and was not met again is over, as far as its own rule says so."""
        met = {
            (each.after.id, incident.code, incident.state, incident.where)
            for each in self.decisions
            for incident in each.incidents
        }
        over = [
            each.id
            for each in unresolved_about(self.connection, decided)
            if (each.about, each.incident.code, each.incident.state, each.incident.where) not in met
            and self._is_over(each)
        ]
        resolve(self.connection, over, None, self.now)

    def _is_over(self, each: OpenIncident) -> bool:
        instance = self.instances[each.about]
        here = active(self.process(instance.process, instance.version), instance.state)
        return is_over(each.incident, each.opened_at, instance, here)

    def keep(self, id: str, incidents: Sequence[Incident]) -> None:
        """Incidents of an act that was refused; written by `written_apart`, for the work itself is undone."""
        self._failed.setdefault(id, []).extend(incidents)

    def written_apart(self) -> None:
        """Write, in a transaction of their own, the incidents of a work that was undone."""
        if self._failed:
            with transaction(self.workspace.database) as connection:
                open_incidents(connection, self._failed, self.now)


@contextmanager
def work(workspace: Workspace, now: datetime) -> Iterator[Work]:
    """A work in a transaction of its own, written and committed at the end."""
    with transaction(workspace.database) as connection:
        opened = Work(workspace, connection, now)
        yield opened
        opened.write()


def incident_of(failure: Exception, place: str = "") -> Incident:
    """What stopped an instance: our own words for it, or those of whatever went wrong."""
    if isinstance(failure, ReviewflowError):
        # A lost definition is one cause, in whatever state it is met.
        where = "" if isinstance(failure, DefinitionLost) else place
        return Incident(code=failure.code, facts=dict(failure.facts), state=where)
    return Incident(code="decision-failed", facts={"why": repr(failure)[:300]}, state=place)


def stopped(workspace: Workspace, id: str, failure: Exception, now: datetime) -> None:
    """Say in a transaction of its own what stopped an instance whose work was rolled back."""
    with transaction(workspace.database) as connection:
        open_incidents(connection, {id: [incident_of(failure)]}, now)


def lineage(id: str) -> tuple[str, ...]:
    """An instance's id and those of its possible ancestors: `evaluation/2026-h2/E1/appeal` hangs on `evaluation/…`."""
    parts = id.split("/")
    return tuple("/".join(parts[:count]) for count in range(3, len(parts) + 1)) or (id,)
