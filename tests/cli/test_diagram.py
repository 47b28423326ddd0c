"""`diagram`: processes and reviews as pictures, for whom and in which language."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from engine.cli.exits import EXITS
from tests.cli.shell import Shell

REVIEW = "goal_setting/2026-h2/E3"


def test_a_process_is_mermaid_text_unless_said_otherwise(tmp_path: Path) -> None:
    said = Shell(home=tmp_path).ok("diagram", "evaluation")
    assert said.startswith("stateDiagram-v2\n")
    assert 'state "Published" as s_published' in said
    assert 'state "已公布" as s_published' in Shell(home=tmp_path, language="zh").ok("diagram", "evaluation")
    assert not list(tmp_path.iterdir())  # no database is needed to look at a process


@pytest.mark.parametrize(
    ("name", "begins"), [("a.svg", "<svg "), ("a.html", "<!DOCTYPE html>"), ("a.txt", "stateDi"), ("a.scxml", "<?xml")]
)
def test_a_files_name_says_its_format(tmp_path: Path, name: str, begins: str) -> None:
    file = tmp_path / name
    result = Shell(home=tmp_path).run("diagram", "appeal", "--output", str(file))
    assert (result.exit_code, result.stdout) == (0, "")
    assert name in result.stderr
    assert file.read_text("utf-8").startswith(begins)


def test_a_format_that_was_named_goes_before_the_files_name(tmp_path: Path) -> None:
    Shell(home=tmp_path).ok("diagram", "appeal", "--format", "svg", "--output", str(tmp_path / "a.txt"))
    assert ElementTree.fromstring((tmp_path / "a.txt").read_text("utf-8")).tag.endswith("svg")


@pytest.mark.parametrize(
    ("words", "exit_name", "code"),
    [
        (["nonsense"], "not-found", "diagram-unknown"),
        (["goal_setting/2026-h2/E99"], "not-found", "instance-unknown"),
        ([REVIEW, "--as", "B2"], "not-found", "instance-unknown"),
        (["appeal", "--format", "png"], "misuse", "diagram-format"),
        (["appeal", "--as", "E3"], "misuse", "diagram-as"),
    ],
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_cannot_be_drawn_is_refused(
    shell: Shell, words: list[str], exit_name: str, code: str, language: str
) -> None:
    result = shell.speaking(language).run("diagram", *words, "--json")
    assert (result.exit_code, json.loads(result.stdout)["error"]["code"]) == (EXITS[exit_name], code)


def test_a_review_shows_where_it_is_who_owes_what_and_what_time_will_do(shell: Shell) -> None:
    marks = shell.json("diagram", REVIEW)["marks"]
    assert marks["place"] == "briefing"
    assert marks["notes"][0].startswith("Here since 2026-07-01")
    assert "Open: 王芳 – Tell which goals to support, until 2026-07-06" in marks["notes"]
    assert marks["visited"] == {"briefing": "Was here: 2026-07-01"}
    assert marks["ahead"] == {
        "briefing": {"time/past 2 business days after due → drafting": "Next by time: 2026-07-08"}
    }


def test_the_way_a_review_came_is_dated_and_what_stays_has_no_next(agreed: Shell) -> None:
    marks = agreed.json("diagram", REVIEW)["marks"]
    assert marks["place"] == "in_force"
    assert {(source, target) for source, ways in marks["taken"].items() for target in ways} == {
        ("briefing", "drafting"),
        ("drafting", "aligning"),
        ("aligning", "committing"),
        ("committing", "in_force"),
    }
    text = agreed.speaking("zh").ok("diagram", REVIEW, "--format", "svg")
    assert re.search(r'class="card between present" data-state="in_force"', text)
    assert "已走：2026-07-01" in text


def test_a_person_sees_their_own_tasks_and_no_plan_of_the_machinery(shell: Shell) -> None:
    own = shell.json("diagram", REVIEW, "--as", "E2")["marks"]
    other = shell.json("diagram", REVIEW, "--as", "E3")["marks"]
    assert any("王芳" in each for each in own["notes"])
    assert not any("王芳" in each for each in other["notes"])
    assert own["ahead"] == other["ahead"] == {}


def test_a_page_says_for_whom_and_as_of_when_it_was_made(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "review.html"
    shell.speaking("zh").ok("diagram", REVIEW, "--as", "E3", "--output", str(file))
    text = file.read_text("utf-8")
    assert "：李雷 (E3)</h1>" in text
    assert "按 李雷 可见的范围显示。" in text
    assert "（Asia/Shanghai）" in text
    assert "王芳" not in text
