"""Taking over a file of people, every cell checked; the floor reads the same file and writes the same rows at once."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Iterator
from dataclasses import replace

from benchmarks.bench import Bench, ready
from benchmarks.company import BEFORE, SEED
from benchmarks.recording import recording, replayed
from benchmarks.results import Result, in_turns, rate, seconds
from engine.demo.company import company
from engine.runtime.importing import import_people
from engine.runtime.readiness import make_ready


def people(bench: Bench) -> Iterator[Result]:
    place = bench.place
    content = company(bench.many, SEED).encode()
    template = place.create()
    workspace = ready(bench.folder, template)
    make_ready(workspace)
    workspace.database.dispose()
    workspace = ready(bench.folder, place.copy(template))
    with recording(workspace.database) as made:
        joined = import_people(workspace, content, BEFORE).joined
    workspace.database.dispose()

    def ours() -> float:
        workspace = ready(bench.folder, place.copy(template))
        taken = seconds(lambda: import_people(workspace, content, BEFORE))
        workspace.database.dispose()
        return taken

    def floor() -> float:
        began = time.perf_counter()
        rows = list(csv.reader(io.StringIO(content.decode(), newline="")))
        read = time.perf_counter() - began
        assert len(rows) == joined + 1
        return read + replayed(made, place.copy(template))

    mine, least = in_turns(bench.rounds, ours, floor)
    found = rate(f"import of {joined:,} people", place.name, units=joined, floor=least, ours=mine, reach=0.25)
    yield replace(found, statements=dict(made.statements.most_common()), transactions=len(made.transactions))
