"""The runner: wakes when something is due, does a round, sleeps. It remembers nothing that is not in the database.

APScheduler only wakes us. Any number of runners may share a database; one that is killed leaves nothing undone.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import Event

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.background import BackgroundScheduler

from engine.runtime.announcing import announce
from engine.runtime.deliver import Delivered, deliver
from engine.runtime.metrics import Counters
from engine.runtime.presence import Outlets, Presence
from engine.runtime.reprojecting import notice_calendars
from engine.runtime.rounds import Round, Rounds
from engine.runtime.supervisor import notify
from engine.runtime.tick import Ticked, tick
from engine.runtime.watch import Watch
from engine.runtime.workspace import Workspace
from engine.words import clock

WAKE_EVERY = timedelta(seconds=30)
LOOK_EVERY = timedelta(seconds=1)


def round_of(workspace: Workspace, now: datetime) -> tuple[Ticked, Delivered]:
    """Everything that is due by `now`, once: a tick, messages until none may go out, and what others are owed."""
    notice_calendars(workspace, now)
    done = tick(workspace, now), deliver(workspace, now)
    announce(workspace, now)
    return done


def run(
    workspace: Workspace,
    *,
    stop: Event | None = None,
    wake_every: timedelta = WAKE_EVERY,
    seen: Callable[[Round], None] | None = None,
    outlets: Outlets | None = None,
) -> None:
    """Do rounds until `stop` is set, or SIGTERM or SIGINT comes; a batch that is under way is finished first.

    Wakes at the next due moment, within a second of somebody writing what is due earlier, and every `wake_every`
    besides. `seen` hears of each round. A round that fails is logged and tried again after a growing wait; nothing ends
    the runner but `stop`. Raises Unavailable if an outlet's address is taken.
    """
    halt = stop or Event()
    scheduler = BackgroundScheduler(
        jobstores={"default": MemoryJobStore()},
        executors={"default": ThreadPoolExecutor(1)},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        timezone=UTC,
    )
    counters = Counters()
    presence = Presence(workspace, outlets or Outlets(), counters, clock.now())

    def told(done: Round) -> None:
        presence.round_done(done.at, done.lag.total_seconds())
        if seen is not None:
            seen(done)

    rounds = Rounds(workspace, halt, told, counters)
    # The scheduler shuts down under the lock that adding a job needs, and waits for the job.
    adding = threading.Lock()

    def wake() -> None:
        at = rounds.wake()
        with adding:
            if at is not None and not halt.is_set():
                scheduler.add_job(wake, "date", run_date=at, id="due", replace_existing=True)

    scheduler.add_job(wake, "interval", seconds=wake_every.total_seconds(), id="look", next_run_time=clock.now())
    with _signals(halt), presence.shown() as port:
        rounds.journal.tell("runner-started", metrics_port=port)
        scheduler.start()
        notify("READY=1")
        watch = Watch(workspace)
        try:
            while not halt.wait(LOOK_EVERY.total_seconds()):
                if not rounds.stuck:
                    presence.beat(clock.now(), rounds.lost)
                if rounds.resting and watch.earlier(rounds.next_at):
                    with adding:
                        scheduler.add_job(wake, id="due", replace_existing=True)
        finally:
            halt.set()
            with adding:
                pass
            scheduler.shutdown(wait=True)
            rounds.close()
        presence.end(clock.now())
    rounds.journal.tell("runner-stopped")


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
