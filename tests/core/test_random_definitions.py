"""What holds for whatever an owner writes: random definitions, flat, nested and parallel, and random lives of them."""

from __future__ import annotations

from random import Random
from types import SimpleNamespace
from typing import Any

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from engine.core import decide, schedule
from engine.core.values import Decision, Instance, Refusal, TimePassed
from engine.definition.model import Process
from engine.definition.nesting import lanes
from engine.store.codec import encode
from engine.store.memory import instance_of, memory_of
from tests.core.definitions import definition
from tests.core.lives import Life
from tests.support.roster import Reviews

LIVES = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
seeds = given(seed=st.integers(0, 2**32), steps=st.integers(5, 30))


def examine(process: Process, instance: Instance) -> None:
    """A leaf in every part that is active, and nothing open anywhere else."""
    states = process.states
    active = {name for leaf in instance.state for name in states[leaf].path}
    assert active <= set(states)
    assert all(len(states[leaf].inside) == 1 for leaf in instance.state)
    for name in active:
        assert all(len(active & set(lane)) == 1 for lane in lanes(process, states[name]))
    assert len({states[leaf].path[-1] for leaf in instance.state}) == 1
    assert "trap" not in active
    for task in instance.tasks:
        assert task.status != "open" or (task.state in active and task.visit == instance.visits[task.state])
    if instance.status != "cancelled":
        assert (instance.status == "ended") == states[instance.state[0]].ends
    assert set(instance.visits) | active <= set(states)


def stored(instance: Instance) -> Instance:
    """The instance as it comes back from its row."""
    row: Any = SimpleNamespace(**{name: getattr(instance, name) for name in instance.__dataclass_fields__})
    row.data, row.memory = encode(instance.data), memory_of(instance)
    return instance_of(row, instance.tasks)


@LIVES
@seeds
def test_an_instance_is_always_in_a_whole_set_of_states_and_only_these_wait_for_anything(seed: int, steps: int) -> None:
    chance = Random(seed)
    life = Life(definition(chance), chance)
    event("nested" if life.process.nested else "flat")
    event("parallel" if any(state.regions for state in life.process.states.values()) else "alone")
    examine(life.process, life.instance)
    for _ in range(steps):
        before = life.instance
        outcome = life.step()
        if isinstance(outcome, Refusal):
            assert life.instance == before
            continue
        found, process = life.instance, life.process
        examine(process, found)
        assert not any(way.endswith("/never") for way in outcome.ways)
        world = life.reviews.world(process, found.subject, None, None)
        here = {(name, found.visits[name]) for leaf in found.state for name in process.states[leaf].path}
        wanted = schedule(process, found, world)
        assert outcome.timers == wanted
        for timer in wanted:
            assert (timer.state, timer.visit) in here
            assert timer.due_at > life.reviews.now
        if any(each.code == "chain-too-long" for each in outcome.incidents):
            continue  # it goes on as long as somebody wakes it, and an incident says so
        again = decide(process, found, TimePassed(), world)
        assert isinstance(again, Decision)
        assert (again.after.state, again.entries) == (found.state, ())


@LIVES
@seeds
def test_a_life_lived_again_from_what_was_written_down_ends_in_the_same_instance(seed: int, steps: int) -> None:
    chance = Random(seed)
    life = Life(definition(chance), chance)
    for _ in range(steps):
        life.step()
    again = Reviews(life.text)
    again.start()
    for what, when, outcome in life.told:
        again.now = when
        known = again.of()
        again.instances[known.id] = stored(known)
        assert again.attempt(what) == outcome
    assert again.of() == life.instance
