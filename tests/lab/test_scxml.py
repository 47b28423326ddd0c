"""The control flow against an interpreter of SCXML that others wrote: the same events lead through the same states.

Compared: where an instance is after every event, over random definitions and over all scenarios of the shipped
processes; states within states, regions, rules that inner states have their own way, completion, re-entry. Not
compared: conditions, forms, limits and windows (whoever raises an event has judged them), an end (SCXML's machines stop
for good, an ended instance may be reopened), which of several parts that are complete at one moment goes first, and
events of the engine that several regions hear at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from statemachine.io import load

from engine.core.values import Decision, Triggered
from engine.definition.library import read_library, read_process, read_scenarios
from engine.definition.model import Process
from engine.definition.nesting import begins_in
from engine.lab.scenarios import play
from engine.lab.scxml import event_of, scxml
from tests.core.definitions import definition
from tests.core.lives import Life
from tests.core.policies import titled
from tests.core.test_nesting import PHASES, SIDES
from tests.definition.folders import shipped


class Other:
    """A process as the other interpreter sees it."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.machine: Any = load(scxml(process), format="scxml")()

    @property
    def leaves(self) -> tuple[str, ...]:
        """The innermost states, in the order of the file."""
        states = self.process.states
        here = set(self.machine.configuration_values) & set(states)
        return tuple(name for name in states if name in here and len(states[name].inside) == 1)

    def follow(self, ways: Iterable[str]) -> None:
        """Raise what stands for each rule that took effect."""
        for way in ways:
            raised = event_of(self.process, way)
            if raised is not None and not raised.startswith("done.state."):
                self.machine.send(raised)

    @property
    def stopped(self) -> bool:
        return bool(self.machine.is_terminated)


def complete_at_once(process: Process) -> bool:
    """Whether a part begins in its final state: of two that are complete at once, each side takes its own first."""
    states = process.states
    return any(states[first].final for state in states.values() for first in begins_in(process, state))


def endless(decisions: Iterable[Decision]) -> bool:
    """Whether states pass on to each other for ever: the engine stops and says so, SCXML never comes to rest."""
    return any(each.code == "chain-too-long" for decision in decisions for each in decision.incidents)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@example(seed=10483, steps=20)  # an inner rule of the id of an outer one, which leads into another region
@given(seed=st.integers(0, 2**32), steps=st.integers(5, 30))
def test_the_same_events_lead_through_the_same_states(seed: int, steps: int) -> None:
    chance = Random(seed)
    life = Life(definition(chance), chance)
    if endless(life.reviews.decisions) or complete_at_once(life.process):
        return
    other = Other(life.process)
    other.follow(way for each in life.reviews.decisions for way in each.ways)
    assert other.leaves == life.instance.state
    for _ in range(steps):
        if other.stopped or life.instance.status == "cancelled":
            return
        outcome = life.step()
        what = life.told[-1][0]
        if isinstance(outcome, Decision):
            if endless([outcome]):
                return
            other.follow(outcome.ways)
        elif isinstance(what, Triggered) and any(each.code == "act-not-now" for each in outcome.blockers):
            for state in life.process.states.values():  # nor may the other go that way
                for choice in state.on[what.act].choices if what.act in state.on else ():
                    other.machine.send(event_of(life.process, f"{state.name}/{what.act}/{choice.id}"))
        assert other.leaves == life.instance.state, (seed, outcome)


def test_every_scenario_of_the_shipped_processes_goes_the_same_way() -> None:
    library, problems = read_library(shipped())
    assert library is not None, problems
    followed = 0
    for path, text in shipped().items():
        for scenario in read_scenarios(path, text)[0] if path.startswith("tests/") else ():
            stage = play(library, scenario).stage
            assert stage is not None
            others: dict[str, Other] = {}
            for decision in stage.decisions:
                after = decision.after
                process = library.processes[after.process]
                if decision.before is None and after.state != (process.initial,) and scenario.state:
                    continue  # begun elsewhere
                if decision.before is None:
                    others[after.id] = Other(process)
                other = others.get(after.id)
                if other is None or other.stopped or after.status == "cancelled":
                    continue
                other.follow(decision.ways)
                assert other.leaves == after.state, (scenario.name, decision.ways)
                followed += 1
    assert followed > 300


@pytest.mark.parametrize("text", [PHASES, SIDES])
def test_the_text_is_scxml_with_every_state_and_move(text: str) -> None:
    process = read_process("test.yaml", titled(text))
    written = scxml(process)
    assert all(f'id="{name}"' in written for name in process.states)
    assert 'event="done.state.' in written


def test_a_wrong_export_is_noticed() -> None:
    """The comparison can fail: with one target changed the ways part."""
    process = read_process("test.yaml", titled(PHASES))
    machine: Any = load(scxml(process).replace('target="scoring"', 'target="agreed"'), format="scxml")()
    machine.send("done.tasks.drafting.scoring")
    assert "scoring" not in machine.configuration_values
