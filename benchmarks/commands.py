"""Commands as whole processes: what a person waits for at the prompt."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from benchmarks.results import Result, in_turns, seconds, span
from engine.runtime import shipped

_READ = """
import sys, yaml
for file in sys.argv[1:]:
    list(yaml.safe_load_all(open(file, encoding="utf-8")))
"""


def commands(folder: Path, rounds: int) -> Iterator[Result]:
    home = folder / "commands"
    home.mkdir()
    command = ("-m", "engine.cli")
    processes = shipped.processes()
    files = sorted(str(each) for each in processes.rglob("*.yaml") if "library" not in each.parts)
    pairs = (
        ("reviewflow --help, as importing typer", [*command, "--help"], ["-c", "import typer"], 1.3),
        ("check of six processes, as yaml.safe_load", [*command, "check"], ["-c", _READ, *files], 4),
    )
    for name, mine, least, at_most in pairs:
        for run in (mine, least):
            _seconds(run, home)  # both have been read from the disk once
        ours, floor = in_turns(rounds, partial(_seconds, mine, home), partial(_seconds, least, home))
        yield span(name, "processes", floor=floor, ours=ours, at_most=at_most)


def _seconds(arguments: Sequence[str], home: Path) -> float:
    run = partial(subprocess.run, [sys.executable, *arguments], cwd=home, check=True, stdout=subprocess.DEVNULL)
    return seconds(run)
