"""A handful of statements, however many rows: one trigger, a batch of them, a launch, a tick that reminds everybody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, event, text

from benchmarks.company import EVALUATION, FIRST_DAY, REMINDED, Act, acts, evaluating, launched
from engine.runtime.tick import tick
from engine.runtime.trigger import do, trigger
from engine.runtime.work import work
from engine.runtime.workspace import Workspace
from engine.store.database import transaction
from tests.support.statements import statements

NOW = EVALUATION + timedelta(hours=1)
# Read once a runner, not once a piece of work.
ONCE = ("FROM definition", "FROM cycle", "FROM person", "FROM group_member", "FROM delegation", "BEGIN")


def counted(workspace: Workspace, run: Callable[[], object]) -> int:
    with statements(workspace.database) as seen:
        run()
    return len([each for each in seen if not any(word in each for word in ONCE)])


@pytest.fixture
def evaluations(tmp_path: Path, prepared_url: str) -> Iterator[Workspace]:
    workspace = evaluating(tmp_path, prepared_url, 30)
    yield workspace
    workspace.database.dispose()


def together(workspace: Workspace, some: list[Act]) -> None:
    with work(workspace, NOW) as opened:
        opened.load({each.instance for each in some})
        for each in some:
            do(opened, each.instance, each.event)


def test_one_trigger_and_a_batch_of_them(evaluations: Workspace) -> None:
    first, second, *rest = acts(evaluations, "self_review", NOW)
    trigger(evaluations, first.instance, first.event, NOW)
    one = counted(evaluations, lambda: trigger(evaluations, second.instance, second.event, NOW))
    assert one <= 16
    assert len(rest) >= 8
    assert counted(evaluations, lambda: together(evaluations, rest)) <= one


@pytest.mark.parametrize("people", [30, 90])
def test_a_launch_and_a_tick_that_reminds_everybody(tmp_path: Path, prepared_url: str, people: int) -> None:
    workspace = launched(tmp_path, prepared_url, people)
    try:
        assert counted(workspace, lambda: tick(workspace, FIRST_DAY)) <= 50
        tick(workspace, EVALUATION)
        assert counted(workspace, lambda: tick(workspace, REMINDED)) <= 50
        with statements(workspace.database) as seen:
            assert tick(workspace, REMINDED).looked_at == 0
        assert len(seen) <= 14
    finally:
        workspace.database.dispose()


def test_every_statement_of_a_trigger_finds_its_rows_by_an_index(evaluations: Workspace) -> None:
    act = acts(evaluations, "self_review", NOW)[0]
    seen = sent(evaluations, act)
    with transaction(evaluations.database) as connection:
        found = [(each, plan(connection, each, given)) for each, given in seen]
    scans = [(each, how) for each, how in found if "Seq Scan" in how or "SCAN" in how.replace("SCAN json_each", "")]
    assert scans == []
    assert len(found) >= 5


def sent(workspace: Workspace, act: Act) -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = []

    def note(_connection: object, _cursor: object, statement: str, given: object, _context: object, many: bool) -> None:
        if statement.startswith(("SELECT", "UPDATE", "DELETE")) and not any(word in statement for word in ONCE):
            found.append((statement, given[0] if many else given))  # type: ignore[index]

    event.listen(workspace.database, "before_cursor_execute", note)
    trigger(workspace, act.instance, act.event, NOW)
    event.remove(workspace.database, "before_cursor_execute", note)
    return found


def plan(connection: Connection, statement: str, given: object) -> str:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL enable_seqscan = off"))
        explained = connection.exec_driver_sql(f"EXPLAIN {statement}", given)  # type: ignore[call-overload]
    else:
        explained = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)  # type: ignore[call-overload]
    return "\n".join(str(row) for row in explained)
