"""One instance that cannot be decided on stops nobody but itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from engine.runtime.deliver import deliver
from engine.runtime.importing import import_people
from engine.runtime.launch import launch
from engine.runtime.tick import tick
from engine.runtime.workspace import Workspace, open_workspace
from engine.store.database import snapshot, transaction
from engine.store.incidents import unresolved
from engine.store.instances import load_instances
from engine.store.outbox import messages_with
from engine.store.pending import owe, owed
from engine.views.inbox import inbox
from engine.views.progress import progress
from engine.views.selection import select
from engine.views.summary import summary
from tests.runtime.conftest import NOW, PEOPLE

START = datetime(2026, 7, 1, 2, tzinfo=UTC)
LATER = datetime(2026, 8, 20, 2, tzinfo=UTC)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
ABROAD = PEOPLE.replace("zh,Shanghai,Research,M1,2020", "en,New-York,Research,M1,2020")

BROKEN_TEXT = """
    INSERT INTO definition (name, version, digest, text, recorded_at)
    SELECT name, 99, 'unreadable', 'process: [', recorded_at FROM definition WHERE name = 'goal_setting'
"""
POISONS = {
    "a definition that cannot be read": (
        BROKEN_TEXT,
        "UPDATE instance SET version = 99 WHERE id = 'goal_setting/2026-h2/E1'",
    ),
    "a state nobody knows": ("""UPDATE instance SET state = '["nowhere"]' WHERE id = 'goal_setting/2026-h2/E1'""",),
}


def place(workspace: Workspace, person: str, process: str = "goal_setting") -> str:
    id = f"{process}/2026-h2/{person}"
    with snapshot(workspace.database) as connection:
        found = load_instances(connection, [id])
    return found[id].place if id in found else "nothing"


def about(workspace: Workspace) -> set[str]:
    with snapshot(workspace.database) as connection:
        return {each.about for each in unresolved(connection)}


@pytest.fixture
def started(workspace: Workspace) -> Workspace:
    launch(workspace, "2026-h2", NOW)
    tick(workspace, START)
    return workspace


@pytest.fixture(params=POISONS)
def poisoned(started: Workspace, request: pytest.FixtureRequest) -> Workspace:
    with transaction(started.database) as connection:
        for statement in POISONS[request.param]:
            connection.exec_driver_sql(statement)
    return started


def test_time_goes_on_for_the_others(poisoned: Workspace) -> None:
    assert tick(poisoned, LATER).failed == 1
    assert about(poisoned) == {"goal_setting/2026-h2/E1"}
    assert tick(poisoned, LATER).looked_at == 0
    assert tick(poisoned, LATER + HOUR).failed == 1
    tick(poisoned, LATER + 7 * DAY)
    assert place(poisoned, "E2") != "briefing"


def test_the_others_are_shown_and_that_one_is_named(poisoned: Workspace) -> None:
    id = "goal_setting/2026-h2/E1"
    found = inbox(poisoned, LATER, "M1")
    assert found.unreadable == (id,)
    assert {each.about.subject.id for each in found.tasks} == {"E2", "E3", "E4"}
    assert "goal_setting/2026-h2/E2" in select(poisoned, LATER, "goal_setting", "employee.level >= 5", "2026-h2")
    assert sum(each.count for each in progress(poisoned, LATER, poisoned.library).processes[0].states) == 12
    assert sum(each.count for each in summary(poisoned, "2026-h2", refused_under="x").states) == 12


def test_messages_of_the_others_go_out(poisoned: Workspace) -> None:
    deliver(poisoned, START)
    with snapshot(poisoned.database) as connection:
        unsent = [
            each.instance for word in ("queued", "claimed", "dead") for each in messages_with(connection, word, 99)
        ]
    assert set(unsent) <= {"goal_setting/2026-h2/E1"}


def test_an_import_reaches_the_others(poisoned: Workspace) -> None:
    import_people(poisoned, PEOPLE.replace("Research,M1,2018", "Research,M2,2018").encode(), START + DAY)
    with snapshot(poisoned.database) as connection:
        found = load_instances(connection, ["goal_setting/2026-h2/E2"])
    assert found["goal_setting/2026-h2/E2"].roles["manager"] == ("M2",)
    assert about(poisoned) == {"goal_setting/2026-h2/E1"}


def test_what_is_owed_reaches_the_others(poisoned: Workspace) -> None:
    with transaction(poisoned.database) as connection:
        events = {f"goal_setting/2026-h2/{each}": "subject_left" for each in ("E1", "E2")}
        owe(connection, events, START)
    tick(poisoned, START + DAY)
    with transaction(poisoned.database) as connection:
        found = load_instances(connection, events)
        assert owed(connection, START + 2 * DAY, 10) == {"goal_setting/2026-h2/E1": "subject_left"}
    assert found["goal_setting/2026-h2/E2"].status != "running"


def test_whoever_left_is_not_forgotten_because_somebody_else_changes(started: Workspace) -> None:
    id = "goal_setting/2026-h2/E1"
    with transaction(started.database) as connection:
        owe(connection, {id: "people.changed", "goal_setting/2026-h2/E2": "subject_left"}, START)
        owe(connection, {id: "subject_left", "goal_setting/2026-h2/E2": "people.changed"}, START)
        assert owed(connection, START, 10) == {id: "subject_left", "goal_setting/2026-h2/E2": "subject_left"}


def test_a_calendar_without_the_year_stops_only_those_who_live_by_it(workspace: Workspace) -> None:
    import_people(workspace, ABROAD.encode(), NOW)
    launch(workspace, "2026-h2", NOW)
    tick(workspace, START + 3 * HOUR)
    file = workspace.home / "processes" / "calendars" / "US.yaml"
    head = file.read_text(encoding="utf-8").partition("days_off")[0]
    file.write_text(head.replace("first_year: 2025", "first_year: 2027"), encoding="utf-8")
    short = open_workspace(workspace.home, workspace.settings.database)
    assert tick(short, LATER).failed >= 1
    assert "goal_setting/2026-h2/E4" in about(short)
    assert tick(short, LATER).looked_at == 0
    tick(short, LATER + 7 * DAY)
    assert place(short, "E2") != "briefing"
    assert place(short, "E4") == "briefing"
    short.database.dispose()
