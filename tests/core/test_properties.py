"""What holds whatever happens: random lives of the six shipped processes, held against the promises of the core."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.calendar.errors import CalendarEnds
from engine.core import changed, decide, options, prospects, schedule, sight
from engine.core.cycle import facts, turns
from engine.core.values import Decision, Event, Instance, Notice, Raised, Refusal, TimePassed, Triggered
from engine.core.world import LimitNow
from engine.store.codec import encode
from engine.store.memory import instance_of, memory_of
from tests.content.company import Company, library
from tests.core.chance import form, reason
from tests.support.roster import Reviews

EMPLOYEE = "employee"
TEAM = ("anna", "bo", "chen", "dora")
BEGINS = {"mid_period_check_in": "2026-10-09 09:00", "evaluation": "2026-12-10 09:00"}
GOALS = [
    {"title": "Sell", "target": Decimal(10), "weight": Decimal(70)},
    {"title": "Learn", "target": Decimal(2), "weight": Decimal(30)},
]
# What an act may be refused for that no one could know before somebody fills in the form.
CONDITIONS = ("no-alternative", "condition-not-met")  # known beforehand where the form does not matter
OF_THE_FORM = ("form-", "require", "reason-", "amount-", "limit-", *CONDITIONS)
LIFE = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


class Lives(Reviews):
    """Reviews that hold every decision against what must be true of all."""

    def __init__(self, process: str) -> None:
        texts = {each.name: each.text for each in library().processes.values()}
        first = texts.pop(process)
        super().__init__(first, *texts.values(), now=BEGINS.get(process, "2026-07-01 09:00"), roster=Company())  # type: ignore[arg-type]
        self.siblings = {"goal_setting": {"goals": GOALS}}
        turn = turns(library().cycles["half-year"], self.roster.calendar(EMPLOYEE), self.roster.zone(EMPLOYEE))[0]
        self.cycle = facts(turn, EMPLOYEE, self.roster, self.now)
        self.keys: dict[str, Notice] = {}

    def decide(self, id: str, event: Event, limits: Sequence[LimitNow] = ()) -> Decision | Refusal:
        before = self.instances[id]
        definition = self.process(before.process, before.version)
        text = as_text(before)
        world = self.world(definition, before.subject, before.cycle, before.parent, limits)
        outcome = super().decide(id, event, limits)
        assert decide(definition, before, event, world) == outcome
        assert as_text(before) == text
        if isinstance(outcome, Decision):
            self.examine(outcome)
        return outcome

    def examine(self, decision: Decision) -> None:
        after = decision.after
        definition = self.process(after.process, after.version)
        world = self.world(definition, after.subject, after.cycle, after.parent)
        assert after.place in definition.states
        for notice in decision.notices:
            assert self.keys.setdefault(notice.key, notice) == notice
        wanted = schedule(definition, after, world)
        assert decision.timers in (None, wanted)
        for timer in wanted:
            assert (timer.state, timer.visit) == (after.place, after.visits[after.place])
            assert timer.due_at > self.now
        rows = [(task.state, task.visit, task.name, task.person) for task in after.tasks]
        assert len(rows) == len(set(rows))
        here = (after.place, after.visits[after.place])
        assert all((task.state, task.visit) == here for task in after.tasks if task.status == "open")
        assert after.status == "running" or not any(task.status == "open" for task in after.tasks)
        assert (after.status == "ended") == definition.states[after.place].final or after.status == "cancelled"
        again = decide(definition, after, TimePassed(), world)
        assert isinstance(again, Decision)
        assert not changed(again), again.entries
        assert restored(after) == after
        for entry in decision.entries:
            assert entry.at <= self.now
            encode({"payload": entry.payload, "facts": entry.facts})
        for person in ("employee", "manager", "anna", "hr_one", "nobody"):
            encode(sight(definition, after, world, person).data())


def as_text(instance: Instance) -> str:
    return encode(instance.data) + memory_of(instance)


def restored(instance: Instance) -> Instance:
    row: Any = SimpleNamespace(
        **{name: getattr(instance, name) for name in instance.__dataclass_fields__},
    )
    row.data, row.memory = encode(instance.data), memory_of(instance)
    return instance_of(row, instance.tasks)


def step(lives: Lives, chance: Random) -> None:
    """One random thing happens to one random instance."""
    instance = lives.instances[chance.choice(list(lives.instances))]
    kind = chance.random()
    if kind < 0.25:
        hours = chance.choice([1, 20, 24, 48, 96, 400])
        lives.now = min(lives.now + timedelta(hours=hours), datetime(2027, 12, 1, tzinfo=UTC))
        lives.tick()
    elif kind < 0.30:
        person = lives.roster.people[chance.choice(list(lives.roster.people))]
        fact, values = chance.choice(CHANGES)
        person.facts[fact] = chance.choice(values)
        lives.decide(instance.id, Raised(name="people.changed"))
    elif kind < 0.31:
        name = chance.choice(["subject_left", "cancelled", "appeal.ended", "nonsense"])
        lives.decide(instance.id, Raised(name=name))
    else:
        act(lives, instance, chance, offered=kind < 0.95)
    lives.drain()


CHANGES: tuple[tuple[str, tuple[object, ...]], ...] = (
    ("active", (True, True, False)),
    ("manager", ("manager", "head", "boss")),
    ("certified", (True, True, False)),
    ("site", ("Shanghai", "New-York", "Berlin")),
    ("department", ("sales", "staff")),
)


def act(lives: Lives, instance: Instance, chance: Random, *, offered: bool) -> None:
    definition = lives.process(instance.process, instance.version)
    world = lives.world(definition, instance.subject, instance.cycle, instance.parent)
    people = sorted(lives.roster.people)
    open_here = [each for each in prospects(definition, instance, world) if each.people and not each.blockers]
    if offered and open_here:
        prospect = chance.choices(open_here, [8 if each.owed_by else 1 for each in open_here])[0]
        actor = chance.choice(prospect.owed_by or prospect.people)
        specs = [state.on[prospect.act] for state in definition.states.values() if prospect.act in state.on]
        spec = definition.states[instance.place].on.get(prospect.act, specs[0])
    else:
        spec = chance.choice([each for state in definition.states.values() for each in state.on.values()])
        actor = chance.choice([*people, "nobody", "\x00"])
    rows = {field: len(value) for field, value in instance.data.items() if isinstance(value, list)}
    event = Triggered(
        act=spec.name,
        actor=actor,
        form=form(chance, definition, spec, rows, TEAM if chance.random() < 0.9 else people),
        reason=reason(chance, spec),
        amount=chance.choice([None, "2 business days", "2 business days", "9 weeks", "soon"]),
    )
    mine = {each.act: each for each in options(definition, instance, world, actor)}
    agrees(mine.get(spec.name), lives.decide(instance.id, event))


def agrees(option: Any, outcome: Decision | Refusal) -> None:
    """What is offered is refused only for what is filled in; what is not offered is not done."""
    if isinstance(outcome, Decision):
        assert option is not None
        assert option.blockers == ()
        return
    known = [each.code for each in outcome.blockers if not each.code.startswith(OF_THE_FORM)]
    if option is None:
        assert known
    else:
        assert known == [each.code for each in option.blockers if each.code not in CONDITIONS]


@pytest.mark.parametrize("process", sorted(library().processes))
@LIFE
@given(seed=st.integers(0, 2**32), steps=st.integers(20, 80))
def test_every_life_keeps_the_promises(process: str, seed: int, steps: int) -> None:
    lives, chance = Lives(process), Random(seed)
    lives.start(process, EMPLOYEE)
    for _ in range(steps):
        try:
            step(lives, chance)
        except CalendarEnds:  # said, not guessed
            return


@pytest.mark.parametrize("process", sorted(library().processes))
def test_a_life_in_which_nobody_does_anything_ends(process: str) -> None:
    lives = Lives(process)
    lives.start(process, EMPLOYEE)
    while lives.of(process).status == "running" and lives.now < datetime(2027, 12, 1, tzinfo=UTC):
        soonest = lives._soonest()
        assert soonest is not None, lives.of(process).place
        lives.now = soonest
        lives.tick()
    assert lives.of(process).status == "ended"
