"""Where a fault can strike: before and after every statement, every commit and every message sent.

A tap sits between a database's driver and whoever works with it. It changes nothing by itself; it tells `hear` of each
point, and what `hear` raises happens there. Whoever has died does nothing more: no statement, no commit, no message.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Engine

from notifications.channels import Receipt, Temporary
from notifications.channels.mailbox import MailboxChannel
from notifications.message import Message

When = Literal["before", "after"]
COMMIT, ROLLBACK, SEND = "COMMIT", "ROLLBACK", "SEND"


class Died(BaseException):
    """The process is gone. Nothing that handles errors sees it."""


@dataclass(frozen=True, slots=True)
class Point:
    """A place where a fault can strike. `what` is a statement, COMMIT, ROLLBACK, or SEND and an address."""

    when: When
    what: str
    cut: Callable[[], None]  # breaks the connection there, and raises as the driver does
    drop: Callable[[], None]  # what the database does when whoever is connected has died
    pid: int | None = None  # of the server's process, where the database has one for each connection

    def __str__(self) -> str:
        return f"{self.when} {' '.join(self.what.split())[:90]}"


@dataclass(frozen=True, slots=True)
class Received:
    """One message that reached the outside."""

    message_id: str
    content: bytes
    address: str


class Tap:
    """The points of one database and of the messages sent for it."""

    def __init__(self, engine: Engine) -> None:
        self.hear: Callable[[Point], None] = _nothing
        self.received: list[Received] = []
        self._dialect = engine.dialect
        self._driver: Any = engine.dialect.dbapi
        for name in ("do_execute", "do_executemany", "do_execute_no_params"):
            setattr(engine.dialect, name, self._statement(getattr(engine.dialect, name)))
        for name, what in (("do_commit", COMMIT), ("do_rollback", ROLLBACK)):
            setattr(engine.dialect, name, self._end(getattr(engine.dialect, name), what))

    def _statement(self, do: Callable[..., None]) -> Callable[..., None]:
        def tapped(cursor: Any, statement: str, *rest: Any) -> None:
            connection = cursor.connection
            self.hear(self._point("before", statement, connection))
            do(cursor, statement, *rest)
            self.hear(self._point("after", statement, connection))

        return tapped

    def _end(self, do: Callable[[Any], None], what: str) -> Callable[[Any], None]:
        def tapped(connection: Any) -> None:
            driver = connection.dbapi_connection
            self.hear(self._point("before", what, driver))
            do(connection)
            self.hear(self._point("after", what, driver))

        return tapped

    def _point(self, when: When, what: str, connection: Any) -> Point:
        info = getattr(connection, "info", None)
        pid = None if info is None or connection.closed else info.backend_pid
        return Point(when, what, lambda: self._cut(connection), connection.rollback, pid)

    def _cut(self, connection: Any) -> None:
        if self._dialect.name == "sqlite":
            raise self._driver.OperationalError("disk I/O error")
        connection.close()
        raise self._driver.OperationalError("server closed the connection unexpectedly")

    @contextmanager
    def mail(self) -> Iterator[list[Received]]:
        """Tap the mailbox channel too; what it has delivered."""
        deliver = MailboxChannel.deliver

        def cut() -> None:
            raise Temporary("mailbox-unwritable", folder="mailbox", reason="cut")

        def tapped(channel: MailboxChannel, message: Message, address: str) -> Receipt:
            self.hear(Point("before", f"{SEND} {address}", cut, _nothing))
            receipt = deliver(channel, message, address)
            self.received.append(Received(message.message_id, message.as_bytes(), address))
            self.hear(Point("after", f"{SEND} {address}", cut, _nothing))
            return receipt

        MailboxChannel.deliver = tapped  # type: ignore[method-assign]
        try:
            yield self.received
        finally:
            MailboxChannel.deliver = deliver  # type: ignore[method-assign]


def _nothing(*_: object) -> None: ...


class Strike:
    """Counts points and breaks the `at`-th (from 0): `die` ends the process, `cut` the connection.

    A rollback is no point: the database does it by itself when whoever began has died.
    """

    def __init__(self, at: int | None, way: Literal["die", "cut"]) -> None:
        self.at, self.way = at, way
        self.points: list[str] = []
        self.struck: str | None = None

    def __call__(self, point: Point) -> None:
        if point.what == ROLLBACK:
            return
        if self.struck is not None:
            if self.way == "die":
                raise Died
            return
        self.points.append(str(point))
        if len(self.points) - 1 == self.at:
            self.struck = str(point)
            if self.way == "die":
                point.drop()
                raise Died
            point.cut()
