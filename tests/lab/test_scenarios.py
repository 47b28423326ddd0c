"""Scenarios: what holds passes, what does not is told with its line, expected against found."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.definition.house import Library
from engine.definition.library import read_library, read_scenarios
from engine.lab.flags import flagged
from engine.lab.scenarios import play
from engine.runtime import shipped as shipped_at
from engine.runtime.workspace import open_workspace
from engine.words.problems import Problem
from tests.definition.folders import shipped

HEAD = """\
scenario: a silent employee still gets a grade
process: evaluation
given:
  start: 2026-12-10
  site: Shanghai
  people: {employee: Li Na, manager: Wang Wei, colleagues: [Zhao Min, Chen Bo, Sun Li], hr: [Hu Ran]}
  cycle: {results_out: 2027-01-25, period: {to: 2026-12-31}}
steps:
"""


@pytest.fixture(scope="module")
def library() -> Library:
    found, _ = read_library(shipped())
    assert found is not None
    return found


def played(library: Library, steps: str) -> list[Problem]:
    scenarios, problems = read_scenarios("tests/x.yaml", HEAD + steps)
    assert not problems
    return play(library, scenarios[0]).failures


def test_what_is_as_expected_passes(library: Library) -> None:
    steps = """\
  - {on: 2026-12-10, expect: {state: preparing, due: 2026-12-21, tasks: {employee: [self_review, choose_peers]}}}
  - {on: 2026-12-11, as: employee, do: choose_peers, with: {peers: [Zhao Min]}, refused: Choose exactly 3 peers.}
  - {until: 2026-12-21, expect: {sent: [{template: task_due_today, to: employee, on: 2026-12-21}]}}
  - {until: 2026-12-23, expect: {state: preparing, overdue: [self_review, choose_peers]}}
  - {on: 2026-12-24, expect: {state: reviewing, roles: {peers: [Zhao Min, Chen Bo, Sun Li]}}}
"""
    assert played(library, steps) == []


def test_yes_and_no_are_flags_where_a_fact_is_one(library: Library) -> None:
    steps = """\
  - {on: 2026-12-11, change: {Wang Wei: {certified: yes}}, expect: {roles: {manager: [Wang Wei]}}}
  - {on: 2026-12-14, change: {Wang Wei: {certified: no}}, expect: {roles: {manager: ["Wang Wei's manager"]}}}
"""
    assert played(library, steps) == []
    assert flagged({"allowed": "yes", "denied": "no", "note": "yes"}, {"allowed", "denied"}) == {
        "allowed": True,
        "denied": False,
        "note": "yes",
    }


def test_administrators_step_in(library: Library) -> None:
    steps = """\
  - {on: 2026-12-11, as: manager, intervene: suspend, reason: ill, refused: not-an-admin}
  - {on: 2026-12-11, as: admins, intervene: suspend, reason: ill, expect: {sent: [{template: suspended, to: employee}]}}
  - {on: 2026-12-14, as: employee, do: self_review, refused: suspended}
  - {until: 2027-01-10, expect: {state: preparing}}
  - {on: 2027-01-11, as: admins, intervene: resume, reason: back, expect: {state: preparing, due: 2027-01-19}}
  - {on: 2027-01-12, as: admins, intervene: reassign, role: manager, to: Chen Bo, reason: moved}
  - {on: 2027-01-12, as: admins, intervene: skip, task: choose_peers, of: employee, reason: known}
  - {on: 2027-01-12, as: admins, intervene: move, to: reviewing, reason: late, expect: {state: reviewing}}
  - {on: 2027-01-12, expect: {roles: {manager: Chen Bo}, sent: [{template: passed_over, to: employee}]}}
"""
    assert [each.text("en") for each in played(library, steps)] == []


@pytest.mark.parametrize(
    ("step", "code", "found"),
    [
        ("{on: 2026-12-10, expect: {state: reviewing}}", "scenario-differs", "preparing"),
        ("{on: 2026-12-10, expect: {due: 2026-12-22}}", "scenario-differs", "2026-12-21"),
        ("{on: 2026-12-10, expect: {tasks: {employee: [self_review]}}}", "scenario-differs", "choose_peers"),
        ("{on: 2026-12-10, expect: {data: {grade: A}}}", "scenario-differs", "–"),
        ("{until: 2026-12-10, expect: {sent: [task_overdue]}}", "scenario-not-sent", "new_task"),
        ("{until: 2026-12-10, expect: {sent_exactly: []}}", "scenario-sent-too-much", "new_task"),
        ("{on: 2026-12-11, as: Zhao Min, do: self_review}", "scenario-refused", "parts here"),
        ("{on: 2026-12-11, as: employee, do: choose_peers, with: {peers: [Zhao Min, Chen Bo, Sun Li]}, refused: no}",
         "scenario-not-refused", "no"),
        ("{on: 2026-12-11, as: nobody, do: self_review}", "scenario-nobody", "nobody"),
        ("{on: 2026-12-11, in: appeal, expect: {state: filed}}", "scenario-no-child", "appeal"),
        ("{on: 2026-12-11, expect: {visible: {manager: [grade]}}}", "scenario-visible", "grade"),
    ],
)  # fmt: skip
def test_what_is_not_is_told_with_its_line(library: Library, step: str, code: str, found: str) -> None:
    failures = played(library, f"  - {step}\n")
    assert [each.code for each in failures] == [code]
    span = failures[0].span
    assert span is not None
    assert span.line == len(HEAD.splitlines()) + 1
    assert found in failures[0].text("en")


def test_after_a_step_that_leads_astray_nothing_is_played_and_that_is_said(library: Library) -> None:
    steps = """\
  - {on: 2026-12-11, as: employee, do: publish, expect: {due: 2026-12-31}}
  - {on: 2026-12-12, as: hr, do: nonsense}
  - {on: 2026-12-14, expect: {state: closed}}
"""
    assert [each.code for each in played(library, steps)] == [
        "scenario-refused", "scenario-differs", "scenario-not-played"
    ]  # fmt: skip
    told = played(library, "  - {on: 2026-12-11, expect: {due: 2026-12-31}}\n  - {until: 2026-12-12}\n")
    assert [each.code for each in told] == ["scenario-differs"]


@pytest.mark.parametrize(("steps", "told"), [
    ("- {on: 2026-12-11}\n- {until: 2026-12-10}", ["“2026-12-10” lies before “2026-12-11” above it."]),
    ("- {on: 2026-12-11 14:00}\n- {on: 2026-12-11 09:00}\n- {on: 2026-12-11 13:00}", [
        "“2026-12-11 09:00” lies before “2026-12-11 14:00”", "“2026-12-11 13:00” lies before “2026-12-11 14:00”",
    ]),
    ("- {on: 2026-12-09}", ["“2026-12-09” lies before “2026-12-10” above it."]),
    ("- {until: 2026-12-11}\n- {on: 2026-12-11}\n- {on: 2026-12-11 00:00}", ["“2026-12-11 00:00” lies before"]),
])  # fmt: skip
def test_a_step_that_lies_before_another_is_found(steps: str, told: list[str]) -> None:
    _, problems = read_scenarios("tests/x.yaml", HEAD + steps)
    assert [each.code for each in problems] == ["scenario-goes-back"] * len(told)
    assert all(said in each.text("en") and each.span for said, each in zip(told, problems, strict=True))


def test_the_worked_example_of_a_silent_employee_holds() -> None:
    """Dates counted by hand over the Chinese calendar of March 2026."""
    example = Path(__file__).parents[1] / "definition" / "example" / "evaluation.yaml"
    library, problems = read_library({**shipped(), "evaluation.yaml": example.read_text(encoding="utf-8")})
    assert library is not None, problems
    scenarios, faults = read_scenarios("x.yaml", SILENT)
    assert not faults
    assert [failure for each in scenarios for failure in play(library, each).failures] == []


SILENT = """\
scenario: a silent employee still reaches HR
process: evaluation
given:
  start: 2026-03-02
  calendar: CN
  people: {employee: Li Na, manager: Wang Wei, colleagues: [Zhao Min, Chen Bo]}
  data: {goals: [{title: Sales, weight: 100}]}
steps:
  - {on: 2026-03-04, as: employee, do: choose, with: {peers: [Zhao Min]}, refused: Choose exactly 2 peers.}
  - {on: 2026-03-05, as: employee, do: choose, with: {peers: [Zhao Min, Chen Bo]}}
  - {until: 2026-03-05, expect: {state: reviewing, due: 2026-03-19, tasks: {employee: [self_review]}}}
  - {until: 2026-03-19, expect: {sent: [{template: review_due_soon, to: employee, on: 2026-03-16}]}}
  - {on: 2026-03-27, expect: {state: hr_follow_up}}
"""


def test_a_delegate_can_be_told(library: Library) -> None:
    steps = """\
  - {on: 2026-12-10, delegate: {manager: Zhao Min}}
  - {on: 2026-12-11, as: Zhao Min, for: manager, do: self_review, refused: own parts}
  - {on: 2026-12-11, as: Zhao Min, for: employee, do: self_review, refused: not-delegate}
  - {on: 2026-12-12, delegate: {employee: Zhao Min, manager: none}}
  - {on: 2026-12-12, as: Zhao Min, for: manager, do: self_review, refused: not-delegate}
  - {on: 2026-12-12, as: Zhao Min, for: employee, do: self_review, with: {achievements: Much., quality: 4,
     cooperation: 4, initiative: 4}, expect: {tasks: {employee: [choose_peers]}}}
"""
    assert [
        each.text() for each in played(library, steps.replace("refused: own parts", "refused: not-your-role"))
    ] == []


SPLIT = """\
process: split
version: 1
title: {en: Split, zh: 分段}
subject: employee
settings: {from: 2026-07-01, to: 2026-12-31}
roles:
  employee: subject
  hr: group('hr')
  manager: {is: "served(employee, 'manager', settings.from, settings.to) | where('days', '>=', 30) | column('value')"}
data:
  rating: {type: number}
  grade_points: {type: number, decimals: 2, title: {en: Result, zh: 结果}, compute: "mean_by_days('review', 'rating', employee, 'manager', settings.from, settings.to)"}
initial: open
states:
  open:
    due: 10 days
    tasks: {review: {for: manager, each: yes, form: [rating]}}
    on: {done: {to: closed}}
    after: [{past: due, to: closed}]
  closed: {final: yes}
"""  # noqa: E501


def test_a_review_split_between_two_managers_can_be_told() -> None:
    """July to September, 92 days, are the old manager's; October to December, 92 too, the new one's; then one moves."""
    found, problems = read_library({**shipped(), "split.yaml": SPLIT})
    assert found is not None, problems
    story = """\
scenario: two managers
process: split
given:
  start: 2027-01-04
  people: {employee: Li Na, manager: Wang Wei}
  before: {employee: {2026-10-01: {manager: Old Boss}}}
steps:
  - {on: 2027-01-04, expect: {roles: {manager: [Old Boss, Wang Wei]}}}
  - {on: 2027-01-04, as: Old Boss, do: review, with: {rating: 2}}
  - {on: 2027-01-05, as: Wang Wei, do: review, with: {rating: 4}, expect: {state: closed, data: {grade_points: 3}}}
---
scenario: twenty-nine days are too few
process: split
given:
  start: 2026-12-01
  people: {employee: Li Na, manager: Wang Wei}
steps:
  - {on: 2026-12-01, expect: {roles: {manager: Wang Wei}}}
  - {on: 2026-12-03, change: {employee: {manager: Wang Wei's manager}}, expect: {roles: {manager: Wang Wei}}}
"""
    scenarios, faults = read_scenarios("tests/x.yaml", story)
    assert not faults
    assert [each.text() for scenario in scenarios for each in play(found, scenario).failures] == []


def test_people_may_be_named_by_their_roles_in_the_line() -> None:
    library = open_workspace(shipped_at.library() / "france-interview").library
    told = """\
scenario: x
process: interview
given:
  start: 2027-01-04
  site: Paris
  people: {superior: Paul Durand, authority: Anne Leroy}
steps:
  - {expect: {roles: {superior: Paul Durand, authority: Anne Leroy}}}
"""
    scenarios, faults = read_scenarios("tests/x.yaml", told)
    assert not faults
    assert play(library, scenarios[0]).failures == []
    wrong, _ = read_scenarios("tests/x.yaml", told.replace("authority: Anne Leroy}}}", "authority: Paul Durand}}}"))
    assert play(library, wrong[0]).failures
