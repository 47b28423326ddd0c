"""Opening, waiting, racing, failing: nothing half-written, and an error that says what happened."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, func, select, text
from sqlalchemy.exc import IntegrityError

from engine.core.values import Decision
from engine.store.database import open_database, snapshot, transaction
from engine.store.decisions import write_decisions
from engine.store.events import history
from engine.store.instances import load_instance, lock_instances
from engine.store.prepare import upgrade
from engine.store.tables import EVENT, METADATA
from engine.words.errors import Conflict, Misuse, Unavailable
from tests.store.chain import broken_in
from tests.store.samples import NOW, instance, moved, queued, record_samples, started, task, timer


def test_a_transaction_is_all_or_nothing(database: Engine) -> None:
    def work() -> None:
        with transaction(database) as connection:
            launch(connection)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        work()
    assert content(database)["instance"] == 0


def test_a_crash_at_any_statement_leaves_nothing_and_a_retry_leaves_everything(database: Engine) -> None:
    def work(connection: Connection) -> None:
        launch(connection)
        change(connection)

    empty = content(database)
    statements = 0
    while True:
        statements += 1
        try:
            with crashing(database, at=statements), transaction(database) as connection:
                work(connection)
        except Crash:
            assert content(database) == empty
        else:
            break
    assert statements > 15
    full = content(database)
    assert {name for name, rows in full.items() if rows > empty[name]} == TOUCHED


def test_of_two_who_decide_at_once_one_wins_and_the_other_is_told(database: Engine) -> None:
    with transaction(database) as connection:
        launch(connection)

    def trigger(actor: int) -> str:
        """Load first, write later, as whoever takes no lock does."""
        with snapshot(database) as connection:
            seen = load_instance(connection, instance().id)
        decision = moved(seen, data={"by": str(actor)})
        try:
            with transaction(database) as connection:
                write_decisions(connection, [decision], timers={}, outbox=[], now=NOW)
        except Conflict as conflict:
            return conflict.code
        return "won"

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(trigger, range(60)))
    assert set(outcomes) <= {"won", "instance-moved-on"}
    with snapshot(database) as connection:
        assert load_instance(connection, instance().id).revision == outcomes.count("won")
        assert len(history(connection, instance().id)) == 1 + outcomes.count("won")
        assert broken_in(connection, instance().id) is None


def test_who_locks_first_is_waited_for_and_nobody_loses(database: Engine) -> None:
    with transaction(database) as connection:
        launch(connection)

    def trigger(actor: int) -> None:
        with transaction(database) as connection:
            seen = lock_instances(connection, [instance().id])[instance().id]
            write_decisions(connection, [moved(seen, data={"by": str(actor)})], timers={}, now=NOW)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(trigger, range(40)))
    with snapshot(database) as connection:
        assert load_instance(connection, instance().id).revision == 40
        assert broken_in(connection, instance().id) is None


def test_a_snapshot_sees_one_moment_and_hinders_no_writer(database: Engine) -> None:
    with snapshot(database) as reading:
        assert reading.execute(select(func.count()).select_from(EVENT)).scalar() == 0
        with transaction(database) as connection:
            launch(connection)
        assert reading.execute(select(func.count()).select_from(EVENT)).scalar() == 0
    with snapshot(database) as reading:
        assert reading.execute(select(func.count()).select_from(EVENT)).scalar() == 1


def test_a_row_that_points_nowhere_is_the_programmers_mistake(database: Engine) -> None:
    with pytest.raises(IntegrityError), transaction(database) as connection:
        write_decisions(connection, [started(instance(version=99))], timers={}, now=NOW)
    assert content(database)["instance"] == 0


def test_a_check_is_the_databases_own_promise(database: Engine) -> None:
    with pytest.raises(IntegrityError, match="ck_instance_ended_at"), transaction(database) as connection:
        write_decisions(connection, [started(instance(status="ended"))], timers={}, now=NOW)


def test_who_waits_too_long_is_told_that_the_database_is_busy(database: Engine) -> None:
    with transaction(database) as connection:
        launch(connection)
    if database.dialect.name == "sqlite":
        impatient = "PRAGMA busy_timeout = 1"
        connecting = open_database(str(database.url))
        event.listen(connecting, "connect", lambda raw, _record: raw.execute(impatient).close())
    else:
        address = database.url.update_query_dict({"options": "-c lock_timeout=1"})
        connecting = open_database(address.render_as_string(hide_password=False))
    with transaction(database) as first:
        lock_instances(first, [instance().id])
        with pytest.raises(Unavailable) as raised, transaction(connecting) as second:
            lock_instances(second, [instance().id])
    connecting.dispose()
    assert raised.value.code == "store-busy"


@pytest.mark.parametrize(
    "url", ["", "reviewflow.db", "mysql://root:secret@host/name", "postgresql+nothing://", "redis://host"]
)
def test_an_address_of_no_database_is_refused_without_its_password(url: str) -> None:
    if url.startswith("postgresql"):
        assert open_database(url).dialect.driver == "psycopg"
        return
    with pytest.raises(Misuse) as raised:
        open_database(url)
    assert raised.value.code == "store-url-unknown"
    assert "secret" not in raised.value.text()


def test_a_missing_driver_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(Unavailable) as raised:
        open_database("postgresql://host/name")
    assert "reviewflow[postgres]" in raised.value.text("zh")


@pytest.mark.parametrize("url", ["sqlite:////nowhere/at/all.db", "postgresql://nobody@/none?host=/nowhere"])
def test_a_database_that_cannot_be_reached_is_unavailable(url: str) -> None:
    engine = open_database(url)
    with pytest.raises(Unavailable) as raised, transaction(engine):
        pass
    assert raised.value.code == "store-unreachable"
    engine.dispose()


def test_an_interruption_is_not_mistaken_for_a_database_out_of_reach(database: Engine) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    event.listen(database, "do_execute", interrupt)
    with pytest.raises(KeyboardInterrupt), database.connect() as connection:
        connection.execute(select(func.count()).select_from(EVENT))
    event.remove(database, "do_execute", interrupt)


def test_a_file_that_is_no_database_is_told_apart(tmp_path: Path) -> None:
    (tmp_path / "notes.db").write_text("These are notes, and by no means a database. " * 100)
    engine = open_database(f"sqlite:///{tmp_path / 'notes.db'}")
    with pytest.raises(Unavailable), transaction(engine):
        pass
    engine.dispose()


def test_a_full_disk_is_told_and_the_next_write_succeeds(sqlite_url: str) -> None:
    engine = open_database(sqlite_url)
    upgrade(engine)

    def launch_into(pages: str) -> None:
        with transaction(engine) as connection:
            connection.execute(text(f"PRAGMA max_page_count = {pages}"))
            record_samples(connection)
            write_decisions(connection, [started(instance(n)) for n in range(1, 500)], timers={}, now=NOW)

    with pytest.raises(Unavailable) as raised:
        launch_into("1")  # as many as there are
    assert raised.value.code == "store-full"
    launch_into("1000000")
    engine.dispose()


def test_a_restarted_server_costs_nobody_an_error(postgres_url: str) -> None:
    engine = open_database(postgres_url)
    with transaction(engine) as connection:
        mine = connection.execute(text("SELECT pg_backend_pid()")).scalar()
    other = open_database(postgres_url)
    with transaction(other) as connection:
        connection.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": mine})
    with transaction(engine) as connection:
        assert connection.execute(text("SELECT pg_backend_pid()")).scalar() != mine
    for each in (engine, other):
        each.dispose()


def test_a_connection_lost_in_the_middle_is_unavailable(postgres_url: str) -> None:
    engine, other = open_database(postgres_url), open_database(postgres_url)

    def lose() -> None:
        with transaction(engine) as connection:
            mine = connection.execute(text("SELECT pg_backend_pid()")).scalar()
            with transaction(other) as killing:
                killing.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": mine})
            connection.execute(text("SELECT 1"))

    with pytest.raises(Unavailable) as raised:
        lose()
    assert raised.value.code == "store-unreachable"
    for each in (engine, other):
        each.dispose()


def test_sqlite_keeps_what_it_has_acknowledged(sqlite_url: str) -> None:
    engine = open_database(sqlite_url)
    with transaction(engine) as connection:
        pragmas = ("journal_mode", "synchronous", "foreign_keys")
        found = {name: connection.execute(text(f"PRAGMA {name}")).scalar() for name in pragmas}
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    engine.dispose()


TOUCHED = {"instance", "task", "participant", "timer", "event", "event_payload", "outbox"}


class Crash(Exception):
    """The process dies here."""


@contextmanager
def crashing(engine: Engine, at: int) -> Iterator[None]:
    """Within, the `at`-th statement of the engine fails, and so it goes until the end, as after a kill."""
    seen = 0

    def count(*_: Any) -> None:
        nonlocal seen
        seen += 1
        if seen >= at:
            raise Crash

    event.listen(engine, "before_cursor_execute", count)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", count)


def launch(connection: Connection) -> None:
    write_decisions(
        connection,
        [started(instance())],
        timers={instance().id: [timer()]},
        outbox=[queued("n1", instance())],
        now=NOW,
    )


def change(connection: Connection) -> None:
    seen = lock_instances(connection, [instance().id])[instance().id]
    tasks = (*seen.tasks, task("P1", "peer_review"))
    decision: Decision = moved(seen, state=("calibrating",), tasks=tasks, roles={"employee": ("E0001",)})
    write_decisions(
        connection,
        [decision],
        timers={seen.id: [timer("other")]},
        outbox=[queued("n2", seen)],
        now=NOW,
    )


def content(engine: Engine) -> dict[str, int]:
    """Table -> number of rows."""
    with snapshot(engine) as connection:
        return {
            name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in METADATA.tables.items()
        }
