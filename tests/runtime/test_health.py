"""Whoever looks from outside sees whether the work gets done: by command, file, page, and what systemd hears."""

from __future__ import annotations

import json
import logging
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import psycopg
import pytest
import time_machine
from sqlalchemy import text

from engine.runtime.folder import initialise
from engine.runtime.health import ALIVE_FOR, LATE, health
from engine.runtime.journal import EVENTS, Lines
from engine.runtime.launch import launch
from engine.runtime.listening import address_of
from engine.runtime.presence import Outlets, note_tick
from engine.runtime.pruning import Pruned, prune
from engine.runtime.rounds import Rounds
from engine.runtime.runner import round_of, run
from engine.runtime.workspace import Workspace, open_workspace
from engine.store.database import transaction
from engine.store.outbox import counts
from engine.store.requests import remember
from engine.store.runners import Runner, report
from engine.words.errors import Misuse
from engine.words.texts import catalogue
from tests.runtime.conftest import NOW
from tests.support.postgres import Server

START = datetime(2026, 7, 1, 2, tzinfo=UTC)
PATIENCE = 30


def codes(problems: object) -> list[str]:
    return [each.code for each in problems]  # type: ignore[attr-defined]


def test_work_that_nobody_does_is_a_fault_and_done_it_is_none(workspace: Workspace) -> None:
    launch(workspace, "2026-h2", NOW)
    assert codes(health(workspace, NOW).warnings) == ["health-never"]
    late = health(workspace, START + LATE)
    assert (codes(late.faults), late.lag > LATE) == (["health-nobody-works"], True)
    assert late.backlog.starts.count > 0
    round_of(workspace, START)
    note_tick(workspace, START, 12)
    done = health(workspace, START + timedelta(minutes=1))
    assert (done.verdict, done.lag, done.round_at) == ("ok", timedelta(), START)
    assert [each.lag for each in done.runners] == [12]


def test_what_was_given_up_and_what_stands_still_is_a_warning(workspace: Workspace) -> None:
    launch(workspace, "2026-h2", NOW)
    note_tick(workspace, NOW, 0)
    lease = {"until": NOW - timedelta(minutes=1)}
    with transaction(workspace.database) as connection:
        first, second = connection.execute(text("SELECT key FROM outbox ORDER BY key LIMIT 2")).scalars()
        connection.execute(text("UPDATE outbox SET status = 'dead' WHERE key = :key"), {"key": first})
        claimed = text("UPDATE outbox SET status = 'claimed', lease_until = :until WHERE key = :key")
        if connection.dialect.name == "sqlite":
            lease = {"until": f"{lease['until']:%Y-%m-%dT%H:%M:%S.000000Z}"}  # type: ignore[dict-item]
        connection.execute(claimed, {**lease, "key": second})
    found = health(workspace, NOW)
    assert codes(found.warnings) == ["health-dead", "health-abandoned"]
    assert (found.backlog.dead.count, found.backlog.abandoned.count, found.verdict) == (1, 1, "warning")


def test_a_runner_that_says_nothing_for_a_minute_is_gone(workspace: Workspace) -> None:
    with transaction(workspace.database) as connection:
        for name, seen in (("here", NOW), ("killed", NOW - ALIVE_FOR)):
            report(connection, Runner(id=name, began_at=NOW - timedelta(hours=1), seen_at=seen, round_at=seen))
        report(connection, Runner(id="stopped", began_at=NOW, seen_at=NOW, stopped_at=NOW))
    found = health(workspace, NOW)
    assert found.alive == ("here",)
    assert {each.id for each in found.runners} == {"here", "killed", "stopped"}


@contextmanager
def running(workspace: Workspace, outlets: Outlets) -> Iterator[None]:
    stop = threading.Event()
    thread = threading.Thread(target=run, args=[workspace], kwargs={"stop": stop, "outlets": outlets})
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(PATIENCE)
        assert not thread.is_alive()


def eventually(look: object) -> object:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        found = look()  # type: ignore[operator]
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError("it never came")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_runner_is_seen_by_page_file_and_supervisor(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    launch(workspace, "2026-h2", NOW)
    port, health_file, metrics_file = free_port(), tmp_path / "health.json", tmp_path / "reviewflow.prom"
    systemd = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    systemd.bind(str(tmp_path / "notify"))
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
    outlets = Outlets(health_file=health_file, metrics_file=metrics_file, metrics_at=("127.0.0.1", port))
    caplog.set_level(logging.INFO)
    with time_machine.travel(START, tick=True), running(workspace, outlets):
        eventually(metrics_file.exists)
        metrics = eventually(lambda: _sent(port))
        answer = eventually(lambda: _well(port))
        assert len(answer["runners"]) == 1  # type: ignore[index]
        assert httpx2.get(f"http://127.0.0.1:{port}/alive").status_code == 200
        assert httpx2.get(f"http://127.0.0.1:{port}/else").status_code == 404
        assert httpx2.head(f"http://127.0.0.1:{port}/metrics").content == b""
    assert isinstance(metrics, str)
    lines = dict(line.rsplit(" ", 1) for line in metrics.splitlines() if not line.startswith("#"))
    assert lines["reviewflow_up"] == "1"
    assert lines['reviewflow_messages_handled_total{outcome="sent"}'] == "13"
    assert lines["reviewflow_reviews_begun_total"] == "12"
    assert lines["reviewflow_runners_alive"] == "1"
    assert {line.split()[3] for line in metrics.splitlines() if line.startswith("# TYPE")} == {"gauge", "counter"}
    assert json.loads(health_file.read_text())["verdict"] == "ok"
    systemd.setblocking(False)
    heard = [systemd.recv(100).decode() for _ in range(3)]
    assert (heard[0], set(heard[1:]) <= {"WATCHDOG=1", "STOPPING=1"}) == ("READY=1", True)
    systemd.close()
    told = [json.loads(Lines().format(each)) for each in caplog.records if each.name == "reviewflow.runner"]
    names = [each["event"] for each in told]
    assert (names[0], names[-1]) == ("runner-started", "runner-stopped")
    assert {"tick", "fired", "delivered"} <= set(names) <= set(EVENTS)
    assert next(each for each in told if each["event"] == "delivered")["sent"] == 13
    assert "E1" not in json.dumps(told)


def _sent(port: int) -> str | None:
    answer = httpx2.get(f"http://127.0.0.1:{port}/metrics")
    return answer.text if 'outcome="sent"} 13' in answer.text and "alive 1" in answer.text else None


def _well(port: int) -> object:
    answer = httpx2.get(f"http://127.0.0.1:{port}/health")
    assert (answer.status_code == 503) == (answer.json()["verdict"] == "fault")
    return answer.json() if answer.json()["verdict"] == "ok" else None


def test_a_runner_is_woken_by_what_others_write(workspace: Workspace) -> None:
    """It looks again every half minute only, and this comes within moments."""
    with time_machine.travel(START, tick=True), running(workspace, Outlets()):
        time.sleep(2)
        launch(workspace, "2026-h2", NOW)
        began = time.monotonic()
        eventually(lambda: _all_sent(workspace))
    assert time.monotonic() - began < 20


def _all_sent(workspace: Workspace) -> bool:
    with transaction(workspace.database) as connection:
        return counts(connection) == {"sent": 13, "merged": 16}


def test_every_event_has_a_text_and_an_address_is_checked() -> None:
    assert {f"log-{each}" for each in EVENTS} == {each for each in catalogue() if each.startswith("log-")} - {
        "log-format-unknown"
    }
    assert address_of("9464") == ("127.0.0.1", 9464)
    assert address_of("[::]:80") == ("::", 80)
    for wrong in ("", "here", "1:x", "99999"):
        with pytest.raises(Misuse):
            address_of(wrong)


def test_a_lost_database_is_said_once_waited_for_and_found_again(
    postgres_server: Server, postgres_prepared_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    initialise(tmp_path / "home")
    workspace = open_workspace(tmp_path / "home", postgres_prepared_url)
    database = workspace.database.url.database or ""
    rounds = Rounds(workspace, threading.Event())
    caplog.set_level(logging.INFO)
    with time_machine.travel(START, tick=False) as clock:
        rounds.wake()
        postgres_server._administer("ALTER DATABASE {} ALLOW_CONNECTIONS false", database)
        _cut(postgres_server, database)
        waits = []
        for _ in range(8):
            at = rounds.wake()
            assert at is not None
            waits.append(round((at - START).total_seconds() - sum(waits)))
            clock.move_to(at)
        assert (rounds.lost is not None, waits) == (True, [1, 2, 4, 8, 16, 30, 30, 30])
        postgres_server._administer("ALTER DATABASE {} ALLOW_CONNECTIONS true", database)
        rounds.wake()
        assert rounds.lost is None
    workspace.database.dispose()
    told = [each.event for each in caplog.records if hasattr(each, "event")]
    assert told == ["connection-lost", "connection-found"]


def _cut(server: Server, database: str) -> None:
    with psycopg.connect(
        server.url.set(drivername="postgresql").render_as_string(False), autocommit=True
    ) as connection:
        cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
        connection.execute(cut, [database])


def test_old_bytes_go_and_what_proves_the_sending_stays(workspace: Workspace) -> None:
    launch(workspace, "2026-h2", NOW)
    round_of(workspace, START)
    with transaction(workspace.database) as connection:
        remember(connection, "k", "f", {}, START, START + timedelta(days=1))
    late = START + timedelta(days=workspace.settings.keep_messages + 1)
    assert prune(workspace, START + timedelta(days=1)) == Pruned(requests=1, claims=0, runners=0, messages=0)
    assert prune(workspace, late) == Pruned(requests=0, claims=0, runners=0, messages=13)
    assert prune(workspace, late) is None
    with transaction(workspace.database) as connection:
        assert counts(connection) == {"sent": 13, "merged": 16}
        assert connection.execute(text("SELECT count(*) FROM outbox WHERE frozen IS NOT NULL")).scalar() == 0
