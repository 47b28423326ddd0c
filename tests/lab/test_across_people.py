"""Scenarios of several people, of a unit, and with the rules across people of a cycle."""

from __future__ import annotations

from engine.definition.library import read_library, read_scenarios
from engine.lab.scenarios import play
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
    on: {done: {to: granted}}
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
CYCLE = """\
cycle: pot
title: {en: Pot, zh: 奖金池}
start: 2026-03-01
period: {from: start, to: 2026-12-31}
people: {include: employee.active}
starts: [{process: grant, at: start}]
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


def test_people_share_a_pot_and_a_team_has_a_lead() -> None:
    texts = {**shipped(), "grant.yaml": GRANT, "team.yaml": TEAM, "cycles/pot.yaml": CYCLE}
    library, problems = read_library(texts)
    assert library is not None, problems
    scenarios, problems = read_scenarios("tests/x.yaml", SCENARIOS)
    assert not problems
    pot, team = (play(library, each).failures for each in scenarios)
    assert [each.code for each in pot] == ["scenario-no-subject"]
    assert [each.text("en") for each in team] == []
