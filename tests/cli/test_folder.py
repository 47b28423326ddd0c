"""`init`, `check`, `schema`, `version`: a folder and what is wrong in it."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from engine.cli.columns import width
from engine.runtime.settings import read_settings
from tests.cli.shell import Shell
from tests.definition.folders import SHIPPED


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """An empty folder."""
    return Shell(home=tmp_path, now="")


@pytest.fixture
def owned(shell: Shell) -> Shell:
    """A folder with everything in it that is shipped."""
    shell.ok("init")
    return shell


def spoil(shell: Shell, name: str, old: str, new: str) -> None:
    file = shell.home / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_init_writes_what_check_finds_sound(owned: Shell) -> None:
    answer = owned.json("check")
    assert (answer["errors"], answer["processes"], answer["cycles"], answer["calendars"]) == (0, 6, 1, 3)
    assert answer["findings"] == []


def test_init_keeps_what_is_there(owned: Shell) -> None:
    spoil(owned, "processes/appeal.yaml", "version: 1", "version: 2")
    (owned.home / "processes" / "feedback.yaml").unlink()
    answer = owned.json("init")
    assert answer["written"] == ["processes/feedback.yaml"]
    assert "reviewflow.yaml" in answer["kept"]
    assert "version: 2" in (owned.home / "processes" / "appeal.yaml").read_text(encoding="utf-8")


def test_init_takes_the_folder_as_a_word(shell: Shell) -> None:
    shell.ok("init", str(shell.home / "reviews"))
    assert (shell.home / "reviews" / "processes" / "evaluation.yaml").is_file()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_settings_of_init_are_taken_with_and_without_their_marks(
    shell: Shell, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.speaking(language).ok("init")
    file = shell.home / "reviewflow.yaml"
    assert yaml.safe_load(file.read_text(encoding="utf-8")) is None
    samples = [line[2:] for line in file.read_text(encoding="utf-8").splitlines() if line.startswith("# ")]
    wanted = ("database: sq", "language:", "sender:", "link:", "channel", "  smtp", "  webhook")
    file.write_text("\n".join(line for line in samples if line.startswith(wanted)), encoding="utf-8")
    monkeypatch.setenv("SMTP_PASSWORD", "secret")
    monkeypatch.setenv("WEBHOOK_SECRET", "hidden")
    found = read_settings(shell.home)
    assert (found.language, found.channel) == (language, "mailbox")
    assert found.channels["smtp"]["password"] == "secret"
    assert found.channels["webhook"]["secret"] == "hidden"


def test_check_shows_every_finding_with_its_line_and_a_caret(owned: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    spoil(owned, "processes/goal_setting.yaml", "brief: {for: manager", "brief: {for: manger")
    spoil(owned, "processes/goal_setting.yaml", "title: {en: Drafting goals", "titel: {en: Drafting goals")
    monkeypatch.chdir(owned.home)
    result = owned.run("check")
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    first = next(index for index, line in enumerate(lines) if "manger" in line)
    place, _, _ = lines[first].partition(": error[")
    file, line, column = place.rsplit(":", 2)
    text = (owned.home / file).read_text(encoding="utf-8").splitlines()[int(line) - 1]
    assert text[int(column) - 1 :].startswith("manger")
    assert lines[first + 1] == f"    {text}"
    assert lines[first + 2].index("^") == lines[first + 1].index("manger")
    assert any("“titel”" in line and "title" in line for line in lines)
    assert lines[-1] == "Errors: 2, warnings: 0."


def test_the_caret_stands_under_the_word_after_chinese(owned: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    spoil(owned, "processes/appeal.yaml", "\ninitial:", "\n绩效考核申诉: {}\ninitial:")
    spoil(owned, "processes/organisation.yaml", "title: {en: Shanghai, zh: 上海}", "title: {en: S, zh: 上海, ch: 上}")
    monkeypatch.chdir(owned.home)
    lines = owned.speaking("zh").run("check").stdout.splitlines()
    at = next(index for index, line in enumerate(lines) if "organisation.yaml" in line)
    before = lines[at + 1].partition("ch:")[0]
    assert lines[at + 2].index("^") == width(before)
    assert "错误[" in lines[at]
    assert lines[-1].endswith("0 个警告。")


def test_check_gives_programs_the_same_findings(owned: Shell) -> None:
    spoil(owned, "processes/goal_setting.yaml", "brief: {for: manager", "brief: {for: manger")
    result = owned.run("check", "--json")
    answer = json.loads(result.stdout)
    assert result.exit_code == 1
    assert answer["errors"] == 1
    finding = answer["findings"][0]
    assert finding["severity"] == "error"
    assert (
        Path(finding["file"])
        .read_text(encoding="utf-8")
        .splitlines()[finding["line"] - 1][finding["column"] - 1 :]
        .startswith("manger")
    )


def test_any_command_tells_what_is_wrong_with_the_owners_file(owned: Shell) -> None:
    spoil(owned, "processes/goal_setting.yaml", "brief: {for: manager", "brief: {for: manger")
    result = owned.run("launch", "2026-h2", now="2026-06-25")
    assert result.exit_code == 1
    assert str(owned.home / "processes" / "goal_setting.yaml") in result.stderr
    assert "brief: {for: manger" in result.stderr
    assert result.stdout == ""


def test_wrong_settings_are_findings_too(owned: Shell) -> None:
    owned.write("reviewflow.yaml", "channel: mailbox\nchanel: smtp\n")
    result = owned.run("check")
    assert result.exit_code == 1
    assert "reviewflow.yaml:2:1: error[settings-unknown]" in result.stderr


def test_the_schema_accepts_the_shipped_process(shell: Shell) -> None:
    schema = json.loads(shell.ok("schema", "process"))
    jsonschema.Draft202012Validator.check_schema(schema)
    file = shell.home / "schema.json"
    shell.ok("schema", "cycle", "--output", str(file))
    assert json.loads(file.read_text(encoding="utf-8"))["$schema"] == schema["$schema"]
    wrong = shell.run("schema", "proces")
    assert wrong.exit_code == 4
    assert "Nearest: process" in wrong.stderr


def test_version_is_a_word_and_an_option(shell: Shell) -> None:
    assert shell.ok("version").startswith("reviewflow ")
    assert shell.run("--version", now=None).stdout == shell.ok("version")
    assert shell.json("version")["database"].isdigit()


def test_init_from_a_policy_of_the_library_leaves_the_six_processes_out(shell: Shell) -> None:
    shell.ok("init", "--from", "france-interview")
    answer = shell.json("check")
    assert (answer["errors"], answer["processes"], answer["cycles"], answer["calendars"]) == (0, 1, 1, 1)
    assert shell.json("test")["failed"] == 0
    assert "\nshipped_processes: no\n" in (shell.home / "reviewflow.yaml").read_text(encoding="utf-8")
    assert (shell.home / "README.md").is_file()
    assert not (shell.home / "processes" / "evaluation.yaml").exists()


def test_init_without_any_process_is_sound_and_takes_the_first_one(shell: Shell) -> None:
    assert "processes/NAME.yaml" in shell.ok("init", "--empty")
    answer = shell.json("check")
    assert (answer["errors"], answer["warnings"], answer["processes"], answer["cycles"]) == (0, 0, 0, 0)
    assert "\nshipped_processes: no\n" in (shell.home / "reviewflow.yaml").read_text(encoding="utf-8")
    mine = (SHIPPED / "feedback.yaml").read_text("utf-8").replace("process: feedback", "process: mine", 1)
    shell.write("processes/mine.yaml", mine)
    assert shell.json("check")["processes"] == 1
    both = shell.run("init", "--empty", "--from", "france-interview")
    assert (both.exit_code, "not both" in both.output) == (2, True)


def test_init_leaves_the_library_where_it_is(owned: Shell) -> None:
    assert not (owned.home / "processes" / "library").exists()


def test_init_from_an_unknown_policy_names_the_nearest(shell: Shell) -> None:
    result = shell.run("init", "--from", "france-interviews")
    assert result.exit_code == 2
    assert "Nearest: france-interview." in result.output
    assert not (shell.home / "processes").exists()


@pytest.mark.parametrize("value", ["maybe", "0", "[]"])
def test_whether_the_six_processes_count_is_yes_or_no(shell: Shell, value: str) -> None:
    shell.write("reviewflow.yaml", f"language: en\nshipped_processes: {value}\n")
    result = shell.run("check")
    assert result.exit_code == 1
    assert "reviewflow.yaml:2:1: error[settings-yes-no]" in result.output


def test_check_tells_of_a_file_what_is_in_it(owned: Shell) -> None:
    spoil(owned, "processes/appeal.yaml", "initial: ", "initail: ")
    wrong, sound = (owned.home / "processes" / name for name in ("appeal.yaml", "feedback.yaml"))
    told = owned.run("check", str(wrong), "--json")
    assert told.exit_code == 1
    answer = json.loads(told.stdout)
    assert {Path(each["file"]).name for each in answer["findings"]} == {"appeal.yaml"}
    beside = owned.json("check", str(sound))
    assert (beside["errors"], beside["findings"]) == (0, [])
    assert beside["elsewhere"] == len(answer["findings"])
    for language, said in (("en", "In other files than"), ("zh", "以外的文件中另有")):
        assert said in owned.speaking(language).ok("check", str(sound))


@pytest.mark.parametrize(("language", "said"), [("en", "There is no folder or file"), ("zh", "没有文件夹或文件")])
def test_check_of_what_is_not_there_is_no_soundness(owned: Shell, language: str, said: str) -> None:
    done = owned.speaking(language).run("check", str(owned.home / "nowhere"))
    assert done.exit_code == 2
    assert said in done.output
