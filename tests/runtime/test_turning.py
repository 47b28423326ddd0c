"""Cycles that repeat: check-ins every week, the next turn opened by itself, a turn that is over closed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from engine.runtime.importing import import_people
from engine.runtime.launch import launch
from engine.runtime.tick import tick
from engine.runtime.turning import next_turn
from engine.runtime.workspace import Workspace, open_workspace
from engine.store.cycles import all_cycles
from engine.store.database import snapshot
from engine.store.incidents import unresolved
from engine.store.relatives import existing
from tests.runtime.conftest import NOW, PEOPLE

PROCESS = """\
process: check
version: 1
title: {en: Check, zh: 检查}
subject: employee
roles: {employee: subject}
initial: asking
states:
  asking:
    title: {en: Asking, zh: 询问}
    tasks: {answer: {for: employee}}
    due: 2 business days
    on: {done: {to: closed}}
    after:
      - {past: due, to: closed}
  closed: {final: yes}
"""
CYCLE = """\
cycle: weekly
title: {en: Weekly, zh: 每周}
name: "check-{year}-{month}"
start: 2026-07-01
repeat: every 1 month
opens: by itself
period: {from: start, to: 1 day before 1 month after start}
people: {include: "employee.manager.id == 'M1'"}
starts:
  - {process: check, at: start, repeat: every 1 week, for: employee.id != 'E4'}
"""


def day(month: int, number: int) -> datetime:
    return datetime(2026, month, number, 8, tzinfo=UTC)


@pytest.fixture
def weekly(empty_workspace: Workspace) -> Iterator[Workspace]:
    folder = empty_workspace.home / "processes"
    (folder / "check.yaml").write_text(PROCESS, "utf-8")
    (folder / "cycles" / "weekly.yaml").write_text(CYCLE, "utf-8")
    workspace = open_workspace(empty_workspace.home, empty_workspace.settings.database)
    import_people(workspace, PEOPLE.encode(), NOW)
    launch(workspace, "check-2026-07", NOW)
    yield workspace
    workspace.database.dispose()


def _begun(workspace: Workspace, cycle: str = "check-2026-07", person: str = "E1") -> list[int]:
    ids = {f"check{'' if number == 1 else f'-{number}'}/{cycle}/{person}": number for number in range(1, 7)}
    with snapshot(workspace.database) as connection:
        return sorted(ids[id] for id in existing(connection, ids))


def _cycles(workspace: Workspace) -> dict[str, str]:
    with snapshot(workspace.database) as connection:
        return {each.id: each.status for each in all_cycles(connection)}


def test_a_repeated_start_begins_a_new_instance_each_time_until_the_period_is_over(weekly: Workspace) -> None:
    for number in (1, 8, 15, 22, 29):
        tick(weekly, day(7, number))
    assert _begun(weekly) == [1, 2, 3, 4, 5]
    assert _begun(weekly, person="E4") == []


def test_after_downtime_only_the_latest_time_is_begun(weekly: Workspace) -> None:
    tick(weekly, day(7, 1))
    tick(weekly, day(7, 23))
    assert _begun(weekly) == [1, 4]


def test_the_next_turn_opens_when_its_day_comes_and_the_one_before_ends_when_all_in_it_has(weekly: Workspace) -> None:
    for days in range(36):
        tick(weekly, day(7, 1) + timedelta(days=days))
        with snapshot(weekly.database) as connection:
            assert (next_turn(weekly, connection) or NOW) > day(7, 1) + timedelta(days=days)
    assert _cycles(weekly) == {"check-2026-07": "ended", "check-2026-08": "running"}
    assert _begun(weekly, "check-2026-08") == [1]


def test_turns_missed_while_nothing_ran_are_told_and_only_the_latest_opens(weekly: Workspace) -> None:
    tick(weekly, day(7, 1))
    tick(weekly, day(10, 2))
    assert sorted(_cycles(weekly)) == ["check-2026-07", "check-2026-10"]
    with snapshot(weekly.database) as connection:
        told = [(each.about, each.incident.code) for each in unresolved(connection)]
    assert told == [("check-2026-08", "turn-passed-over"), ("check-2026-09", "turn-passed-over")]
