"""Lines whose floor is the recording of what they sent: ours and the floor in turns, each on a copy of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from benchmarks.bench import Bench, ready
from benchmarks.lines import LINES, Line
from benchmarks.recording import recording, replayed
from benchmarks.results import Result, in_turns, rate, seconds


def recorded(bench: Bench) -> Iterator[Result]:
    for line in LINES:
        yield _measured(line, bench)


def _measured(line: Line, bench: Bench) -> Result:
    folder, place = bench.folder, bench.place
    template = bench.template(line.prepare, bench.people)
    asked = ready(folder, place.copy(template))
    given = line.given(asked)
    asked.database.dispose()
    workspace = ready(folder, place.copy(template))
    with recording(workspace.database) as made:
        units = line.run(workspace, given)
    workspace.database.dispose()

    def ours() -> float:
        workspace = ready(folder, place.copy(template))
        taken = seconds(lambda: line.run(workspace, given))
        workspace.database.dispose()
        return taken

    mine, floor = in_turns(bench.rounds, ours, lambda: replayed(made, place.copy(template)))
    found = rate(line.name, place.name, units=units, floor=floor, ours=mine, reach=line.reach[place.name])
    return replace(found, statements=dict(made.statements.most_common()), transactions=len(made.transactions))
