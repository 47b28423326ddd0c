"""The work itself: who does it, what is overdue, what was given up, and reviews that wait for nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

from engine.runtime.definitions import kept_process
from engine.runtime.doctor.line import House, Level, Line
from engine.runtime.health import Health, health
from engine.store.audit import retried_often, waiting_for_nothing
from engine.store.database import snapshot
from engine.words.errors import ReviewflowError
from engine.words.problems import Fact

# The first waits together take three hours.
OFTEN = 4


def work(house: House) -> Iterator[Line]:
    """What `health` says, and messages that fail again and again."""
    found = health(house.workspace, house.now)
    for problem in (*found.faults, *found.warnings):
        level: Level = "fault" if problem.severity == "error" else "warning"
        yield Line(level, "work", problem.code, dict(problem.facts), _since(found, problem.code))
    if found.verdict == "ok":
        yield Line("ok", "work", "doctor-work", {"runners": len(found.alive)})
    with snapshot(house.workspace.database) as connection:
        count, since = retried_often(connection, OFTEN)
    if count:
        yield Line("warning", "work", "doctor-retried", {"count": count, "times": OFTEN}, since)


def stuck(house: House) -> Iterator[Line]:
    """Running reviews without a task, a timer, an incident, a running child or an event to come.

    A state in which somebody may act, or that hears of events, waits for that; it is named all the same, as nobody will
    be reminded.
    """
    with snapshot(house.workspace.database) as connection:
        found = waiting_for_nothing(connection)
        for (process, version, state), (count, first, since) in sorted(found.items()):
            hears = False
            with suppress(ReviewflowError):  # the line of definitions says so
                states = kept_process(connection, process, version).states
                hears = any(states[outer].on for name in state if name in states for outer in states[name].path)
            code = "doctor-waits-outside" if hears else "doctor-stuck"
            facts: dict[str, Fact] = {"count": count, "process": process, "state": ", ".join(state), "first": first}
            yield Line("ok" if hears else "fault", "reviews", code, facts, since)
    if not found:
        yield Line("ok", "reviews", "doctor-reviews")


def _since(found: Health, code: str) -> datetime | None:
    waiting = found.backlog
    return {
        "health-dead": waiting.dead.since,
        "health-incidents": waiting.incidents.since,
        "health-abandoned": waiting.abandoned.since,
        "health-held": None if found.hold is None else found.hold.since,
    }.get(code, waiting.oldest)
