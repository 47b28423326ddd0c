"""Bugs planted on purpose, each while it lasts: the sweep must find every one, else it proves nothing."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from unittest.mock import patch

from sqlalchemy import Connection, update

from engine.core import notices
from engine.runtime import leaving, parcels, starting, tick, work
from engine.store import decisions, delivery, requests
from engine.store.kept import Kept
from engine.store.tables import CYCLE_START, TIMER
from tests.faults.pieces import BY_NAME
from tests.faults.place import Place
from tests.faults.sweep import against, run, strikes
from tests.faults.tap import Strike

Planting = Callable[[], AbstractContextManager[Any]]


@dataclass(frozen=True, slots=True)
class Bug:
    """What is wrong, how it is planted, and the piece of work it spoils."""

    name: str
    plant: Planting
    piece: str


def commit_now(connection: Connection) -> None:
    """What a careless hand does: end the transaction in the middle of the work."""
    connection.exec_driver_sql("COMMIT")
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _apart(where: object, name: str, *, before: bool = True) -> Planting:
    """A function of `where` works in a transaction of its own: what came before it is committed, or what it did."""

    def planted() -> AbstractContextManager[Any]:
        original = getattr(where, name)

        def careless(connection: Connection, *given: Any, **named: Any) -> Any:
            if before:
                commit_now(connection)
            done = original(connection, *given, **named)
            if not before:
                commit_now(connection)
            return done

        return patch.object(where, name, careless)

    return planted


def _instead(where: object, name: str, make: Callable[[Any], Any]) -> Planting:
    """`make` gets the original and gives what stands there instead."""
    return lambda: patch.object(where, name, make(getattr(where, name)))


def _acknowledging(freeze: Any) -> Any:
    def careless(connection: Connection, contents: Any) -> int:
        kept: int = freeze(connection, contents)
        delivery.acknowledge(connection, [claim for claim, _ in contents], BY_NAME["launch"].now)
        return kept

    return careless


def _marking_fired(due_batch: Any) -> Any:
    def careless(connection: Connection, now: Any, limit: int) -> Any:
        found, more = due_batch(connection, now, limit)
        due = (TIMER.c.instance_id.in_(found), TIMER.c.status == "armed", TIMER.c.due_at <= now)
        connection.execute(update(TIMER).where(*due).values(status="passed"))
        commit_now(connection)
        return found, more

    return careless


def _closing(due_starts: Any) -> Any:
    def careless(connection: Connection, now: Any) -> Any:
        found = due_starts(connection, now)
        connection.execute(update(CYCLE_START).where(CYCLE_START.c.due_at <= now).values(status="started"))
        return found

    return careless


def _without_visit(notice: Any) -> Any:
    def careless(case: Any, *given: Any) -> Any:
        made = notice(case, *given)
        return replace(made, key=made.key.replace(f"|{case.stay}|", f"|{case.place}|"))

    return careless


@contextmanager
def _new_ids() -> Iterator[None]:
    """A Message-ID for each attempt, and the bytes of none are kept."""
    write = parcels.letter_for

    def careless(work: Any, message: Any, *given: Any) -> Any:
        letter = write(work, message, *given)
        return replace(letter, message_id=f"{message.epoch}.{letter.message_id}")

    with patch.object(parcels, "letter_for", careless), patch.object(parcels, "freeze", lambda *_: 0):
        yield


def _by_key(change: Any) -> Any:
    return replace(change, keys=("key",))


def _whatever_stands(tasks: Any) -> Any:
    def careless(kept: Kept, row: Any) -> Any:
        found = kept._kept.get(row.id)
        return None if found is None else found.tasks

    return careless


CLAIM, TRIGGER = "claim, send, acknowledge", "trigger"
BUGS = (
    Bug("acknowledges before it sends", _instead(parcels, "freeze", _acknowledging), CLAIM),
    Bug("keeps no bytes of the first attempt", _instead(parcels, "freeze", lambda _: lambda *_: 0), CLAIM),
    Bug("draws a new Message-ID for each attempt", _new_ids, CLAIM),
    Bug("has a lease that never ends", _instead(parcels, "LEASE", lambda _: timedelta(days=9999)), CLAIM),
    Bug("takes a report for true whatever its epoch", _instead(delivery, "_SENT", _by_key),
        "two claims and a late report"),
    Bug("does not look once more before sending", _instead(parcels, "why_not", lambda _: lambda *_: None),
        "delivery of what is done already"),
    Bug("commits tasks apart from the event", _apart(decisions, "write_tasks"), TRIGGER),
    Bug("commits the history apart from the state", _apart(decisions, "add_links"), TRIGGER),
    Bug("arms timers apart from the state", _apart(decisions, "reconcile"), TRIGGER),
    Bug("queues messages apart from the state", _apart(decisions, "enqueue"), TRIGGER),
    Bug("remembers a request's answer apart from the act", _apart(requests, "remember"), TRIGGER),
    Bug("believes what a rolled-back transaction has kept", _instead(Kept, "tasks", _whatever_stands), TRIGGER),
    Bug("has one key for every visit of a state", _instead(notices, "_notice", _without_visit), "a review sent back"),
    Bug("marks timers as fired before it fires them", _instead(tick, "due_batch", _marking_fired),
        "tick that reminds"),
    Bug("closes a start before everybody has begun", _instead(starting, "due_starts", _closing), "tick that begins"),
    Bug("notes a day as looked at before leavers are told", _apart(leaving, "set_mark", before=False),
        "tick when somebody leaves"),
    Bug("says nothing of what it cannot decide on", _instead(work.Work, "fail", lambda _: lambda *_: None),
        "tick that one cannot follow"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Caught:
    """Whether the sweep found a bug, after how many runs, and what it said first."""

    bug: str
    runs: int
    points: int
    said: str | None


def catch(place: Place, bug: Bug) -> Caught:
    """Sweep the piece a bug spoils until something is wrong. Every state must be kept at the place, without the bug."""
    piece = BY_NAME[bug.piece]
    with bug.plant():
        calm = Strike(None, "die")
        expected = run(place, piece, calm)
        if expected.wrong:
            return Caught(bug.name, 1, len(calm.points), f"without a fault: {expected.wrong[0]}")
        order = list(strikes(len(calm.points)))
        random.Random(bug.name).shuffle(order)
        for number, strike in enumerate(order, start=2):
            said = against(expected, run(place, piece, strike))
            if said:
                return Caught(bug.name, number, len(calm.points), f"{strike.way} {strike.struck}: {said[0]}")
    return Caught(bug.name, 2 * len(calm.points) + 1, len(calm.points), None)
