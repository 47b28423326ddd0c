"""Units as subjects: imported, reviewed in a cycle, led by whoever leads them now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engine.core.values import Triggered
from engine.runtime.importing import import_people
from engine.runtime.importing_units import import_units
from engine.runtime.launch import launch
from engine.runtime.opening import open_instance
from engine.runtime.replaying import replay_all
from engine.runtime.tick import tick
from engine.runtime.trigger import trigger
from engine.runtime.workspace import Workspace, open_workspace
from engine.store.database import snapshot
from engine.store.instances import load_instances
from engine.store.prepare import upgrade
from engine.views.show import contents
from engine.words.errors import DefinitionInvalid, Refused
from tests.runtime.conftest import NOW, PEOPLE

PROCESS = """\
process: team_review
version: 1
title: {en: Team review, zh: 团队评审}
about: unit
subject: team
roles:
  lead: {is: team.lead, title: {en: Lead, zh: 负责人}}
  above: {is: team.parent.lead, title: {en: Above, zh: 上级单元负责人}}
data:
  result: {type: number, title: {en: Result, zh: 结果}}
  size: {type: number, title: {en: Size, zh: 人数}, compute: count(team.members)}
  all: {type: number, title: {en: All, zh: 总人数}, compute: count(team.all_members)}
  money: {type: number, title: {en: Budget, zh: 预算}, compute: team.budget}
initial: reporting
on:
  subject_left: {to: dissolved}
states:
  reporting:
    title: {en: Reporting, zh: 汇报中}
    tasks:
      report: {for: lead, form: [result], title: {en: Report, zh: 汇报}}
    due: 5 business days
    on: {done: {to: closed}}
    after:
      - {past: due, to: closed}
  closed: {final: yes}
  dissolved: {final: yes, title: {en: Dissolved, zh: 已撤销}}
"""
CYCLE = """\
cycle: teams
title: {en: Teams, zh: 团队}
start: 2026-07-01
period: {from: start, to: 2026-12-31}
people: {include: "false"}
units: {include: unit.kind == 'team', exclude: unit.budget < 100}
starts:
  - {process: team_review, at: start, for: count(unit.members) > 1}
"""
UNITS = """\
id,name,kind,parent,lead,site,closed_on,budget
Research,Research,team,Board,H1,,,5000
Board,The board,department,,B1,,,
Personnel,Personnel,team,Board,P1,New-York,,300
Sales,Sales,team,Board,M2,,,50
Empty,Nobody,team,Board,M1,,,900
"""
JULY = datetime(2026, 7, 1, 8, tzinfo=UTC)


@pytest.fixture
def with_units(empty_workspace: Workspace) -> Iterator[Workspace]:
    home = Path(empty_workspace.home)
    folder = home / "processes"
    organisation = folder / "organisation.yaml"
    more = """
unit:
  budget: {type: money, optional: yes, title: {en: Budget, zh: 预算}}
kinds:
  team: {en: Team, zh: 团队}
  department: {en: Department, zh: 部门}
"""
    organisation.write_text(organisation.read_text("utf-8") + more, "utf-8")
    (folder / "team_review.yaml").write_text(PROCESS, "utf-8")
    (folder / "cycles" / "teams.yaml").write_text(CYCLE, "utf-8")
    workspace = open_workspace(home, empty_workspace.settings.database)
    upgrade(workspace.database)
    import_people(workspace, PEOPLE.encode(), NOW)
    import_units(workspace, UNITS.encode(), NOW)
    yield workspace
    workspace.database.dispose()


def _instances(workspace: Workspace) -> dict[str, object]:
    ids = [f"team_review/2026/{unit}" for unit in ("Research", "Personnel", "Sales", "Board", "Empty")]
    with snapshot(workspace.database) as connection:
        return load_instances(connection, ids)


def test_a_cycle_starts_a_process_for_the_units_it_includes(with_units: Workspace) -> None:
    launched = launch(with_units, "2026", NOW)
    assert (launched.people, launched.units) == (0, 3)  # Sales has too small a budget, the board is no team
    tick(with_units, JULY)
    found = _instances(with_units)
    assert sorted(found) == ["team_review/2026/Personnel", "team_review/2026/Research"]  # Empty has no members
    research = found["team_review/2026/Research"]
    assert research.roles == {"lead": ("H1",), "above": ("B1",)}
    assert research.data["size"] == research.data["all"] == 7
    assert research.data["money"] == 5000


def test_a_units_limit_is_a_day_where_the_unit_is(with_units: Workspace) -> None:
    launch(with_units, "2026", NOW)
    tick(with_units, JULY)
    dues = {id: task.due_at for id, each in _instances(with_units).items() for task in each.tasks}
    assert dues["team_review/2026/Personnel"] > dues["team_review/2026/Research"]


def test_a_new_lead_owes_what_the_old_one_owed(with_units: Workspace) -> None:
    launch(with_units, "2026", NOW)
    tick(with_units, JULY)
    made = import_units(with_units, UNITS.replace("team,Board,H1", "team,Board,M1").encode(), JULY)
    assert (made.changed, made.unchanged, made.affected_instances) == (1, 4, 1)
    after = _instances(with_units)["team_review/2026/Research"]
    assert [task.person for task in after.tasks if task.status == "open"] == ["M1"]
    trigger(with_units, after.id, Triggered(act="report", actor="M1", form={"result": 3}), JULY)
    assert _instances(with_units)[after.id].place == "closed"


def test_a_unit_that_closes_ends_its_review_on_its_day(with_units: Workspace) -> None:
    launch(with_units, "2026", NOW)
    tick(with_units, JULY)
    import_units(with_units, UNITS.replace("Board,H1,,,5000", "Board,H1,,2026-07-03,5000").encode(), JULY)
    assert _instances(with_units)["team_review/2026/Research"].place == "reporting"
    tick(with_units, JULY + timedelta(days=2))
    assert _instances(with_units)["team_review/2026/Research"].place == "dissolved"


def test_a_person_may_not_have_the_id_of_a_unit(with_units: Workspace) -> None:
    with pytest.raises(DefinitionInvalid) as failure:
        import_people(with_units, PEOPLE.replace("E1,", "Research,", 1).encode(), NOW)
    assert [each.code for each in failure.value.problems] == ["person-is-unit"]


def test_every_fault_of_a_file_of_units_is_told_at_once(with_units: Workspace) -> None:
    wrong = "id,name,kind,parent,lead\nE1,Name of a person,team,Nowhere,X9\nA,A,squad,B,\nB,B,team,A,\n"
    with pytest.raises(DefinitionInvalid) as failure:
        import_units(with_units, wrong.encode(), NOW)
    assert sorted(each.code for each in failure.value.problems) == [
        "people-choice",
        "people-unknown",
        "unit-circle",
        "unit-is-person",
        "unit-unknown",
    ]


TRANSFER = """\
process: transfer
version: 1
title: {en: Transfer, zh: 调动}
subject: employee
start: {by: manager, form: [goes_to]}
roles:
  employee: subject
  manager: employee.manager
  receiver: {is: goes_to.lead, title: {en: Receiver, zh: 接收人}}
data:
  goes_to: {type: unit, title: {en: Goes to, zh: 调入单元}}
  cost: {type: money, title: {en: Budget there, zh: 调入单元预算}, compute: goes_to.budget}
visible:
  goes_to: {to: [manager, receiver]}
initial: asked
states:
  asked:
    title: {en: Asked, zh: 已提出}
    tasks: {take: {for: receiver, title: {en: Take over, zh: 接收}}}
    due: 5 business days
    on: {done: {to: closed}}
    after: [{past: due, to: closed}]
  closed: {final: yes}
"""


def test_a_field_names_a_unit_and_its_facts_are_read(with_units: Workspace) -> None:
    (Path(with_units.home) / "processes" / "transfer.yaml").write_text(TRANSFER, "utf-8")
    house = open_workspace(Path(with_units.home), with_units.settings.database)
    for wrong in ("E1", "Nowhere"):
        with pytest.raises(Refused) as refused:
            open_instance(house, "transfer", "E1", "M1", {"goes_to": wrong}, JULY)
        assert [each.code for each in refused.value.blockers] == ["form-unit"]
    opened = open_instance(house, "transfer", "E1", "M1", {"goes_to": "Sales"}, JULY).instance
    with snapshot(house.database) as connection:
        found = load_instances(connection, [opened])[opened]
    assert (found.roles["receiver"], found.data["cost"]) == (("M2",), 50)
    assert [row.person for row in found.tasks] == ["M2"]
    (shown,) = contents(house, JULY, opened, "M2").fields
    assert (shown.value, shown.people) == ("Sales", {"Sales": "Sales"})
    assert all(each.sound for each in replay_all(house, [opened], JULY))
    house.database.dispose()


PARTS = """parts:
    type: list
    title: {en: Parts, zh: 分配}
    item:
      into: {type: unit, title: {en: Into, zh: 单元}}"""


def test_a_row_names_a_unit_too(with_units: Workspace) -> None:
    """Of a list: a unit that does not exist is told with its row, and expressions read the facts of those that do."""
    split = TRANSFER
    for before, after in (
        ("transfer", "split"),
        ("[goes_to]", "[parts]"),
        ("goes_to: {type: unit, title: {en: Goes to, zh: 调入单元}}", PARTS),
        ("goes_to.lead", '"(parts | first).into.lead"'),
        ("goes_to.budget", "(parts | first).into.budget"),
        ("goes_to: {to", "parts: {to"),
    ):
        split = split.replace(before, after)
    (Path(with_units.home) / "processes" / "split.yaml").write_text(split, "utf-8")
    house = open_workspace(Path(with_units.home), with_units.settings.database)
    with pytest.raises(Refused) as refused:
        open_instance(house, "split", "E1", "M1", {"parts": [{"into": "Sales"}, {"into": "Nowhere"}]}, JULY)
    assert [(each.code, each.facts["field"]) for each in refused.value.blockers] == [("form-unit", "parts[2].into")]
    opened = open_instance(house, "split", "E1", "M1", {"parts": [{"into": "Sales"}]}, JULY).instance
    with snapshot(house.database) as connection:
        found = load_instances(connection, [opened])[opened]
    assert (found.roles["receiver"], found.data["cost"]) == (("M2",), 50)
    (shown,) = contents(house, JULY, opened, "M2").fields
    assert (shown.value, shown.people) == ([{"into": "Sales"}], {"Sales": "Sales"})
    assert all(each.sound for each in replay_all(house, [opened], JULY))
    house.database.dispose()
