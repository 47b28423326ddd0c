"""Scenarios of several people, of a unit, and with the rules across people of a cycle."""

from __future__ import annotations

from engine.definition.library import read_library, read_scenarios
from engine.lab.naming import check_names
from engine.lab.scenarios import play
from engine.words.problems import Problem
from tests.definition.folders import shipped

GRANT = """\
process: grant
version: 1
title: {en: Grant, zh: 发放}
subject: employee
roles: {employee: subject, manager: employee.manager}
data: {bonus: {type: money, title: {en: Bonus, zh: 奖金}}}
initial: proposing
states:
  proposing:
    title: {en: Proposing, zh: 提议中}
    tasks: {propose: {for: manager, form: [bonus]}}
    due: 5 business days
    on: {done: {to: granted}, meeting.agreed: {to: granted}}
    after:
      - {past: due, to: granted}
  granted: {final: yes, title: {en: Granted, zh: 已发放}}
"""
TEAM = """\
process: team
version: 1
title: {en: Team, zh: 团队}
about: unit
subject: team
roles: {lead: {is: team.lead, title: {en: Lead, zh: 负责人}}}
data: {size: {type: number, title: {en: Size, zh: 人数}, compute: count(team.members)}}
initial: open
states:
  open: {tasks: {answer: {for: lead}}, due: 3 business days, on: {done: {to: closed}}, after: [{past: due, to: closed}]}
  closed: {final: yes}
"""
MEETING = """\
process: meeting
version: 1
title: {en: Meeting, zh: 会议}
about: unit
subject: office
roles:
  chair: {is: office.lead, title: {en: Chair, zh: 主席}}
  managers: {is: office.all_members, must: count(person.reports) > 0, title: {en: Managers, zh: 主管}}
data:
  heard: {type: number, title: {en: Heard, zh: 人数}, compute: count(members('grant'))}
  rich: {type: yes_no, title: {en: Rich, zh: 富}, compute: count(office.units) == 1}
initial: open
states:
  open:
    title: {en: Open, zh: 开放}
    due: 3 business days
    on:
      agreed:
        by: managers
        title: {en: Agreed, zh: 商定}
        for_each: members('grant') | where('state', '==', 'proposing')
        emit: agreed
        to: closed
    after: [{past: due, to: closed}]
  closed: {final: yes}
"""
CYCLE = """\
cycle: pot
title: {en: Pot, zh: 奖金池}
start: 2026-03-01
period: {from: start, to: 2026-12-31}
people: {include: employee.active}
units: {include: unit.kind == 'department'}
starts: [{process: grant, at: start}, {process: meeting, at: start}]
limits:
  - from: grant.propose
    over: department
    that: total('bonus') <= 1000 and average('bonus') <= 400
    unless: passed() < 2
    else: {en: Too much., zh: 过多。}
"""
SCENARIOS = """\
scenario: three share a pot
process: grant
given: {start: 2026-03-02, calendar: CN, rules: pot, subjects: [Li Na, Zhao Min, Chen Bo]}
steps:
  - {on: 2026-03-03, subject: Li Na, as: manager, do: propose, with: {bonus: 500}}
  - {on: 2026-03-03, subject: Zhao Min, as: manager, do: propose, with: {bonus: 301}, refused: Too much.}
  - {on: 2026-03-03, subject: Zhao Min, as: manager, do: propose, with: {bonus: 300}}
  - {on: 2026-03-03, subject: Chen Bo, as: manager, do: propose, with: {bonus: 200}, expect: {state: granted}}
  - {on: 2026-03-03, subject: Li Na, expect: {state: granted, data: {bonus: 500}}}
  - {on: 2026-03-03, subject: Nobody, expect: {state: granted}}
---
scenario: a team of two
process: team
given:
  start: 2026-03-02
  calendar: CN
  people: {team: Sales, manager: Wang Wei, colleagues: [Zhao Min]}
steps:
  - {on: 2026-03-03, expect: {tasks: {Wang Wei: [answer]}, data: {size: 2}}}
  - {on: 2026-03-03, as: lead, do: answer, expect: {state: closed}}
"""


def failures(text: str) -> list[list[Problem]]:
    texts = {**shipped(), "grant.yaml": GRANT, "team.yaml": TEAM, "meeting.yaml": MEETING, "cycles/pot.yaml": CYCLE}
    library, problems = read_library(texts)
    assert library is not None, problems
    scenarios, problems = read_scenarios("tests/x.yaml", text)
    assert not problems
    assert not [problem for each in scenarios for problem in check_names(library, each)]
    return [play(library, each).failures for each in scenarios]


def test_people_share_a_pot_and_a_team_has_a_lead() -> None:
    pot, team = failures(SCENARIOS)
    assert [each.code for each in pot] == ["scenario-no-subject"]
    assert [each.text("en") for each in team] == []


SESSION = """\
scenario: those of the office who wait hear what their managers agreed
process: meeting
given:
  start: 2026-03-02
  calendar: CN
  people: {office: North, chair: Wang Wei, managers: [Ann, Ben], others: [Far]}
  facts: {Cid: {manager: Ann}, Dan: {manager: Ben}, Far: {department: East, manager: Ann}}
  units: {South: {parent: North}}
  instances: {grant: {Cid: proposing, Dan: {state: granted, data: {bonus: 5}}, Far: proposing}}
steps:
  - {on: 2026-03-03, expect: {roles: {managers: [Ann, Ben]}, data: {heard: 2, rich: yes}}}
  - {on: 2026-03-03, as: Wang Wei, do: agreed, refused: not-your-role}
  - {on: 2026-03-03, as: Ben, do: agreed, expect: {state: closed, emitted: agreed}}
  - {in: grant, subject: Cid, expect: {state: granted, data: {bonus: none}}}
  - {in: grant, subject: Far, expect: {state: proposing}}
  - {in: grant, subject: Dan, expect: {data: {bonus: 5}}}
  - {in: grant, subject: Eve, expect: {data: {bonus: 5}}}
"""


def test_a_session_plays_with_the_instances_it_reaches() -> None:
    (told,) = failures(SESSION)
    assert [each.code for each in told] == ["scenario-no-child"]
    (told,) = failures(SESSION.replace("rich: yes", "rich: no"))
    assert "expected: no\n  + found:    yes" in told[0].text("en")


def test_whoever_a_fact_names_is_known() -> None:
    moved = """\
scenario: a new manager
process: grant
given: {start: 2026-03-02, calendar: CN, people: {employee: Ann, manager: Old}}
steps:
  - {on: 2026-03-03, change: {Ann: {manager: New}}, expect: {roles: {manager: [New]}, tasks: {New: [propose]}}}
"""
    assert failures(moved) == [[]]
