"""Whether the work gets done, as anybody with the database can see it: what waits, since when, and who is there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from engine.runtime.holding import Hold, held
from engine.runtime.workspace import Workspace
from engine.store.backlog import Backlog, backlog
from engine.store.database import snapshot
from engine.store.runners import Runner, runners
from engine.words.problems import Problem

# A runner says every so often that it is there; one that has not for several times as long is gone.
SAID_EVERY = timedelta(seconds=15)
ALIVE_FOR = timedelta(minutes=1)
# cron calls a tick every five minutes, a runner looks every 30 seconds.
LATE = timedelta(minutes=10)
SHOWN_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """`lag`: how long the longest overdue work has waited. `faults` need somebody now, `warnings` soon."""

    at: datetime
    round_at: datetime | None
    lag: timedelta
    backlog: Backlog
    runners: tuple[Runner, ...]
    alive: tuple[str, ...]
    hold: Hold | None
    faults: tuple[Problem, ...]
    warnings: tuple[Problem, ...]

    @property
    def verdict(self) -> Literal["ok", "warning", "fault"]:
        return "fault" if self.faults else "warning" if self.warnings else "ok"


def health(workspace: Workspace, now: datetime) -> Health:
    """As of `now`, by two statements and a mark. Raises Unavailable where the database cannot be read."""
    with snapshot(workspace.database) as connection:
        waiting, known, hold = backlog(connection, now), runners(connection), held(connection)
    rounds = [each.round_at for each in known if each.round_at is not None]
    last = max(rounds, default=None)
    lag = timedelta() if waiting.oldest is None else max(now - waiting.oldest, timedelta())
    return Health(
        at=now,
        round_at=last,
        lag=lag,
        backlog=waiting,
        runners=tuple(each for each in known if each.seen_at > now - SHOWN_FOR),
        alive=tuple(each.id for each in known if each.stopped_at is None and each.seen_at > now - ALIVE_FOR),
        hold=hold,
        faults=(faults := tuple(_faults(now, last, lag, hold))),
        warnings=tuple(_warnings(waiting, last is None and not faults, hold)),
    )


def _faults(now: datetime, last: datetime | None, lag: timedelta, hold: Hold | None) -> Iterator[Problem]:
    if hold is not None or lag <= LATE:
        return
    facts = {"lag": said_for(lag)}
    if last is None or now - last > LATE:
        yield Problem(code="health-nobody-works", facts={**facts, "last": "–" if last is None else second(last)})
    else:
        yield Problem(code="health-late", facts=facts)


def _warnings(waiting: Backlog, never: bool, hold: Hold | None) -> Iterator[Problem]:
    if hold is not None:
        yield Problem(code="health-held", facts={"since": second(hold.since)}, severity="warning")
    elif never:
        yield Problem(code="health-never", severity="warning")
    for name, code in (("dead", "health-dead"), ("incidents", "health-incidents"), ("abandoned", "health-abandoned")):
        pile = getattr(waiting, name)
        if pile.count:
            facts = {"count": pile.count, "since": second(pile.since)}
            yield Problem(code=code, facts=facts, severity="warning")


def second(at: datetime) -> str:
    """`2026-07-01T08:00:00Z`."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}Z"


def said_for(lag: timedelta) -> str:
    """A span of time in the largest unit that tells enough: `40 s`, `12 min`, `3 h`, `9 d`."""
    seconds = round(lag.total_seconds())
    for unit, size in (("d", 86_400), ("h", 3600), ("min", 60)):
        if seconds >= 2 * size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"
