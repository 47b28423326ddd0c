"""`inbox`, `why`, `history`, `show`: what people read."""

from __future__ import annotations

import shlex

import pytest

from engine.cli.columns import width
from tests.cli.shell import Shell

REVIEW = "goal_setting/2026-h2/E3"


def test_an_inbox_names_task_person_limit_and_the_command(shell: Shell) -> None:
    said = shell.speaking("zh").ok("inbox", "E2")
    assert "王芳（E2）有 4 项待办" in said
    row = next(line for line in said.splitlines() if "李雷" in line)
    assert "分解部门目标" in row
    assert "2026-07-06" in row
    assert "Asia/Shanghai" in said
    assert shell.ok("inbox", "E3").strip() == "李雷 (E3) has nothing to do."
    assert shell.run("inbox", "E99").exit_code == 4


def test_columns_align_however_wide_the_signs(shell: Shell) -> None:
    lines = shell.speaking("zh").ok("inbox", "E2").splitlines()
    rows = [line for line in lines if "分解部门目标   " in line]
    assert len(rows) == 4
    assert len({width(line.partition("目标设定")[0]) for line in rows}) == 1


def test_the_inbox_of_programs_holds_forms_limits_and_titles(shell: Shell) -> None:
    answer = shell.json("inbox", "E2", now="2026-07-08T10:00")
    assert [each["about"]["subject"]["id"] for each in answer["tasks"]] == ["E3", "E4", "E5", "E6"]
    task = answer["tasks"][0]
    assert (task["task"], task["overdue"], task["due_on"]) == ("brief", True, "2026-07-06")
    assert task["title"]["zh"] == "分解部门目标"
    assert [each["name"] for each in task["ways"][0]["form"]] == ["unit_goals", "expectations"]
    assert "(overdue)" in shell.ok("inbox", "E2", now="2026-07-08T10:00")


def test_the_command_an_inbox_offers_works(agreed: Shell) -> None:
    agreed.ok("trigger", "goal_setting/2026-h2/E5", "brief", "--as", "E2", "--with", 'unit_goals=[{"title": "a"}]')
    agreed.ok("trigger", REVIEW, "strategy_changed", "--as", "H1", "--reason", "x")
    agreed.ok("trigger", REVIEW, "brief", "--as", "E2", "--with", 'unit_goals=[{"title": "华东区销售额"}]')
    agreed.ok("trigger", REVIEW, "propose", "--as", "E3")
    agreed.ok("trigger", REVIEW, "agree", "--as", "E2")
    offered = [line for line in agreed.ok("inbox", "E3").splitlines() if " reviewflow trigger " in line]
    assert [shlex.split(line.partition("reviewflow ")[2])[2] for line in offered] == [
        "commit", "ask_for_changes", "disagree",
    ]  # fmt: skip
    words = shlex.split(offered[1].partition("reviewflow ")[2])
    assert "重新" not in agreed.ok(*words)
    assert agreed.json("show", REVIEW)["about"]["state"] == "aligning"


def test_why_tells_what_is_awaited_what_is_possible_and_what_time_will_do(agreed: Shell) -> None:
    said = agreed.speaking("zh").ok("why", REVIEW)
    assert "执行中 (in_force)" in said
    assert "填报进展 (report_progress)：李雷 (E3)" in said
    assert "进入“本期结束”" in said
    other = agreed.json("why", "goal_setting/2026-h2/E5")
    assert [(each["person"]["id"], each["due_on"]) for each in other["tasks"]] == [("E2", "2026-07-06")]
    assert [each["act"] for each in other["acts"]] == ["brief"]
    assert other["later"][0]["messages"] == ["task_due_today"]


def test_why_for_a_person_holds_their_own_acts_only(agreed: Shell) -> None:
    answer = agreed.json("why", REVIEW, "--as", "E3")
    assert [each["act"] for each in answer["acts"]] == ["report_progress", "record_fact"]
    assert (answer["later"], answer["incidents"], answer["tasks"]) == ([], [], [])
    assert agreed.run("why", REVIEW, "--as", "B2").exit_code == 4


def test_history_tells_everything_to_the_administrator_and_says_so(agreed: Shell) -> None:
    said = agreed.speaking("zh").ok("history", REVIEW)
    assert "以管理员身份查看" in said
    assert "提交目标建议 (propose)" in said
    assert "待员工确认 → 执行中" in said
    assert "稳住老客户" in said


@pytest.mark.parametrize(("reader", "sees"), [("E2", True), ("E3", True), ("H1", False), ("E1", False)])
def test_history_hides_what_a_reader_may_not_see(reader: str, sees: bool, agreed: Shell) -> None:
    said = agreed.ok("history", REVIEW, "--as", reader)
    assert ("稳住老客户" in said) is sees
    assert ("稳住老客户" in agreed.ok("history", REVIEW, "--as", reader, "--json")) is sees
    assert ("稳住老客户" in agreed.ok("show", REVIEW, "--as", reader, "--json")) is sees


def test_what_a_stranger_asks_for_does_not_exist(agreed: Shell) -> None:
    for verb in ("history", "show", "why"):
        result = agreed.run(verb, REVIEW, "--as", "B2")
        assert result.exit_code == 4
        assert result.stderr == agreed.run(verb, "goal_setting/2026-h2/E99", "--as", "B2").stderr.replace("E99", "E3")


def test_show_speaks_of_options_by_their_titles(agreed: Shell) -> None:
    said = agreed.speaking("zh").ok("show", REVIEW)
    assert "维度：财务" in said
    assert "生效方式 (commitment)：员工确认承诺" in said
    assert "上级：王芳 (E2)" in said
    assert "1200.50" in said
