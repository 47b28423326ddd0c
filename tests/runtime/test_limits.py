"""Rules across people over a database: sums against the group's budget, silence that counts, corrections checked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from engine.core.values import Instance, Triggered
from engine.runtime.importing import import_people
from engine.runtime.importing_units import import_units
from engine.runtime.launch import launch
from engine.runtime.tick import tick
from engine.runtime.trigger import trigger
from engine.runtime.workspace import Workspace, open_workspace
from engine.store.database import snapshot
from engine.store.incidents import unresolved
from engine.store.instances import load_instances
from engine.words.errors import Refused
from tests.runtime.conftest import NOW, PEOPLE

PROCESS = """\
process: bonus
version: 1
title: {en: Bonus, zh: 奖金}
subject: employee
roles: {employee: subject, manager: employee.manager, hr: group('hr')}
data:
  bonus: {type: money, title: {en: Bonus, zh: 奖金}}
  grade: {type: choice, options: [C, B, A], title: {en: Grade, zh: 等级}, default: B}
initial: proposing
states:
  proposing:
    title: {en: Proposing, zh: 提议中}
    tasks:
      propose: {for: manager, form: [bonus], ends_with: [grant]}
    due: 5 business days
    on:
      grant: {by: manager, form: [bonus, grade], to: granted, title: {en: Grant, zh: 发放}}
      level: {by: hr, together: department, form: [bonus, grade], to: granted, title: {en: Level, zh: 统一发放}}
      wave: {by: hr, set: {bonus: 0}, to: proposing, title: {en: Clear, zh: 清零}}
    after:
      - {past: due, set: {bonus: 900}, to: granted}
  granted:
    title: {en: Granted, zh: 已发放}
    on:
      object: {by: employee, start: objection, title: {en: Object, zh: 异议}}
      objection.ended: {set: {bonus: = objection.bonus}}
    after:
      - {past: 60 days after entry, to: closed}
  closed: {final: yes}
"""
OBJECTION = """\
process: objection
version: 1
title: {en: Objection, zh: 异议}
subject: employee
roles: {employee: subject, hr: group('hr')}
data: {bonus: {type: money, title: {en: Bonus, zh: 奖金}}}
initial: deciding
states:
  deciding:
    tasks: {decide: {for: hr, form: [bonus]}}
    due: 5 business days
    on: {done: {to: closed}}
    after:
      - {past: due, to: closed}
  closed: {final: yes}
"""
CYCLE = """\
cycle: pot
title: {en: Pot, zh: 奖金池}
start: 2026-07-01
period: {from: start, to: 2026-12-31}
people: {include: "employee.manager.id == 'M1'"}
starts:
  - {process: bonus, at: start}
limits:
  - from: bonus.grant
    over: department
    that: total('bonus') <= department.budget
    else: {en: The pot is empty., zh: 奖金池已用完。}
  - from: bonus.grant
    that: share('grade', 'C') >= 0.25
    unless: passed() < headcount()
    else: {en: A quarter must be C., zh: C等不得少于四分之一。}
"""
UNITS = "id,name,lead,budget\nResearch,Research,H1,1000\n"
JULY = datetime(2026, 7, 1, 8, tzinfo=UTC)


@pytest.fixture
def pot(empty_workspace: Workspace) -> Iterator[Workspace]:
    folder = empty_workspace.home / "processes"
    organisation = folder / "organisation.yaml"
    more = "\nunit:\n  budget: {type: money, optional: yes, title: {en: Budget, zh: 预算}}\n"
    organisation.write_text(organisation.read_text("utf-8") + more, "utf-8")
    for name, text in (("bonus", PROCESS), ("objection", OBJECTION), ("cycles/pot", CYCLE)):
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    workspace = open_workspace(empty_workspace.home, empty_workspace.settings.database)
    import_people(workspace, PEOPLE.encode(), NOW)
    import_units(workspace, UNITS.encode(), NOW)
    launch(workspace, "2026", NOW)
    tick(workspace, JULY)
    yield workspace
    workspace.database.dispose()


def _grant(workspace: Workspace, person: str, bonus: int, grade: str = "B") -> None:
    event = Triggered(act="grant", actor="M1", form={"bonus": bonus, "grade": grade})
    trigger(workspace, f"bonus/2026/{person}", event, JULY)


def _refused(workspace: Workspace, person: str, bonus: int, grade: str = "B") -> list[str]:
    with pytest.raises(Refused) as refused:
        _grant(workspace, person, bonus, grade)
    return [each.text("en") for each in refused.value.blockers]


def _instance(workspace: Workspace, id: str) -> Instance:
    with snapshot(workspace.database) as connection:
        return load_instances(connection, [id])[id]


def test_a_sum_is_held_against_a_fact_of_the_group(pot: Workspace) -> None:
    _grant(pot, "E1", 600)
    (said,) = _refused(pot, "E2", 401)
    assert said.startswith("The pot is empty. (group: Research;")
    _grant(pot, "E2", 400)


def test_a_least_share_binds_once_everybody_is_graded(pot: Workspace) -> None:
    for person in ("E1", "E2", "E3"):
        _grant(pot, person, 1)
    (said,) = _refused(pot, "E4", 1)
    assert said.startswith("A quarter must be C.")
    _grant(pot, "E4", 1, "C")


def test_what_silence_did_counts_and_somebody_is_told(pot: Workspace) -> None:
    later = JULY + timedelta(days=14)
    _grant(pot, "E1", 1, "C")
    tick(pot, later)  # three times 900 from a pot of 1000
    assert _instance(pot, "bonus/2026/E2").place == "granted"
    with snapshot(pot.database) as connection:
        found = unresolved(connection)
    assert [(each.about, each.incident.code) for each in found] == [("2026", "limit-exceeded")]
    assert "Research" in str(found[0].incident.where)


def test_a_correction_from_elsewhere_is_checked_and_refuses_the_act_that_caused_it(pot: Workspace) -> None:
    _grant(pot, "E1", 600)
    _grant(pot, "E2", 300)
    trigger(pot, "bonus/2026/E2", Triggered(act="object", actor="E2"), JULY)
    child = "bonus/2026/E2/objection"
    with pytest.raises(Refused) as refused:
        trigger(pot, child, Triggered(act="decide", actor="P1", form={"bonus": 401}), JULY)
    assert [each.code for each in refused.value.blockers] == ["limit-breached"]
    assert _instance(pot, child).place == "deciding"
    trigger(pot, child, Triggered(act="decide", actor="P1", form={"bonus": 400}), JULY)
    assert _instance(pot, "bonus/2026/E2").data["bonus"] == 400


def test_whoever_moves_is_counted_in_the_new_group(pot: Workspace) -> None:
    _grant(pot, "E1", 600)
    import_people(pot, PEOPLE.replace("Shanghai,Research,M1,2018", "Shanghai,Sales,M1,2018", 1).encode(), JULY)
    _grant(pot, "E2", 1000)


def _level(workspace: Workspace, bonus: int) -> None:
    form = {"bonus": bonus, "grade": "C"}
    trigger(workspace, "bonus/2026/E1", Triggered(act="level", actor="P1", form=form), JULY)


def test_an_act_over_a_department_is_done_for_all_who_have_not_passed_it_or_for_nobody(pot: Workspace) -> None:
    people = ("E1", "E2", "E3", "E4")
    with pytest.raises(Refused) as refused:
        _level(pot, 251)
    assert [each.code for each in refused.value.blockers] == ["limit-breached"]
    assert {_instance(pot, f"bonus/2026/{each}").place for each in people} == {"proposing"}
    _grant(pot, "E4", 100)
    _level(pot, 250)
    assert [_instance(pot, f"bonus/2026/{each}").data["bonus"] for each in people] == [250, 250, 250, 100]


def test_one_refusal_says_everything_against_it_in_anybodys_review(pot: Workspace) -> None:
    import_people(pot, PEOPLE.replace("Personnel,B1,2011-01-01,,hr,", "Personnel,B1,2011-01-01,,,").encode(), JULY)
    with pytest.raises(Refused) as refused:
        _level(pot, 1)
    assert [each.text("en").partition(":")[0] for each in refused.value.blockers] == [
        "Wang Wei", "Li Lei", "Sun Shan", "Qian Qi",
    ]  # fmt: skip


def test_the_headcount_is_everybody_the_cycle_includes_begun_or_not(pot: Workspace) -> None:
    for person in ("E1", "E2", "E3"):
        _grant(pot, person, 1)
    more = PEOPLE + "E6,Zhu Zi,e6@example.com,zh,Shanghai,Research,M1,2026-06-01,,,regular,Engineer,5,no,no\n"
    import_people(pot, more.encode(), JULY)
    _grant(pot, "E4", 1)  # somebody is still to come, so that the share does not bind yet
    tick(pot, JULY + timedelta(days=1))
    (said,) = _refused(pot, "E6", 1)
    assert said.startswith("A quarter must be C.")
