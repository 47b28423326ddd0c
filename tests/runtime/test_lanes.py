"""Each way out by itself: one that hangs holds up neither the others nor the clocks; two runners count letters once."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import event

from engine.runtime import lanes, rounds
from engine.runtime.deliver import deliver
from engine.runtime.launch import launch
from engine.runtime.parcels import take
from engine.runtime.rounds import Round, Rounds
from engine.runtime.workspace import Workspace, open_workspace
from engine.store.database import snapshot, transaction
from engine.store.incidents import unresolved
from tests.runtime.conftest import NOW
from tests.runtime.test_digests import owe, said, templates

START = datetime(2026, 7, 1, 2, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HANGS = 4  # seconds until the mail channel gives up


@contextmanager
def hanging() -> Iterator[int]:
    """A server that takes every connection and never says a word; its port."""
    with socket.create_server(("127.0.0.1", 0), backlog=20) as server:
        yield int(server.getsockname()[1])


@pytest.fixture
def launched(workspace: Workspace) -> Workspace:
    launch(workspace, "2026-h2", NOW)
    deliver(workspace, NOW + timedelta(days=1))
    return workspace


def by_status(workspace: Workspace, channel: str) -> dict[str, int]:
    query = "SELECT status, count(*) FROM outbox WHERE channel = %s AND template = 'n0' GROUP BY 1"
    with snapshot(workspace.database) as connection:
        rows = connection.exec_driver_sql(query % f"'{channel}'").all()
    return {str(status): int(number) for status, number in rows}


def test_a_mail_server_that_hangs_holds_up_nothing_else(launched: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "PATIENCE", timedelta(seconds=0.5))
    templates(launched.home, n0="Subject: n0\n\nx\n")
    seen: list[Round] = []
    with hanging() as port, time_machine.travel(START, tick=True):
        smtp = f"{{host: 127.0.0.1, port: {port}, security: none, hello: t, timeout: {HANGS}}}"
        (launched.home / "reviewflow.yaml").write_text(f"channels:\n  smtp: {smtp}\n")
        opened = open_workspace(launched.home, launched.settings.database)
        owe(opened, "M1", "n0", at=START)
        with transaction(opened.database) as connection:
            connection.exec_driver_sql("UPDATE outbox SET channel = 'smtp' WHERE status = 'queued'")
        owe(opened, "M2", "n0", at=START)
        runner = Rounds(opened, threading.Event(), seen.append)
        runner.wake()
        assert by_status(opened, "mailbox") == {"sent": 1}
        assert by_status(opened, "smtp") == {"claimed": 1}
        assert seen[0].ticked.begun == 12  # what fell due was begun
        owe(opened, "H1", "n0", at=START)
        began = time.monotonic()
        runner.wake()
        assert time.monotonic() - began < HANGS / 2  # nobody waits for what is known to hang
        assert by_status(opened, "mailbox") == {"sent": 2}
        monkeypatch.setattr(rounds, "STUCK_AFTER", 0.1)
        assert runner.stuck  # as it would be after a quarter of an hour
        runner.close()
        assert not runner.stuck
        assert by_status(opened, "smtp") == {"queued": 1}
        with snapshot(opened.database) as connection:
            assert [each.incident.code for each in unresolved(connection)] == ["channel-down"]
    opened.database.dispose()


def test_two_runners_together_send_one_person_no_more_than_a_day_may_bring(launched: Workspace) -> None:
    if launched.database.dialect.name == "sqlite":
        pytest.skip("has one writer: the second waits before it looks")
    templates(launched.home, n0="Subject: n0\n\nx\n", n1="Subject: n1\n\nx\n")
    opened = said(launched, "{most_a_day: 1}")
    other = open_workspace(opened.home, opened.settings.database)
    owe(opened, "M1", "n0", at=START)
    with ThreadPoolExecutor(1) as pool:
        found = []

        @event.listens_for(opened.database, "commit", once=True)
        def while_the_first_has_not_committed(_: object) -> None:
            owe(other, "M1", "n1", at=START + MINUTE)
            found.append(pool.submit(take, other, "mailbox", START + MINUTE, 10))
            time.sleep(0.5)

        assert len(take(opened, "mailbox", START, 10).parcels) == 1
        second = found[0].result(30)
    assert (len(second.parcels), second.waiting) == (0, 1)
    for each in (opened, other):
        each.database.dispose()
