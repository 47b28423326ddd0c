"""Who is on which task: rows that end by themselves."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select

from engine.store.bulk import chunks, put, remove
from engine.store.tables import CLAIM

_LIVE = select(CLAIM).where(
    CLAIM.c.instance_id.in_(bindparam("ids", expanding=True)), CLAIM.c.until_at > bindparam("now")
)
_OVER = delete(CLAIM).where(CLAIM.c.until_at <= bindparam("now"))

Place = tuple[str, str, int, str]  # (instance, state, visit, task)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """`until_at`: from then on it counts no more."""

    instance_id: str
    state: str
    visit: int
    task: str
    person: str
    claimed_at: datetime
    until_at: datetime

    @property
    def place(self) -> Place:
        return self.instance_id, self.state, self.visit, self.task


def live_claims(connection: Connection, instances: Collection[str], now: datetime) -> dict[Place, Claim]:
    """Those of these instances that count still."""
    several = chunks(sorted(instances))
    found = (Claim(**row._mapping) for some in several for row in connection.execute(_LIVE, {"ids": some, "now": now}))
    return {each.place: each for each in found}


def keep_claim(connection: Connection, claim: Claim) -> None:
    """Instead of whichever there was of the same task. Whoever calls holds the instance."""
    put(connection, CLAIM, [{name: getattr(claim, name) for name in Claim.__slots__}])


def drop_claim(connection: Connection, claim: Claim) -> None:
    instance, state, visit, task = claim.place
    remove(connection, CLAIM, [{"instance_id": instance, "state": state, "visit": visit, "task": task}])


def forget_claims(connection: Connection, now: datetime) -> int:
    """Drop those that are over; the number."""
    return connection.execute(_OVER, {"now": now}).rowcount
