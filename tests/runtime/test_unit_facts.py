"""Facts of people that are units: who leads a division, what it may spend, and what a change of either reaches."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.core.values import Triggered
from engine.definition.library import read_library, read_scenarios
from engine.lab.naming import check_names
from engine.lab.scenarios import play
from engine.runtime.importing import import_people
from engine.runtime.importing_units import import_units
from engine.runtime.launch import launch
from engine.runtime.replaying import replay_all
from engine.runtime.tick import tick
from engine.runtime.trigger import trigger
from engine.runtime.workspace import Workspace, open_workspace
from engine.store.database import snapshot
from engine.store.instances import load_instances
from engine.store.prepare import upgrade
from engine.words.errors import Refused
from tests.definition.folders import shipped
from tests.runtime.conftest import NOW

PROCESS = """\
process: award
version: 1
title: {en: Award, zh: 奖励}
subject: employee
roles:
  employee: subject
  manager: employee.manager
  head: {is: employee.division.lead, title: {en: Head, zh: 事业部负责人}}
data:
  bonus: {type: money, title: {en: Bonus, zh: 奖金}}
  pot: {type: money, title: {en: Pot, zh: 奖金池}, compute: employee.division.pot}
  over: {type: text, title: {en: Over, zh: 上级}, compute: employee.division.group.name}
initial: proposing
states:
  proposing:
    title: {en: Proposing, zh: 提议中}
    tasks: {propose: {for: head, form: [bonus], title: {en: Propose, zh: 提议}}}
    due: 5 business days
    on: {done: {to: given}}
    after:
      - {past: due, to: given}
  given: {final: yes, title: {en: Given, zh: 已发放}}
"""
CYCLE = """\
cycle: awards
title: {en: Awards, zh: 奖励}
start: 2026-07-01
period: {from: start, to: 2026-12-31}
people: {include: filled(employee.division)}
starts: [{process: award, at: start}]
limits:
  - from: award.propose
    over: division
    that: total('bonus') <= division.pot
    else: {en: The division's pot is empty., zh: 事业部奖金池已用完。}
"""
FACTS = """
  division: {type: unit, optional: yes, title: {en: Division, zh: 事业部}}
"""
UNIT = """
unit:
  pot: {type: money, optional: yes, title: {en: Pot, zh: 奖金池}}
  group: {type: unit, optional: yes, title: {en: Group, zh: 集团}}
"""
PEOPLE = """\
id,name,site,department,manager,division
B1,Bo,Shanghai,Board,,
H1,Hu,Shanghai,Lab,B1,
A1,An,Shanghai,Lab,H1,East
A2,Bai,Shanghai,Shop,H1,East
A3,Chen,Shanghai,Shop,H1,West
"""
UNITS = "id,name,lead,pot,group\nEast,East,H1,1000,All\nWest,West,B1,5000,All\nAll,Everything,,,\n"


def _with_facts(organisation: str) -> str:
    head, mark, rest = organisation.partition("\nperson:\n")
    assert mark, "organisation.yaml declares facts of people"
    return head + mark + FACTS.lstrip("\n") + rest + UNIT


@pytest.fixture
def divided(empty_workspace: Workspace) -> Iterator[Workspace]:
    home = Path(empty_workspace.home)
    folder = home / "processes"
    organisation = folder / "organisation.yaml"
    organisation.write_text(_with_facts(organisation.read_text("utf-8")), "utf-8")
    (folder / "award.yaml").write_text(PROCESS, "utf-8")
    (folder / "cycles" / "awards.yaml").write_text(CYCLE, "utf-8")
    workspace = open_workspace(home, empty_workspace.settings.database)
    upgrade(workspace.database)
    yield workspace
    workspace.database.dispose()


def _launched(workspace: Workspace) -> None:
    import_people(workspace, PEOPLE.encode(), NOW)
    import_units(workspace, UNITS.encode(), NOW)
    launch(workspace, "2026", NOW)
    tick(workspace, NOW.replace(month=7, day=1))


def test_units_may_come_in_after_the_people_who_belong_to_them(divided: Workspace) -> None:
    taken = import_people(divided, PEOPLE.encode(), NOW)
    assert [(each.code, each.span.line) for each in taken.warnings] == [
        ("unit-not-yet", 4), ("unit-not-yet", 5), ("unit-not-yet", 6)
    ]  # fmt: skip
    import_units(divided, UNITS.encode(), NOW)
    assert import_people(divided, PEOPLE.encode(), NOW).warnings == ()


def test_a_division_has_a_head_and_a_pot_of_its_own(divided: Workspace) -> None:
    _launched(divided)
    july = NOW.replace(month=7, day=2)
    with snapshot(divided.database) as connection:
        found = load_instances(connection, [f"award/2026/A{number}" for number in (1, 2, 3)])
    assert {each.subject: each.roles["head"] for each in found.values()} == {
        "A1": ("H1",), "A2": ("H1",), "A3": ("B1",)
    }  # fmt: skip
    assert {each.data["over"] for each in found.values()} == {"Everything"}
    trigger(divided, "award/2026/A1", Triggered(act="propose", actor="H1", form={"bonus": 700}), july)
    trigger(divided, "award/2026/A3", Triggered(act="propose", actor="B1", form={"bonus": 700}), july)
    with pytest.raises(Refused) as refused:  # another department, and yet the same division
        trigger(divided, "award/2026/A2", Triggered(act="propose", actor="H1", form={"bonus": 301}), july)
    assert [each.text("en") for each in refused.value.blockers] == [
        "The division's pot is empty. (group: East; rule: total('bonus') <= division.pot)"
    ]
    import_units(divided, b"id,name,pot\nEast,East,1001\n", july)
    trigger(divided, "award/2026/A2", Triggered(act="propose", actor="H1", form={"bonus": 301}), july)


def test_a_new_head_of_a_division_takes_over_what_is_owed(divided: Workspace) -> None:
    _launched(divided)
    july = NOW.replace(month=7, day=2)
    import_units(divided, b"id,name,lead\nWest,West,A1\n", july)
    moved = import_people(divided, b"id,name,division\nA2,Bai,West\n", july)
    assert moved.affected_instances == 1
    tick(divided, july)
    with snapshot(divided.database) as connection:
        found = load_instances(connection, ["award/2026/A2", "award/2026/A3"])
    assert {each.roles["head"] for each in found.values()} == {("A1",)}
    assert {row.person for each in found.values() for row in each.tasks if row.status == "open"} == {"A1"}
    assert [each.differences for each in replay_all(divided, [], july) if not each.sound] == []


STORY = """\
scenario: a division of its own
process: award
given:
  start: 2026-07-01
  calendar: CN
  people: {employee: An}
  facts: {employee: {division: East}}
  units: {East: {lead: Hu, pot: 900, group: All}}
steps:
  - {on: 2026-07-02, expect: {tasks: {Hu: [propose]}, data: {pot: 900, over: All}}}
  - {on: 2026-07-03, as: Hu, do: propose, with: {bonus: 5}, expect: {state: given}}
"""


def test_a_scenario_says_whose_unit_is_whose() -> None:
    texts = {**shipped(), "award.yaml": PROCESS, "cycles/awards.yaml": CYCLE}
    texts["organisation.yaml"] = _with_facts(texts["organisation.yaml"])
    library, problems = read_library(texts)
    assert library is not None, problems
    (story,), problems = read_scenarios("tests/x.yaml", STORY)
    assert not problems
    assert check_names(library, story) == []
    assert [each.text("en") for each in play(library, story).failures] == []
