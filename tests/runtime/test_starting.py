"""Everybody who is to have a process gets it once, whoever joins when and whatever stops one of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from engine.core.values import Intervened
from engine.runtime import starting
from engine.runtime.importing import import_people
from engine.runtime.intervening import intervene
from engine.runtime.launch import launch
from engine.runtime.tick import tick
from engine.runtime.workspace import Workspace, open_workspace
from engine.store.cycles import next_start
from engine.store.database import snapshot
from engine.store.incidents import unresolved
from engine.store.instances import load_instances
from tests.runtime.conftest import NOW, PEOPLE

START = datetime(2026, 7, 1, 2, tzinfo=UTC)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
HEADER = "id,name,site,manager,hired_on,kind\n"


def has(workspace: Workspace, person: str, process: str = "goal_setting") -> bool:
    id = f"{process}/2026-h2/{person}"
    with snapshot(workspace.database) as connection:
        return id in load_instances(connection, [id])


def test_a_joiner_elsewhere_starts_when_the_day_begins_there(workspace: Workspace) -> None:
    launch(workspace, "2026-h2", NOW)
    import_people(workspace, f"{HEADER}N1,New,New-York,M1,2020-01-01,regular\n".encode(), NOW + DAY)
    tick(workspace, START)
    assert not has(workspace, "N1")
    tick(workspace, START + 3 * HOUR)
    assert has(workspace, "N1")


def test_a_start_may_ask_what_came_of_another_process(workspace: Workspace) -> None:
    path = workspace.home / "processes" / "cycles" / "half-year.yaml"
    text = path.read_text("utf-8")
    asking = "for: not employee.on_leave and siblings.goal_setting.state == 'drafting'"
    path.write_text(text.replace("at: midpoint, for: not employee.on_leave", f"at: midpoint, {asking}"), "utf-8")
    again = open_workspace(workspace.home, workspace.settings.database)
    launch(again, "2026-h2", NOW)
    tick(again, START)
    move = Intervened(verb="move", actor="P1", reason="Late.", to="drafting")
    midpoint = datetime(2026, 10, 20, 2, tzinfo=UTC)
    intervene(again, ["goal_setting/2026-h2/E1"], move, START)
    starting.start_due(again, midpoint)
    assert [has(again, each, "mid_period_check_in") for each in ("E1", "E2")] == [True, False]
    again.database.dispose()


def test_a_late_joiner_elsewhere_catches_up(workspace: Workspace) -> None:
    launch(workspace, "2026-h2", NOW)
    tick(workspace, START)
    import_people(workspace, f"{HEADER}N1,New,New-York,M1,2020-01-01,regular\n".encode(), START + 9 * DAY)
    tick(workspace, START + 9 * DAY)
    assert has(workspace, "N1")
    assert tick(workspace, START + 9 * DAY).begun == 0


def test_whoever_joins_while_a_start_is_under_way_is_not_forgotten(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The import comes from another process, after the people of the start were read."""
    launch(workspace, "2026-h2", NOW)
    start_some, joined = starting._start_some, []

    def interrupted(*args: object) -> object:
        if not joined:
            joined.append(import_people(workspace, f"{HEADER}N1,New,Shanghai,M1,2020-01-01,regular\n".encode(), START))
        return start_some(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(starting, "_start_some", interrupted)
    tick(workspace, START)
    assert has(workspace, "N1")


def test_a_calendar_that_has_ended_stops_only_those_who_live_by_it(workspace: Workspace) -> None:
    import_people(
        workspace, PEOPLE.replace("zh,Shanghai,Research,M1,2020", "en,New-York,Research,M1,2020").encode(), NOW
    )
    launch(workspace, "2026-h2", NOW)
    file = workspace.home / "processes" / "calendars" / "US.yaml"
    right = file.read_text(encoding="utf-8")
    file.write_text(right.replace("last_year: 2028", "last_year: 2026").partition("  2027-")[0], encoding="utf-8")
    short = open_workspace(workspace.home, workspace.settings.database)
    assert tick(short, START + 3 * HOUR).begun == 11
    with snapshot(short.database) as connection:
        again = next_start(connection)
        found = {(each.about, each.incident.code) for each in unresolved(connection)}
    assert found == {(f"goal_setting/2026-h2/{each}", "calendar-ends") for each in ("E4", "E5")}
    assert again is not None
    assert again > START + 3 * HOUR
    short.database.dispose()
    file.write_text(right, encoding="utf-8")
    mended = open_workspace(workspace.home, workspace.settings.database)
    tick(mended, START + 5 * HOUR)
    assert has(mended, "E4")
    mended.database.dispose()
