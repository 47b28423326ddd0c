"""With many rows, every statement of a day's work finds its rows by an index, on both databases.

The statements are those of a launch, ticks, triggers, deliveries and an inbox, as they were sent. Then the
company is copied until there are `ROWS` instances with all that is theirs, and the databases are asked how they would
run each of them. `REVIEWFLOW_PLAN_ROWS=1000000 pytest --timeout 3600` asks it of a million.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event, text

from benchmarks.company import EVALUATION, FIRST_DAY, OVERDUE, REMINDED, acts, launched
from engine.runtime.deliver import deliver
from engine.runtime.tick import tick
from engine.runtime.trigger import trigger
from engine.runtime.workspace import Workspace
from engine.store.database import transaction
from engine.store.tables import METADATA
from engine.views.inbox import inbox

ROWS = int(os.environ.get("REVIEWFLOW_PLAN_ROWS", "10000"))
NOW = EVALUATION + timedelta(hours=1)
# Table -> what tells a copy of a row apart: ids of instances and of people, and keys.
COPIED = {
    "person": ("id", "manager", "department"),
    "group_member": ("group_name", "person"),
    "person_fact": ("person",),
    "instance": ("id", "subject", "parent"),
    "participant": ("instance_id", "person"),
    "task": ("instance_id", "person"),
    "timer": ("instance_id",),
    "event": ("instance_id", "actor"),
    "event_payload": ("instance_id",),
    "outbox": ("key", "instance_id", "recipient", "message_id"),
    "request": ("key",),
}
NUMBERS = {
    "sqlite": "WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < :times)",
    "postgresql": "WITH number AS (SELECT n FROM generate_series(1, :times) AS n)",
}
# What is about everybody reads everybody: when a cycle begins something, and once on a day on which somebody left.
# Whether anything of a cycle still runs is asked of its instances until one does.
EVERYBODY = (
    "SELECT person.id, person.manager, person.department FROM person",
    "SELECT group_member.person, group_member.group_name FROM group_member ORDER BY",
    "FROM person WHERE person.left_on IS NULL OR",
    "SELECT DISTINCT instance.status, instance.process, instance.version FROM instance",
    "NOT (EXISTS (SELECT * FROM instance WHERE instance.cycle = cycle.id AND instance.status = 'running'))",
)
READS_ALL = re.compile(rf"(?:Seq Scan on|SCAN) ({'|'.join(COPIED)})\b")

Sent = dict[str, Any]  # statement -> parameters of one time it was sent


@pytest.fixture
def company(tmp_path: Path, prepared_url: str) -> Iterator[Workspace]:
    workspace = launched(tmp_path, prepared_url, 30)
    yield workspace
    workspace.database.dispose()


def test_no_statement_reads_a_whole_table(company: Workspace) -> None:
    sent = a_year(company)
    assert len(sent) > 45
    with transaction(company.database) as connection:
        multiply(connection)
    with transaction(company.database) as connection:
        plans = {each: plan(connection, each, given) for each, given in sent.items()}
    hot = {each: how for each, how in plans.items() if not any(part in " ".join(each.split()) for part in EVERYBODY)}
    found = {each: how for each, how in hot.items() if READS_ALL.search(how)}
    assert not found, "\n\n".join(f"{each}\n{how}" for each, how in found.items())


def a_year(workspace: Workspace) -> Sent:
    sent: Sent = {}

    def note(_connection: object, _cursor: object, statement: str, given: Any, _context: object, many: bool) -> None:
        if statement.startswith(("SELECT", "UPDATE", "DELETE", "WITH")):
            sent.setdefault(statement, given[0] if many else given)

    event.listen(workspace.database, "before_cursor_execute", note)
    tick(workspace, FIRST_DAY)
    tick(workspace, OVERDUE)
    deliver(workspace, OVERDUE)
    tick(workspace, EVALUATION)
    for number, act in enumerate(acts(workspace, "self_review", NOW)):
        trigger(workspace, act.instance, act.event, NOW, key=f"{number}")
    deliver(workspace, NOW)
    tick(workspace, REMINDED)
    deliver(workspace, REMINDED)
    inbox(workspace, REMINDED, "E0010")
    event.remove(workspace.database, "before_cursor_execute", note)
    return sent


def multiply(connection: Connection) -> None:
    """Copy the rows of each big table until there are `ROWS` instances, each copy a company of its own."""
    kind = connection.dialect.name
    there = connection.execute(text("SELECT count(*) FROM instance")).scalar_one()
    for table in METADATA.sorted_tables:
        if table.name not in COPIED:
            continue
        names = [each.name for each in table.columns]
        apart = [f"{name} || '~' || n" if name in COPIED[table.name] else name for name in names]
        connection.execute(
            text(
                f"INSERT INTO {table.name} ({', '.join(names)}) {NUMBERS[kind]} "
                f"SELECT {', '.join(apart)} FROM {table.name}, number"
            ),
            {"times": ROWS // there},
        )
    if kind == "postgresql":  # which does so by itself; SQLite is never asked to, and plans without statistics
        connection.execute(text("ANALYZE"))


def plan(connection: Connection, statement: str, given: Any) -> str:
    """How it would be run: for these parameters and, on PostgreSQL, for any, as once it is prepared for good."""
    if connection.dialect.name == "sqlite":
        return told(connection, f"EXPLAIN QUERY PLAN {statement}", given)
    plans = []
    for mode in ("force_custom_plan", "force_generic_plan"):
        connection.execute(text(f"SET LOCAL plan_cache_mode = {mode}"))
        plans.append(told(connection, f"EXPLAIN {statement}", given))
    return "\n".join(plans)


def told(connection: Connection, statement: str, given: Any) -> str:
    return "\n".join(str(row[-1]) for row in connection.exec_driver_sql(statement, given))
