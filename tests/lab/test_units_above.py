"""Scenarios about a person whose unit, and the one above it, are led by somebody."""

from __future__ import annotations

from engine.definition.library import read_library, read_scenarios
from engine.lab.scenarios import play
from tests.definition.folders import shipped

PROCESS = """\
process: signing
version: 1
title: {en: Signing, zh: 签批}
subject: employee
roles:
  employee: subject
  head: {is: employee.unit.lead, title: {en: Head, zh: 负责人}}
  division: {is: employee.unit.parent.lead, title: {en: Division, zh: 分管负责人}}
initial: first
states:
  first:
    title: {en: First, zh: 一签}
    tasks:
      sign_it: {for: head, title: {en: Sign, zh: 签字}}
      look: {for: employee, optional: yes, title: {en: Look, zh: 查看}}
    due: 2 business days
    on: {done: {to: second}}
    after: [{past: 9 business days, to: closed}]
  second:
    title: {en: Second, zh: 二签}
    tasks: {countersign: {for: division, title: {en: Countersign, zh: 复签}}}
    on: {done: {to: closed}}
    after: [{past: 9 business days, to: closed}]
  closed: {final: yes, title: {en: Closed, zh: 已结束}}
"""
STORY = """\
scenario: two heads
process: signing
given: {start: 2027-03-01, site: Shanghai, people: {employee: Li Na, head: Hu Ran}}
steps:
  - {until: 2027-03-04, expect: {overdue: [sign_it]}}
  - {on: 2027-03-05, as: Hu Ran, do: sign_it, expect: {state: second, roles: {head: Hu Ran}}}
  - {on: 2027-03-05, as: division, do: countersign, expect: {state: closed}}
"""


def test_the_lead_of_a_unit_and_of_the_one_above_can_be_cast() -> None:
    library, problems = read_library({**shipped(), "signing.yaml": PROCESS})
    assert library is not None, [each.text() for each in problems]
    scenarios, faults = read_scenarios("tests/signing.yaml", STORY)
    assert not faults
    assert [each.text() for each in play(library, scenarios[0]).failures] == []
