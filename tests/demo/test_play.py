"""The play: repeatable to the letter, unbroken by a kill, and its numbers those of the database."""

from __future__ import annotations

import mailbox
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from engine.demo.play import demo
from engine.demo.report import report
from engine.runtime.replaying import replay_all
from engine.runtime.workspace import open_workspace
from engine.views.summary import Summary
from engine.words import clock
from engine.words.errors import Misuse
from tests.cli.shell import Shell

PEOPLE = 40
SCRIPT = "import sys; from pathlib import Path; from engine.demo.play import demo; demo(Path(sys.argv[1]), people={})"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Summary]:
    """One undisturbed play, for everybody to look at."""
    home = tmp_path_factory.mktemp("played")
    return home, demo(home, people=PEOPLE)


@pytest.fixture
def rows(played: tuple[Path, Summary]) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(played[0] / "reviewflow.db")) as connection:
        yield connection


def test_the_same_seed_gives_the_same_summary_byte_for_byte(played: tuple[Path, Summary], tmp_path: Path) -> None:
    again = demo(tmp_path, people=PEOPLE)
    assert report(again, "en") == report(played[1], "en")
    assert report(again, "zh") == report(played[1], "zh")


def test_every_history_of_the_play_gives_what_is_stored(played: tuple[Path, Summary]) -> None:
    workspace = open_workspace(played[0])
    verdicts = list(replay_all(workspace, [], clock.now()))
    workspace.database.dispose()
    assert len(verdicts) > 100
    assert {each.instance: (each.differences, each.why, each.broken) for each in verdicts if not each.sound} == {}


def test_every_line_of_a_history_is_said_in_words(played: tuple[Path, Summary], rows: sqlite3.Connection) -> None:
    some = [row[0] for row in rows.execute("SELECT max(instance_id) FROM event WHERE kind = 'event' GROUP BY name")]
    assert len(some) > 5
    shell = Shell(home=played[0])
    said = {id: shell.ok("history", id) for id in some}
    assert not [line for text in said.values() for line in text.splitlines() if " event: " in line]
    assert any("Performance feedback has ended" in text for text in said.values())


def test_every_process_was_played_and_nothing_was_left_undone(played: tuple[Path, Summary]) -> None:
    found = played[1]
    assert {each.process for each in found.states} >= {"goal_setting", "mid_period_check_in", "evaluation", "feedback"}
    assert not [each for each in found.states if each.status == "running"]
    assert not found.incidents
    assert all(each.waiting == each.dead == 0 for each in found.messages)
    assert found.refusals, "nobody ever tried what is not allowed"
    assert sum(each.late for each in found.work) > 0
    assert sum(each.never for each in found.work) > 0


def test_its_numbers_are_those_of_the_database(played: tuple[Path, Summary], rows: sqlite3.Connection) -> None:
    found = played[1]
    states = rows.execute("SELECT process, state ->> 0, status, count(*) FROM instance GROUP BY 1, 2, 3")
    assert sorted((each.process, each.state, each.status, each.count) for each in found.states) == sorted(states)
    sent = dict(rows.execute("SELECT template, count(*) FROM outbox WHERE status = 'sent' GROUP BY 1"))
    assert {each.kind: each.sent for each in found.messages if each.sent} == sent
    merged = "status = 'suppressed' AND last_error LIKE 'digest|%'"
    together = dict(rows.execute(f"SELECT template, count(*) FROM outbox WHERE {merged} GROUP BY 1"))
    assert {each.kind: each.merged for each in found.messages if each.merged} == together
    unneeded = rows.execute(f"SELECT count(*) FROM outbox WHERE status = 'suppressed' AND NOT ({merged})").fetchone()[0]
    assert sum(each.suppressed for each in found.messages) == unneeded
    assert sum(together.values()) > 2 * sent["digest"] > 0
    assert sum(found.refusals.values()) == rows.execute("SELECT count(*) FROM request").fetchone()[0]
    assert found.appeals == rows.execute("SELECT count(*) FROM instance WHERE process = 'appeal'").fetchone()[0]
    people, left = rows.execute("SELECT count(*), sum(left_on <= '2027-06-30') FROM person").fetchone()
    assert (sum(each.people for each in found.people), sum(each.left for each in found.people)) == (people, left)
    assert found.reviewed == rows.execute("SELECT count(DISTINCT subject) FROM instance").fetchone()[0]


def test_its_work_in_time_and_late_is_that_of_the_tasks(played: tuple[Path, Summary], rows: sqlite3.Connection) -> None:
    """Goal setting has no task that several owe each, so every piece of work is one group of rows."""
    query = """
        SELECT sum(done_in_time > 0), sum(done_in_time = 0 AND done_late > 0),
               sum(done_in_time = 0 AND done_late = 0 AND ran_out > 0)
        FROM (SELECT sum(status = 'done' AND closed_at <= due_at) AS done_in_time,
                     sum(status = 'done' AND closed_at > due_at) AS done_late,
                     sum(status = 'lapsed' AND closed_at >= due_at) AS ran_out
              FROM task WHERE instance_id LIKE 'goal_setting/%' GROUP BY instance_id, state, visit, name)
    """
    line = next(each for each in played[1].work if each.process == "goal_setting")
    assert (line.in_time, line.late, line.never) == rows.execute(query).fetchone()


def test_the_mailbox_holds_each_message_that_was_sent_once(
    played: tuple[Path, Summary], rows: sqlite3.Connection
) -> None:
    sent = {row[0] for row in rows.execute("SELECT message_id FROM outbox WHERE status = 'sent'")}
    assert message_ids(played[0]) == Counter(sent)


@pytest.mark.parametrize("after", [0.2, 0.6])
def test_killed_in_the_middle_and_gone_on_with_it_ends_as_if_undisturbed(
    played: tuple[Path, Summary], tmp_path: Path, after: float
) -> None:
    undisturbed = played[1]
    total = sum(each.sent for each in undisturbed.messages)
    killed_when(tmp_path, letters=int(total * after))
    with closing(sqlite3.connect(tmp_path / "reviewflow.db")) as connection:
        assert connection.execute("SELECT count(*) FROM instance WHERE status = 'running'").fetchone()[0]
    found = demo(tmp_path, people=PEOPLE)
    assert report(found, "en") == report(undisturbed, "en")
    with closing(sqlite3.connect(tmp_path / "reviewflow.db")) as connection:
        keys = [row[0] for row in connection.execute("SELECT key FROM outbox")]
        sent = {row[0] for row in connection.execute("SELECT message_id FROM outbox WHERE status = 'sent'")}
    assert len(keys) == len(set(keys))
    assert set(message_ids(tmp_path)) == sent


def test_stopped_on_a_day_and_gone_on_with_it_ends_as_if_undisturbed(
    played: tuple[Path, Summary], tmp_path: Path
) -> None:
    halfway = demo(tmp_path, people=PEOPLE, until=date(2026, 12, 18))
    assert any(each.status == "running" for each in halfway.states)
    assert demo(tmp_path, people=PEOPLE) == played[1]


def test_postgresql_gives_the_same_summary(tmp_path: Path, postgres_url: str) -> None:
    until = date(2026, 8, 20)
    shared = demo(tmp_path / "shared", people=30, until=until, database=postgres_url)
    assert shared == demo(tmp_path / "own", people=30, until=until)


def test_going_on_after_the_end_changes_nothing(played: tuple[Path, Summary]) -> None:
    home, found = played
    assert demo(home, people=PEOPLE) == found


def test_a_folder_in_which_another_company_plays_is_refused(tmp_path: Path) -> None:
    demo(tmp_path, people=30, until=date(2026, 7, 2))
    with pytest.raises(Misuse) as refused:
        demo(tmp_path, people=30, seed=8)
    assert refused.value.code == "demo-other-company"


def killed_when(home: Path, letters: int) -> None:
    """Play in another process and kill it, without a warning, as soon as so many letters lie in the mailbox."""
    command = [sys.executable, "-c", SCRIPT.format(PEOPLE), str(home)]
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}) as running:
        box = home / "mailbox" / "new"
        deadline = time.monotonic() + 100
        while running.poll() is None and time.monotonic() < deadline:
            if box.is_dir() and len(os.listdir(box)) >= letters:
                running.send_signal(signal.SIGKILL)
                break
            time.sleep(0.02)
        assert running.wait() == -signal.SIGKILL


def message_ids(home: Path) -> Counter[str]:
    box = mailbox.Maildir(home / "mailbox", create=False)
    return Counter(str(letter["Message-ID"]) for letter in box)
