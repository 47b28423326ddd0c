"""One runner as a process of its own, on a clock that the test has set: `python -m tests.faults.runner_process`."""

from __future__ import annotations

import os
import sys
import threading
from datetime import datetime, timedelta
from pathlib import Path

import time_machine

from engine.runtime.runner import run
from engine.runtime.workspace import open_workspace

LOOK_EVERY = timedelta(seconds=0.5)


def main(home: str, url: str, now: str) -> None:
    workspace = open_workspace(Path(home), url)
    for read in ("library", "catalogue", "calendars"):
        getattr(workspace, read)
    threading.Thread(target=_outlive_nobody, daemon=True).start()
    print("ready", flush=True)
    with time_machine.travel(datetime.fromisoformat(now), tick=True):
        run(workspace, wake_every=LOOK_EVERY)


def _outlive_nobody() -> None:
    """Whoever started us holds our input open for as long as they live."""
    sys.stdin.read()
    os._exit(1)


if __name__ == "__main__":
    main(*sys.argv[1:])
