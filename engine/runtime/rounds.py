"""One round after another: what is due, messages, a day's pruning; after a failure, again after a growing wait."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Event

from sqlalchemy import event

from engine.runtime.deliver import Delivered
from engine.runtime.health import second
from engine.runtime.holding import hold_of
from engine.runtime.journal import Journal
from engine.runtime.lanes import Lanes, Pulse
from engine.runtime.metrics import Counters
from engine.runtime.presence import name_of_runner
from engine.runtime.pruning import prune
from engine.runtime.readiness import make_ready
from engine.runtime.reloading import Files, first_of
from engine.runtime.reprojecting import notice_calendars
from engine.runtime.tick import Ticked, next_moment, tick
from engine.runtime.workspace import Workspace
from engine.store.database import snapshot
from engine.store.incidents import last_incident, opened_since
from engine.words import clock
from engine.words.errors import ReviewflowError, Unavailable

SOONEST = timedelta(seconds=1)
LONGEST_WAIT = timedelta(minutes=5)
# A database that restarts should be found again soon.
LONGEST_LOST = timedelta(seconds=30)
# Longer than any batch may take, a hanging mail server included.
STUCK_AFTER = 900.0
LOST = frozenset({"store-unreachable"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One round that went well. `lag`: how late the longest overdue work was taken up; `next_at`: what is ahead."""

    at: datetime
    lag: timedelta
    ticked: Ticked
    delivered: Delivered
    next_at: datetime | None

    def facts(self) -> dict[str, object]:
        """What the line of a round says."""
        return {
            "at": _second(self.at),
            "lag": round(self.lag.total_seconds()),
            "begun": self.ticked.begun,
            "changed": self.ticked.changed,
            "failed": self.ticked.failed,
            **_facts_of(self.delivered),
            "next": "–" if self.next_at is None else _second(self.next_at),
        }

    @property
    def idle(self) -> bool:
        return not (self.ticked.begun or self.ticked.looked_at or self.ticked.left or self.delivered.total)


class Rounds:
    """One round after another, with growing waits after those that fail.

    `next_at` is what lay ahead after the last round, `lost` the failure while the database cannot be reached.
    """

    def __init__(
        self,
        workspace: Workspace,
        halt: Event,
        seen: Callable[[Round], None] | None = None,
        counters: Counters | None = None,
    ) -> None:
        self.journal = Journal(workspace.settings.language or "en", name_of_runner())
        self.counters = counters or Counters()
        self.next_at: datetime | None = None
        self.lost: ReviewflowError | None = None
        self._workspace = workspace
        self._halt = halt
        self._seen = seen
        self._ready = False
        self._failed = 0
        self._not_before: datetime | None = None
        self._lost_at: datetime | None = None
        self._held = False
        self._incident: int | None = None
        self._pruned_on = ""
        self._pulse = Pulse()
        self._lanes = Lanes(halt.is_set, self._pulse)
        self._files = Files(workspace)
        self._busy = False
        event.listen(workspace.database, "commit", self._pulse.note)

    @property
    def resting(self) -> bool:
        """Whether no round is under way and none has just failed."""
        return not self._busy and self._not_before is None

    @property
    def stuck(self) -> bool:
        """Whether a round, or a lane of delivery, has been under way for long without writing anything."""
        return self._pulse.silent_for() > STUCK_AFTER

    def close(self) -> None:
        """Wait for the batches that are under way, and tell of them."""
        self._tell_delivered(self._lanes.close())

    def wake(self) -> datetime | None:
        """Do a round unless one has just failed; the moment to wake at next, None if nothing is ahead."""
        now = clock.now()
        if self._halt.is_set():
            return None
        if self._not_before is not None and now < self._not_before <= now + LONGEST_WAIT:
            return self._not_before
        self._busy = True
        try:
            with self._pulse.beating():
                at = self._whole(now)
        except Exception as failure:  # noqa: BLE001 - whatever goes wrong, the next round may go well
            return self._after(failure)
        finally:
            self._busy = False
        self._failed, self._not_before = 0, None
        return at

    def _whole(self, now: datetime) -> datetime | None:
        if not self._ready:
            make_ready(self._workspace)
            self._ready = True
        hold = hold_of(self._workspace)
        self._found()
        if (hold is not None) != self._held:
            self._held = hold is not None
            self.journal.tell("held" if hold else "released", since=None if hold is None else second(hold.since))
        if hold is not None:
            return None
        self._look_at_files(now)
        began = time.monotonic()
        done = self._round(now)
        self.counters.count(done.ticked, done.delivered, time.monotonic() - began)
        self.next_at = done.next_at
        self._tell(done)
        self._prune(now)
        if self._seen is not None:
            self._seen(done)
        return None if done.next_at is None else max(done.next_at, clock.now() + SOONEST)

    def _look_at_files(self, now: datetime) -> None:
        found = self._files.look(self._workspace, now)
        self._workspace = found.workspace
        if found.fault is not None:
            count, first = first_of(found.fault)
            self.journal.tell("files-faulty", logging.WARNING, count=count, first=first)
        elif found.changed:
            self.journal.tell("files-taken")

    def _round(self, now: datetime) -> Round:
        due = next_moment(self._workspace)
        lag = max(now - due, timedelta()) if due is not None else timedelta()
        if self._incident is None:
            with snapshot(self._workspace.database) as connection:
                self._incident = last_incident(connection)
        notice_calendars(self._workspace, now)
        ticked = tick(self._workspace, now)
        delivered = Delivered() if self._halt.is_set() else self._lanes.set_off(self._workspace, now)
        return Round(at=now, lag=lag, ticked=ticked, delivered=delivered, next_at=next_moment(self._workspace))

    def _tell(self, done: Round) -> None:
        facts, ticked, delivered = done.facts(), done.ticked, done.delivered
        tell, quiet = self.journal.tell, logging.DEBUG if done.idle else logging.INFO
        tell("tick", quiet, **{name: facts[name] for name in ("at", "lag", "next")})
        if ticked.begun or ticked.looked_at or ticked.left:
            counts = {name: getattr(ticked, name) for name in ("begun", "looked_at", "changed", "messages", "failed")}
            tell("fired", **counts)
        self._tell_delivered(delivered)
        if done.idle:
            return
        with snapshot(self._workspace.database) as connection:
            for each in opened_since(connection, self._incident or 0):
                self._incident = each.id
                where = each.incident.where
                about = {"number": each.id, "code": each.incident.code, "state": each.incident.state or "–"}
                tell("incident", logging.WARNING, **about, rule=where if where and "." in where else "–")

    def _tell_delivered(self, done: Delivered) -> None:
        if done.total:
            self.journal.tell("delivered", **_facts_of(done))

    def _prune(self, now: datetime) -> None:
        today = now.date().isoformat()
        if self._pruned_on == today:
            return
        gone = prune(self._workspace, now)
        self._pruned_on = today
        if gone is not None and (gone.requests or gone.messages):
            self.journal.tell("pruned", requests=gone.requests, messages=gone.messages)

    def _found(self) -> None:
        """The database answers."""
        if self._lost_at is not None:
            away = round((clock.now() - self._lost_at).total_seconds())
            self.journal.tell("connection-found", seconds=away)
            self._failed, self.lost, self._lost_at = 0, None, None

    def _after(self, failure: Exception) -> datetime:
        now = clock.now()
        lost = isinstance(failure, Unavailable) and failure.code in LOST
        wait = min(SOONEST * 2 ** min(self._failed, 16), LONGEST_LOST if lost else LONGEST_WAIT)
        self._failed += 1
        self.counters.rounds_failed += 1
        if isinstance(failure, Unavailable) and lost:
            self.lost = failure
            if self._lost_at is None:
                self._lost_at = now
                why = failure.text(self.journal.language)
                self.journal.tell("connection-lost", logging.ERROR, code=failure.code, why=why)
        else:
            self.journal.fail(failure, round(wait.total_seconds()))
        self._not_before = clock.now() + wait
        return self._not_before


def _facts_of(done: Delivered) -> dict[str, int]:
    return {
        "sent": done.sent,
        "merged": done.merged,
        "suppressed": done.suppressed,
        "unsent": done.failed,
        "dead": done.dead,
    }


def _second(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
