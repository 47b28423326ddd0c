"""Processes that start by a day of each person's own: before a probation ends, on an anniversary."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from engine.runtime.importing import import_people
from engine.runtime.launch import launch
from engine.runtime.tick import next_moment, tick
from engine.runtime.workspace import Workspace, open_workspace
from engine.store.cycles import all_cycles
from engine.store.database import snapshot
from engine.store.instances import load_instances
from engine.store.relatives import existing
from tests.runtime.test_turning import PROCESS

YEAR = """\
cycle: own_days
title: {en: Days of their own, zh: 个人日期}
name: "own-{year}"
start: 2026-07-01
repeat: every 1 year
opens: by itself
period: {from: start, to: 6 months after start}
people: {include: employee.active}
starts:
  - {process: check, at: 30 days before employee.probation_end}
  - {process: jubilee, at: 10 years after subject.hired_on, repeat: every 5 years, until: 2027-06-30}
"""
PEOPLE = """\
id,name,site,manager,hired_on,probation_end
A1,Ann Ames,Shanghai,,2016-09-15,2016-12-15
A2,Ben Bo,New-York,A1,2026-07-10,2026-10-10
A3,Cem Can,Shanghai,A1,2026-05-01,2026-07-20
A4,Dan Dow,Shanghai,A1,2011-06-30,
A5,Eva Ek,Shanghai,A1,2011-08-02,2027-07-30
A6,Fay Fu,Shanghai,A1,2027-01-04,2027-07-31
"""
NOW = datetime(2026, 7, 1, 2, tzinfo=UTC)


def day(month: int, number: int, hour: int = 8, year: int = 2026) -> datetime:
    return datetime(year, month, number, hour, tzinfo=UTC)


@pytest.fixture
def workspace(empty_workspace: Workspace) -> Iterator[Workspace]:
    folder = empty_workspace.home / "processes"
    (folder / "check.yaml").write_text(PROCESS, "utf-8")
    jubilee = PROCESS.replace("process: check", "process: jubilee").replace(
        "past: due, to", "past: due, send: task_overdue, to"
    )
    (folder / "jubilee.yaml").write_text(jubilee, "utf-8")
    (folder / "cycles" / "own_days.yaml").write_text(YEAR, "utf-8")
    house = folder / "organisation.yaml"
    text = house.read_text("utf-8")
    house.write_text(
        text.replace(
            "person:\n", "person:\n  probation_end: {type: date, optional: yes, title: {en: End, zh: 期满}}\n", 1
        ),
        "utf-8",
    )
    opened = open_workspace(empty_workspace.home, empty_workspace.settings.database)
    import_people(opened, PEOPLE.encode(), NOW)
    launch(opened, "own-2026", NOW)
    yield opened
    opened.database.dispose()


def begun(workspace: Workspace, cycle: str = "own-2026") -> dict[str, str]:
    """Who has what, and since which day."""
    ids = [
        f"{process}/{cycle}/A{number}"
        for process in ("check", "jubilee", "jubilee-2", "jubilee-3")
        for number in range(1, 7)
    ]
    with snapshot(workspace.database) as connection:
        found = load_instances(connection, existing(connection, ids))
        return {id.replace(f"/{cycle}", ""): f"{each.started_at:%m-%d}" for id, each in sorted(found.items())}


def test_each_starts_on_the_day_of_their_own_and_nobody_for_a_day_that_is_not_of_the_turn(workspace: Workspace) -> None:
    tick(workspace, day(7, 1))
    assert begun(workspace) == {}  # neither Ann's probation of 2016 nor Cem's, whose day was before the turn
    tick(workspace, day(8, 1, 23))
    assert begun(workspace) == {"jubilee-2/A5": "08-01"}  # fifteen years on the second of August, in Shanghai
    tick(workspace, day(9, 10, 3))
    assert "check/A2" not in begun(workspace)  # it is still the ninth in New York
    tick(workspace, day(9, 10, 5))
    tick(workspace, day(9, 15))
    assert begun(workspace) == {"check/A2": "09-10", "jubilee/A1": "09-14", "jubilee-2/A5": "08-01"}
    assert tick(workspace, day(12, 31)).begun == 0


def test_a_day_that_moves_is_waited_for_anew_and_one_that_comes_to_be_past_is_made_up(workspace: Workspace) -> None:
    import_people(workspace, PEOPLE.replace("2026-10-10", "2026-11-10").encode(), day(7, 2))
    tick(workspace, day(9, 20))
    assert "check/A2" not in begun(workspace)
    assert next_moment(workspace) is not None
    import_people(workspace, PEOPLE.replace("2026-10-10", "2026-10-01").encode(), day(9, 21))
    tick(workspace, day(9, 21))
    assert begun(workspace)["check/A2"] == "09-21"
    tick(workspace, day(11, 1))
    assert begun(workspace)["check/A2"] == "09-21"


def test_a_turn_goes_on_until_the_next_and_takes_who_joins_meanwhile(workspace: Workspace) -> None:
    tick(workspace, day(2, 1, year=2027))  # the period ended in January
    with snapshot(workspace.database) as connection:
        assert [(each.id, each.status) for each in all_cycles(connection)] == [("own-2026", "running")]
    joined = PEOPLE + "A7,Gil Gu,Shanghai,A1,2027-02-03,2027-05-03\n"
    import_people(workspace, joined.encode(), day(2, 3, year=2027))
    tick(workspace, day(4, 4, year=2027))
    with snapshot(workspace.database) as connection:
        assert existing(connection, ["check/own-2026/A7"])
    tick(workspace, day(6, 30, year=2027))
    tick(workspace, day(7, 1, year=2027))  # the first opened the next turn, whose starts this one does
    assert begun(workspace)["check/A5"] == "06-29"  # the thirtieth of June in Shanghai, the last day of the turn
    assert begun(workspace, "own-2027") == {"check/A6": "06-30"}
