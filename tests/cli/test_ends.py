"""How a command ends when something is wrong around it: never with a traceback."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from engine.cli import faults
from engine.cli.app import build, hoisted
from engine.cli.exits import EXITS
from engine.store.prepare import newest
from engine.store.revision import known
from tests.cli.shell import Shell


def command(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command as a process of its own, without the language of this machine."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "REVIEWFLOW"))}
    return subprocess.run(
        [sys.executable, "-m", "engine.cli", *words],
        capture_output=True,
        encoding="utf-8",
        env={**plain, "PYTHONUTF8": "1", **environment},
        cwd=Path(__file__).parents[2],
        check=False,
    )


def test_the_migrations_by_name_are_those_by_content() -> None:
    assert known()[-1] == newest()


def test_a_database_of_a_newer_engine_is_refused(shell: Shell) -> None:
    with sqlite3.connect(shell.home / "reviewflow.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    result = shell.run("status")
    assert (result.exit_code, "[database-newer]" in result.stderr) == (6, True)
    assert "9999" in shell.speaking("zh").run("status").stderr


@pytest.mark.parametrize(
    ("url", "code", "expected"),
    [
        ("mysql://somewhere/x", "store-url-unknown", 2),
        ("sqlite:////nonexistent-folder/x.db", "store-unreachable", 6),
        ("postgresql://nobody@127.0.0.1:1/x", "store-unreachable", 6),
    ],
)
def test_a_database_that_is_not_there_has_a_code(url: str, code: str, expected: int, tmp_path: Path) -> None:
    result = Shell(home=tmp_path, database=url).run("status")
    assert (result.exit_code, f"[{code}]" in result.stderr) == (expected, True)


def test_a_file_that_is_no_database_has_a_code(tmp_path: Path) -> None:
    (tmp_path / "reviewflow.db").write_text("not at all " * 100, encoding="utf-8")
    result = Shell(home=tmp_path).run("status")
    assert (result.exit_code, "[store-unreachable]" in result.stderr) == (6, True)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["statsu"], "misuse-no-verb"),
        (["status", "a", "b"], "misuse"),
        (["status", "--now", "2026-13-01"], "now-unreadable"),
        (["status", "--now", "soon"], "now-unreadable"),
        (["status", "--lang", "fr"], "language-unknown"),
        (["demo", "--people", "many"], "misuse"),
        (["run", "--now", "2026-07-01"], "run-has-no-now"),
    ],
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_wrong_use_ends_with_two_and_a_sentence(words: list[str], code: str, language: str, tmp_path: Path) -> None:
    runner = CliRunner()
    result = runner.invoke(build(language), [*words, "--home", str(tmp_path)], catch_exceptions=False)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"[{code}]" in result.stderr
    as_json = runner.invoke(build(language), [*words, "--home", str(tmp_path), "--json"], catch_exceptions=False)
    assert json.loads(as_json.stdout)["error"]["code"] == code


def test_shared_options_may_stand_before_the_verb() -> None:
    assert hoisted(["--lang", "zh", "--json", "--home=x", "status", "a"]) == [
        "status", "--lang", "zh", "--json", "--home=x", "a",
    ]  # fmt: skip
    assert hoisted(["--help"]) == ["--help"]
    assert hoisted(["--lang", "zh", "--help"]) == ["--help"]


def test_a_fault_of_ours_is_one_line_and_details_on_demand(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REVIEWFLOW_DEBUG", raising=False)
    assert faults.tell_unexpected(ValueError("odd\nthing"), "en", as_json=False) == EXITS["internal"]
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "ValueError: odd thing" in said
    assert "[internal-error]" in said
    monkeypatch.setenv("REVIEWFLOW_DEBUG", "1")
    faults.tell_unexpected(ValueError("odd"), "zh", as_json=True)
    told = capsys.readouterr()
    assert json.loads(told.out)["error"]["code"] == "internal-error"
    assert "ValueError" in told.err


def test_a_folder_that_cannot_be_made_is_no_fault_of_ours(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    result = Shell(home=tmp_path / "file" / "below", now="").run("init")
    assert (result.exit_code, "[file-unreadable]" in result.stderr) == (6, True)


def test_the_command_as_a_process_speaks_the_machines_language(shell: Shell) -> None:
    words = ("inbox", "E2", "--home", str(shell.home), "--now", shell.now)
    chinese = command(*words, LANG="zh_CN.UTF-8")
    assert "王芳（E2）有 4 项待办" in chinese.stdout
    assert "has tasks to do: 4" in command(*words, LANG="en_US.UTF-8").stdout
    assert "\x1b[" not in chinese.stdout
    assert chinese.stderr == ""


def test_the_exit_code_reaches_the_shell(shell: Shell) -> None:
    done = command("trigger", "goal_setting/2026-h2/E3", "agree", "--as", "E2", "--home", str(shell.home))
    assert done.returncode == 3
    assert "[act-not-now]" in done.stderr
    assert "Traceback" not in done.stderr


def test_whoever_stops_reading_gets_no_complaint(shell: Shell) -> None:
    line = f'"{sys.executable}" -m engine.cli schema process | head -c 10'
    done = subprocess.run(
        ["sh", "-c", line], capture_output=True, text=True, cwd=Path(__file__).parents[2], check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_day_on_postgresql(postgres_url: str, tmp_path: Path) -> None:
    shell = Shell(home=tmp_path, database=postgres_url).begin()
    review = "goal_setting/2026-h2/E3"
    shell.ok("trigger", review, "brief", "--as", "E2", "--with", 'unit_goals=[{"title": "a"}]')
    assert shell.json("inbox", "E3")["tasks"][0]["task"] == "propose"
    assert shell.json("why", review)["about"]["state"] == "drafting"
    assert [each["name"] for each in shell.json("history", review)["lines"]][1] == "brief"
    states = shell.json("status", "2026-h2")["processes"][0]["states"]
    assert {each["state"]: each["count"] for each in states} == {"briefing": 11, "drafting": 1}
    words = ("trigger", "extend", "--as", "H1", "--reason", "illness", "--amount", "2 business days")
    chosen = shell.json(*words, "--process", "goal_setting", "--where", "state == 'drafting'")
    assert (chosen["done"], chosen["refused"]) == (1, 0)
    assert shell.json("incidents") == {"incidents": []}
