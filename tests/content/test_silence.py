"""Nobody's silence leaves an instance stuck: whatever nobody does, time brings every process to an end."""

from __future__ import annotations

import pytest

from engine.definition.model import Process, State
from tests.content.company import library
from tests.content.half_year import checked_in, done, goals_agreed, published, scored
from tests.content.life import Life

ENDS = "2027-10-31"


def test_a_cycle_in_which_nobody_ever_answers_still_ends() -> None:
    life = Life("2026-07-01")
    life.begin("goal_setting")
    life.until("2026-10-08")
    life.begin("mid_period_check_in")
    life.until("2026-12-10")
    life.begin("evaluation")
    life.until(ENDS)
    assert {each.process: each.place for each in life.instances.values()} == {
        "goal_setting": "not_agreed",
        "mid_period_check_in": "not_held",
        "evaluation": "not_rated",
    }


@pytest.mark.parametrize("begun", [goals_agreed, checked_in, lambda: scored((80, 80)), lambda: published((30, 40))])
def test_silence_from_any_point_on_ends_everything_begun(begun: object) -> None:
    life: Life = begun()  # type: ignore[operator]
    life.until(ENDS)
    assert [each.id for each in life.instances.values() if each.status == "running"] == []


def test_a_board_that_never_decides_loses_the_case() -> None:
    life = published((30, 40))
    done(life, "evaluation", "employee", "appeal")
    done(life, "appeal", "employee", "file", ground="facts", account="The harbour is missing.", wished_grade="C")
    life.until(ENDS)
    assert life.of("appeal").place == "upheld"
    assert life.of("evaluation").data["grade"] == "C"


def test_a_plan_nobody_judged_is_not_failed() -> None:
    life = published((30, 40))
    done(
        life, "improvement_plan", "manager", "draw_up",
        causes=[{"kind": "ability", "what": "Product knowledge"}],
        improvement_goals=[{"title": "Know the range", "measure": "test", "target": 80, "due_on": "2027-03-31"}],
        measures=[{"kind": "training", "what": "Course", "due_on": "2027-02-28"}],
        coach="anna",
    )  # fmt: skip
    life.until(ENDS)
    assert life.of("improvement_plan").place == "passed"
    assert "head" in life.sent("check_point_missing")


@pytest.mark.parametrize("process", sorted(library().processes))
def test_time_leads_out_of_every_state(process: str) -> None:
    spec = library().processes[process]
    assert [name for name, state in spec.states.items() if not state.final and not _time_moves(state)] == []


@pytest.mark.parametrize("process", sorted(library().processes))
def test_every_state_can_be_reached(process: str) -> None:
    spec = library().processes[process]
    reached, grown = {spec.initial}, True
    while grown:
        more = {target for name in reached for target in _targets(spec, name)} - reached
        reached |= more
        grown = bool(more)
    assert set(spec.states) - reached == set()


def _time_moves(state: State) -> bool:
    """A move by time that no condition holds back: the last alternative always stands."""
    return any(rule.effects.to and rule.when is None for rule in state.timed)


def _targets(process: Process, name: str) -> set[str]:
    state = process.states[name]
    effects = [choice.effects for act in state.on.values() for choice in act.choices]
    effects += [choice.effects for choice in state.entry] + [rule.effects for rule in state.timed]
    return {each.to for each in effects if each.to}
