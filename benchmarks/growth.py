"""Import, launch and reminders with few people and with ten times as many: the memory, and the time each person takes.

Every step runs in a process of its own, which says what it needed at most.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from benchmarks.bench import Bench, ready
from benchmarks.company import BEFORE, CYCLE, FIRST_DAY, OVERDUE, SEED
from benchmarks.results import Result
from engine.demo.company import company
from engine.runtime.importing import import_people
from engine.runtime.launch import launch
from engine.runtime.readiness import make_ready
from engine.runtime.tick import tick
from engine.runtime.workspace import Workspace, open_workspace

FILE = "people.csv"
TIMES = 10


def _launched(workspace: Workspace) -> None:
    launch(workspace, CYCLE, BEFORE)
    tick(workspace, FIRST_DAY)


STEPS: Mapping[str, Callable[[Workspace], object]] = {
    "import": lambda workspace: import_people(workspace, workspace.home / FILE, BEFORE),
    "launch": _launched,
    "reminders": lambda workspace: tick(workspace, OVERDUE),
}


def growth(bench: Bench) -> Iterator[Result]:
    few, many = (_steps(bench, people) for people in (bench.many // TIMES, bench.many))
    for name in STEPS:
        (seconds, megabytes), (longer, more) = few[name], many[name]
        case = f"{name} of {bench.many:,}, as of {bench.many // TIMES:,}"
        yield Result(
            case=f"{case}: memory",
            where=bench.place.name,
            unit="MB",
            floor=round(megabytes),
            ours=round(more),
            ratio=round(megabytes / more, 3),
            reach=0.90,
        )
        each, later = seconds / (bench.many // TIMES), longer / bench.many
        yield Result(
            case=f"{case}: time a person",
            where=bench.place.name,
            unit="µs",
            floor=round(each * 1e6),
            ours=round(later * 1e6),
            ratio=round(each / later, 3),
            reach=0.80,
        )


def _steps(bench: Bench, people: int) -> dict[str, tuple[float, float]]:
    """Each step's seconds, and the megabytes its process had resident at most."""
    url, folder = bench.place.create(), bench.folder / f"{bench.place.name}-{people}"
    folder.mkdir()
    (folder / FILE).write_text(company(people, SEED), encoding="utf-8")
    workspace = ready(folder, url)
    make_ready(workspace)
    workspace.database.dispose()
    command = [sys.executable, "-m", "benchmarks.growth", str(folder), url]
    found = {}
    for name in STEPS:
        said = subprocess.run([*command, name], check=True, capture_output=True, text=True).stdout
        found[name] = tuple(json.loads(said))
    return found


def main() -> None:
    folder, url, step = sys.argv[1:]
    workspace = open_workspace(Path(folder), url)
    _ = workspace.library
    began = time.perf_counter()
    STEPS[step](workspace)
    print(json.dumps([time.perf_counter() - began, _resident()]))


def _resident() -> float:
    """The most megabytes this process had resident."""
    if sys.platform == "darwin":
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000_000
    # What the other call says on Linux holds what the parent had.
    status = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1000


if __name__ == "__main__":
    main()
