"""Runners as they last said of themselves, so that anybody can see from outside whether somebody works."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select

from engine.store.bulk import put
from engine.store.tables import RUNNER

_ALL = select(RUNNER).order_by(RUNNER.c.began_at, RUNNER.c.id)
_FORGET = delete(RUNNER).where(RUNNER.c.seen_at < bindparam("before"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Runner:
    """`id` is `host/number of the process`, or `host/tick`; `lag` is in seconds, of the round at `round_at`."""

    id: str
    began_at: datetime
    seen_at: datetime
    round_at: datetime | None = None
    stopped_at: datetime | None = None
    lag: int = 0


def report(connection: Connection, runner: Runner) -> None:
    """Keep what a runner says of itself, in place of what it said before."""
    put(connection, RUNNER, [{name: getattr(runner, name) for name in Runner.__slots__}])


def runners(connection: Connection) -> list[Runner]:
    """Every runner that is remembered, the one that began first comes first."""
    return [Runner(**row._mapping) for row in connection.execute(_ALL)]


def forget_runners(connection: Connection, before: datetime) -> int:
    """Forget those that have not been seen since `before`; the number."""
    return connection.execute(_FORGET, {"before": before}).rowcount
