"""What scenarios expect of eyes: tasks whose answers are data, and expectations that prove nothing."""

from __future__ import annotations

import pytest

from engine.definition.library import read_library, read_scenarios
from engine.lab.scenarios import play
from tests.definition.folders import shipped

PROCESS = """\
process: seen
version: 1
title: {en: Seen, zh: 可见}
subject: employee
roles:
  employee: subject
  manager: employee.manager
  team: {is: employee.department_members, title: {en: Team, zh: 同部门同事}}
data:
  rating: {type: number, title: {en: Rating, zh: 评分}}
  comment: {type: text, optional: yes, title: {en: Comment, zh: 评语}}
  verdict: {type: text, title: {en: Verdict, zh: 结论}}
visible:
  rating: {to: [employee, manager]}
  comment: {to: manager}
initial: rating_it
states:
  rating_it:
    title: {en: Rating, zh: 评分}
    tasks: {rate: {for: manager, form: [rating, comment], title: {en: Rate, zh: 评分}}}
    on: {done: {to: deciding}}
  deciding:
    title: {en: Deciding, zh: 决定}
    tasks: {decide: {for: manager, form: [verdict], title: {en: Decide, zh: 决定}}}
    on: {done: {to: closed}}
  closed: {final: yes, title: {en: Closed, zh: 已结束}}
"""
HEAD = """\
scenario: who sees what
process: seen
given: {start: 2026-07-01, site: Shanghai, people: {employee: Li Na, manager: Wang Wei, department_members: [Zhao Min]}}
steps:
"""


@pytest.mark.parametrize(
    ("filled", "expected", "found"),
    [
        ("rating: 4", "visible: {employee: rate}", []),
        ("rating: 4, comment: Good", "visible: {employee: rate, manager: [rate, rate.comment]}",
         ["“employee” does not see: comment."]),
        ("rating: 4, comment: Good", "hidden: {employee: rate.comment, Zhao Min: [rate, comment]}", []),
        ("rating: 4, comment: Good", "hidden: {employee: [rate, comment]}",
         ["“employee” sees what should be hidden: rating."]),
        ("rating: 4", "hidden: {employee: comment}", ["nothing is filled in: comment."]),
        ("rating: 4", "hidden: {employee: decide}", ["nothing is filled in: decide."]),
        ("rating: 4", "visible: {manager: decide}", ["“manager” does not see: decide."]),
        ("rating: 4", "hidden: {hr: rating}", ["Nobody holds “hr”"]),
        ("rating: 4", "roles: {team: [Wang Wei, Zhao Min]}", []),
    ],
)  # fmt: skip
def test_what_is_seen(filled: str, expected: str, found: list[str]) -> None:
    step = f"  - {{on: 2026-07-02, as: manager, do: rate, with: {{{filled}}}, expect: {{{expected}}}}}\n"
    library, _ = read_library({**shipped(), "seen.yaml": PROCESS})
    scenarios, wrong = read_scenarios("tests/seen.yaml", HEAD + step)
    assert library is not None
    assert not wrong
    failures = play(library, scenarios[0]).failures
    assert len(failures) == len(found), [each.text("en") for each in failures]
    assert all(part in each.text("en") for part, each in zip(found, failures, strict=True))
