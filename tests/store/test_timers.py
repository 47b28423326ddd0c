"""Timers are made equal to what instances should have, and the due ones are found."""

from __future__ import annotations

from sqlalchemy import Connection, select

from engine.store.database import open_database, transaction
from engine.store.decisions import write_decisions
from engine.store.prepare import upgrade
from engine.store.tables import TIMER
from engine.store.timers import armed_timers, due_instances, next_due, postpone_timers, reconcile
from tests.store.samples import DAY, HOUR, NOW, instance, record_samples, started, timer

ONE, TWO, THREE = (instance(number).id for number in (1, 2, 3))


def launch(connection: Connection, count: int = 3) -> None:
    made = [instance(number) for number in range(1, count + 1)]
    write_decisions(connection, [started(each) for each in made], timers={}, now=NOW)


def statuses(connection: Connection) -> dict[str, str]:
    rows = connection.execute(select(TIMER.c.rule, TIMER.c.status))
    return {row.rule: row.status for row in rows}


def test_the_difference_is_armed_and_disarmed(connection: Connection) -> None:
    launch(connection)
    reconcile(connection, {ONE: [timer("a"), timer("b", NOW + HOUR)], TWO: [timer("c")]}, NOW)
    reconcile(connection, {ONE: [timer("a", NOW + 5 * DAY), timer("d")]}, NOW + 2 * HOUR)
    assert armed_timers(connection, [ONE, TWO, THREE]) == {
        ONE: (timer("d"), timer("a", NOW + 5 * DAY)),
        TWO: (timer("c"),),
    }
    assert statuses(connection) == {"a": "armed", "b": "passed", "c": "armed", "d": "armed"}


def test_a_timer_not_yet_due_is_withdrawn_and_may_be_armed_again(connection: Connection) -> None:
    launch(connection)
    reconcile(connection, {ONE: [timer("a")]}, NOW)
    reconcile(connection, {ONE: []}, NOW)
    assert statuses(connection) == {"a": "withdrawn"}
    assert next_due(connection) is None
    reconcile(connection, {ONE: [timer("a")]}, NOW)
    assert next_due(connection) == NOW + DAY


def test_due_instances_come_longest_overdue_first_and_once(connection: Connection) -> None:
    launch(connection)
    wanted = {
        ONE: [timer("a", NOW), timer("b", NOW - HOUR)],
        TWO: [timer("a", NOW - 2 * HOUR)],
        THREE: [timer("a", NOW + HOUR / 3600_000_000)],
    }
    reconcile(connection, wanted, NOW - DAY)
    assert due_instances(connection, NOW, limit=10) == [TWO, ONE]
    assert due_instances(connection, NOW, limit=1) == [TWO]
    assert due_instances(connection, NOW - DAY, limit=10) == []
    assert next_due(connection) == NOW - 2 * HOUR


def test_postponed_timers_come_again_later(connection: Connection) -> None:
    launch(connection)
    reconcile(connection, {ONE: [timer("a", NOW), timer("b", NOW + DAY)]}, NOW - DAY)
    postpone_timers(connection, [ONE], NOW, NOW + HOUR)
    assert due_instances(connection, NOW, limit=10) == []
    assert armed_timers(connection, [ONE]) == {ONE: (timer("a", NOW + HOUR), timer("b", NOW + DAY))}


def test_two_runners_share_what_is_due_on_postgresql(postgres_url: str) -> None:
    engine = open_database(postgres_url)
    upgrade(engine)
    with transaction(engine) as connection:
        record_samples(connection)
        launch(connection, 4)
        reconcile(connection, {instance(n).id: [timer(due_at=NOW)] for n in range(1, 5)}, NOW - DAY)
    with transaction(engine) as first, transaction(engine) as second:
        mine = due_instances(first, NOW, limit=2)
        others = due_instances(second, NOW, limit=4)
        assert len(mine) == 2
        assert len(others) == 2
        assert not set(mine) & set(others)
    engine.dispose()
