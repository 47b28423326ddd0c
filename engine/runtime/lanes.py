"""A lane for each way out: every channel, and what other systems are told.

A mail server that hangs keeps neither the other ways waiting nor what falls due meanwhile.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from datetime import datetime, timedelta
from queue import Empty, SimpleQueue

from engine.runtime.announcing import announce
from engine.runtime.deliver import Delivered, deliver_over, owing
from engine.runtime.workspace import Workspace
from engine.words import clock

# How long a round waits for what its lanes have begun.
PATIENCE = timedelta(seconds=5)
ANNOUNCEMENTS = "announcements"  # no channel can be named so: it has no module


class Pulse:
    """Who is at work, and when each of them last wrote something; threads by their number."""

    def __init__(self) -> None:
        self._moved: dict[int, float] = {}

    @contextmanager
    def beating(self) -> Iterator[None]:
        """For as long as this thread is at work."""
        self._moved[threading.get_ident()] = time.monotonic()
        try:
            yield
        finally:
            del self._moved[threading.get_ident()]

    def note(self, _connection: object = None) -> None:
        """Something was committed; by one of those at work, or else it is no matter."""
        if threading.get_ident() in self._moved:
            self._moved[threading.get_ident()] = time.monotonic()

    def silent_for(self) -> float:
        """Seconds since the one at work that has been silent longest wrote something; 0 if nobody is at work."""
        now = time.monotonic()
        return max((now - at for at in list(self._moved.values())), default=0.0)


class Lanes:
    """One worker a lane, so that a channel is used by one thread at a time."""

    def __init__(self, halted: Callable[[], bool], pulse: Pulse) -> None:
        self._halted, self._pulse = halted, pulse
        self._pools: dict[str, ThreadPoolExecutor] = {}
        self._busy: dict[str, Future[None]] = {}
        self._sent: SimpleQueue[Delivered] = SimpleQueue()

    def set_off(self, workspace: Workspace, now: datetime) -> Delivered:
        """Let every lane that owes something and is free begin; what all of them have sent since the last time.

        Waits for those that began, for PATIENCE at most. Raises what a lane raised.
        """
        lanes = (*owing(workspace, now), ANNOUNCEMENTS)
        begun = [self._begin(workspace, each) for each in lanes if each not in self._busy]
        wait(begun, PATIENCE.total_seconds())
        for name, future in list(self._busy.items()):
            if future.done():
                del self._busy[name]
                future.result()
        return self._counted()

    def close(self) -> Delivered:
        """Wait for the batches under way; what was sent since the last time."""
        for each in self._pools.values():
            each.shutdown(wait=True)
        return self._counted()

    def _begin(self, workspace: Workspace, name: str) -> Future[None]:
        pool = self._pools.setdefault(name, ThreadPoolExecutor(1, thread_name_prefix=name))
        self._busy[name] = future = pool.submit(self._work, workspace, name)
        return future

    def _work(self, workspace: Workspace, name: str) -> None:
        with self._pulse.beating():
            if name == ANNOUNCEMENTS:
                announce(workspace, clock.now(), self._halted)
                return
            for some in deliver_over(workspace, name, clock.now):
                self._sent.put(some)
                if self._halted():
                    return

    def _counted(self) -> Delivered:
        done = Delivered()
        while True:
            try:
                done += self._sent.get_nowait()
            except Empty:
                return done
