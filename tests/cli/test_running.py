"""`import`, `launch`, `tick`, `status`, `resend`, `incidents`: what the administrator does."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

from tests.cli.shell import PEOPLE, Shell


def test_a_database_is_made_on_first_use_and_said_once(tmp_path: Path) -> None:
    shell = Shell(home=tmp_path)
    first = shell.run("status")
    assert "Created the database" in first.stderr
    assert "No cycle has been launched" in first.stdout
    assert shell.run("status").stderr == ""


def test_import_rehearses_imports_and_changes_nothing_twice(tmp_path: Path) -> None:
    shell = Shell(home=tmp_path)
    file = shell.write("people.csv", PEOPLE)
    rehearsal = shell.json("import", file, "--dry-run")
    assert (rehearsal["joined"], rehearsal["dry_run"]) == (13, True)
    assert shell.json("import", file)["joined"] == 13
    again = shell.json("import", file)
    assert (again["joined"], again["unchanged"]) == (0, 13)
    assert "new: 0" in shell.ok("import", file)


def test_import_lists_every_fault_with_its_line(tmp_path: Path) -> None:
    shell = Shell(home=tmp_path)
    file = shell.write("bad.csv", "id,name,site\nE1,,Nowhere\nE1,x,Berlin\n")
    result = shell.run("import", file)
    assert result.exit_code == 1
    assert [line for line in result.stderr.splitlines() if f"{file}:2:2" in line or f"{file}:3:1" in line]
    assert "E1,,Nowhere" in result.stderr
    assert "Errors: 3" in result.stderr
    assert shell.run("inbox", "E1").exit_code == 4


def test_launch_prints_the_timetable(tmp_path: Path) -> None:
    shell = Shell(home=tmp_path, language="zh")
    shell.ok("import", shell.write("people.csv", PEOPLE), now="2026-06-25")
    said = shell.ok("launch", "2026-h2", now="2026-06-25")
    assert "共 12 人参加" in said
    assert "目标设定 (goal_setting)" in said
    assert "2026-07-01 00:00" in said
    twice = shell.run("launch", "2026-h2", now="2026-06-25")
    assert (twice.exit_code, "[cycle-launched]" in twice.stderr) == (2, True)
    wrong = shell.run("launch", "2026-h3", "--json", now="2026-06-25")
    assert wrong.exit_code == 4
    assert json.loads(wrong.stdout)["error"]["code"] == "cycle-not-found"


def test_tick_says_what_it_did_and_what_is_ahead(shell: Shell) -> None:
    answer = shell.json("tick", now="2026-07-07T13:00")
    assert answer["ticked"]["changed"] == 12  # reminders of the last day
    assert answer["delivered"]["sent"] > 0
    assert answer["next_at"] > "2026-07-07"
    assert answer["next_at"].endswith("Z")
    assert "Next at 2026-07-" in shell.ok("tick", now="2026-07-07T13:00")


def test_status_counts_states_overdue_messages_and_versions(shell: Shell) -> None:
    answer = shell.json("status", "2026-h2", now="2026-07-07T13:00")
    goals = next(each for each in answer["processes"] if each["process"] == "goal_setting")
    assert goals["running"] == {"1": 12}
    # In New York the third of July is a day off, so the two there have another day.
    assert [(each["state"], each["count"], each["overdue"]) for each in goals["states"]] == [("briefing", 12, 10)]
    assert answer["messages"]["sent"] > 0
    assert answer["incidents"] == {}
    said = shell.speaking("zh").ok("status")
    assert "目标分解 (briefing)" in said
    assert "已发送" in said


def test_status_tells_when_the_files_have_moved_on_or_cannot_be_read(shell: Shell) -> None:
    (shell.home / "processes").mkdir()
    source = Path(__file__).parents[2] / "processes" / "goal_setting.yaml"
    newer = source.read_text(encoding="utf-8").replace("version: 1", "version: 2", 1)
    shell.write("processes/goal_setting.yaml", newer)
    assert "the files hold version 2; running reviews have (version: number) 1 (12)" in shell.ok("status")
    shell.write("processes/goal_setting.yaml", newer.replace("initial: briefing", "initial: brief"))
    assert shell.json("status", now=None)["processes"][0]["in_files"] is None


def test_status_of_a_cycle_nobody_launched_is_not_found(shell: Shell) -> None:
    assert shell.run("status", "2027-h1").exit_code == 4


def test_nothing_stands_still_and_nothing_is_to_be_sent_again(shell: Shell) -> None:
    assert shell.json("incidents") == {"incidents": []}
    assert "没有待处理的异常" in shell.speaking("zh").ok("incidents")
    assert shell.json("resend") == {"queued": 0}


def test_an_incident_is_told_in_the_readers_language(shell: Shell) -> None:
    nobody = PEOPLE.replace(",,hr,", ",,,").replace(",,hr;appeal_board,", ",,,").replace("E2,王芳", "E2,王芳", 1)
    lines = [line.replace("2018-05-01,,", "2018-05-01,2026-07-01,") if line[:3] == "E2," else line for line in
             nobody.splitlines()]  # fmt: skip
    lines = [line.replace("2015-03-01,,", "2015-03-01,2026-07-01,") if line[:3] == "E1," else line for line in lines]
    shell.ok("import", shell.write("people.csv", "\n".join(lines) + "\n"), now="2026-07-02")
    found = shell.json("incidents", now="2026-07-02")["incidents"]
    assert "nobody-holds-role" in {each["code"] for each in found}
    assert "任务无人负责" in shell.speaking("zh").ok("incidents", now="2026-07-02")
    assert "Incidents:" in shell.ok("status", now="2026-07-02")
    about = next(each["about"][0] for each in found if each["code"] == "nobody-holds-role")
    assert "nobody-holds-role" in shell.ok("why", about, now="2026-07-02")
    number = str(next(each["id"] for each in found if each["code"] == "nobody-holds-role"))
    whole = shell.ok("incidents", number, now="2026-07-02")
    assert "At goal_setting.yaml:" in whole
    assert "reviewflow intervene reassign" in whole
    assert about in whole
    assert shell.json("incidents", "retry", "--all", now="2026-07-02")["mended"] == 0
    for words, code, expected in (
        (["9999"], "incident-unknown", 4),
        (["retry"], "incidents-which", 2),
        (["retry", number, "--all"], "incidents-which", 2),
        (["mend", number], "incidents-verb", 2),
        (["dismiss", number, "--as", "H1"], "dismiss-reason", 2),
        (["dismiss", number, "--as", "H1", "--reason", "left"], "dismiss-not-an-admin", 3),
    ):
        result = shell.run("incidents", *words, now="2026-07-02")
        assert (result.exit_code, f"[{code}]" in result.output) == (expected, True), result.output
    shell.ok("import", shell.write("people.csv", PEOPLE), now="2026-07-03")
    assert shell.json("incidents", now="2026-07-03") == {"incidents": []}


def test_the_demo_plays_in_a_folder_and_is_there_to_be_looked_at(tmp_path: Path) -> None:
    shell = Shell(home=tmp_path / "demo", now="")
    said = shell.speaking("zh").ok("demo", "--people", "40", "--until", "2026-07-08")
    assert "Traceback" not in said
    goals = shell.json("status", "2026-h2")["processes"][0]
    assert goals["process"] == "goal_setting"
    assert sum(each["count"] for each in goals["states"]) > 30
    again = shell.json("demo", "--people", "40", "--until", "2026-07-08")
    assert isinstance(again, dict)
    other = shell.run("demo", "--people", "41", "--until", "2026-07-08")
    assert (other.exit_code, "[demo-other-company]" in other.stderr) == (2, True)


def test_a_runner_ends_when_told_to_and_has_told_its_rounds(shell: Shell) -> None:
    words = [sys.executable, "-m", "engine.cli", "run", "--json", "--home", str(shell.home)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]) as runner:
        assert runner.stdout is not None
        first = json.loads(runner.stdout.readline())
        runner.send_signal(signal.SIGTERM)
        assert runner.wait(timeout=60) == 0
    assert first["failed"] == 0
    assert set(first) >= {"at", "lag", "begun", "changed", "sent", "dead", "next"}
