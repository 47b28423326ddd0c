"""The working copy of an instance while one event is decided. It never outlives the decision.

`decide` opens a case, the rooms of the core change it, `close` makes the frozen `Decision`. Throwing a case away
undoes everything, which is how a refusal leaves no trace.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from engine.calendar.moment import Instant
from engine.calendar.working_days import WorkingCalendar
from engine.core.nesting import active, standing
from engine.core.plan import plan
from engine.core.someone import Someone
from engine.core.values import (
    ActRecord,
    ChildRecord,
    Decision,
    Entry,
    Incident,
    Instance,
    Notice,
    Pause,
    Signal,
    TaskRecord,
    Timer,
)
from engine.core.world import World
from engine.definition.model import Process, State

Holder = tuple[str, str | None, str | None]  # a state, and whose task there, if a person's and a task's are meant


class Case:
    """The rule at hand is judged from the point of view of `place`, one of the states the instance is in.

    `at` is the moment the present step counts from: `now`, or the end of a limit that ran out.

    `moments` keeps what moments mean, as long as nothing changes; None while something does.
    `not_before` is the event that is being decided on: nothing that follows from it counts from an earlier moment.
    """

    def __init__(self, process: Process, world: World, instance: Instance, *, fresh: bool = False) -> None:
        self.process = process
        self.plan = plan(process)
        self.world = world
        self.before = instance
        self.fresh = fresh
        self.at: datetime = world.now
        self.not_before: datetime = instance.started_at
        self.actor: str | None = None  # in whose right the act is done
        self.deputy: str | None = None  # who does it for them
        self.doing: str | None = None  # the act that is being done
        self.reason: str | None = None
        self.leaves = instance.state
        self.place = instance.state[0] if instance.state else ""
        self.status = instance.status
        self.ended_at = instance.ended_at
        self.data: dict[str, Any] = dict(instance.data)
        self.answers: dict[str, Mapping[str, Mapping[str, Any]]] = dict(instance.answers)
        self.released: dict[str, Mapping[str, Mapping[str, Any]]] = dict(instance.released)
        self.known: dict[str, Mapping[str, Any]] = dict(instance.known)
        self.offered: Mapping[str, object] = {}  # names that only the present event brings along
        self.corrected: set[str] = set(instance.corrected)
        self.roles: dict[str, tuple[str, ...]] = dict(instance.roles)
        self.settings: dict[str, Any] = dict(instance.settings)
        self.visits: dict[str, int] = dict(instance.visits)
        self.entered: dict[str, datetime] = dict(instance.entered)
        self.acts: dict[str, ActRecord] = dict(instance.acts)
        self.children: list[ChildRecord] = list(instance.children)
        self.fired: dict[str, int] = dict(instance.fired)
        self.extended: dict[str, tuple[str, ...]] = dict(instance.extended)
        self.pauses: tuple[Pause, ...] = instance.pauses
        self.assigned: frozenset[str] = instance.assigned
        self.stood = instance.stood
        self.tasks: list[TaskRecord] = list(instance.tasks)
        self.moves = 0
        self.purged = False  # in this decision
        self.moments: dict[tuple[str, str, str | None, str | None], Instant | None] | None = None
        self.calendars: dict[Holder, WorkingCalendar] = {}  # whose they are does not change within a decision
        self.zones: dict[Holder, ZoneInfo] = {}
        self.blind: frozenset[str] = frozenset()  # who must not learn the actor's name
        self.entries: list[Entry] = []
        self.notices: list[Notice] = []
        self.signals: list[Signal] = []
        self.incidents: list[Incident] = []
        self.ways: list[str] = []
        self.facts: dict[str, Any] = {}  # what was read from outside, for replays

    @property
    def id(self) -> str:
        return self.before.id

    @property
    def state(self) -> State:
        return self.process.states[self.place]

    @property
    def visit(self) -> int:
        return self.visits.get(self.place, 0)

    @property
    def paused(self) -> bool:
        """Whether the clock stands still: nothing falls due."""
        return bool(self.pauses) and self.pauses[-1].until is None

    @property
    def suspended(self) -> bool:
        """Whether nobody may act either, until somebody resumes it."""
        return self.paused and self.pauses[-1].why == "suspended"

    @property
    def stay(self) -> str:
        """The present visit of the present state; timers and notices are keyed by it."""
        return f"{self.place}#{self.visit}"

    @property
    def active(self) -> tuple[str, ...]:
        """Every state the instance is in, the inner ones first."""
        return active(self.process, self.leaves)

    @property
    def standing(self) -> str:
        """The one name for where the instance is."""
        return standing(self.process, self.leaves)

    def views(self) -> Iterator[State]:
        """Take the point of view of every active state in turn, the inner ones first."""
        for place in self.active:
            self.place = place
            yield self.process.states[place]
        self.place = self.leaves[0]

    def opening(self, task: str) -> str:
        """Under which `entered` keeps when a task opened that did not do so with its state."""
        return f"{self.stay} {task}"

    def now(self) -> None:
        """Everything due has happened; what comes counts from this moment."""
        self.at = self.not_before = self.world.now
        self.moments = None

    def count(self, key: str) -> int:
        """How often this has happened now, this time included. Keys begin with the stay."""
        self.fired[key] = self.fired.get(key, 0) + 1
        return self.fired[key]

    def hidden_from(self, person: str) -> bool:
        """Whether, for now, this instance does not exist for somebody because it is about them."""
        until = self.process.hidden_until
        return until is not None and person == self.before.subject and not any(map(self.visits.get, until))

    def someone(self, id: str) -> Someone:
        return Someone(id, self.facts, self.world.people)

    def open_tasks(self, name: str | None = None) -> list[TaskRecord]:
        """What is owed in the present state and all states within it."""
        inside = self.state.inside
        return [
            task for task in self.tasks if task.status == "open" and task.state in inside and name in (None, task.name)
        ]

    def owed(self) -> list[TaskRecord]:
        """What is owed anywhere."""
        here = self.active
        return [task for task in self.tasks if task.status == "open" and task.state in here]

    def kept_tasks(self, person: str | None = None) -> list[TaskRecord]:
        """Open tasks of states that were left, which may still be answered."""
        here = {(place, self.visits.get(place, 0)) for place in self.active}
        return [
            task
            for task in self.tasks
            if task.status == "open" and (task.state, task.visit) not in here and person in (None, task.person)
        ]

    def visit_tasks(self, name: str) -> list[TaskRecord]:
        """The tasks of that name in the present visit, whatever became of them."""
        visit = self.visit
        return [task for task in self.tasks if task.name == name and task.state == self.place and task.visit == visit]

    def settle_task(self, task: TaskRecord, status: str) -> None:
        index = next(index for index, each in enumerate(self.tasks) if each is task)
        self.tasks[index] = replace(task, status=status, closed_at=self.world.now)  # type: ignore[arg-type]

    def log(self, kind: str, name: str, **more: Any) -> None:
        """Add a line of history at the moment the step counts from; `facts` go with it and start anew.

        Where it counts from an earlier moment, the moment it was decided at is one of them.
        """
        if self.at != self.world.now:
            self.facts["now"] = self.world.now
        self.entries.append(
            Entry(at=self.at, kind=kind, name=name, actor=self.deputy or self.actor, facts=dict(self.facts), **more)  # type: ignore[arg-type]
        )
        self.facts.clear()

    def incident(self, code: str, where: str | None = None, **facts: Any) -> None:
        found = Incident(code=code, facts=facts, state=self.place, where=where)
        if found not in self.incidents:  # a rule is asked several times in one decision
            self.incidents.append(found)

    def instance(self) -> Instance:
        """The instance as it stands now, one revision on."""
        before = self.before
        return Instance(
            id=before.id,
            process=before.process,
            version=before.version,
            digest=before.digest,
            subject=before.subject,
            cycle=before.cycle,
            parent=before.parent,
            started_at=before.started_at,
            status=self.status,
            state=self.leaves,
            revision=before.revision if self.fresh else before.revision + 1,
            ended_at=self.ended_at,
            data=self.data,
            answers=self.answers,
            released=self.released,
            corrected=frozenset(self.corrected),
            known=self.known,
            roles=self.roles,
            settings=self.settings,
            visits=self.visits,
            entered=self.entered,
            acts=self.acts,
            children=tuple(self.children),
            fired=self.fired,
            extended=self.extended,
            pauses=self.pauses,
            assigned=self.assigned,
            stood=self.stood,
            tasks=tuple(self.tasks),
        )

    def close(self, timers: tuple[Timer, ...] | None = None) -> Decision:
        return Decision(
            before=None if self.fresh else self.before,
            after=self.instance(),
            entries=tuple(self.entries),
            notices=tuple(each for each in self.notices if not self.hidden_from(each.recipient)),
            signals=tuple(self.signals),
            incidents=tuple(self.incidents),
            ways=tuple(self.ways),
            purged=self.purged,
            timers=timers,
        )
