"""The long form of what is tried on the HTTP API, with its figures: `make fuzz`.

race: a thousand triggers on a hundred reviews by eight clients that retry blindly, servers killed meanwhile.
stranger: a client made by a public generator launches a cycle and completes a review.
rubbish: every operation with EXAMPLES requests of every kind, well formed and not. Exit code 1 if anything is wrong.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.api.race import race
from tests.fuzz.stranger import stranger
from tests.support import postgres

PARTS = ("race", "stranger", "rubbish")
# What is tried at length by the tests themselves, given more examples.
TESTS = tuple(f"tests/api/test_{each}.py" for each in ("fuzz", "bad_inputs", "scim", "matrix"))
Facts = dict[str, Any]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--only", action="append", choices=PARTS)
    parser.add_argument("--examples", type=int, default=100, help="requests for each operation")
    parser.add_argument("--people", type=int, default=100, help="reviews that are raced for, ten triggers each")
    parser.add_argument("--kills", type=int, default=6, help="how often a server is killed in a race")
    parser.add_argument("--json", type=Path, help="where to write the figures")
    asked = parser.parse_args()
    found: dict[str, list[Facts]] = {}
    if "race" in (asked.only or PARTS):
        found["race"] = _races(asked.people, asked.kills)
        _show("race", found["race"])
    if "stranger" in (asked.only or PARTS):
        with tempfile.TemporaryDirectory(prefix="reviewflow-fuzz-") as folder:
            found["stranger"] = [stranger(Path(folder))]
        _show("stranger", found["stranger"])
    if "rubbish" in (asked.only or PARTS):
        found["rubbish"] = [_rubbish(each, asked.examples) for each in TESTS]
        _show("rubbish", found["rubbish"])
    if asked.json:
        asked.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    wrong = [each for rows in found.values() for each in rows if each["wrong"]]
    for each in wrong:
        print(json.dumps(each, ensure_ascii=False)[:4000], file=sys.stderr)
    return 1 if wrong else 0


def _races(people: int, kills: int) -> list[Facts]:
    found = []
    with tempfile.TemporaryDirectory(prefix="reviewflow-fuzz-") as folder, postgres.running() as server:
        places = {"SQLite": (f"sqlite:///{folder}/race.db", 1), "PostgreSQL": (server.create(), 2)}
        for name, (url, servers) in places.items():
            raced = race(Path(folder) / name, url, people=people, kills=kills, servers=servers)
            found.append({"place": name, "servers": servers, **asdict(raced)})
    return found


def _rubbish(test: str, examples: int) -> Facts:
    """One file of tests with many examples; what it says if it fails."""
    began = time.monotonic()
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "--timeout", "3600", test]
    done = subprocess.run(
        command, env={**os.environ, "REVIEWFLOW_FUZZ": str(examples)}, capture_output=True, text=True, check=False
    )
    passed = re.search(r"(\d+) passed", done.stdout)
    return {
        "test": test,
        "examples": examples,
        "passed": int(passed[1]) if passed else 0,
        "seconds": round(time.monotonic() - began),
        "wrong": [] if done.returncode == 0 else [done.stdout[-3000:]],
    }


def _show(part: str, rows: list[Facts]) -> None:
    table = Table(title=part, title_justify="left", box=None)
    for name in rows[0]:
        table.add_column(name, justify="left" if isinstance(rows[0][name], str) else "right", no_wrap=True)
    for row in rows:
        table.add_row(*(str(len(value) if isinstance(value, list) else value) for value in row.values()))
    Console(width=140).print(table)


if __name__ == "__main__":
    raise SystemExit(main())
