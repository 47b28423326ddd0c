"""Scenarios played through a database: every decision is written, and the story goes on from what its rows say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, Engine

from engine.core.values import Decision, Instance, Timer
from engine.definition.house import Library
from engine.definition.scenario import Scenario
from engine.lab.scenarios import Outcome, play
from engine.runtime.definitions import record
from engine.store.database import open_database, transaction
from engine.store.decisions import write_decisions
from engine.store.instances import load_instances
from engine.store.kept import forget
from engine.store.outbox import OutboxRow
from engine.store.prepare import upgrade
from engine.store.timers import armed_timers
from engine.words import clock


class _Over(Exception):
    """The story is over, and nothing of it stays."""


@contextmanager
def own_database() -> Iterator[Engine]:
    """A database for scenarios alone, which goes with them."""
    with TemporaryDirectory(prefix="reviewflow-test-", ignore_cleanup_errors=True) as folder:
        database = open_database(f"sqlite:///{Path(folder) / 'scenarios.db'}")
        upgrade(database)
        yield database
        database.dispose()


def play_stored(database: Engine, library: Library, scenario: Scenario) -> Outcome:
    """As `play`, through an upgraded database; nothing of it stays there."""
    with suppress(_Over), transaction(database) as connection:
        record(connection, library.processes.values(), clock.now())
        outcome = play(library, scenario, partial(_keep, connection))
        raise _Over
    return outcome


def _keep(
    connection: Connection, decisions: Sequence[Decision], timers: Mapping[str, tuple[Timer, ...]], now: datetime
) -> tuple[Mapping[str, Instance], Mapping[str, tuple[Timer, ...]]]:
    owed = [
        OutboxRow(notice=notice, instance=each.after.id, channel="mailbox", language="en", not_before=now)
        for each in decisions
        for notice in each.notices
    ]
    write_decisions(connection, decisions, timers=timers, outbox=owed, now=now)
    forget(connection)  # what is in memory proves nothing
    ids = {each.after.id for each in decisions}
    armed = armed_timers(connection, ids)
    return load_instances(connection, ids), {id: armed.get(id, ()) for id in timers}
