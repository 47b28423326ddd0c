"""The runner: wakes when something is due, does a round, sleeps. It remembers nothing that is not in the database.

APScheduler only wakes us. Any number of runners may share a database; one that is killed leaves nothing undone.
"""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Event

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.background import BackgroundScheduler

from engine.runtime.announcing import announce
from engine.runtime.deliver import BATCH, Delivered, deliver
from engine.runtime.tick import Ticked, next_moment, tick
from engine.runtime.workspace import Workspace
from engine.words import clock
from engine.words.errors import ReviewflowError
from engine.words.texts import say

WAKE_EVERY = timedelta(seconds=30)
SOONEST = timedelta(seconds=1)
LONGEST_WAIT = timedelta(minutes=5)

log = logging.getLogger("reviewflow.runner")


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """One round that went well. `lag`: how late the longest overdue work was taken up; `next_at`: what is ahead."""

    at: datetime
    lag: timedelta
    ticked: Ticked
    delivered: Delivered
    next_at: datetime | None

    def facts(self) -> dict[str, object]:
        """What the health line says."""
        return {
            "at": _second(self.at),
            "lag": round(self.lag.total_seconds()),
            "begun": self.ticked.begun,
            "changed": self.ticked.changed,
            "failed": self.ticked.failed,
            "sent": self.delivered.sent,
            "suppressed": self.delivered.suppressed,
            "unsent": self.delivered.failed,
            "dead": self.delivered.dead,
            "next": "–" if self.next_at is None else _second(self.next_at),
        }

    @property
    def idle(self) -> bool:
        return not (self.ticked.begun or self.ticked.looked_at or self.ticked.left or self.delivered.total)


def round_of(workspace: Workspace, now: datetime) -> tuple[Ticked, Delivered]:
    """Everything that is due by `now`, once: a tick, messages until none may go out, and what others are owed."""
    done = tick(workspace, now), deliver(workspace, now)
    announce(workspace, now)
    return done


def run(
    workspace: Workspace,
    *,
    stop: Event | None = None,
    wake_every: timedelta = WAKE_EVERY,
    seen: Callable[[Health], None] | None = None,
) -> None:
    """Do rounds until `stop` is set, or SIGTERM or SIGINT comes; a batch that is under way is finished first.

    Wakes at the next due moment, and every `wake_every` to see what others have written. `seen` hears of each round.
    A round that fails is logged and tried again after a growing wait; nothing ends the runner but `stop`.
    """
    halt = stop or Event()
    scheduler = BackgroundScheduler(
        jobstores={"default": MemoryJobStore()},
        executors={"default": ThreadPoolExecutor(1)},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        timezone=UTC,
    )
    rounds = Rounds(workspace, halt, seen)
    # The scheduler shuts down under the lock that adding a job needs, and waits for the job.
    adding = threading.Lock()

    def wake() -> None:
        at = rounds.wake()
        with adding:
            if at is not None and not halt.is_set():
                scheduler.add_job(wake, "date", run_date=at, id="due", replace_existing=True)

    scheduler.add_job(wake, "interval", seconds=wake_every.total_seconds(), id="look", next_run_time=clock.now())
    log.info(say("runner-began", rounds.language, {}))
    with _signals(halt):
        scheduler.start()
        halt.wait()
        with adding:
            pass
        scheduler.shutdown(wait=True)
    log.info(say("runner-stopped", rounds.language, {}))


class Rounds:
    """One round after another, with growing waits after those that fail."""

    def __init__(self, workspace: Workspace, halt: Event, seen: Callable[[Health], None] | None = None) -> None:
        self.language = workspace.settings.language or "en"
        self._workspace = workspace
        self._halt = halt
        self._seen = seen
        self._failed = 0
        self._not_before: datetime | None = None

    def wake(self) -> datetime | None:
        """Do a round unless one has just failed; the moment to wake at next, None if nothing is ahead."""
        now = clock.now()
        if self._halt.is_set():
            return None
        if self._not_before is not None and now < self._not_before <= now + LONGEST_WAIT:
            return self._not_before
        try:
            health = self._round(now)
        except Exception as failure:  # noqa: BLE001 - whatever goes wrong, the next round may go well
            return self._after(failure)
        self._failed, self._not_before = 0, None
        log.log(logging.DEBUG if health.idle else logging.INFO, say("runner-health", self.language, health.facts()))
        if self._seen is not None:
            self._seen(health)
        return None if health.next_at is None else max(health.next_at, clock.now() + SOONEST)

    def _round(self, now: datetime) -> Health:
        due = next_moment(self._workspace)
        lag = max(now - due, timedelta()) if due is not None else timedelta()
        ticked = tick(self._workspace, now)
        delivered = Delivered()
        while not self._halt.is_set():
            some = deliver(self._workspace, now, limit=BATCH)
            delivered += some
            if some.total < BATCH:
                break
        announce(self._workspace, now, self._halt.is_set)
        return Health(at=now, lag=lag, ticked=ticked, delivered=delivered, next_at=next_moment(self._workspace))

    def _after(self, failure: Exception) -> datetime:
        wait = min(SOONEST * 2 ** min(self._failed, 16), LONGEST_WAIT)
        self._failed += 1
        known = isinstance(failure, ReviewflowError)
        why = failure.text(self.language) if isinstance(failure, ReviewflowError) else repr(failure)
        facts = {"wait": round(wait.total_seconds()), "why": why}
        log.error(say("runner-failed", self.language, facts), exc_info=None if known else failure)
        self._not_before = clock.now() + wait
        return self._not_before


@contextmanager
def _signals(halt: Event) -> Iterator[None]:
    """SIGTERM and SIGINT set `halt`; only the main thread may say so."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    wanted = (signal.SIGTERM, signal.SIGINT)
    before = [signal.signal(each, lambda *_: halt.set()) for each in wanted]
    try:
        yield
    finally:
        for each, handler in zip(wanted, before, strict=True):
            signal.signal(each, handler)


def _second(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
