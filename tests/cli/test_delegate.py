"""Handing over tasks from the command line: made, seen, used, ended."""

from __future__ import annotations

import pytest

from tests.cli.shell import UNIT_GOALS, Shell

REVIEW = "goal_setting/2026-h2/E3"
LATER = "2026-07-02T15:00"


def test_a_delegate_sees_and_does_what_was_open_already(shell: Shell) -> None:
    said = shell.ok("delegate", "E2", "B1", "--until", "2026-07-20")
    assert "B1 acts for E2 from 2026-07-01 until 2026-07-20, in every process" in said
    assert "open tasks covered: 4" in said
    inbox = shell.ok("inbox", "B1")
    assert "(for 王芳)" in inbox
    assert "Max Muster (B1) (for 王芳)" in shell.ok("why", REVIEW, "--as", "B1")
    (act, *_) = shell.json("why", REVIEW, "--as", "B1")["acts"]
    assert act["on_behalf_of"]["id"] == "E2"
    assert f"reviewflow trigger {REVIEW} brief --as B1 --for E2" in inbox
    form = shell.write("brief.yaml", UNIT_GOALS)
    shell.ok("trigger", REVIEW, "brief", "--as", "B1", "--for", "E2", "--form", form, now=LATER)
    assert "Max Muster (for 王芳)" in shell.ok("history", REVIEW, now=LATER)
    told = shell.json("history", REVIEW, "--as", "E2", now=LATER)["lines"]
    (line,) = [each for each in told if each["name"] == "brief"]
    assert (line["actor"]["id"], line["on_behalf_of"]["id"]) == ("B1", "E2")
    assert "B1 acts for E2" in shell.ok("delegate", "E2", now=LATER)
    assert "代理" in shell.speaking("zh").ok("delegate", now=LATER)


def test_what_is_over_or_revoked_gives_no_right(shell: Shell) -> None:
    form = shell.write("brief.yaml", UNIT_GOALS)
    act = ("trigger", REVIEW, "brief", "--as", "B1", "--for", "E2", "--form", form)
    shell.ok("delegate", "E2", "B1", "--from", "2026-07-02", "--until", "2026-07-03")
    for day, code in (("2026-07-01T15:00", 3), ("2026-07-04T15:00", 3)):
        assert shell.run(*act, now=day).exit_code == code
    assert "E2" not in shell.ok("delegate", now="2026-07-06T15:00")
    shell.ok("delegate", "E2", "B1", "--revoke", now=LATER)
    refused = shell.run(*act, now=LATER)
    assert "[not-delegate]" in refused.stderr
    assert shell.run("delegate", "E2", "B1", "--revoke").exit_code == 4


def test_one_process_only(shell: Shell) -> None:
    shell.ok("delegate", "E2", "B1", "--process", "evaluation")
    assert [each["on_behalf_of"] for each in shell.json("inbox", "B1")["tasks"]] == [None]
    shell.ok("delegate", "E2", "B1", "--process", "goal_setting")
    assert sum(each["on_behalf_of"] is not None for each in shell.json("inbox", "B1")["tasks"]) == 4


def test_nobody_finds_their_own_case_in_the_inbox(shell: Shell) -> None:
    shell.ok("delegate", "E2", "E3")
    about = [each["about"]["subject"]["id"] for each in shell.json("inbox", "E3")["tasks"]]
    assert about == ["E4", "E5", "E6"]
    form = shell.write("brief.yaml", UNIT_GOALS)
    refused = shell.run("trigger", REVIEW, "brief", "--as", "E3", "--for", "E2", "--form", form)
    assert "[own-case]" in refused.stderr


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("E2", "E2"), "delegate-self"),
        (("E2", "X9"), "person-unknown"),
        (("E2", "B1", "--until", "2026-06-30"), "delegate-over"),
        (("E2", "B1", "--from", "2026-08-02", "--until", "2026-08-01"), "delegate-over"),
        (("E2", "B1", "--process", "evaluatoin"), "process-unknown"),
        (("E2", "--until", "2026-08-01"), "delegate-to-whom"),
    ],
)
def test_what_makes_no_sense_is_refused(words: tuple[str, ...], code: str, shell: Shell) -> None:
    result = shell.run("delegate", *words)
    assert result.exit_code in (2, 4)
    assert f"[{code}]" in result.stderr


def test_the_same_twice_is_refused(shell: Shell) -> None:
    shell.ok("delegate", "E2", "B1", "--until", "2026-07-20")
    assert "[delegate-twice]" in shell.run("delegate", "E2", "B1", "--from", "2026-07-20").stderr
    shell.ok("delegate", "E2", "B1", "--from", "2026-07-21")
