"""A runner seen from outside: its row in the database, a file, a page, and what systemd hears.

The runner's main thread says so, also while a round takes long; a round that has written nothing for a long time is
told to nobody as alive, so that a supervisor ends it and starts another.
"""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from engine.runtime.health import ALIVE_FOR, SAID_EVERY, Health, health, second
from engine.runtime.listening import Page, listening
from engine.runtime.metrics import CONTENT_TYPE, Counters, exposed
from engine.runtime.supervisor import notify
from engine.runtime.workspace import Workspace
from engine.store.database import transaction
from engine.store.runners import Runner, report
from engine.words import clock
from engine.words.errors import ReviewflowError, Unavailable
from engine.words.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlets:
    """Where a runner shows how it is: a file of JSON, a file of metrics, an address to serve both at."""

    health_file: Path | None = None
    metrics_file: Path | None = None
    metrics_at: tuple[str, int] | None = None


class Presence:
    """What is told of one runner. `told` is the latest health; None where the database could not be asked."""

    def __init__(self, workspace: Workspace, outlets: Outlets, counters: Counters, now: datetime) -> None:
        self.runner = Runner(id=name_of_runner(), began_at=now, seen_at=now)
        self.told: Health | None = None
        self._workspace = workspace
        self._outlets = outlets
        self._counters = counters
        self._next: datetime | None = None
        self._why: ReviewflowError | None = None
        self._beaten = now

    def round_done(self, at: datetime, lag: float) -> None:
        """A round went well; the next beat says so."""
        self.runner = replace(self.runner, round_at=at, lag=round(lag))
        self._next = None

    def beat(self, now: datetime, lost: ReviewflowError | None) -> None:
        """Say that we are there, now and then. `lost`: the database is known to be away and is left alone."""
        notify("WATCHDOG=1")
        self._beaten = now
        if self._next is not None and now < self._next <= now + SAID_EVERY:
            return
        self._next = now + SAID_EVERY
        self.told, self._why = None, lost
        if lost is None:
            try:
                self._say(now)
            except Unavailable as failure:
                self._why = failure
        self._write(now)

    def end(self, now: datetime) -> None:
        """Say that we go."""
        notify("STOPPING=1")
        with suppress(ReviewflowError), transaction(self._workspace.database) as connection:
            report(connection, replace(self.runner, seen_at=now, stopped_at=now))

    @contextmanager
    def shown(self) -> Iterator[int | None]:
        """Serve the page, where one is wanted; gives the port."""
        if self._outlets.metrics_at is None:
            yield None
            return
        pages: dict[str, Page] = {
            "/metrics": self._metrics_page,
            "/health": self._health_page,
            "/alive": self._alive_page,
        }
        with listening(self._outlets.metrics_at, pages) as port:
            yield port

    def _say(self, now: datetime) -> None:
        self.runner = replace(self.runner, seen_at=now)
        with transaction(self._workspace.database) as connection:
            report(connection, self.runner)
        self.told = health(self._workspace, now)

    def _write(self, now: datetime) -> None:
        """A full disk must not stop the runner; that the file grows old tells the supervisor."""
        with suppress(OSError):
            if self._outlets.health_file is not None:
                _replace(self._outlets.health_file, json.dumps(self._facts(now), ensure_ascii=False) + "\n")
            if self._outlets.metrics_file is not None:
                _replace(self._outlets.metrics_file, exposed(self.told, self._counters))

    def _facts(self, now: datetime) -> dict[str, Any]:
        return unreachable(now, self._why) if self.told is None else facts_of(self.told)

    def _metrics_page(self) -> tuple[int, str, str]:
        return 200, CONTENT_TYPE, exposed(self.told, self._counters)

    def _alive_page(self) -> tuple[int, str, str]:
        """For whoever restarts what hangs: a runner that catches up is late, and alive."""
        alive = abs(clock.now() - self._beaten) < ALIVE_FOR
        return 200 if alive else 503, "text/plain; charset=utf-8", "alive\n" if alive else "stuck\n"

    def _health_page(self) -> tuple[int, str, str]:
        facts = self._facts(clock.now())
        status = 503 if facts["verdict"] == "fault" else 200
        return status, "application/json; charset=utf-8", json.dumps(facts, ensure_ascii=False) + "\n"


def name_of_runner(what: str = "") -> str:
    """`host/process`, or `host/what`."""
    return f"{socket.gethostname()}/{what or os.getpid()}"


def note_tick(workspace: Workspace, now: datetime, lag: float) -> None:
    """A `tick` went well on this machine: whoever looks at the health sees when."""
    said = Runner(id=name_of_runner("tick"), began_at=now, seen_at=now, round_at=now, stopped_at=now, lag=round(lag))
    with transaction(workspace.database) as connection:
        report(connection, said)


def facts_of(found: Health) -> dict[str, Any]:
    """Health as JSON says it; texts are left to whoever reads, codes are stable."""
    piles = {
        name: {"count": pile.count, "since": None if pile.since is None else second(pile.since)}
        for name in type(found.backlog).__slots__
        for pile in [getattr(found.backlog, name)]
    }
    return {
        "verdict": found.verdict,
        "at": second(found.at),
        "last_round_at": None if found.round_at is None else second(found.round_at),
        "lag_seconds": round(found.lag.total_seconds()),
        "backlog": piles,
        "runners": [
            {
                "id": each.id,
                "alive": each.id in found.alive,
                "began_at": second(each.began_at),
                "seen_at": second(each.seen_at),
                "last_round_at": None if each.round_at is None else second(each.round_at),
                "stopped_at": None if each.stopped_at is None else second(each.stopped_at),
                "lag_seconds": each.lag,
            }
            for each in found.runners
        ],
        "held_since": None if found.hold is None else second(found.hold.since),
        "faults": [_plain(each) for each in found.faults],
        "warnings": [_plain(each) for each in found.warnings],
    }


def unreachable(now: datetime, why: ReviewflowError | None) -> dict[str, Any]:
    """The same where the database cannot be asked, or has not been yet."""
    code = "not-yet-known" if why is None else why.code
    return {"verdict": "fault", "at": second(now), "faults": [{"code": code}], "warnings": []}


def _plain(problem: Problem) -> dict[str, Any]:
    return {"code": problem.code, **problem.facts}


def _replace(file: Path, text: str) -> None:
    """Whoever reads it reads a whole one."""
    partial = file.with_name(f".{file.name}.{os.getpid()}")
    partial.write_text(text, encoding="utf-8")
    partial.replace(file)
