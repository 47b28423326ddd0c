"""What is asked of a database that was restored: what it must not send again, what would go out, what has passed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, func, null, select, update

from engine.store.bulk import word
from engine.store.tables import ANNOUNCEMENT, OUTBOX, SUBSCRIPTION, TASK

RESTORED = "restored"
_UNSENT = OUTBOX.c.status.in_(("queued", "claimed"))
_SUPPRESSED = {"status": "suppressed", "lease_until": null(), "last_error": RESTORED}
_DUE = update(OUTBOX).where(_UNSENT, OUTBOX.c.not_before <= bindparam("until")).values(_SUPPRESSED)
_ADDED = (
    update(OUTBOX)
    .where(_UNSENT, OUTBOX.c.created_at >= bindparam("since"), OUTBOX.c.planned_at <= bindparam("until"))
    .values(_SUPPRESSED)
)
_ANNOUNCED = (
    update(ANNOUNCEMENT)
    .where(
        ANNOUNCEMENT.c.status.in_((word("queued"), word("claimed"))), ANNOUNCEMENT.c.not_before <= bindparam("until")
    )
    .values(status="dropped", lease_until=null(), last_error=RESTORED)
)
_SILENCED = (
    update(SUBSCRIPTION)
    .where(SUBSCRIPTION.c.disabled_at.is_(None))
    .values(disabled_at=bindparam("now"), disabled_because=bindparam("why"))
)
_WAITING = (
    select(OUTBOX.c.template, (OUTBOX.c.not_before <= bindparam("now")).label("due"), func.count().label("number"))
    .where(_UNSENT)
    .group_by(OUTBOX.c.template, OUTBOX.c.not_before <= bindparam("now"))
)
_PASSED = select(func.count()).where(
    TASK.c.status == word("open"), TASK.c.due_at > bindparam("since"), TASK.c.due_at <= bindparam("until")
)


def withhold_due(connection: Connection, until: datetime) -> int:
    """Suppress what could have gone out by `until`; each row says that it was restored. The number."""
    return connection.execute(_DUE, {"until": until}).rowcount


def withhold_announced(connection: Connection, until: datetime) -> int:
    """Drop what other systems may have been told by `until`. The number of events."""
    return connection.execute(_ANNOUNCED, {"until": until}).rowcount


def silence_subscriptions(connection: Connection, now: datetime, why: str) -> int:
    """Tell other systems nothing until somebody gives each subscription a new secret. The number silenced."""
    return connection.execute(_SILENCED, {"now": now, "why": why}).rowcount


def withhold_added(connection: Connection, since: datetime, until: datetime) -> int:
    """The same with what was queued from `since` on, by when its rule fell due. The number."""
    return connection.execute(_ADDED, {"since": since, "until": until}).rowcount


def waiting_by_template(connection: Connection, now: datetime) -> tuple[dict[str, int], int]:
    """Template -> messages that may go out by `now`; and the number of those for later."""
    rows = connection.execute(_WAITING, {"now": now}).all()
    going = {row.template: row.number for row in rows if row.due}
    return dict(sorted(going.items())), sum(row.number for row in rows if not row.due)


def limits_passed(connection: Connection, since: datetime, until: datetime) -> int:
    """The number of open tasks whose limit came in between."""
    found: int = connection.execute(_PASSED, {"since": since, "until": until}).scalar_one()
    return found
