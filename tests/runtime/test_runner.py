"""A runner wakes for what is due, outlives what fails, and stops when told."""

from __future__ import annotations

import logging
import os
import queue
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from engine.runtime.deliver import Delivered
from engine.runtime.launch import launch
from engine.runtime.rounds import LONGEST_WAIT, Round, Rounds
from engine.runtime.runner import round_of, run
from engine.runtime.tick import Ticked, next_moment, tick
from engine.runtime.workspace import Workspace
from engine.store.database import snapshot, transaction
from engine.store.outbox import counts
from tests.runtime.conftest import NOW

START = datetime(2026, 7, 1, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)
PATIENCE = 30
# 12 announcements and 13 tasks: nine letters of one notice, and four people who have several at once.
POSTED = Delivered(sent=9 + 4, merged=12 + 13 - 9)


@pytest.fixture
def launched(workspace: Workspace) -> Workspace:
    launch(workspace, "2026-h2", NOW)
    return workspace


@contextmanager
def running(workspace: Workspace, wake_every: timedelta = HOUR) -> Iterator[queue.Queue[Round]]:
    """A runner in a thread of its own; what it says of each round arrives in the queue."""
    stop = threading.Event()
    seen: queue.Queue[Round] = queue.Queue()
    thread = threading.Thread(
        target=run, args=[workspace], kwargs={"stop": stop, "wake_every": wake_every, "seen": seen.put}
    )
    thread.start()
    try:
        yield seen
    finally:
        stop.set()
        thread.join(PATIENCE)
        assert not thread.is_alive()


def test_one_round_does_everything_and_a_second_nothing(launched: Workspace) -> None:
    ticked, delivered = round_of(launched, START)
    assert ticked.begun == 12
    assert delivered == POSTED
    with snapshot(launched.database) as connection:
        before = counts(connection)
    idle = Ticked(begun=0, looked_at=0, changed=0, messages=0, failed=0)
    assert round_of(launched, START) == (idle, Delivered())
    with snapshot(launched.database) as connection:
        assert counts(connection) == before == {"sent": 13, "merged": 16}


def test_a_runner_does_what_is_due_at_once(launched: Workspace) -> None:
    # The scheduler's own clock goes on; only what we take for now is another day.
    with time_machine.travel(START, tick=True), running(launched) as seen:
        first = seen.get(timeout=PATIENCE)
    assert (first.ticked.begun, first.delivered) == (12, POSTED)
    assert first.lag > timedelta()
    assert first.next_at == next_moment(launched)
    assert not first.idle


def test_a_runner_wakes_for_the_next_moment_without_looking_every_second(launched: Workspace) -> None:
    tick(launched, START)
    due = next_moment(launched)
    assert due is not None
    with transaction(launched.database) as connection:
        connection.exec_driver_sql("UPDATE outbox SET status = 'suppressed'")
    due = next_moment(launched)
    assert due is not None
    with time_machine.travel(due - timedelta(seconds=2), tick=True), running(launched) as seen:
        assert seen.get(timeout=PATIENCE).ticked.looked_at == 0
        second = seen.get(timeout=PATIENCE)
    assert second.at >= due
    assert second.ticked.looked_at > 0
    assert second.lag < timedelta(seconds=PATIENCE)


def test_a_runner_sees_what_others_have_written(workspace: Workspace) -> None:
    with time_machine.travel(START, tick=True), running(workspace, timedelta(seconds=0.2)) as seen:
        assert seen.get(timeout=PATIENCE).idle
        launch(workspace, "2026-h2", NOW)
        begun = 0
        while not begun:
            begun = seen.get(timeout=PATIENCE).ticked.begun
    assert begun == 12


def test_a_failing_database_is_logged_waited_for_and_outlived(
    launched: Workspace, caplog: pytest.LogCaptureFixture
) -> None:
    rounds = Rounds(launched, threading.Event())
    with transaction(launched.database) as connection:
        connection.exec_driver_sql("ALTER TABLE timer RENAME TO hidden")
    with time_machine.travel(START, tick=False) as clock, caplog.at_level(logging.ERROR):
        for _ in range(12):
            at = rounds.wake()
            assert at is not None
            assert rounds.wake() == at  # nothing is tried before its time
            clock.move_to(at)
        with transaction(launched.database) as connection:
            connection.exec_driver_sql("ALTER TABLE hidden RENAME TO timer")
        rounds.wake()
    said = [each.getMessage() for each in caplog.records]
    assert len(said) == 12
    assert "tried again in 1 s" in said[0]
    assert "tried again in 2 s" in said[1]
    assert f"tried again in {round(LONGEST_WAIT.total_seconds())} s" in said[-1]
    with snapshot(launched.database) as connection:
        assert counts(connection) == {"sent": 13, "merged": 16}


def test_a_signal_stops_it_and_leaves_the_old_handlers(workspace: Workspace) -> None:
    before = signal.getsignal(signal.SIGTERM)
    rounds = []

    def seen(done: Round) -> None:
        rounds.append(done)
        os.kill(os.getpid(), signal.SIGTERM)

    run(workspace, seen=seen)
    assert len(rounds) == 1
    assert signal.getsignal(signal.SIGTERM) is before


def test_files_that_change_count_from_the_next_round_once_they_are_sound(
    launched: Workspace, caplog: pytest.LogCaptureFixture
) -> None:
    file = launched.home / "templates" / "en" / "new_task.txt"
    for each in launched.home.rglob("*.*"):
        os.utime(each, (0, START.timestamp() - 3600))
    rounds = Rounds(launched, threading.Event())
    caplog.set_level(logging.INFO)

    def saved(text: str) -> list[str]:
        """What is told of a change that was saved a minute ago."""
        file.write_text(text)
        os.utime(file, (0, START.timestamp() - 60))
        caplog.clear()
        rounds.wake()
        return [each.event for each in caplog.records if getattr(each, "event", "").startswith("files-")]

    with time_machine.travel(START, tick=False):
        rounds.wake()
        assert saved("Subject: {{ nobody_knows }}\n\nx\n") == ["files-faulty"]
        assert saved("Subject: Mended\n\nx\n\n") == ["files-taken"]
        rounds.wake()
        file.write_text("Subject: Not yet settled\n\nx\n")
        os.utime(file, (0, START.timestamp() - 1))
        caplog.clear()
        rounds.wake()
        assert not [each for each in caplog.records if "files" in getattr(each, "event", "")]
    rounds.close()
