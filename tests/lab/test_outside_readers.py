"""Stories of readers who had the manual alone: days, leavers, what was so before, who is made up, where it stops."""

from __future__ import annotations

import pytest

from tests.support.stories import HEAD, ROLES, WAIT, failures, told


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Asia/Shanghai", "Australia/Lord_Howe"])
def test_a_day_of_another_length_ends_when_it_ends(zone: str) -> None:
    """Clocks go forward on 29 March 2026 (8 March in New York), and the day has 23 hours."""
    first, last, after = (
        ("2026-03-03", "2026-03-08", "2026-03-09") if "York" in zone else ("2026-03-24", "2026-03-29", "2026-03-30")
    )
    assert (
        told(
            WAIT,
            f"""\
scenario: the day the clocks go forward
process: small
given: {{start: {first}, time_zone: {zone}}}
steps:
  - {{until: {last}, expect: {{state: one}}}}
  - {{until: {after}, expect: {{state: two}}}}
""",
        )
        == []
    )


LEAVES = f"""{HEAD}{ROLES}
data:
  away: {{type: number, title: {{en: Away, zh: 休假}}, compute: "days_with(employee, 'on_leave', yes, 2026-01-01, 2026-01-31)"}}
  here: {{type: number, title: {{en: Here, zh: 在岗}}, compute: "days_with(employee, 'on_leave', no, 2026-01-01, 2026-01-31)"}}
initial: one
on: {{subject_left: {{to: gone}}}}
states:
  one:
    title: {{en: One, zh: 一}}
    on:
      go:
        by: employee
        to: gone
        title: {{en: Go, zh: 走}}
        require: {{that: employee.on_leave == no, else: {{en: "Away: {{{{ employee.on_leave }}}}.", zh: "休假：{{{{ employee.on_leave }}}}。"}}}}
    after: [{{past: 90 days, to: gone}}]
  gone: {{final: yes, title: {{en: Gone, zh: 已离开}}}}
""".replace("2026-01-01, 2026-01-31", "date('2026-01-01'), date('2026-01-31')")  # noqa: E501


def test_whoever_leaves_on_a_day_to_come_is_gone_once_it_is_over() -> None:
    story = """\
scenario: a day of leaving that is known before
process: small
given: {start: 2026-05-01, people: {employee: Tui}}
steps:
  - {on: 2026-05-04, change: {Tui: {left_on: 2026-05-15}}, expect: {state: one}}
  - {until: 2026-05-15, expect: {state: one}}
  - {on: 2026-05-16, expect: {state: gone}}
"""
    assert told(LEAVES, story) == []
    from_the_start = story.replace("people: {employee: Tui}}", "facts: {employee: {left_on: 2026-05-15}}}")
    assert told(LEAVES, from_the_start.replace("change: {Tui: {left_on: 2026-05-15}}, ", "")) == []


def test_what_was_so_before_is_said_of_a_part_too_and_a_no_is_known() -> None:
    taught = LEAVES.replace("employee: subject", "teacher: {is: subject, title: {en: Teacher, zh: 教师}}")
    taught = taught.replace("employee", "teacher").replace("teacher.manager", "subject.manager")
    story = """\
scenario: away since February
process: small
given:
  start: 2026-03-02
  people: {teacher: Tui}
  facts: {teacher: {on_leave: yes}}
  before: {teacher: {2026-02-01: {on_leave: no}}}
steps:
  - {on: 2026-03-03, expect: {data: {away: 0, here: 31}}}
  - {on: 2026-03-03, as: teacher, do: go, refused: "Away: yes."}
  - {on: 2026-03-03, as: teacher, do: go, refused: 休假：是。}
"""
    assert told(taught, story) == []


SCHOOL = """\
process: small
version: 1
title: {en: School, zh: 学校}
about: unit
subject: school
roles: {teachers: {is: school.members, title: {en: Teachers, zh: 教师}}}
initial: one
states:
  one: {title: {en: One, zh: 一}, after: [{past: 5 days, to: two}]}
  two: {final: yes, title: {en: Two, zh: 二}}
"""


def test_nobody_is_made_up_beside_members_who_are_named() -> None:
    story = """\
scenario: a school
process: small
given: {start: 2026-03-02, people: {lead: Pat, members: [Tui, Kim]}}
steps:
  - {on: 2026-03-03, expect: {roles: {teachers: [Kim, Pat, Tui]}}}
"""
    assert told(SCHOOL, story) == []


def test_a_story_that_stops_says_at_which_step_and_by_which_rule() -> None:
    process = WAIT.replace("after: [{past", "after: [{when: today > 5, to: two, id: odd}, {past")
    stopped = failures(
        process,
        "scenario: x\nprocess: small\ngiven: {start: 2026-03-02}\nsteps:\n  - {on: 2026-03-03, expect: {state: one}}\n",
    )
    assert [(each.code, each.span.line if each.span else 0) for each in stopped] == [("scenario-stopped", 1)]
    assert "one/odd" in str(stopped[0].facts["reason"])
