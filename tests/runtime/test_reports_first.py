"""What is read of other people's reviews in the cycle, and clocks of one holder, kept in a database and replayed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from engine.core.values import Instance, Triggered
from engine.runtime.importing import import_people
from engine.runtime.launch import launch
from engine.runtime.replaying import replay_all
from engine.runtime.tick import tick
from engine.runtime.trigger import trigger
from engine.runtime.workspace import Workspace, open_workspace
from engine.store.database import snapshot
from engine.store.instances import load_instances
from engine.store.prepare import upgrade
from engine.words.errors import Refused
from tests.runtime.conftest import NOW

PROCESS = """\
process: look
version: 1
title: {en: Look, zh: 审视}
subject: employee
roles:
  employee: subject
  manager: {is: employee.manager, optional: yes}
  team: {is: employee.colleagues, optional: yes, title: {en: Team, zh: 同事}}
data:
  score: {type: number, title: {en: Score, zh: 分数}}
  below:
    type: number
    title: {en: Below, zh: 下级}
    compute: "count(members('look', employee.reports) | where('state', '==', 'done_with'))"
initial: looking
states:
  looking:
    title: {en: Looking, zh: 审视中}
    tasks:
      say:
        for: team
        each: yes
        optional: yes
        title: {en: Say, zh: 发言}
        due: 5 business days
        paused_by: person.on_leave
    due: 60 days
    on:
      finish:
        by: [employee, manager]
        form: [score]
        to: done_with
        title: {en: Finish, zh: 完成}
        require:
          that: every(members('look', employee.reports), 'state', '==', 'done_with')
          else: {en: First those below., zh: 请先完成下级的。}
    after: [{past: due, to: done_with}]
  done_with: {final: yes, title: {en: Done, zh: 已完成}}
"""
CYCLE = """\
cycle: looks
title: {en: Looks, zh: 审视}
start: 2026-07-01
period: {from: start, to: 2026-12-31}
people: {include: employee.active}
starts: [{process: look, at: start}]
"""
PEOPLE = """\
id,name,site,manager,on_leave,kind,certified
M,Ma,Shanghai,,no,regular,yes
A,An,Shanghai,M,no,regular,yes
B,Bo,Shanghai,M,no,regular,yes
"""
JULY = datetime(2026, 7, 1, 2, tzinfo=UTC)


@pytest.fixture
def looks(empty_workspace: Workspace) -> Iterator[Workspace]:
    folder = Path(empty_workspace.home) / "processes"
    (folder / "look.yaml").write_text(PROCESS, "utf-8")
    (folder / "cycles" / "looks.yaml").write_text(CYCLE, "utf-8")
    workspace = open_workspace(empty_workspace.home, empty_workspace.settings.database)
    upgrade(workspace.database)
    import_people(workspace, PEOPLE.encode(), NOW)
    launch(workspace, "2026", NOW)
    tick(workspace, JULY)
    yield workspace
    workspace.database.dispose()


def _of(workspace: Workspace, person: str) -> Instance:
    with snapshot(workspace.database) as connection:
        return load_instances(connection, [f"look/2026/{person}"])[f"look/2026/{person}"]


def _finish(workspace: Workspace, person: str, score: int) -> None:
    trigger(workspace, f"look/2026/{person}", Triggered(act="finish", actor=person, form={"score": score}), JULY)


def _replays(workspace: Workspace) -> list[object]:
    return [each for each in replay_all(workspace, [], JULY) if not each.sound]


def test_a_review_waits_for_those_of_ones_reports(looks: Workspace) -> None:
    with pytest.raises(Refused) as refused:
        _finish(looks, "M", 3)
    assert [each.facts["text"]["en"] for each in refused.value.blockers] == ["First those below."]
    _finish(looks, "A", 4)
    _finish(looks, "B", 5)
    _finish(looks, "M", 3)
    assert (_of(looks, "M").state, _of(looks, "M").data["below"]) == (("done_with",), 2)
    assert _replays(looks) == []


def test_the_clock_of_one_who_owes_it_stands_in_the_database_too(looks: Workspace) -> None:
    second, third = JULY.replace(day=2), JULY.replace(day=9)
    import_people(looks, b"id,name,on_leave\nB,Bo,yes\n", second)
    assert [row.due_on for row in _of(looks, "A").tasks] == [None]
    assert [row.due_on for row in _of(looks, "B").tasks] == [date(2026, 7, 8)]
    import_people(looks, b"id,name,on_leave\nB,Bo,no\n", third)
    assert [row.due_on for row in _of(looks, "A").tasks] == [date(2026, 7, 15)]  # of five days none was used
    assert _replays(looks) == []
