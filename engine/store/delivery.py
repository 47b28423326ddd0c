"""Delivering from the outbox: claim under a lease, freeze, then report. A report of an older claim counts nothing.

A crash after sending leaves the row claimed; when the lease is over it is claimed again, under the next epoch,
and goes out with the same bytes and the same Message-ID.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Connection,
    Integer,
    Row,
    Select,
    bindparam,
    func,
    literal_column,
    null,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.sql.dml import ReturningUpdate

from engine.store.among import among
from engine.store.bulk import Change, change, chunks, word
from engine.store.locks import hold_all
from engine.store.outbox import Message, message_of
from engine.store.tables import OUTBOX
from engine.words.values import value

_QUEUED = OUTBOX.c.status == word("queued")
_CLAIMED = OUTBOX.c.status == word("claimed")
_READY = or_(
    _QUEUED & (OUTBOX.c.not_before <= bindparam("now")),
    _CLAIMED & (OUTBOX.c.lease_until <= bindparam("now")),
)
NEXT_DELIVERY = (
    select(func.min(OUTBOX.c.not_before)).where(_QUEUED),
    select(func.min(OUTBOX.c.lease_until)).where(_CLAIMED),
)
_CHANNEL = OUTBOX.c.channel == bindparam("way")
_CHANNELS = select(OUTBOX.c.channel).where(_READY).distinct().order_by(OUTBOX.c.channel)
_TAKE = (
    select(OUTBOX.c.key)
    .where(_CHANNEL, _READY, or_(OUTBOX.c.expires_at.is_(None), OUTBOX.c.expires_at > bindparam("now")))
    .order_by(OUTBOX.c.not_before, OUTBOX.c.key)
    .limit(bindparam("limit"))
)
_EXPIRE = (
    update(OUTBOX)
    .where(_READY, OUTBOX.c.expires_at <= bindparam("now"))
    .values(status="suppressed", lease_until=None, last_error="expired")
)


# What else may go out to the same people and was never tried: it may become part of one letter.
_TAKE_ALSO = (
    select(OUTBOX.c.key)
    .where(
        among(OUTBOX.c.recipient, "recipients"),
        _CHANNEL,
        _QUEUED,
        OUTBOX.c.not_before <= bindparam("now"),
        or_(OUTBOX.c.expires_at.is_(None), OUTBOX.c.expires_at > bindparam("now")),
        OUTBOX.c.frozen.is_(None),
    )
    .order_by(OUTBOX.c.not_before, OUTBOX.c.key)
    .limit(bindparam("limit"))
)
# Letters of a day: those that went out, and those whose bytes are fixed and may be on their way. Apart, for together
# they would have everything read that these people ever got.
_LETTERS = union_all(
    select(OUTBOX.c.recipient, OUTBOX.c.sent_at).where(
        among(OUTBOX.c.recipient, "recipients"),
        OUTBOX.c.status == word("sent"),
        OUTBOX.c.sent_at >= bindparam("since"),
    ),
    select(OUTBOX.c.recipient, OUTBOX.c.sent_at).where(
        among(OUTBOX.c.recipient, "recipients"), _CLAIMED, OUTBOX.c.frozen.is_not(None)
    ),
)


_WAITING = select(OUTBOX.c.key).where(_CHANNEL, or_(_QUEUED, _CLAIMED)).limit(literal_column("1"))


def is_waited_for(connection: Connection, channel: str) -> bool:
    """Whether anything is to go out over this channel, now or later."""
    return connection.execute(_WAITING, {"way": channel}).first() is not None


def _claiming(keys: Select[Any]) -> ReturningUpdate[Any]:
    return (
        update(OUTBOX)
        .where(OUTBOX.c.key.in_(keys))
        .values(
            status="claimed",
            epoch=OUTBOX.c.epoch + 1,
            attempts=OUTBOX.c.attempts + 1,
            lease_until=bindparam("until"),
        )
        .returning(OUTBOX)
    )


_CLAIM = _claiming(_TAKE)
_CLAIM_SKIPPING = _claiming(_TAKE.with_for_update(skip_locked=True))
_CLAIM_ALSO = _claiming(_TAKE_ALSO)
_CLAIM_ALSO_SKIPPING = _claiming(_TAKE_ALSO.with_for_update(skip_locked=True))

_MINE = ("key", "epoch")
_FREEZE = Change(table=OUTBOX, keys=_MINE, sets=("frozen",), only=(_CLAIMED, OUTBOX.c.frozen.is_(None)))
_RELEASE = Change(
    table=OUTBOX,
    keys=_MINE,
    sets=("status", "not_before", "last_error"),
    only=(_CLAIMED,),
    fixed={"lease_until": null()},
)
# Nothing was tried, so nothing counts as an attempt.
_LATER = Change(
    table=OUTBOX,
    keys=_MINE,
    sets=("status", "not_before", "last_error"),
    only=(_CLAIMED,),
    fixed={"lease_until": null(), "attempts": OUTBOX.c.attempts - literal_column("1", Integer)},
)
_END = Change(
    table=OUTBOX,
    keys=_MINE,
    sets=("status", "last_error"),
    only=(_CLAIMED,),
    fixed={"lease_until": null()},
)
_SENT = Change(
    table=OUTBOX,
    keys=_MINE,
    sets=("status", "sent_at"),
    only=(_CLAIMED,),
    fixed={"lease_until": null(), "last_error": null()},
)
_REVIVE = (
    update(OUTBOX)
    .where(OUTBOX.c.key.in_(bindparam("keys", expanding=True)), OUTBOX.c.status == word("dead"))
    .values(status="queued", attempts=0, frozen=None, not_before=bindparam("now"), expires_at=None)
)


@value(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a worker must show to report on a message: its key, and the epoch it was claimed under."""

    key: str
    epoch: int


@value(frozen=True, slots=True, kw_only=True)
class Failure:
    """An attempt that failed. `next_at` None: no further attempt, the message is dead."""

    claim: Claim
    error: str
    next_at: datetime | None = None


def next_delivery(connection: Connection) -> datetime | None:
    """When there is next something to claim: a queued message, or one whose lease is over."""
    found = [connection.execute(query).scalar() for query in NEXT_DELIVERY]
    return min((each for each in found if each is not None), default=None)


def channels_owed(connection: Connection, now: datetime) -> list[str]:
    """The channels over which something may go out now, or has expired."""
    return list(connection.execute(_CHANNELS, {"now": now}).scalars())


def claim(connection: Connection, channel: str, now: datetime, lease_for: timedelta, limit: int) -> list[Message]:
    """Take up to `limit` messages that may go out now, for `lease_for`; nobody else gets them meanwhile."""
    statement = _CLAIM if connection.dialect.name == "sqlite" else _CLAIM_SKIPPING
    given = {"way": channel, "now": now, "limit": limit, "until": now + lease_for}
    return _in_order(connection.execute(statement, given))


def claim_also(
    connection: Connection,
    channel: str,
    recipients: Collection[str],
    now: datetime,
    lease_for: timedelta,
    limit: int,
) -> list[Message]:
    """As `claim`, of these people's messages only, and of those only what was never tried.

    Until the transaction ends nobody else makes letters for them: what a day may bring is counted once.
    """
    people = sorted(recipients)
    hold_all(connection, [("letters", each) for each in people])
    statement = _CLAIM_ALSO if connection.dialect.name == "sqlite" else _CLAIM_ALSO_SKIPPING
    given = {"way": channel, "recipients": people, "now": now, "limit": limit, "until": now + lease_for}
    return _in_order(connection.execute(statement, given))


def _in_order(rows: Iterable[Row[Any]]) -> list[Message]:
    return sorted((message_of(row) for row in rows), key=lambda each: (each.not_before, each.key))


def letters_since(
    connection: Connection, recipients: Collection[str], since: datetime
) -> list[tuple[str, datetime | None]]:
    """(recipient, when) of each letter they got since then; None for one that is under way."""
    rows = connection.execute(_LETTERS, {"recipients": sorted(recipients), "since": since})
    return [(row.recipient, row.sent_at) for row in rows]


def claim_of(message: Message) -> Claim:
    """The claim a message of `claim` was taken under."""
    return Claim(key=message.key, epoch=message.epoch)


def freeze(connection: Connection, contents: Sequence[tuple[Claim, bytes]]) -> int:
    """Keep the bytes of the first attempt. Nothing happens under an old claim, or where bytes are kept already."""
    rows = [_was(each) | {"frozen": content} for each, content in contents]
    return change(connection, _FREEZE, rows)


def acknowledge(connection: Connection, claims: Collection[Claim], now: datetime) -> int:
    """Mark as sent. The number accepted; what is missing was claimed by somebody else since."""
    return change(connection, _SENT, [_was(each) | {"status": "sent", "sent_at": now} for each in claims])


def give_back(connection: Connection, failures: Sequence[Failure]) -> int:
    """Queue failed messages for their next attempt, or bury them. The number accepted."""
    again = [
        _was(each.claim) | {"status": "queued", "not_before": each.next_at, "last_error": each.error}
        for each in failures
        if each.next_at is not None
    ]
    dead = [
        _was(each.claim) | {"status": "dead", "last_error": each.error} for each in failures if each.next_at is None
    ]
    return change(connection, _RELEASE, again) + change(connection, _END, dead)


def postpone(connection: Connection, claims: Sequence[tuple[Claim, datetime]]) -> int:
    """Queue again for later without an attempt. The number accepted."""
    return wait(connection, [(each, at, None) for each, at in claims])


def wait(connection: Connection, claims: Sequence[tuple[Claim, datetime, str | None]]) -> int:
    """As `postpone`, each with a word for why, such as outside of the recipient's hours. The number accepted."""
    rows = [_was(each) | {"status": "queued", "not_before": at, "last_error": why} for each, at, why in claims]
    return change(connection, _LATER, rows)


def suppress(connection: Connection, reasons: Sequence[tuple[Claim, str]]) -> int:
    """Do not send after all; each row keeps why. The number accepted."""
    rows = [_was(each) | {"status": "suppressed", "last_error": why} for each, why in reasons]
    return change(connection, _END, rows)


def expire(connection: Connection, now: datetime) -> int:
    """Suppress what could have gone out and has expired instead. The number of messages."""
    return connection.execute(_EXPIRE, {"now": now}).rowcount


def revive(connection: Connection, keys: Collection[str], now: datetime) -> int:
    """Queue dead messages anew, to be rendered afresh: what killed them has been mended. The number."""
    return sum(connection.execute(_REVIVE, {"keys": some, "now": now}).rowcount for some in chunks(sorted(set(keys))))


def _was(claim: Claim) -> dict[str, Any]:
    return {"was_key": claim.key, "was_epoch": claim.epoch}
