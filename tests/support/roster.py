"""A small organisation in memory, and reviews that live in it: decided, told and woken as the runtime would.

Serves `engine.core.world.People`. Start with `Reviews`: `start`, `act`, `pass_time`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, time
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from engine.calendar.working_days import CalendarSpec, WorkingCalendar, build
from engine.core.ensemble import Ensemble
from engine.core.values import (
    Data,
    Decision,
    Event,
    Instance,
    Intervened,
    Notice,
    Raised,
    Refusal,
    StartChild,
    TimePassed,
    Triggered,
    Verb,
)
from engine.core.world import LimitNow, World
from engine.definition.library import read_process
from engine.definition.model import Process
from engine.expression import MISSING
from engine.expression.served import FactPeriod

LONG_AGO = date(2000, 1, 1)
SHANGHAI = "Asia/Shanghai"
SITES = {"Shanghai": SHANGHAI, "New-York": "America/New_York", "Berlin": "Europe/Berlin"}


def at(text: str, zone: str = SHANGHAI) -> datetime:
    """`2026-03-02 09:00` on the clocks of a place; a day alone means its noon. UTC."""
    day, _, wall = text.partition(" ")
    hour = time.fromisoformat(wall) if wall else time(12)
    return datetime.combine(date.fromisoformat(day), hour, ZoneInfo(zone)).astimezone(UTC)


@cache
def process(text: str) -> Process:
    """A definition as its file would be read."""
    return read_process("test.yaml", text)


@cache
def calendar(site: str) -> WorkingCalendar:
    """Shanghai has China's holidays and worked weekends; the others work from Monday to Friday."""
    if site == "Shanghai":
        return build(CalendarSpec(name="CN", country="CN", first_year=2025, last_year=2028, provisional=(2027, 2028)))
    return build(CalendarSpec(name=site, first_year=2025, last_year=2028))


class Somebody:
    """A person with facts; relations are found in the roster. A fact nobody declared is a KeyError."""

    def __init__(self, roster: Roster, id: str, facts: dict[str, Any]) -> None:
        self.id = id
        self.roster = roster
        self.facts = facts

    def fact(self, name: str) -> object:
        everybody = self.roster.people.values()
        if name == "manager":
            found = self.roster.person(self.facts["manager"] or "")
            return MISSING if found is None else found
        if name == "colleagues":
            return [each for each in everybody if each.facts["manager"] == self.facts["manager"] and each is not self]
        if name == "reports":
            return [each for each in everybody if each.facts["manager"] == self.id]
        if name == "usual_peers":
            return [self.roster.people[each] for each in self.facts[name]]
        found = self.facts[name]
        return MISSING if found is None else found

    def history(self, name: str) -> list[FactPeriod]:
        """What `Roster.change` was told, with days; a fact has been so for ever until then."""
        changes = [(day, facts[name]) for day, id, facts in self.roster.changes if id == self.id and name in facts]
        first = self.roster.first[self.id][name]
        ends = [day for day, _ in changes]
        return [
            FactPeriod(
                value=self.roster.person(value) if name == "manager" else value, from_on=begins, until_on=ends_on
            )
            for (begins, value), ends_on in zip([(LONG_AGO, first), *changes], [*ends, None], strict=True)
            if value is not None and begins != ends_on
        ]


class Roster:
    """People by id. `boss` manages `wang`, who manages the others; `hr` is a group of one, `panel` of two."""

    def __init__(self) -> None:
        self.people: dict[str, Somebody] = {}
        self.first: dict[str, dict[str, Any]] = {}
        self.delegated: list[tuple[str, str]] = []  # whose, to whom
        self.changes: list[tuple[date, str, dict[str, Any]]] = []
        for id, manager in (("boss", None), ("wang", "boss"), ("li", "wang"), ("zhao", "wang"), ("chen", "wang")):
            self.add(id, manager=manager, department="Sales")
        self.add("mei", manager="boss", department="HR", groups=["hr"])
        self.add("root", manager="boss", department="HR", groups=["admins"])
        self.add("sun", manager="boss", department="Finance", groups=["calibration"])
        self.add("ann", manager="boss", department="Finance", groups=["calibration"], site="New-York")

    def add(self, id: str, **facts: Any) -> None:
        known = {
            "id": id, "name": id.title(), "mail": f"{id}@example.org", "language": "en", "site": "Shanghai",
            "department": "Sales", "manager": "wang", "hired_on": date(2020, 1, 1), "left_on": None, "active": True,
            "groups": [], "certified": True, "usual_peers": [], "level": None,
        }  # fmt: skip
        self.people[id] = Somebody(self, id, known | facts)
        self.first[id] = known | facts

    def change(self, id: str, on: str | None = None, **facts: Any) -> None:
        """A person is otherwise, since the day `on` if that is said."""
        self.people[id].facts.update(facts)
        if on is not None:
            self.changes.append((date.fromisoformat(on), id, facts))

    def delegates(self, person: str, process: str) -> Sequence[str]:
        return [to for whose, to in self.delegated if whose == person]

    def principals(self, person: str, process: str) -> Sequence[str]:
        return [whose for whose, to in self.delegated if to == person]

    def on(self, day: date) -> Roster:
        """As it was known on a day."""
        then = Roster()
        then.people = {id: Somebody(then, id, dict(facts)) for id, facts in self.first.items()}
        for since, id, facts in self.changes:
            if since <= day:
                then.people[id].facts.update(facts)
        return then

    def person(self, id: str) -> Somebody | None:
        return self.people.get(id)

    def known(self, id: str) -> Somebody | None:
        return self.people.get(id)

    def group(self, name: str) -> Sequence[Somebody]:
        return [each for each in self.people.values() if name in each.facts["groups"]]

    def admins(self) -> Sequence[Somebody]:
        return self.group("admins")

    def zone(self, person: str) -> ZoneInfo:
        return ZoneInfo(SITES[self._site(person)])

    def calendar(self, person: str) -> WorkingCalendar:
        return calendar(self._site(person))

    def calendar_named(self, name: str) -> WorkingCalendar:
        return calendar("Shanghai" if name == "CN" else name)

    def _site(self, person: str) -> str:
        found = self.people.get(person)
        return "Shanghai" if found is None else str(found.facts["site"])


class Reviews(Ensemble):
    """Instances of some definitions about one roster, at one moment that `pass_time` moves on.

    `notices` and `incidents` are all there ever were; `sent` leaves out what was suppressed.
    """

    def __init__(self, *texts: str, now: str = "2026-03-02 09:00", roster: Roster | None = None) -> None:
        super().__init__()
        self.definitions = {each.name: each for each in map(process, texts)}
        self.roster = roster or Roster()
        self.now = at(now)
        self.cycle: Mapping[str, Any] | None = None
        self.siblings: Mapping[str, Data] = {}
        self.past: Mapping[str, Sequence[Data]] = {}
        self.limits: Sequence[LimitNow] = ()

    # What an ensemble asks for.

    def process(self, name: str, version: int) -> Process:
        return self.definitions[name]

    def newest(self, name: str) -> Process:
        return self.definitions[name]

    def world(
        self, process: Process, subject: str, cycle: str | None, parent: str | None, limits: Sequence[LimitNow] = ()
    ) -> World:
        return World(
            now=self.now,
            people=self.roster,
            cycle=self.cycle,
            parent=self.instances.get(parent or ""),
            siblings=self.siblings,
            past=self.past,
            limits=limits,
        )

    def load(self, ids: Collection[str]) -> None:
        """Everything is there already."""

    def prepare(self, process: Process, cycle: str | None, subjects: Collection[str]) -> None:
        """Everything is there already."""

    # What tests do.

    def start(self, name: str = "", subject: str = "li", at: datetime | None = None, **data: Any) -> Instance:
        """Open an instance of the definition (the first one if none is named)."""
        definition = self.definitions[name] if name else next(iter(self.definitions.values()))
        signal = StartChild(
            id=f"{definition.name}/{subject}",
            process=definition.name,
            subject=subject,
            cycle="turn" if self.cycle else None,
            parent=None,
            data=data,
        )
        self.begin(definition, signal, at)
        self.drain()
        return self.instances[signal.id]

    def act(
        self,
        actor: str,
        act: str,
        *,
        of: str = "",
        reason: str | None = None,
        amount: str | None = None,
        whose: str | None = None,
        **form: Any,
    ) -> Instance:
        """Do an act that must succeed; `goals__score` in the form stands for `goals.score`."""
        event = Triggered(act=act, actor=actor, form=_form(form), reason=reason, amount=amount, on_behalf_of=whose)
        outcome = self.attempt(event, of)
        assert isinstance(outcome, Decision), [each.text() for each in outcome.blockers]
        return self.instance(outcome.after.id)

    def refused(
        self,
        actor: str,
        act: str,
        *,
        of: str = "",
        reason: str | None = None,
        amount: str | None = None,
        whose: str | None = None,
        **form: Any,
    ) -> list[str]:
        """Try an act that must be refused: every blocker's code."""
        found = self.refusal(actor, act, of=of, reason=reason, amount=amount, whose=whose, **form)
        return [each.code for each in found.blockers]

    def refusal(
        self,
        actor: str,
        act: str,
        *,
        of: str = "",
        reason: str | None = None,
        amount: str | None = None,
        whose: str | None = None,
        **form: Any,
    ) -> Refusal:
        event = Triggered(act=act, actor=actor, form=_form(form), reason=reason, amount=amount, on_behalf_of=whose)
        outcome = self.attempt(event, of)
        assert isinstance(outcome, Refusal), f"{act} was done"
        return outcome

    def attempt(self, event: Event, of: str = "") -> Decision | Refusal:
        outcome = self.decide(self.id_of(of), event, self.limits)
        self.drain()
        return outcome

    def intervene(self, verb: Verb, actor: str = "root", reason: str = "because", **more: Any) -> Instance:
        """Step in; it must succeed."""
        outcome = self.attempt(Intervened(verb=verb, actor=actor, reason=reason, **more))
        assert isinstance(outcome, Decision), [each.text() for each in outcome.blockers]
        return self.of()

    def not_intervened(self, verb: Verb, actor: str = "root", reason: str = "because", **more: Any) -> list[str]:
        """Step in where it must be refused: every blocker's code."""
        outcome = self.attempt(Intervened(verb=verb, actor=actor, reason=reason, **more))
        assert isinstance(outcome, Refusal), f"{verb} was done"
        return [each.code for each in outcome.blockers]

    def raised(self, name: str, of: str = "") -> Instance:
        """Let the engine raise an event, such as `people.changed`."""
        self.attempt(Raised(name=name), of)
        return self.of(of)

    def pass_time(self, until: str, zone: str = SHANGHAI) -> Instance:
        """Let time go by, woken for every timer and for nothing else, as a runner does that never sleeps."""
        end = at(until, zone)
        while (soonest := self._soonest()) is not None and soonest <= end:
            self.now = soonest
            self.tick()
        self.now = end
        return self.of()

    def wake(self, until: str, zone: str = SHANGHAI) -> Instance:
        """Jump there in one step, as a runner does that was down."""
        self.now = at(until, zone)
        return self.tick()

    def tick(self) -> Instance:
        for id in list(self.instances):
            self.decide(id, TimePassed())
            self.drain()
        return self.of()

    def _soonest(self) -> datetime | None:
        found = self.timers(self.instances)
        return min((each.due_at for timers in found.values() for each in timers), default=None)

    # What tests look at.

    def id_of(self, name: str = "") -> str:
        """The latest instance of a definition; of the first definition if none is named."""
        name = name or next(iter(self.definitions))
        return [id for id, each in self.instances.items() if each.process == name][-1]

    def of(self, name: str = "") -> Instance:
        return self.instances[self.id_of(name)]

    @property
    def notices(self) -> list[Notice]:
        return [notice for each in self.decisions for notice in each.notices]

    @property
    def incidents(self) -> list[str]:
        return [incident.code for each in self.decisions for incident in each.incidents]

    def sent(self, template: str, zone: str = SHANGHAI) -> list[tuple[str, str]]:
        """(day it is meant for, recipient) of a message, suppressed ones left out."""
        return [
            (str(each.planned_on or each.planned_at.astimezone(ZoneInfo(zone)).date()), each.recipient)
            for each in self.notices
            if each.template == template and each.suppressed is None
        ]

    def suppressed(self, template: str) -> list[str | None]:
        return [each.suppressed for each in self.notices if each.template == template and each.suppressed]

    def open_tasks(self, of: str = "") -> dict[str, list[str]]:
        """Task -> who owes it now."""
        found: dict[str, list[str]] = {}
        for task in self.of(of).tasks:
            if task.status == "open":
                found.setdefault(task.name, []).append(task.person)
        return found


def _form(form: Mapping[str, Any]) -> dict[str, Any]:
    return {name.replace("__", "."): value for name, value in form.items()}
