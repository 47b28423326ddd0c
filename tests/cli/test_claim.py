"""Being on a task, from the command line: said, seen by the other who may do it, refused, taken back."""

from __future__ import annotations

from tests.cli.shell import Shell

REVIEW = "goal_setting/2026-h2/E3"


def test_whoever_is_on_a_task_is_seen_by_those_who_may_do_it(shell: Shell) -> None:
    shell.ok("delegate", "E2", "B1", "--until", "2026-07-20")
    assert "B1 is on it for a day" in shell.ok("claim", REVIEW, "brief", "--as", "B1")
    assert "(Max Muster is on it)" in shell.ok("inbox", "E2")
    assert "（Max Muster已认领）" in shell.speaking("zh").ok("inbox", "E2")
    refused = shell.run("claim", REVIEW, "brief", "--as", "E2")
    assert refused.exit_code == 3
    assert "Max Muster (B1) is on it, until 2026-07-02" in refused.stderr
    assert "已认领，最迟保留至" in shell.speaking("zh").run("claim", REVIEW, "brief", "--as", "E2").stderr
    assert "Nobody is on it any more" in shell.ok("claim", REVIEW, "brief", "--as", "B1", "--release")
    assert shell.json("claim", REVIEW, "brief", "--as", "E2")["person"] == "E2"
