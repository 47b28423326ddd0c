"""People come from a file whole or not at all, and running reviews follow them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from engine.runtime import importing, leaving
from engine.runtime.importing import Imported, import_people
from engine.runtime.launch import launch
from engine.runtime.leaving import settle_owed
from engine.runtime.tick import next_moment, tick
from engine.runtime.workspace import Workspace
from engine.store.database import snapshot, transaction
from engine.store.instances import load_instances
from engine.store.outbox import messages_of
from engine.store.pending import owe, owed
from engine.store.people import pasts, posts
from engine.store.waiting import next_coming
from engine.words.errors import DefinitionInvalid, Unavailable
from tests.runtime.conftest import NOW, PEOPLE

START = datetime(2026, 7, 1, 2, tzinfo=UTC)
DAY = timedelta(days=1)


def changed(**columns: str) -> bytes:
    """The sample with other cells: `E1_manager="M2"`."""
    header, *lines = PEOPLE.splitlines()
    names = header.split(",")
    rows = {line.split(",")[0]: line.split(",") for line in lines}
    for place, value in columns.items():
        person, _, column = place.partition("_")
        rows[person][names.index(column)] = value
    return "\n".join([header, *(",".join(row) for row in rows.values())]).encode()


def started(workspace: Workspace) -> Workspace:
    launch(workspace, "2026-h2", NOW)
    tick(workspace, START)
    return workspace


def open_tasks(workspace: Workspace, id: str) -> set[tuple[str, str]]:
    with snapshot(workspace.database) as connection:
        found = load_instances(connection, [id])[id]
    return {(task.name, task.person) for task in found.tasks if task.status == "open"}


def manager(workspace: Workspace, id: str) -> tuple[str, ...]:
    with snapshot(workspace.database) as connection:
        return load_instances(connection, [id])[id].roles["manager"]


def contents(workspace: Workspace) -> list[object]:
    """Everything an import might change, but for the mark that one was made."""
    with snapshot(workspace.database) as connection:
        return [
            connection.exec_driver_sql(f"SELECT * FROM {table} ORDER BY 1, 2").all()
            for table in ("person", "person_fact", "group_member", "instance", "task", "event", "outbox", "cycle_start")
        ]


def test_joiners_are_counted_and_a_second_import_changes_nothing(empty_workspace: Workspace, people_csv: str) -> None:
    content = people_csv.encode()
    first = import_people(empty_workspace, content, NOW)
    assert first == Imported(joined=13, changed=0, left=0, unchanged=0, affected_instances=0, encoding="UTF-8")
    started(empty_workspace)
    before = contents(empty_workspace)
    second = import_people(empty_workspace, content, START + DAY)
    assert (second.joined, second.changed, second.left, second.unchanged) == (0, 0, 0, 13)
    assert second.affected_instances == 0
    assert contents(empty_workspace) == before


def test_one_fault_and_nobody_is_imported(empty_workspace: Workspace) -> None:
    with pytest.raises(DefinitionInvalid) as refused:
        import_people(empty_workspace, PEOPLE.replace("Berlin", "Paris").encode() + b"Z1,Zoe\n", NOW)
    assert [each.code for each in refused.value.problems] == ["people-ragged"]
    with snapshot(empty_workspace.database) as connection:
        assert posts(connection) == {}


def test_a_file_from_disk_in_gb18030_is_read_and_said(empty_workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "joiners.csv"
    path.write_bytes("id,name\nA1,王伟\n".encode("gb18030"))
    result = import_people(empty_workspace, path, NOW)
    assert (result.encoding, result.joined) == ("GB18030", 1)
    assert [(each.code, str(each.span)) for each in result.warnings] == [("people-encoding-guessed", "joiners.csv:1:1")]
    with pytest.raises(Unavailable):
        import_people(empty_workspace, tmp_path / "none.csv", NOW)


def test_a_dry_run_says_what_would_happen_and_writes_nothing(workspace: Workspace) -> None:
    started(workspace)
    before = contents(workspace)
    content = changed(E1_manager="M2", E2_left_on="2026-07-01") + b"\nN1,New,,,,,M1,2026-07-01,,,regular,,,,"
    rehearsed = import_people(workspace, content, START + DAY, dry_run=True)
    assert contents(workspace) == before
    assert replace(rehearsed, consequences=()) == import_people(workspace, content, START + DAY)
    taken_over = next(each for each in rehearsed.consequences if each.instance == "goal_setting/2026-h2/E1")
    assert [(each.task, each.person) for each in taken_over.closed] == [("brief", "M1")]
    assert [(each.task, each.person) for each in taken_over.opened] == [("brief", "M2")]
    over = next(each for each in rehearsed.consequences if each.instance == "goal_setting/2026-h2/E2")
    assert (over.status, over.after["en"]) == ("ended", "Left the company")
    assert (rehearsed.joined, rehearsed.changed, rehearsed.left) == (1, 1, 1)
    assert rehearsed.affected_instances > 0


def test_a_new_manager_takes_over_open_tasks_and_is_told(workspace: Workspace) -> None:
    started(workspace)
    id = "goal_setting/2026-h2/E1"
    assert open_tasks(workspace, id) == {("brief", "M1")}
    result = import_people(workspace, changed(E1_manager="M2"), START + DAY)
    assert result.changed == 1
    assert result.affected_instances == 1
    assert open_tasks(workspace, id) == {("brief", "M2")}
    with snapshot(workspace.database) as connection:
        told = [each.notice for each in messages_of(connection, id) if each.created_at == START + DAY]
        assert [(each.template, each.recipient) for each in told] == [("new_task", "M2")]
        assert [each.value for each in pasts(connection, ["E1"])["E1"]["manager"]] == ["M1", "M2"]


def test_a_leavers_review_ends_and_their_reports_go_to_the_next(workspace: Workspace) -> None:
    started(workspace)
    result = import_people(workspace, changed(M1_left_on="2026-07-01", E2_left_on="2026-06-30"), START + DAY)
    assert result.left == 2
    with snapshot(workspace.database) as connection:
        found = load_instances(connection, [f"goal_setting/2026-h2/{who}" for who in ("M1", "E1", "E2", "E3")])
    status = {each.subject: each.status for each in found.values()}
    assert status["M1"] != "running"
    assert status["E2"] != "running"
    assert status["E1"] == status["E3"] == "running"
    assert found["goal_setting/2026-h2/E1"].roles["manager"] == ("P1", "P2")  # as the process says: else hr
    assert open_tasks(workspace, "goal_setting/2026-h2/E1") == {("brief", "P1"), ("brief", "P2")}


def test_a_last_day_announced_ahead_is_noticed_by_the_tick(workspace: Workspace) -> None:
    started(workspace)
    day = date(2026, 7, 3)
    result = import_people(workspace, changed(E1_left_on=day.isoformat()), START)
    assert (result.left, result.changed) == (0, 1)
    tick(workspace, START + timedelta(hours=1))
    with snapshot(workspace.database) as connection:
        assert load_instances(connection, ["goal_setting/2026-h2/E1"])["goal_setting/2026-h2/E1"].status == "running"
    due = next_moment(workspace)
    while due is not None and due < datetime(2026, 7, 4, tzinfo=UTC):
        with transaction(workspace.database) as connection:
            connection.exec_driver_sql("UPDATE outbox SET status = 'suppressed' WHERE status = 'queued'")
        tick(workspace, due)
        due = next_moment(workspace)
    assert due == datetime(2026, 7, 4, tzinfo=UTC)
    assert tick(workspace, due).left == 1
    assert tick(workspace, due).left == 0
    with snapshot(workspace.database) as connection:
        assert load_instances(connection, ["goal_setting/2026-h2/E1"])["goal_setting/2026-h2/E1"].status != "running"


def test_a_joiner_starts_with_the_next_tick(workspace: Workspace) -> None:
    started(workspace)
    joiner = b"id,name,site,manager,hired_on,kind\nN1,New,Shanghai,M1,2026-07-10,regular\n"
    import_people(workspace, joiner, START + 10 * DAY)
    assert tick(workspace, START + 10 * DAY).begun == 1
    assert open_tasks(workspace, "goal_setting/2026-h2/N1")
    assert tick(workspace, START + 10 * DAY).begun == 0


def test_whoever_reads_a_group_follows_its_members(workspace: Workspace) -> None:
    started(workspace)
    result = import_people(workspace, changed(P1_groups="", M2_groups="hr"), START + DAY)
    assert result.affected_instances == 12
    with snapshot(workspace.database) as connection:
        found = load_instances(connection, ["goal_setting/2026-h2/E1"])["goal_setting/2026-h2/E1"]
    assert found.roles["hr"] == ("M2", "P2")


def test_many_instances_are_reached_in_several_transactions(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 2)
    monkeypatch.setattr(leaving, "BATCH", 3)
    started(workspace)
    assert import_people(workspace, changed(P1_groups="", M2_groups="hr"), START + DAY).affected_instances == 12
    with transaction(workspace.database) as connection:
        assert owed(connection, START + DAY, 10) == {}


def test_a_crash_between_those_transactions_loses_nothing(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    started(workspace)
    monkeypatch.setattr(importing, "BATCH", 2)

    def crash(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(importing, "settle_owed", crash)
    with pytest.raises(KeyboardInterrupt):
        import_people(workspace, changed(E3_manager="M2", E1_manager="M2", E2_manager="M2"), START + DAY)
    assert {manager(workspace, f"goal_setting/2026-h2/{who}") for who in ("E1", "E2", "E3")} == {("M1",), ("M2",)}
    assert next_moment(workspace) is not None
    tick(workspace, START + DAY)
    assert {manager(workspace, f"goal_setting/2026-h2/{who}") for who in ("E1", "E2", "E3")} == {("M2",)}


def test_somebody_further_up_who_takes_no_part_yet_is_followed_too(workspace: Workspace) -> None:
    import_people(workspace, changed(M1_certified="no"), NOW)
    launch(workspace, "2026-h2", NOW)
    tick(workspace, datetime(2026, 12, 15, 2, tzinfo=UTC))
    id = "evaluation/2026-h2/E1"
    assert manager(workspace, id) == ("H1",)
    import_people(workspace, changed(), datetime(2026, 12, 16, 2, tzinfo=UTC))
    assert manager(workspace, id) == ("M1",)


def test_what_is_owed_is_settled_by_the_next_tick_once(workspace: Workspace) -> None:
    started(workspace)
    with transaction(workspace.database) as connection:
        owe(connection, {"goal_setting/2026-h2/E1": "subject_left", "goal_setting/2026-h2/E2": "people.changed"}, START)
    assert tick(workspace, START + DAY).changed >= 1
    with transaction(workspace.database) as connection:
        assert owed(connection, START + DAY, 10) == {}
        assert load_instances(connection, ["goal_setting/2026-h2/E1"])["goal_setting/2026-h2/E1"].status != "running"
    assert settle_owed(workspace, START + DAY) == 0


def test_a_line_may_say_since_when_it_is_so(workspace: Workspace) -> None:
    started(workspace)
    id = "goal_setting/2026-h2/E1"
    content = b"id,name,manager,valid_from\nE1,Wang Wei,M2,2026-03-01\nE1,Wang Wei,M1,2026-05-01\n"
    result = import_people(workspace, content, START + DAY)
    assert (result.changed, result.later) == (1, 0)
    with snapshot(workspace.database) as connection:
        assert [(each.value, str(each.from_on)) for each in pasts(connection, ["E1"])["E1"]["manager"]] == [
            ("M2", "2026-03-01"), ("M1", "2026-05-01"),
        ]  # fmt: skip
    assert open_tasks(workspace, id) == {("brief", "M1")}
    import_people(workspace, b"id,name,manager\nE1,Wang Wei,M2\n", START + DAY, valid_from=(START - DAY).date())
    assert open_tasks(workspace, id) == {("brief", "M2")}  # the past reaches today
    with snapshot(workspace.database) as connection:
        assert str(pasts(connection, ["E1"])["E1"]["manager"][-1].from_on) == str((START - DAY).date())


def test_what_is_to_come_takes_effect_on_its_day_by_the_tick(workspace: Workspace) -> None:
    started(workspace)
    id = "goal_setting/2026-h2/E1"
    soon, later = (START + 2 * DAY).date(), (START + 4 * DAY).date()
    content = (
        f"id,name,manager,left_on,valid_from\nE1,Wang Wei,M2,,{soon}\nE1,Wang Wei,H1,,{later}\n"
        f"N9,New Nora,M1,,{soon}\nE2,Li Lei,M1,{later},{soon}\n"
    ).encode()
    result = import_people(workspace, content, START + DAY)
    assert (result.joined, result.changed, result.later) == (0, 0, 4)
    assert open_tasks(workspace, id) == {("brief", "M1")}
    assert "N9" not in names(workspace)
    tick(workspace, START + DAY)
    assert open_tasks(workspace, id) == {("brief", "M1")}
    moment = next_moment(workspace)
    assert moment is not None
    assert moment <= datetime.combine(soon, datetime.min.time(), UTC)
    tick(workspace, START + 2 * DAY)
    assert open_tasks(workspace, id) == {("brief", "M2")}
    assert "N9" in names(workspace)
    tick(workspace, START + 2 * DAY)  # twice is once
    with snapshot(workspace.database) as connection:
        assert next_coming(connection) == later
    tick(workspace, START + 6 * DAY)  # nobody woke on the day
    assert open_tasks(workspace, id) == {("brief", "H1")}
    with snapshot(workspace.database) as connection:
        assert [(each.value, each.from_on) for each in pasts(connection, ["E1"])["E1"]["manager"]][1:] == [
            ("M2", soon), ("H1", later),
        ]  # fmt: skip
        assert load_instances(connection, ["goal_setting/2026-h2/E2"])["goal_setting/2026-h2/E2"].status != "running"


def test_dated_lines_are_refused_with_the_others(workspace: Workspace) -> None:
    content = (
        b"id,name,manager,valid_from\nE1,Wang Wei,M2,2026-03-01\nE1,Wang Wei,M1,2026-03-01\n"
        b"E2,Li Lei,X9,2027-01-01\nE3,Sun Shan,E4,2027-01-01\nE4,Qian Qi,E3,2027-02-01\nE5,Eve Else,M2,soon\n"
    )
    with pytest.raises(DefinitionInvalid) as refused:
        import_people(workspace, content, START)
    assert [each.code for each in refused.value.problems] == [
        "people-id-twice", "people-unknown", "people-manager-circle", "people-value",
    ]  # fmt: skip


def names(workspace: Workspace) -> set[str]:
    with snapshot(workspace.database) as connection:
        return set(posts(connection))
