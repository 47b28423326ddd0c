"""Every line beside its floor: a table to read, and the same as JSON.

python -m benchmarks [--quick] [--line WORD] [--people N] [--rounds N] [--only sqlite|postgresql] [--json FILE]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from rich.console import Console

from benchmarks.bench import Bench
from benchmarks.clients import connections, runners
from benchmarks.commands import commands
from benchmarks.core import decisions
from benchmarks.growth import growth
from benchmarks.mail import mail
from benchmarks.numbers import numbers
from benchmarks.people import people
from benchmarks.places import Place, places
from benchmarks.recorded import recorded
from benchmarks.results import Result, table, write
from benchmarks.waiting import waiting
from benchmarks.web import web

RESULTS = Path(__file__).parent / "results.json"
EVERYWHERE = (recorded, waiting, mail, web, people, numbers, growth)
ON_POSTGRES = (connections, runners)


def main() -> None:
    asked = _arguments()
    with tempfile.TemporaryDirectory(prefix="reviewflow-bench-") as folder, places(Path(folder), asked.only) as found:
        results = list(_measured(asked, Path(folder), found))
    Console(width=160).print(table(results))
    write(results, asked.json)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="little of everything, three rounds: under a minute")
    parser.add_argument("--line", default="", help="only the lines of modules whose name holds this word")
    parser.add_argument("--people", type=int)
    parser.add_argument("--many", type=int, help="how many are imported, launched and counted")
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--only", action="append", choices=("sqlite", "postgresql"))
    parser.add_argument("--json", type=Path, default=RESULTS)
    asked = parser.parse_args()
    asked.people = asked.people or (60 if asked.quick else 1000)
    asked.many = asked.many or (300 if asked.quick else 100_000)
    asked.letters = 100 if asked.quick else 10_000
    asked.timers = 20_000 if asked.quick else 1_000_000
    asked.rounds = asked.rounds or (3 if asked.quick else 5)
    asked.starts = 1 if asked.quick else asked.rounds
    asked.only = tuple(asked.only or ("sqlite", "postgresql"))
    return asked


def _measured(asked: argparse.Namespace, folder: Path, found: list[Place]) -> Iterator[Result]:
    if asked.line in "core":
        yield from _told("core", decisions(folder))
    if asked.line in "commands":
        yield from _told("commands", commands(folder, asked.starts))
    for place in found:
        names = ("rounds", "starts", "people", "many", "letters", "timers")
        bench = Bench(folder=folder, place=place, **{name: getattr(asked, name) for name in names})
        lines: tuple[Callable[[Bench], Iterator[Result]], ...] = EVERYWHERE
        if place.name == "postgresql":
            lines = (*(line for line in lines if line is not growth or not asked.quick), *ON_POSTGRES)
        for line in lines:
            if asked.line in line.__name__:
                yield from _told(f"{line.__name__}, {place.name}", line(bench))


def _told(what: str, line: Iterator[Result]) -> Iterator[Result]:
    print(f"{what} …", end=" ", file=sys.stderr, flush=True)
    began = time.perf_counter()
    yield from line
    print(f"{time.perf_counter() - began:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
