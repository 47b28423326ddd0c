"""Every line beside its floor: a table to read, and the same as JSON.

python -m benchmarks [--quick] [--people N] [--rounds N] [--only sqlite|postgresql] [--json FILE]
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.company import evaluating
from benchmarks.core import decisions
from benchmarks.lines import LINES, Line
from benchmarks.places import Place, places
from benchmarks.recording import recording, replayed
from engine.runtime.workspace import Workspace, open_workspace

RESULTS = Path(__file__).parent / "results.json"


def main() -> None:
    asked = _arguments()
    with tempfile.TemporaryDirectory(prefix="reviewflow-bench-") as folder, places(Path(folder), asked.only) as found:
        rows = [_core(Path(folder))]
        for place in found:
            for line in LINES:
                print(f"{line.name}, {place.name} …", file=sys.stderr)
                rows.append(_measured(line, place, Path(folder), asked.people, asked.rounds))
    Console(width=140).print(_table(rows))
    asked.json.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few people, three rounds: under a minute")
    parser.add_argument("--people", type=int)
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--only", action="append", choices=("sqlite", "postgresql"))
    parser.add_argument("--json", type=Path, default=RESULTS)
    asked = parser.parse_args()
    asked.people = asked.people or (60 if asked.quick else 1000)
    asked.rounds = asked.rounds or (3 if asked.quick else 5)
    asked.only = tuple(asked.only or ("sqlite", "postgresql"))
    return asked


def _core(folder: Path) -> dict[str, Any]:
    workspace = evaluating(folder, f"sqlite:///{folder / 'core.db'}", 60)
    try:
        floor, ours = decisions(workspace)
    finally:
        workspace.database.dispose()
    return {
        "case": "decide and schedule one trigger",
        "where": "memory",
        "unit": "µs",
        "floor": round(floor, 1),
        "ours": round(ours, 1),
        "ratio": round(floor / ours, 3),
        "reach": 0.20,
    }


def _measured(line: Line, place: Place, folder: Path, people: int, rounds: int) -> dict[str, Any]:
    """Ours and the floor in turns, each on a copy of its own of the same database."""
    template = place.create()
    prepared = line.prepare(folder, template, people)
    given = line.given(prepared)
    prepared.database.dispose()
    ours, floors = [], []
    workspace = _ready(folder, place.copy(template))
    with recording(workspace.database) as made:
        units = line.run(workspace, given)
    workspace.database.dispose()
    for _ in range(rounds):
        workspace = _ready(folder, place.copy(template))
        began = time.perf_counter()
        line.run(workspace, given)
        ours.append(time.perf_counter() - began)
        workspace.database.dispose()
        floors.append(replayed(made, place.copy(template)))
    floor, mine = statistics.median(floors), statistics.median(ours)
    return {
        "case": line.name,
        "where": place.name,
        "unit": "per second",
        "units": units,
        "floor": round(units / floor),
        "ours": round(units / mine),
        "ratio": round(floor / mine, 3),
        "reach": line.reach[place.name],
        "statements": dict(made.statements.most_common()),
        "transactions": len(made.transactions),
    }


def _ready(folder: Path, url: str) -> Workspace:
    """A workspace that has read its files: a runner does so once."""
    workspace = open_workspace(folder, url)
    for read in ("library", "catalogue", "calendars"):
        getattr(workspace, read)
    return workspace


def _table(rows: list[dict[str, Any]]) -> Table:
    table = Table(box=None)
    for name in ("line", "where", "unit", "floor", "ours", "ratio", "reach", "statements a unit"):
        table.add_column(name, no_wrap=True)
    for row in rows:
        values = [row[name] for name in ("case", "where", "unit", "floor", "ours", "ratio", "reach")]
        counted = sum(row.get("statements", {}).values())
        table.add_row(*map(str, values), f"{counted / row['units']:.2f}" if counted else "")
    return table


if __name__ == "__main__":
    main()
