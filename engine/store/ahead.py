"""What is ahead, in one look: when each kind of work that waits in rows of its own is due next."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Connection, select

from engine.store.cycles import NEXT_START
from engine.store.delivery import NEXT_DELIVERY
from engine.store.pending import NEXT_OWED
from engine.store.subscriptions import NEXT_ANNOUNCEMENT
from engine.store.timers import NEXT_DUE
from engine.store.waiting import NEXT_COMING
from engine.words.values import value

_AHEAD = select(
    NEXT_DUE.scalar_subquery().label("timer"),
    NEXT_START.scalar_subquery().label("start"),
    NEXT_OWED.scalar_subquery().label("event"),
    NEXT_DELIVERY[0].scalar_subquery().label("queued"),
    NEXT_DELIVERY[1].scalar_subquery().label("claimed"),
    NEXT_ANNOUNCEMENT.scalar_subquery().label("announcement"),
    NEXT_COMING.scalar_subquery().label("change"),
)


@value(frozen=True, slots=True, kw_only=True)
class Ahead:
    """None for each kind of which nothing waits. `change`: the day from which people are to be otherwise."""

    timer: datetime | None
    start: datetime | None
    event: datetime | None
    message: datetime | None
    announcement: datetime | None
    change: date | None

    @property
    def moments(self) -> tuple[datetime, ...]:
        """All that are exact moments."""
        found = (self.timer, self.start, self.event, self.message, self.announcement)
        return tuple(each for each in found if each is not None)


def ahead(connection: Connection) -> Ahead:
    """One statement of looks at an index each."""
    found = connection.execute(_AHEAD).one()._asdict()
    messages = [at for at in (found.pop("queued"), found.pop("claimed")) if at is not None]
    return Ahead(**found, message=min(messages, default=None))
