"""Actors who take turns: one at a time, in an order that a seed draws, on a clock that only the stage moves.

Each is a thread that runs only when it is handed the turn, so what happens is repeated exactly by the same seed. A turn
may end at any statement. Where the database itself would let somebody wait, they are passed over until it would not.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from random import Random

from tests.faults.tap import COMMIT, ROLLBACK, Died, Point

BEGIN = "BEGIN IMMEDIATE"
# Long for a statement, short for a test: who takes longer may be waiting for somebody else's rows.
SOON = 0.03

Script = Callable[["Actor"], None]
Fault = Callable[["Actor", Point], None]
Blocked = Callable[[int], bool]


class Ended(BaseException):
    """The play is over before its time; everybody goes home."""


class Actor:
    """Somebody who works, as `script` says, until it returns. `pid` is the server's process that serves them."""

    def __init__(self, stage: Stage, name: str, script: Script) -> None:
        self.name = name
        self.stage = stage
        self.until: datetime | None = None
        self.over = False
        self.dead = False
        self.waits = False
        self.pid: int | None = None
        self.stuck = False
        self.failure: BaseException | None = None
        self.go = threading.Semaphore(0)
        self.thread = threading.Thread(target=self._run, args=(script,), name=name, daemon=True)

    def sleep(self, until: datetime) -> None:
        """Do nothing before a moment."""
        self.until = until
        self.stage.pass_turn(self)

    def born(self) -> None:
        """Whoever died is somebody new."""
        self.dead = False

    def _run(self, script: Script) -> None:
        self.go.acquire()
        try:
            script(self)
        except BaseException as failure:  # told by the stage
            self.failure = failure
        self.over = True
        self.stage.back.release()


class Stage:
    """`now` is everybody's clock; `fault` may raise at any point."""

    def __init__(self, rng: Random, now: datetime, *, blocked: Blocked | None = None) -> None:
        self.rng = rng
        self.now = now
        self.actors: list[Actor] = []
        self.back = threading.Semaphore(0)
        self.fault: Fault = lambda _actor, _point: None
        self.switch = 0.1
        self._blocked = blocked
        self._by_thread: dict[int | None, Actor] = {}
        self._current: Actor | None = None
        self._writer: Actor | None = None
        self._ended = False

    def enter(self, name: str, script: Script) -> None:
        self.actors.append(Actor(self, name, script))

    def play(self, quiet: Callable[[], None]) -> None:
        """Let all act until everybody's script is over; `quiet` is called whenever all sleep.

        Raises what one of them could not handle.
        """
        for each in self.actors:
            each.thread.start()
            self._by_thread[each.thread.ident] = each
        try:
            self._go_on(quiet)
        finally:
            self._end()
        for each in self.actors:
            if each.failure is not None and not isinstance(each.failure, Ended):
                raise each.failure

    def _go_on(self, quiet: Callable[[], None]) -> None:
        while alive := [each for each in self.actors if not each.over]:
            if any(each.failure is not None for each in self.actors):
                return
            self._loosen(alive)
            ready = [each for each in alive if self._ready(each)]
            if ready:
                self._turn(self.rng.choice(ready))
            elif all(each.until is not None for each in alive):
                quiet()
                self.now = max(self.now, min(each.until for each in alive if each.until is not None))

    def _end(self) -> None:
        """Whoever still works goes home, and lets go of the database."""
        self._ended = True
        for each in self.actors:
            while not each.over:
                each.go.release()
                self.back.acquire()

    def hear(self, point: Point) -> None:
        """What a tap reports: somebody's turn may end here, or a fault strike. Those whom an actor set to work share
        their fate and not their turns."""
        own = self._by_thread.get(threading.get_ident())
        actor = own or self._current
        if actor is None:
            return
        if self._ended and point.what != ROLLBACK:
            raise Ended
        if own is not None and own.stuck:
            own.stuck = False  # the database lets it go on; it waits for its turn
            own.go.acquire()
        actor.pid = point.pid or actor.pid
        if point.what in (COMMIT, ROLLBACK) and point.when == "after" and self._writer is actor:
            self._writer = None
        if point.what == ROLLBACK:
            return
        if own is not None:
            self._maybe_pass(own, point)
        if actor.dead:
            raise Died
        self.fault(actor, point)
        if point.what == BEGIN and point.when == "before":
            self._writer = actor

    def die(self, actor: Actor, point: Point) -> None:
        """The actor is no more; the database takes back what they had not committed."""
        actor.dead = True
        point.drop()
        if self._writer is actor:
            self._writer = None
        raise Died

    def pass_turn(self, actor: Actor) -> None:
        """Let somebody else go on; returns when it is this one's turn again."""
        self.back.release()
        actor.go.acquire()
        if self._ended:
            raise Ended

    def _maybe_pass(self, actor: Actor, point: Point) -> None:
        if point.what == BEGIN and point.when == "before":
            actor.waits = True
            self.pass_turn(actor)
            actor.waits = False
        elif self.rng.random() < self.switch:
            self.pass_turn(actor)

    def _ready(self, actor: Actor) -> bool:
        if actor.stuck:
            return False
        if actor.until is not None and actor.until > self.now:
            return False
        return not (actor.waits and self._writer is not None)

    def _turn(self, actor: Actor) -> None:
        actor.until = None
        self._current = actor
        actor.go.release()
        while not self.back.acquire(timeout=SOON if self._blocked else None):
            if self._blocked and actor.pid is not None and self._blocked(actor.pid):
                actor.stuck = True
                return

    def _loosen(self, alive: Sequence[Actor]) -> None:
        """Those whom the database no longer keeps waiting have their turn to come."""
        for each in alive:
            while each.stuck and self._blocked and each.pid is not None and not self._blocked(each.pid):
                threading.Event().wait(SOON / 10)
