"""Scenarios about several people: rules across them, what silence does to those, acts over a whole group."""

from __future__ import annotations

import pytest

from engine.definition.library import read_library, read_scenarios
from engine.lab.coverage import Covered, coverage_of
from engine.lab.scenarios import play
from tests.definition.folders import shipped

PROCESS = """\
process: grading
version: 1
title: {en: Grading, zh: 评级}
subject: employee
roles: {employee: subject, hr: group('hr')}
data: {grade: {type: choice, options: [B, A], title: {en: Grade, zh: 等级}}}
initial: open
states:
  open:
    title: {en: Open, zh: 待评}
    on:
      grade_it: {by: hr, form: [grade], to: graded, title: {en: Grade, zh: 评级}}
      grade_all: {by: hr, together: department, form: [grade], to: graded, title: {en: Grade all, zh: 全部评级}}
    after: [{past: 5 days, set: {grade: A}, to: graded}]
  graded: {final: yes, title: {en: Graded, zh: 已评}}
"""
CYCLE = """\
cycle: turn
title: {en: Turn, zh: 一期}
start: 2027-01-01
period: {from: start, to: 2027-12-31}
people: {include: employee.active}
starts: [{process: grading, at: start}]
limits:
  - from: grading.grade_it
    over: department
    that: count_of('grade', 'A') <= headcount() * (0.5 if department.id == 'one' else 0.25)
    else: {en: Half of them at most., zh: 至多一半。}
"""
GIVEN = """\
scenario: x
process: grading
given:
  start: 2027-03-01
  rules: turn
  subjects: [Ann, Bob, Cy, Dot]
  people: {hr: [Hu Ran], colleagues: [Eve]}
  facts:
    Ann: {department: one}
    Bob: {department: one}
    Cy: {department: one}
    Dot: {department: two}
    Eve: {department: one}  # counted, although no story tells of her
steps:
"""


def played(steps: str) -> tuple[list[str], Covered]:
    files = {path: text for path, text in shipped().items() if path == "organisation.yaml" or "calendars/" in path}
    library, problems = read_library({**files, "grading.yaml": PROCESS, "cycles/turn.yaml": CYCLE})
    assert library is not None, [problem.text() for problem in problems]
    (scenario,), faults = read_scenarios("tests/x.yaml", GIVEN + steps)
    assert not faults, [fault.text() for fault in faults]
    outcome = play(library, scenario)
    assert outcome.stage is not None
    return [each.text() for each in outcome.failures], coverage_of(library, [outcome.stage])[0]


def _grade(who: str, act: str, grade: str, then: str) -> str:
    return f"  - {{on: 2027-03-02, subject: {who}, as: hr, do: {act}, with: {{grade: {grade}}}, {then}}}\n"


def test_an_act_over_a_department_is_done_for_all_or_for_nobody() -> None:
    all_b = _grade("Ann", "grade_all", "B", "expect: {state: graded}")
    others = "".join(f"  - {{subject: [{who}], expect: {{state: {state}}}}}\n"
                     for who, state in (("Bob, Cy", "graded"), ("Dot", "open")))  # fmt: skip
    assert played(_grade("Ann", "grade_all", "A", "refused: Half of them at most.") + all_b + others)[0] == []


@pytest.mark.parametrize(("said", "differs"), [("[grading.grade_it]", False), ("[]", True)])
def test_what_silence_breaks_is_told_and_reached(said: str, differs: bool) -> None:
    failures, covered = played(
        f"  - {{until: 2027-03-07, subject: Ann, expect: {{state: graded, exceeded: {said}}}}}\n"
    )
    assert bool(failures) == differs
    assert not [each for each in covered.missing if each.name.startswith("turn: ")]


def test_a_rule_nobody_met_is_named() -> None:
    _, covered = played(_grade("Ann", "grade_it", "B", "expect: {exceeded: []}"))
    assert [each.name for each in covered.missing if each.name.startswith("turn: ")] == [
        "turn: grading.grade_it: count_of('grade', 'A') <= headcount() * (0.5 if department.id == 'one' else 0.25)"
    ]


def test_the_headcount_is_everybody_of_the_group() -> None:
    steps = _grade("Ann", "grade_it", "A", "expect: {state: graded}") + _grade(
        "Bob", "grade_it", "A", "expect: {state: graded}"
    )
    assert played(steps + _grade("Cy", "grade_it", "A", "refused: limit-breached"))[0] == []


def test_the_number_of_a_rule_may_differ_by_group() -> None:
    assert played(_grade("Dot", "grade_it", "A", "refused: limit-breached"))[0] == []


def test_a_ballot_is_not_counted_before_the_vote_is_decided(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of three, the first to vote is not refused, whatever is still missing; whose vote would decide it is."""
    voted = PROCESS.replace("{by: hr, form: [grade], to", "{by: {majority: hr, vote: grade}, form: [grade], to", 1)
    rule = "that: share('grade', 'B') == 1"
    monkeypatch.setitem(globals(), "PROCESS", voted)
    lines = [f"    {rule}" if "that:" in line else line for line in CYCLE.splitlines()]
    monkeypatch.setitem(globals(), "CYCLE", "\n".join(lines))
    monkeypatch.setitem(globals(), "GIVEN", GIVEN.replace("hr: [Hu Ran]", "hr: [Hu Ran, Jin, Kai]"))
    steps = [
        _grade("Dot", "grade_it", grade, then).replace("as: hr", f"as: {who}")
        for who, grade, then in (
            ("Hu Ran", "A", "expect: {state: open}"),
            ("Jin", "A", "refused: limit-breached"),
            ("Jin", "B", "expect: {state: open}"),
            ("Kai", "B", "expect: {state: graded, data: {grade: B}}"),
        )
    ]
    assert played("".join(steps))[0] == []
