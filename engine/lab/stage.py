"""A virtual house: instances in memory, a clock that is moved by hand, the real core."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain, count
from typing import Any, Protocol

from engine.calendar.working_days import WorkingCalendar
from engine.core import across
from engine.core.arrival import arrival
from engine.core.decide import MEASURED, begin
from engine.core.ensemble import Ensemble
from engine.core.limits import CohortLimit
from engine.core.nesting import owners
from engine.core.outside import outsider
from engine.core.plan import plan
from engine.core.roster import Delegation, PersonRecord
from engine.core.units import UnitRecord
from engine.core.values import (
    Data,
    Decision,
    Incident,
    Instance,
    Intervened,
    Notice,
    Raised,
    Refusal,
    StartChild,
    TimePassed,
    Timer,
    Triggered,
)
from engine.core.world import LimitNow, World
from engine.definition.house import CycleLimit, CycleTemplate, Organisation
from engine.definition.model import Process
from engine.lab.cast import Cast
from engine.lab.coverage import Tried
from engine.lab.measured import Gauges
from engine.lab.past import Versions
from engine.lab.quota import alike, counted
from engine.words.errors import ReviewflowError


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A message that went out: of which instance, to whom, on which day of theirs."""

    instance: str
    notice: Notice
    on: date


@dataclass(frozen=True, slots=True)
class Around:
    """What a scenario says of the subject's other instances: process -> data; of the past, the latest first."""

    siblings: Mapping[str, Data]
    past: Mapping[str, Sequence[Data]]
    running: Mapping[str, Data]


class Keeper(Protocol):
    """Where a story is kept meanwhile: takes what was decided, and says how that stands there now."""

    def __call__(
        self, decisions: Sequence[Decision], timers: Mapping[str, tuple[Timer, ...]], now: datetime
    ) -> tuple[Mapping[str, Instance], Mapping[str, tuple[Timer, ...]]]: ...


class Stopped(ReviewflowError):
    """An incident, which a story cannot go on from. `where` names the rule: "reviewing/review/when"."""

    def __init__(self, incident: Incident) -> None:
        super().__init__(incident.code, **incident.facts)
        self.where = incident.where


class Stage(Ensemble):
    """`sent` in the order messages fell due, `tried` what was refused. Time only goes forward.

    `exceeded`: the rules across people that were broken, and not refused, since whoever plays emptied it.
    """

    def __init__(
        self,
        processes: Mapping[str, Process],
        organisation: Organisation,
        calendars: Mapping[str, WorkingCalendar],
        people: Mapping[str, PersonRecord],
        versions: Mapping[str, Versions],
        cycle: Mapping[str, Any],
        around: Around,
        now: datetime,
        units: Mapping[str, UnitRecord],
        template: CycleTemplate | None,
        gauges: Gauges,
        keeper: Keeper | None = None,
    ) -> None:
        super().__init__()
        self.units = units
        self.template = template
        self.now = now
        self.people = dict(people)
        self._versions = dict(versions)
        self._delegated: dict[str, Delegation] = {}
        self.sent: list[Sent] = []
        self.tried: list[Tried] = []
        self.exceeded: list[str] = []
        self._processes = processes
        self._organisation = organisation
        self._calendars = calendars
        self.facts = cycle
        self._around = around
        self.gauges = gauges
        self._keeper = keeper
        self._owed: set[str] = set()
        self._gone: set[str] = set()
        self._gone = {id for id, at in self._leaving().items() if at <= now}
        self._told = self._vetted = 0
        self._armed: dict[str, tuple[Timer, ...]] = {}

    @property
    def roster(self) -> Cast:
        return Cast(
            self.people,
            self._organisation,
            self._calendars,
            self.now,
            self._versions,
            self.units,
            delegated=list(self._delegated.values()),
        )

    def process(self, name: str, version: int) -> Process:
        return self._processes[name]

    def newest(self, name: str) -> Process:
        return self._processes[name]

    def world(
        self,
        process: Process,
        subject: str,
        cycle: str | None,
        parent: str | None,
        limits: Sequence[LimitNow] = (),
    ) -> World:
        return World(
            now=self.now,
            people=self.roster,
            cycle=self.facts,
            parent=self.instances.get(parent) if parent else None,
            siblings=self._around.siblings,
            past=self._around.past,
            current={name: [data] for name, data in self._around.running.items()},
            fields=lambda name: self._processes[name].fields if name in self._processes else {},
            limits=limits,
            members=lambda name, whose: self._members(process, subject, name, whose),
            indicators=self.gauges if plan(process).reads_indicators else None,
        )

    def _members(self, process: Process, subject: str, name: str, whose: Collection[str] | None) -> list[Instance]:
        """The instances of a process about these; else a unit has those of its people and of the units below it."""
        unit = self.roster.unit(subject) if process.about == "unit" and whose is None else None
        those = unit.everybody() if unit is not None else whose
        there = (each for each in self.instances.values() if each.process == name and each.status != "cancelled")
        return [each for each in there if those is None or each.subject in those]

    def rules(self, instance: Instance) -> Sequence[CycleLimit]:
        limits = self.template.limits if self.template is not None else ()
        return [each for each in limits if each.process == instance.process]

    def counted(self, limits: Sequence[CycleLimit], instance: Instance) -> Sequence[CohortLimit]:
        return [counted(self, each, instance) for each in limits]

    def alike(self, instance: Instance, fact: str) -> Collection[str]:
        return alike(self, instance, fact)

    def load(self, ids: Collection[str]) -> None:
        """Everything is in memory already."""

    def prepare(self, process: Process, cycle: str | None, subjects: Collection[str]) -> None:
        """Everything is in memory already."""

    def open(self, process: str, subject: str, data: Data, state: str | None, by: str | None = None) -> Instance:
        """The first instance, now; `by` is the person, or a holder of the role, who opens it by hand."""
        start = self._start(process, subject, data)
        if by is not None:
            start = replace(start, by=self._opener(start, by))
        self.begin(self._processes[process], start, state=state)
        self._settle()
        return self.instances[start.id]

    def open_as(self, process: str, subject: str, who: str, form: Data, whose: str | None) -> Refusal | str:
        """Open an instance by hand, now, as a person or the holder of a role in it would; its id, unless refused."""
        start = self._start(process, subject, {})
        alike = (each for each in self.instances.values() if (each.process, each.subject) == (process, subject))
        running = sum(each.status == "running" for each in alike)
        actor = self._opener(start, who)
        outcome = self.open_by_hand(self._processes[process], start, actor, form, running, whose)
        self._settle()
        if not isinstance(outcome, Refusal):
            return start.id
        self.tried.append(Tried(process=process, state="", act="start", refusal=outcome))
        return outcome

    def _start(self, process: str, subject: str, data: Data) -> StartChild:
        """The first instance of a process about somebody, or a further one."""
        first = f"{process}/scenario/{subject}"
        further = (f"{first}-{number}" for number in count(2))
        id = next(each for each in chain([first], further) if each not in self.instances)
        return StartChild(id=id, process=process, subject=subject, cycle=None, parent=None, data=data)

    def _opener(self, start: StartChild, who: str) -> str:
        """The person of that name, or the first who would hold the role."""
        spec = self._processes[start.process]
        trial = begin(spec, start, self.world(spec, start.subject, None, None)).after
        return next(iter(trial.roles.get(who, (who,))), who)

    def act(self, instance: str, event: Triggered | Intervened) -> Refusal | None:
        """An act or an intervention, now."""
        before = self.instances[instance]
        if isinstance(event, Triggered):
            refusal = across.act(self, instance, event)
            self._vetted = len(self.decisions)
        else:
            outcome = self.decide(instance, event)
            refusal = outcome if isinstance(outcome, Refusal) else None
        self._settle()
        if refusal is None:
            return None
        name = event.act if isinstance(event, Triggered) else f"intervene {event.verb}"
        process = self.process(before.process, before.version)
        place = next(iter(owners(process, before.state, name)), before.place)
        self.tried.append(Tried(process=before.process, state=place, act=name, refusal=refusal))
        return refusal

    def pass_until(self, moment: datetime) -> None:
        """Let everything happen that is due until then, each at its own moment."""
        while True:
            due = [timer.due_at for timers in self._armed.values() for timer in timers]
            leaving = self._leaving()
            self.now = max(self.now, min([moment, *due, *leaving.values()]))
            left = {id for id, at in leaving.items() if at <= self.now}
            if left:
                self._part_with(left)
            ripe = [id for id, timers in self._armed.items() if any(each.due_at <= self.now for each in timers)]
            for id in sorted(ripe):
                self.decide(id, TimePassed())
                self._armed[id] = self.timers([id])[id]
            self._settle()
            if self.now >= moment and not ripe:
                return

    def _leaving(self) -> dict[str, datetime]:
        """Whoever is still to leave, and when their last day is over where they are."""
        people = self.roster
        return {
            id: datetime.combine(each.left_on + timedelta(days=1), time(0), people.zone(id)).astimezone(UTC)
            for id, each in self.people.items()
            if each.left_on is not None and id not in self._gone
        }

    def _part_with(self, left: Collection[str]) -> None:
        """These are gone from now on; everything that runs hears of it."""
        self._gone |= set(left)
        self._hear_of_people(left)

    def change(self, people: Mapping[str, PersonRecord]) -> None:
        """People are others from now on."""
        self.people.update(people)
        today = self.now.date()
        self._versions.update({id: (*self._versions.get(id, ()), (today, each)) for id, each in people.items()})
        self._gone -= people.keys()
        gone = {id for id, at in self._leaving().items() if at <= self.now}
        self._gone |= gone
        self._hear_of_people(gone & people.keys())

    def _hear_of_people(self, gone: Collection[str]) -> None:
        for id in sorted(self.instances):
            instance = self.instances[id]
            if instance.status == "running":
                left = instance.subject in gone
                self.decide(id, Raised(name="subject_left" if left else "people.changed"))
        self._settle()

    def delegate(self, person: str, to: str | None) -> None:
        """Let somebody act for a person from now on; nobody any more without a name."""
        self._delegated.pop(person, None)
        if to is not None:
            self._delegated[person] = Delegation(person=person, to=to, from_on=self.now.date())

    def measured(self) -> None:
        """Let everything that runs and reads indicators hear that something was measured."""
        for id in sorted(self.instances):
            instance = self.instances[id]
            if instance.status == "running" and plan(self._processes[instance.process]).reads_indicators:
                self.decide(id, Raised(name=MEASURED))
        self._settle()

    def _settle(self) -> None:
        """Drain signals, tell what is to be told, arm what is to be armed."""
        self.drain()
        across.note_silence(self, self._vetted)
        self._vetted = len(self.decisions)
        fresh = self.decisions[self._told :]
        self._told = len(self.decisions)
        timers: Mapping[str, tuple[Timer, ...]] = self.timers({each.after.id for each in fresh})
        if self._keeper is not None and fresh:
            instances, timers = self._keeper(fresh, timers, self.now)
            self.instances.update(instances)
        self._armed.update(timers)
        people = self.roster
        for decision in fresh:
            broken = (each for each in decision.entries if each.name == "limit-breached")
            self.exceeded += (each.payload["rule"] for each in broken)
            if decision.incidents:
                incident = decision.incidents[0]
                raise Stopped(incident)
            for notice in decision.notices:
                again = notice.key in self._owed  # a key is queued once for ever
                self._owed.add(notice.key)
                if notice.suppressed is None and not again:
                    at = arrival(people, notice, self.now).at
                    on = at.astimezone(people.zone(notice.recipient)).date()
                    self.sent.append(Sent(instance=decision.after.id, notice=notice, on=on))


def people(stage: Stage, instance: Instance, who: str) -> tuple[str, ...]:
    """The holders of a role, or the person of that name."""
    return instance.roles.get(who) or ((who,) if who in stage.people or outsider(who) else ())
