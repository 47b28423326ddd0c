"""The statements a runner repeats all day read an index, not a table: it costs what is due, not what exists."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, text

from engine.store.ahead import ahead
from engine.store.cycles import due_starts, next_start
from engine.store.database import transaction
from engine.store.decisions import write_decisions
from engine.store.delivery import claim, expire, letters_since, next_delivery
from engine.store.tasks import open_tasks
from engine.store.timers import due_instances, next_due
from tests.store.samples import DAY, NOW, instance, queued, started, timer

LOOKS: list[tuple[str, Callable[[Connection], object]]] = [
    ("ix_timer_due", next_due),
    ("ix_timer_due", lambda connection: due_instances(connection, NOW, 100)),
    ("ix_outbox_queued", next_delivery),
    ("ix_outbox_queued", lambda connection: claim(connection, "mail", NOW, timedelta(minutes=5), 100)),
    ("ix_outbox_queued", lambda connection: expire(connection, NOW)),
    ("ix_task_open", lambda connection: open_tasks(connection, ["E0001"])),
    ("ix_cycle_start_waiting", next_start),
    *((index, ahead) for index in ("ix_timer_due", "ix_outbox_queued", "ix_cycle_start_waiting")),
    ("ix_cycle_start_waiting", lambda connection: due_starts(connection, NOW)),
]
CONDITIONS = {
    "ix_timer_due": "armed",
    "ix_outbox_queued": "queued",
    "ix_task_open": "open",
    "ix_cycle_start_waiting": "waiting",
}


@pytest.mark.parametrize(("index", "look"), LOOKS)
def test_a_look_reads_its_partial_index(database: Engine, index: str, look: Callable[[Connection], object]) -> None:
    with transaction(database) as connection:
        launch(connection)
        plans = plans_of(database, connection, look)
    assert index in plans
    # Said, not given: once a statement is prepared for good, PostgreSQL plans for any word.
    assert f"status = '{CONDITIONS[index]}'" in plans
    assert "SCAN outbox" not in plans
    assert "Seq Scan on outbox" not in plans


def test_letters_of_a_day_are_found_by_their_day(database: Engine) -> None:
    with transaction(database) as connection:
        launch(connection)
        plans = plans_of(database, connection, lambda here: letters_since(here, ["E0001"], NOW))
    bound = "sent_at>?" if database.dialect.name == "sqlite" else "(sent_at >="
    index = [each for each in plans.splitlines() if bound in each and "Filter" not in each]
    assert index, plans


def launch(connection: Connection) -> None:
    """Much that is over, little that is ahead, as after a year."""
    made = [instance(number) for number in range(1, 301)]
    write_decisions(
        connection,
        [started(each) for each in made],
        timers={each.id: [timer(due_at=NOW + DAY)] for each in made},
        outbox=[queued(f"{each.id}#{number}", each, suppressed="over") for each in made for number in range(5)],
        now=NOW,
    )
    connection.execute(text("UPDATE timer SET status = 'passed' WHERE instance_id > 'evaluation/2026-h2/E0003'"))
    connection.execute(text("ANALYZE"))


def plans_of(database: Engine, connection: Connection, look: Callable[[Connection], object]) -> str:
    """How the database says it would run the statements of `look`."""
    seen: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        seen.append((statement, parameters))

    event.listen(database, "before_cursor_execute", note)
    look(connection)
    event.remove(database, "before_cursor_execute", note)
    if database.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL enable_seqscan = off"))
        connection.execute(text("SET LOCAL plan_cache_mode = force_generic_plan"))
    explain = "EXPLAIN QUERY PLAN " if database.dialect.name == "sqlite" else "EXPLAIN "
    rows = [str(row) for each, given in seen for row in connection.exec_driver_sql(explain + each, given)]
    return "\n".join([*rows, *(each for each, _ in seen)])
