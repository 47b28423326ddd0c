"""A cycle in numbers, as an administrator sees it, beside counting its instances."""

from __future__ import annotations

import time
from collections.abc import Iterator

from sqlalchemy import text

from benchmarks.bench import Bench, ready
from benchmarks.company import CYCLE, FIRST_DAY, opened
from benchmarks.recording import connected
from benchmarks.results import Result, in_turns, seconds, span
from engine.store.database import transaction
from engine.views.progress import progress

_COUNT = {
    "sqlite": "SELECT process, version, state, status, count(*) FROM instance WHERE cycle = ? GROUP BY 1, 2, 3, 4",
    "postgresql": "SELECT process, version, state, status, count(*) FROM instance WHERE cycle = %s GROUP BY 1, 2, 3, 4",
}


def numbers(bench: Bench) -> Iterator[Result]:
    url = bench.copy(opened, bench.many)
    workspace = ready(bench.folder, url)
    with transaction(workspace.database) as connection:
        connection.execute(text("ANALYZE"))
    workspace.database.dispose()
    workspace = ready(bench.folder, url)
    driver = connected(url)

    def floor() -> float:
        began = time.perf_counter()
        cursor = driver.execute(_COUNT[bench.place.name], (CYCLE,))
        assert sum(row[-1] for row in cursor.fetchall()) > 0
        taken = time.perf_counter() - began
        driver.rollback()
        return taken

    def ours() -> float:
        return seconds(lambda: progress(workspace, FIRST_DAY, workspace.library, CYCLE))

    ours()
    mine, least = in_turns(bench.rounds, ours, floor)
    yield span(f"progress of {bench.many:,}", bench.place.name, floor=least, ours=mine, at_most=2)
    driver.close()
    workspace.database.dispose()
