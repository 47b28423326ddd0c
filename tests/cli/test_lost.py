"""What is kept of a definition cannot be read any more: its reviews stand still, all else is shown and goes on."""

from __future__ import annotations

import sqlite3

from tests.cli.shell import Shell

LATER = "2026-07-20T15:00"


def test_one_lost_definition_is_one_incident_and_spoils_no_list(shell: Shell) -> None:
    review = "goal_setting/2026-h2/E3"
    shell.ok("delegate", "E2", "E4", "--until", "2026-08-01")
    with sqlite3.connect(shell.home / "reviewflow.db") as connection:
        connection.execute("UPDATE definition SET text = 'process: [' WHERE name = 'goal_setting'")
        connection.execute("UPDATE instance SET state = '[\"drafting\"]' WHERE id = ?", [review])
    for person in ("E2", "E4"):  # who owes it, and who stands in for them
        assert "goal_setting/2026-h2/E" in shell.ok("inbox", person)
        assert shell.json("inbox", person)["unreadable"]
    assert "(goal_setting)" in shell.ok("status")
    for verb in ("why", "show", "history"):
        result = shell.run(verb, review)
        assert (result.exit_code, "[definition-lost]" in result.stderr) == (6, True), result.output
        assert "goal_setting.yaml:" not in result.stderr  # the file is not at fault
    shell.ok("tick", now=LATER)
    found = shell.json("incidents", now=LATER)["incidents"]
    (incident,) = [each for each in found if each["code"] == "definition-lost"]
    assert len(incident["about"]) == 12
    assert "第 1 版已无法读取" in shell.speaking("zh").ok("incidents", str(incident["id"]), now=LATER)
    assert "FAULT" in shell.run("doctor", now=LATER).stdout
