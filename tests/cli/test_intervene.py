"""`intervene`: what follows is shown before it happens, in both languages; `why` and `history` know of it."""

from __future__ import annotations

import pytest

from tests.cli.shell import Shell

REVIEW = "goal_setting/2026-h2/E3"
BY = ("--as", "H1", "--reason", "on leave until autumn")


def test_what_would_follow_is_said_and_nothing_done(shell: Shell) -> None:
    said = shell.ok("intervene", "move", REVIEW, "--to", "drafting", *BY, "--dry-run")
    assert f"{REVIEW}: " in said
    assert "no longer with 王芳 (E2)" in said
    assert "now with 李雷 (E3)" in said
    assert "“No longer with you”: 王芳 (E2)" in said
    assert "Reviews it would reach: 1" in said
    assert shell.json("why", REVIEW)["about"]["state"] == "briefing"


def test_many_are_stopped_and_go_on_again(shell: Shell) -> None:
    found = shell.json("intervene", "suspend", "--process", "goal_setting", "--unit", "Sales", *BY)
    assert len(found["done"]) == 5
    assert "Suspended since 2026-07-01 15:00" in shell.ok("why", REVIEW)
    assert "Suspended: 5." in shell.ok("status")
    refused = shell.run("trigger", REVIEW, "brief", "--as", "E2")
    assert (refused.exit_code, "[suspended]" in refused.stderr) == (3, True)
    assert "[suspended]" in shell.speaking("zh").ok("inbox", "E2")
    again = shell.speaking("zh").ok("intervene", "resume", REVIEW, "--as", "H1", "--reason", "已返岗")
    assert "完成 1 个，拒绝 0 个" in again
    assert shell.json("status")["suspended"] == 4
    history = shell.ok("history", REVIEW)
    assert "an administrator stepped in: suspend" in history
    assert "reason: 已返岗" in history
    assert "suspend" in shell.ok("history", REVIEW, "--as", "E3")
    assert "on leave" not in shell.ok("history", REVIEW, "--as", "E3")
    assert "Suspended since" in shell.ok("diagram", "goal_setting/2026-h2/E4")


@pytest.mark.parametrize(
    ("words", "code", "expected"),
    [
        (["moov", REVIEW, *BY], "intervene-verb", 2),
        (["move", *BY], "which-reviews", 2),
        (["move", REVIEW, "--cycle", "2026-h2", *BY], "which-reviews", 2),
        (["move", "--state", "briefing", *BY], "where-without-process", 2),
        (["move", "--process", "goal_setting", "--state", "briefng", *BY], "where-unknown-name", 2),
        (["move", "--process", "goals", *BY], "no-such-process", 4),
        (["move", REVIEW, "--to", "drafting", "--as", "E2", "--reason", "x"], "not-an-admin", 3),
        (["move", REVIEW, "--to", "draftin", *BY], "no-such-state", 3),
        (["cancel", "goal_setting/2026-h2/E99", *BY], "instance-unknown", 4),
        (["cancel", REVIEW, "--as", "H1"], "misuse", 2),
    ],
)
def test_what_cannot_be_done_has_a_code_and_an_exit(words: list[str], code: str, expected: int, shell: Shell) -> None:
    for language in ("en", "zh"):
        result = shell.speaking(language).run("intervene", *words)
        assert (result.exit_code, f"[{code}]" in result.output) == (expected, True), result.output
