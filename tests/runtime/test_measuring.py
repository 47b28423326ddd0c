"""Measurements come from a file whole or not at all, once; corrections keep what was; open reviews follow."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from engine.core.indicators import NOT_MEASURED
from engine.core.values import Triggered
from engine.runtime import importing
from engine.runtime.importing import import_people
from engine.runtime.launch import launch
from engine.runtime.measurements_file import is_about_measurements
from engine.runtime.measuring import MeasurementsImported, adopt, import_measurements
from engine.runtime.people_table import decoded
from engine.runtime.replaying import replay_all
from engine.runtime.tick import tick
from engine.runtime.trigger import trigger
from engine.runtime.workspace import Workspace, open_workspace
from engine.store.database import snapshot, transaction
from engine.store.instances import load_instances
from engine.store.measurements import history_of
from engine.store.pending import owed
from engine.views.indicators import listed, told
from engine.words.errors import DefinitionInvalid, Misuse, NotFound
from tests.runtime.conftest import NOW

START = datetime(2026, 7, 1, 2, tzinfo=UTC)
DAY = timedelta(days=1)
LINES = """\
measurement,level,subject,period,value,source,key
sales_actual,person,E1,2026-07,90,crm,a1
sales_planned,person,E1,2026-07,100,crm,a2
sales_actual,,Research,2026-07,500,crm,a3
profit,,,2026-q3,1000,erp,a4
"""
GOAL = {
    "measured_by": "sales_completion", "dimension": "finance", "term": "short", "supports": "Grow",
    "due_on": "2026-12-31", "weight": 100,
}  # fmt: skip


def given(*lines: str, head: str = "measurement,subject,period,value") -> bytes:
    return "\n".join((head, *lines)).encode()


def goals(workspace: Workspace, id: str) -> list[dict[str, Any]]:
    with snapshot(workspace.database) as connection:
        return list(load_instances(connection, [id])[id].data["goals"])


def revision(workspace: Workspace, id: str) -> int:
    with snapshot(workspace.database) as connection:
        return load_instances(connection, [id])[id].revision


def with_goals(workspace: Workspace, *people: str, named: str = "sales_completion") -> None:
    launch(workspace, "2026-h2", NOW)
    tick(workspace, START)
    for person in people:
        review = f"goal_setting/2026-h2/{person}"
        brief = Triggered(act="brief", actor="M1", form={"unit_goals": [{"title": "Grow"}]})
        trigger(workspace, review, brief, START)
        propose = Triggered(act="propose", actor=person, form={"goals": [{**GOAL, "measured_by": named}]})
        trigger(workspace, review, propose, START)


def test_a_file_is_taken_once_and_its_values_stand_by_subject(workspace: Workspace) -> None:
    first = import_measurements(workspace, LINES.encode(), NOW)
    assert first == MeasurementsImported(added=4, corrected=0, unchanged=0, affected_instances=0, encoding="UTF-8")
    again = import_measurements(workspace, LINES.encode(), NOW + DAY)
    assert (again.added, again.corrected, again.unchanged) == (0, 0, 4)
    with snapshot(workspace.database) as connection:
        levels = [("person", "E1", 2), ("department", "Research", 1), ("company", "", 1)]
        assert [len(history_of(connection, level, of)) for level, of, _ in levels] == [count for *_, count in levels]


def test_a_dry_run_tells_all_and_writes_nothing(workspace: Workspace) -> None:
    rehearsed = import_measurements(workspace, LINES.encode(), NOW, dry_run=True)
    assert rehearsed.added == 4
    with snapshot(workspace.database) as connection:
        assert history_of(connection, "person", "E1") == []
    assert import_measurements(workspace, LINES.encode(), NOW) == rehearsed


def test_another_value_corrects_and_what_was_stays_in_the_history_also_back_again(workspace: Workspace) -> None:
    for number, value in enumerate(("90", "95", "90")):
        found = import_measurements(workspace, given(f"sales_actual,E1,2026-07,{value}"), NOW + number * DAY)
        assert (found.added, found.corrected) == ((1, 0) if number == 0 else (0, 1))
    with snapshot(workspace.database) as connection:
        rows = history_of(connection, "person", "E1")
    assert [(row.revision, row.value, row.corrected_at) for row in rows] == [
        (1, Decimal(90), NOW + DAY), (2, Decimal(95), NOW + 2 * DAY), (3, Decimal(90), None),
    ]  # fmt: skip


def test_a_key_of_the_source_cannot_come_again_with_something_else(workspace: Workspace) -> None:
    import_measurements(workspace, LINES.encode(), NOW)
    with pytest.raises(DefinitionInvalid) as refused:
        import_measurements(workspace, LINES.replace("07,90,crm", "07,91,crm").encode(), NOW)
    assert [each.code for each in refused.value.problems] == ["measurements-key-taken"]
    import_measurements(workspace, LINES.replace("07,90,crm,a1", "07,91,crm,b1").encode(), NOW)


WRONG = """\
measurement,subject,period,value,source
sales_actul,E1,2026-07,1,crm
sales_actual,E99,2026-07,1,crm
sales_actual,E1,July,1,crm
sales_actual,E1,2026-07,many,crm
sales_actual,E1,2026-07,=1+1,crm
sales_actual,E1,2026-08,1,=cmd()
machine_down,E1,2026-07,1,crm
,E1,2026-07,,crm
sales_actual,E1,2026-09,1,crm
sales_actual,E1,2026-09,2,crm
sales_actual,E1,2026-07
"""


def test_every_line_is_checked_every_fault_told_and_nothing_taken(workspace: Workspace) -> None:
    with pytest.raises(DefinitionInvalid) as refused:
        import_measurements(workspace, WRONG.encode(), NOW, file="m.csv")
    assert [(each.code, str(each.span)) for each in refused.value.problems] == [
        ("measurements-unknown", "m.csv:2:1"),
        ("measurements-subject", "m.csv:3:2"),
        ("measurements-period", "m.csv:4:3"),
        ("people-value", "m.csv:5:4"),
        ("people-value", "m.csv:6:4"),
        ("people-formula", "m.csv:7:5"),
        ("measurements-subject", "m.csv:8:2"),
        ("people-missing", "m.csv:9:1"),
        ("people-missing", "m.csv:9:4"),
        ("measurements-twice", "m.csv:11:4"),
        ("people-ragged", "m.csv:12:4"),
    ]
    with snapshot(workspace.database) as connection:
        assert history_of(connection, "person", "E1") == []


@pytest.mark.parametrize(
    ("lines", "codes"),
    [
        ("measurement,subject,period\nx,E1,2026", ["people-column-missing"]),
        ("measurement,subject,period,value\n", ["measurements-empty"]),
        ("measurement,level,subject,period,value\nsales_actual,team,E1,2026,1", ["measurements-level"]),
        ("measurement,subject,period,value,source,key\nsales_actual,E1,2026-01,1,a,k\nsales_actual,E1,2026-02,1,a,k",
         ["measurements-key-twice"]),
    ],
)  # fmt: skip
def test_a_file_of_a_wrong_form_is_told_so(workspace: Workspace, lines: str, codes: list[str]) -> None:
    with pytest.raises(DefinitionInvalid) as refused:
        import_measurements(workspace, lines.encode(), NOW)
    assert [each.code for each in refused.value.problems] == codes


def test_marks_and_chinese_encodings_are_read(workspace: Workspace) -> None:
    found = import_measurements(workspace, b"\xef\xbb\xbf" + given("sales_actual,E1,2026/7,10"), NOW)
    assert (found.added, found.encoding) == (1, "UTF-8")
    head = "measurement,subject,period,value,source"
    found = import_measurements(
        workspace, given("sales_actual,E2,2026-07,10,销售台账", head=head).decode().encode("gb18030"), NOW
    )
    assert (found.added, found.encoding, [each.code for each in found.warnings]) == (
        1, "GB18030", ["people-encoding-guessed"],
    )  # fmt: skip
    assert is_about_measurements(decoded(b'\xef\xbb\xbf"measurement",value\n', "m.csv"))
    assert not is_about_measurements(decoded(b"id,name\nmeasurement,x\n", "m.csv"))
    assert is_about_measurements(decoded(b'[{"measurement": "sales", "value": 1}]', "m.json"))
    assert not is_about_measurements(decoded(b'[{"id": "measurement"}]', "m.json"))


def test_open_reviews_follow_and_a_repeated_file_writes_nothing(
    workspace: Workspace,
) -> None:
    with_goals(workspace, "E1", "E2")
    one, two = ("goal_setting/2026-h2/E1", "goal_setting/2026-h2/E2")
    assert (goals(workspace, one)[0]["target"], goals(workspace, one)[0]["actual"]) == (Decimal(100), None)
    assert goals(workspace, one)[0]["title"] == "销售目标完成率"  # E1 reads Chinese
    assert goals(workspace, two)[0]["title"] == "Completion of the sales target"
    untouched = revision(workspace, two)
    found = import_measurements(workspace, LINES.encode(), START + DAY)
    assert found.affected_instances == 1
    assert goals(workspace, one)[0]["actual"] == Decimal(90)
    assert revision(workspace, two) == untouched
    stands = revision(workspace, one)
    import_measurements(workspace, LINES.encode(), START + 2 * DAY)
    assert revision(workspace, one) == stands
    later = import_measurements(workspace, given("sales_actual,E1,2026-07,70"), START + 3 * DAY)
    assert (later.corrected, later.affected_instances) == (1, 1)
    assert goals(workspace, one)[0]["actual"] == Decimal(70)


def test_a_history_replays_with_what_was_measured_then(workspace: Workspace) -> None:
    with_goals(workspace, "E1")
    one = "goal_setting/2026-h2/E1"
    import_measurements(workspace, LINES.encode(), START + DAY)
    import_measurements(workspace, given("sales_actual,E1,2026-07,70"), START + 2 * DAY)
    import_people(workspace, b"id,name,left_on\nE1,Wang Wei,2026-07-04\n", START + 4 * DAY)
    import_measurements(workspace, given("sales_actual,E1,2026-07,10"), START + 5 * DAY)
    [verdict] = replay_all(workspace, [one], START + 6 * DAY)
    assert (verdict.why, verdict.differences, verdict.sound) == (None, (), True)


def test_a_running_cycle_keeps_its_indicators_until_it_takes_on_others(workspace: Workspace) -> None:
    with_goals(workspace, "E1")
    review, values = "goal_setting/2026-h2/E1", given("sales_actual,E1,2026-07,90", "sales_planned,E1,2026-07,100")
    import_measurements(workspace, values, START + DAY)
    (before,) = goals(workspace, review)
    folder = workspace.home / "processes" / "indicators"
    folder.mkdir(exist_ok=True)
    text = workspace.library.board.families["sales"].text
    (folder / "sales.yaml").write_text(
        text.replace("sales_actual / sales_planned", "sales_planned / sales_actual"), "utf-8"
    )
    changed = open_workspace(workspace.home, workspace.settings.database)
    more = given("sales_actual,E1,2026-08,90", "sales_planned,E1,2026-08,100")
    import_measurements(changed, more, START + 2 * DAY)
    assert goals(changed, review) == [before]
    assert adopt(changed, "2026-h2", START + 2 * DAY, dry_run=True).changed == ("sales",)
    assert adopt(changed, "2026-h2", START + 2 * DAY).instances > 0
    tick(changed, START + 2 * DAY)
    (after,) = goals(changed, review)
    assert (before["actual"], after["actual"]) == (Decimal("90.00"), Decimal("111.11"))
    assert adopt(changed, "2026-h2", START + 2 * DAY).changed == ()
    assert all(each.sound for each in replay_all(changed, [review], START + 3 * DAY))
    changed.database.dispose()


def test_what_has_ended_stays_as_it_was(workspace: Workspace) -> None:
    with_goals(workspace, "E1")
    one = "goal_setting/2026-h2/E1"
    import_measurements(workspace, LINES.encode(), START + DAY)
    import_people(workspace, b"id,name,left_on\nE1,Wang Wei,2026-07-02\n", START + 2 * DAY)
    found = import_measurements(workspace, given("sales_actual,E1,2026-07,10"), START + 3 * DAY)
    assert (found.corrected, found.affected_instances) == (1, 0)
    assert goals(workspace, one)[0]["actual"] == Decimal(90)


def test_what_has_ended_follows_where_its_process_says_so(workspace: Workspace) -> None:
    file = workspace.home / "processes" / "goal_setting.yaml"
    text = file.read_text("utf-8")
    assert "live_until: completed" in text
    file.write_text(text.replace("live_until: completed", "live_until: never"), "utf-8")
    test_workspace = open_workspace(workspace.home, workspace.settings.database)
    with_goals(test_workspace, "E1")
    one = "goal_setting/2026-h2/E1"
    import_measurements(test_workspace, LINES.encode(), START + DAY)
    import_people(test_workspace, b"id,name,left_on\nE1,Wang Wei,2026-07-02\n", START + 2 * DAY)
    found = import_measurements(test_workspace, given("sales_actual,E1,2026-07,10"), START + 3 * DAY)
    assert (found.corrected, found.affected_instances) == (1, 1)
    assert goals(test_workspace, one)[0]["actual"] == Decimal(10)
    test_workspace.database.dispose()


def test_more_instances_than_one_transaction_holds_all_follow(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_goals(workspace, "E1", "E2", "E3")
    monkeypatch.setattr(importing, "BATCH", 1)
    lines = [f"{name},{person},2026-07,{value}" for person in ("E1", "E2", "E3")
             for name, value in (("sales_actual", 80), ("sales_planned", 100))]  # fmt: skip
    found = import_measurements(workspace, given(*lines), START + DAY)
    assert found.affected_instances == 3
    assert [goals(workspace, f"goal_setting/2026-h2/{each}")[0]["actual"] for each in ("E1", "E2", "E3")] == [80] * 3
    with transaction(workspace.database) as connection:
        assert owed(connection, START + 2 * DAY, 10) == {}


def test_a_department_s_value_is_made_of_its_people_s_until_it_has_its_own(workspace: Workspace) -> None:
    folder = workspace.home / "processes" / "indicators"
    folder.mkdir(exist_ok=True)
    text = re.sub(
        r"(sales_(?:actual|planned): +{)", r"\1departments: sum, ", workspace.library.board.families["sales"].text
    )
    (folder / "sales.yaml").write_text(text, "utf-8")
    house = open_workspace(workspace.home, workspace.settings.database)
    with_goals(house, "E1", named="department.sales_completion")
    review = "goal_setting/2026-h2/E1"
    import_measurements(house, given("sales_actual,E2,2026-07,90", "sales_planned,E2,2026-07,100"), START + DAY)
    assert [each["actual"] for each in goals(house, review)] == [Decimal("90.00")]
    import_measurements(house, given("sales_actual,M2,2026-07,60", "sales_planned,M2,2026-07,100"), START + DAY)
    assert [each["actual"] for each in goals(house, review)] == [Decimal("75.00")]
    shown = told(house, "sales_completion", "Research", "department", "2026-07", START + DAY)
    assert (shown.reading.value, shown.with_numbers) == (Decimal("75.00"), "150 / 200")
    own = given("sales_actual,Research,2026-07,400", "sales_planned,Research,2026-07,500")
    import_measurements(house, own, START + 2 * DAY)
    assert [each["actual"] for each in goals(house, review)] == [Decimal("80.00")]
    assert all(each.sound for each in replay_all(house, [review], START + 3 * DAY))
    house.database.dispose()


def test_how_a_value_came_about_is_told_with_its_numbers(workspace: Workspace) -> None:
    import_measurements(workspace, LINES.encode(), NOW)
    import_measurements(workspace, given("sales_actual,E1,2026-07,85"), NOW + DAY)
    found = told(workspace, "sales_completion", "E1", None, "2026-h2", NOW + DAY)
    assert (found.reading.value, found.reading.target, found.reading.score) == (85, 100, 70)
    assert (found.formula, found.with_numbers) == ("sales_actual / sales_planned", "85 / 100")
    assert [(line.name, line.value, line.corrected_at is None) for line in found.lines] == [
        ("sales_actual", Decimal(90), False), ("sales_actual", Decimal(85), True),
        ("sales_planned", Decimal(100), True),
    ]  # fmt: skip
    unknown = told(workspace, "profit_growth", "", "company", "2026-q3", NOW)
    assert (unknown.reading.value, unknown.reading.why) == (None, NOT_MEASURED)


def test_questions_that_cannot_be_answered_are_told_so(workspace: Workspace) -> None:
    for error, asked in (
        (NotFound, ("sales_completed", "E1", None, "2026")),
        (NotFound, ("sales_completion", "E99", "person", "2026")),
        (Misuse, ("sales_completion", "E1", None, "summer")),
        (Misuse, ("profit_growth", "E1", None, "2026")),
        (Misuse, ("profit_growth", "E1", "person", "2026")),
    ):
        with pytest.raises(error):
            told(workspace, *asked, NOW)


def test_a_person_is_proposed_what_is_meant_for_them(workspace: Workspace) -> None:
    names = [each.name for each in listed(workspace, NOW, "E5")]
    assert "sales_completion" in names
    assert "inspection_accuracy" not in names
    with pytest.raises(NotFound):
        listed(workspace, NOW, "E99")
