"""Two who do the same at the same moment, and what was rolled back meanwhile."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from engine.core.values import Triggered
from engine.runtime.importing import import_people
from engine.runtime.launch import launch
from engine.runtime.leaving import notice_leavers
from engine.runtime.tick import tick
from engine.runtime.trigger import Outcome, trigger
from engine.runtime.work import Work
from engine.runtime.workspace import Workspace, open_workspace
from engine.store.database import snapshot, transaction
from engine.store.incidents import unresolved
from engine.store.instances import load_instances
from engine.store.timers import due_instances
from tests.runtime.conftest import NOW, PEOPLE

START = datetime(2026, 7, 1, 2, tzinfo=UTC)
DAY = timedelta(days=1)
ID = "goal_setting/2026-h2/E1"
BRIEF = {"unit_goals": [{"title": "Ship the engine"}]}


@pytest.fixture
def started(workspace: Workspace) -> Workspace:
    launch(workspace, "2026-h2", NOW)
    tick(workspace, START)
    return workspace


def test_a_repeated_request_that_overtakes_the_first_gets_its_answer(started: Workspace) -> None:
    """Both come at once: the second waits for the instance, and then sees the first one's answer."""
    event = Triggered(act="brief", actor="M1", form=BRIEF)
    gate = threading.Barrier(2)

    def ask(_: int) -> Outcome:
        gate.wait()
        return trigger(started, ID, event, START, key="once")

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(ask, range(2))
    assert sorted([first.repeated, second.repeated]) == [False, True]
    assert first.revision == second.revision


def test_a_leaver_imported_while_the_day_turns_is_noticed(started: Workspace) -> None:
    """The import began before midnight and waits; the look at leavers has gone past the day meanwhile."""
    midnight = datetime(2026, 7, 10, tzinfo=UTC)
    notice_leavers(started, midnight + timedelta(seconds=1))
    leaving = PEOPLE.replace("2018-01-01,,,regular,Engineer,6", "2018-01-01,2026-07-09,,regular,Engineer,6", 1)
    import_people(started, leaving.encode(), midnight - timedelta(seconds=1))
    tick(started, midnight + timedelta(minutes=1))
    with snapshot(started.database) as connection:
        assert load_instances(connection, [ID])[ID].status != "running"


def test_a_definition_that_was_rolled_back_is_not_remembered(started: Workspace) -> None:
    """Somebody else may record other content under the same version next."""
    version = started.library.processes["feedback"].version
    with started.database.connect() as connection:
        connection.exec_driver_sql("DELETE FROM cycle_definition WHERE process = 'feedback'")
        connection.exec_driver_sql("DELETE FROM definition WHERE name = 'feedback'")
        work = Work(started, connection, START)
        work.newest("feedback")
        work.process("feedback", version)
        connection.rollback()
    assert ("feedback", version) not in started.recorded


def test_two_runners_at_once_begin_and_remind_everybody_once(workspace: Workspace) -> None:
    launch(workspace, "2026-h2", NOW)
    other = open_workspace(workspace.home, workspace.settings.database)
    for moment in (START, START + 7 * DAY, START + 20 * DAY):
        gate = threading.Barrier(2)

        def wake(one: Workspace, now: datetime = moment, gate: threading.Barrier = gate) -> int:
            gate.wait()
            return tick(one, now).begun

        with ThreadPoolExecutor(2) as pool:
            begun = sum(pool.map(wake, (workspace, other)))
        assert begun == (12 if moment == START else 0)
        with transaction(workspace.database) as connection:
            assert due_instances(connection, moment, 100) == []
            assert unresolved(connection) == []
    other.database.dispose()
