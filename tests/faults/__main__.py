"""Break everything, everywhere, and count: a table to read, and the same as JSON.

python -m tests.faults [--seeds N] [--seed S] [--only PART] [--stride N] [--json FILE]
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.faults import crew
from tests.faults.runners import many_runners

PARTS = ("sweep", "planted", "simulation", "runners")
Facts = dict[str, Any]


def main() -> int:
    asked = _arguments()
    found: dict[str, list[Facts]] = {}
    seconds: dict[str, int] = {}
    with crew.crew() as pool:
        for part in asked.only or PARTS:
            began = time.monotonic()
            found[part] = list(_said(part, _run(part, pool, asked)))
            seconds[part] = round(time.monotonic() - began)
    for part, rows in found.items():
        _show(part, _together(rows) if part == "simulation" else rows, seconds[part])
    if asked.json:
        asked.json.write_text(json.dumps({"figures": found, "seconds": seconds}, indent=2) + "\n", encoding="utf-8")
    wrong = [(part, each) for part, rows in found.items() for each in rows if not _well(part, each)]
    for part, each in wrong:
        if part == "simulation":
            print(
                f"Seed {each['seed']} on {each['place']} fails; again: make faults SEED={each['seed']}", file=sys.stderr
            )
        print(f"{part}: {json.dumps(each, ensure_ascii=False)[:2000]}", file=sys.stderr)
    return 1 if wrong else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--only", action="append", choices=PARTS)
    parser.add_argument("--seeds", type=int, default=200, help="how many lives to simulate")
    parser.add_argument("--seed", type=int, help="simulate this life alone")
    parser.add_argument("--people", type=int, default=1000, help="how many the runners serve; ten messages each")
    parser.add_argument("--stride", type=int, default=1, help="break every N-th point only")
    parser.add_argument("--json", type=Path, help="where to write the figures")
    asked = parser.parse_args()
    if asked.seed is not None:
        asked.only = ["simulation"]
    return asked


def _run(part: str, pool: ProcessPoolExecutor, asked: argparse.Namespace) -> Iterator[Facts]:
    parts: dict[str, Callable[[], Iterator[Facts]]] = {
        "sweep": lambda: crew.all_swept(pool, asked.stride),
        "planted": lambda: crew.all_caught(pool),
        "runners": lambda: _ran(asked.people),
        "simulation": lambda: crew.all_lived(pool, *_seeds(asked)),
    }
    return parts[part]()


def _ran(people: int) -> Iterator[Facts]:
    with tempfile.TemporaryDirectory(prefix="reviewflow-faults-") as folder:
        yield asdict(many_runners(Path(folder), people))


def _seeds(asked: argparse.Namespace) -> tuple[range, range]:
    """On SQLite all, on PostgreSQL one in twenty; of one seed asked for, both."""
    if asked.seed is not None:
        return range(asked.seed, asked.seed + 1), range(asked.seed, asked.seed + 1)
    return range(asked.seeds), range(max(asked.seeds // 20, 1))


def _said(part: str, rows: Iterator[Facts]) -> Iterator[Facts]:
    """The same, told as they come; of lives that went well every hundredth."""
    for number, facts in enumerate(rows, start=1):
        short = {name: len(value) if isinstance(value, list) else value for name, value in facts.items()}
        if part != "simulation" or number % 100 == 0 or not _well(part, facts):
            print(
                ", ".join(f"{name}: {str(value)[:100]}" for name, value in short.items()), file=sys.stderr, flush=True
            )
        yield facts


def _together(rows: list[Facts]) -> list[Facts]:
    """The lives on each kind of database as one row of sums."""
    sums: dict[str, Facts] = {}
    for row in rows:
        one = sums.setdefault(row["place"], {"place": row["place"], "lives": 0, "failures": []})
        one["lives"] += 1
        one["failures"] = one["failures"] + row["failures"]
        for name, value in row.items():
            if isinstance(value, int) and name != "seed":
                one[name] = one.get(name, 0) + value
    return list(sums.values())


def _well(part: str, facts: Facts) -> bool:
    return bool(facts["said"]) if part == "planted" else not facts["failures"]


def _show(part: str, rows: list[Facts], seconds: int) -> None:
    names = [name for name in rows[0] if name != "said"]
    table = Table(title=f"{part}, {seconds} s", title_justify="left", box=None)
    for name in names:
        table.add_column(name, justify="right" if isinstance(rows[0][name], int | list) else "left", no_wrap=True)
    for row in sorted(rows, key=str):
        values = (row[name] for name in names)
        table.add_row(*(str(len(each)) if isinstance(each, list) else str(each) for each in values))
    Console(width=140).print(table)


if __name__ == "__main__":
    sys.exit(main())
