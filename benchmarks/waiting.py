"""A tick that finds nothing due, with a few and with very many timers armed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import text

from benchmarks.bench import Bench, ready
from benchmarks.company import EVALUATION, evaluating
from benchmarks.results import Result, in_turns, span
from engine.runtime.tick import tick
from engine.runtime.workspace import Workspace
from engine.store.database import transaction

FEW = 1000
NOW = EVALUATION + timedelta(minutes=1)
TICKS = 50

_NUMBERS = {
    "sqlite": "WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < :many)",
    "postgresql": "WITH number AS (SELECT n FROM generate_series(1, :many) AS n)",
}
# As many occurrences of a rule as there are to be timers, a minute after each other, the first in a year.
_ARMED = {
    "sqlite": "strftime('%Y-%m-%dT%H:%M:%S.000000Z', '2027-12-01', '+' || n || ' minutes')",
    "postgresql": "timestamptz '2027-12-01' + n * interval '1 minute'",
}


def waiting(bench: Bench) -> Iterator[Result]:
    few, many = (_armed(bench, number) for number in (FEW, bench.timers))
    try:
        floor, ours = in_turns(bench.rounds, lambda: _ticked(few), lambda: _ticked(many))
        name = f"tick, none of {bench.timers:,} timers due, as one of {FEW:,}"
        yield span(name, bench.place.name, floor=floor, ours=ours, at_most=1.5)
    finally:
        for each in (few, many):
            each.database.dispose()


def _armed(bench: Bench, number: int) -> Workspace:
    workspace = ready(bench.folder, bench.copy(evaluating, bench.people))
    kind = workspace.database.dialect.name
    with transaction(workspace.database) as connection:
        connection.execute(
            text(
                f"""
                INSERT INTO timer (instance_id, state, visit, rule, occurrence, due_at, status, changed_at)
                {_NUMBERS[kind]}
                SELECT id, 'waiting', 1, 'waiting', n, {_ARMED[kind]}, 'armed', started_at
                FROM number, (SELECT id, started_at FROM instance ORDER BY id LIMIT 1) AS one
                """
            ),
            {"many": number},
        )
        connection.execute(text("ANALYZE"))
    tick(workspace, NOW)
    return workspace


def _ticked(workspace: Workspace) -> float:
    began = time.perf_counter()
    for _ in range(TICKS):
        assert tick(workspace, NOW).looked_at == 0
    return (time.perf_counter() - began) / TICKS
