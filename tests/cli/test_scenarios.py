"""`test`: the shipped stories come true in an owner's folder; coverage is counted and may be asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.shell import Shell

PART = """\
scenario: nobody has to answer the survey
process: feedback
given: {start: 2027-03-01, site: Shanghai, state: asking}
steps:
  - {on: 2027-03-09, expect: {state: completed}}
"""


@pytest.fixture
def owned(tmp_path: Path) -> Shell:
    """A folder with everything in it that is shipped."""
    shell = Shell(home=tmp_path, now="")
    shell.ok("init")
    return shell


def only(shell: Shell, text: str) -> str:
    """One scenario file beside the shipped ones; its path."""
    file = shell.home / "processes" / "tests" / "mine.yaml"
    file.write_text(text, encoding="utf-8")
    return str(file)


def test_what_init_writes_covers_every_process_whole(owned: Shell) -> None:
    answer = owned.json("test", "--coverage", "--least", "100")
    assert (answer["failed"], answer["findings"]) == (0, [])
    assert {name: each["percent"] for name, each in answer["coverage"].items()} == dict.fromkeys(
        ("appeal", "evaluation", "feedback", "goal_setting", "improvement_plan", "mid_period_check_in"), 100
    )


def test_what_a_file_leaves_out_is_named_and_fails_only_if_asked(owned: Shell) -> None:
    mine = only(owned, PART)
    text = owned.ok("test", mine, "--coverage")
    assert "processes/feedback.yaml" in text
    assert "No scenario is refused by this: preparing: prepare: meeting_on >= today" in text
    assert "feedback: 7 % reached" in text
    assert "feedback" not in owned.ok("test", mine).split("Scenarios:")[1]
    assert owned.run("test", mine, "--least", "8").exit_code == 1
    assert owned.run("test", mine, "--least", "7").exit_code == 0


def test_a_name_nobody_knows_stops_the_test_and_is_found_by_check(owned: Shell) -> None:
    mine = only(owned, PART.replace("state: completed", "state: complete"))
    told = owned.run("test", mine)
    assert told.exit_code == 1
    for output in (told.output, owned.run("check").output):
        assert "mine.yaml:5:38" in output
        assert "“feedback” knows no state “complete”. Nearest: completed." in output


def test_owned_scenarios_stand_in_place_of_the_shipped_ones(owned: Shell) -> None:
    for file in (owned.home / "processes" / "tests").iterdir():
        file.unlink()
    only(owned, PART)
    assert owned.json("test")["scenarios"] == 1


def test_through_a_database_it_comes_out_the_same(owned: Shell) -> None:
    mine = only(owned, PART + "---\n" + PART.replace("state: completed", "state: asking"))
    here, there = (owned.run("test", mine, *more) for more in ((), ("--store",)))
    assert (here.exit_code, here.stdout) == (there.exit_code, there.stdout)
    assert "Scenarios: 2, failed: 1." in there.stdout
