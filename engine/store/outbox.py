"""The outbox: messages owed, and what became of them. `delivery` takes them from here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
)

from engine.core.values import Notice
from engine.store.bulk import add, add_missing, chunks, word
from engine.store.codec import decode, encode
from engine.store.tables import OUTBOX
from engine.words.values import value

MessageStatus = Literal["queued", "claimed", "sent", "dead", "suppressed"]

# A name that is nobody's: an id must be unique, it need not be reachable.
MESSAGE_DOMAIN = "reviewflow.invalid"
# Notices a digest stands for.
MERGED = OUTBOX.c.last_error.like(word("digest|%"))
_SUPPRESSED = OUTBOX.c.status == word("suppressed")
_KINDS = {
    "waiting": OUTBOX.c.status.in_([word("queued"), word("claimed")]),
    "sent": OUTBOX.c.status == word("sent"),
    "merged": _SUPPRESSED & MERGED,
    "suppressed": _SUPPRESSED & func.coalesce(~MERGED, true()),
    "dead": OUTBOX.c.status == word("dead"),
}
_DETAIL = (
    "rule", "planned_on", "task", "needs_task", "needs_visit", "actor", "reason", "due_on", "cycle", "suppressed",
    "exact",
)  # fmt: skip
# How the key of a letter that stands for several notices begins; each of those notices is suppressed by that key.
DIGEST = "digest|"
_OF_INSTANCE = (
    select(OUTBOX).where(OUTBOX.c.instance_id == bindparam("instance")).order_by(OUTBOX.c.created_at, OUTBOX.c.key)
)
_BY_KEY = select(OUTBOX).where(OUTBOX.c.key.in_(bindparam("keys", expanding=True)))
_WITH_STATUS = (
    select(OUTBOX)
    .where(OUTBOX.c.status == bindparam("status"))
    .order_by(OUTBOX.c.not_before, OUTBOX.c.key)
    .limit(bindparam("limit"))
)


@value(frozen=True, slots=True, kw_only=True)
class OutboxRow:
    """A notice to queue: over which channel, in which language, when at the earliest and until when.

    A notice with `suppressed` is kept as a row that says why nothing is sent. `instance` is None for what concerns
    no single one; `cycle` is the instance's, else the notice's. The key is the notice's; who sends one notice over two
    channels gives each its own key. `waits` says why it may go out no earlier.
    """

    notice: Notice
    instance: str | None
    channel: str
    language: str
    not_before: datetime
    expires_at: datetime | None = None
    waits: str | None = None
    cycle: str | None = None


@value(frozen=True, slots=True, kw_only=True)
class Message:
    """A message in the outbox. `epoch` is the claim it was taken under, `frozen` the bytes of the first attempt.

    `members` are the keys of the notices a digest stands for. `last_error` says what went wrong, why it waits or why
    it was suppressed, in a word or as the key of the digest it went into.
    """

    notice: Notice
    instance: str | None
    channel: str
    language: str
    status: MessageStatus
    not_before: datetime
    expires_at: datetime | None
    created_at: datetime
    message_id: str
    epoch: int
    attempts: int
    frozen: bytes | None = None
    sent_at: datetime | None = None
    last_error: str | None = None
    members: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return self.notice.key


def message_id(key: str, domain: str = MESSAGE_DOMAIN) -> str:
    """The Message-ID of a notice, the same for ever: `<32 hex digits@domain>`."""
    return f"<{sha256(key.encode()).hexdigest()[:32]}@{domain}>"


def enqueue(connection: Connection, rows: Sequence[OutboxRow], now: datetime, domain: str = MESSAGE_DOMAIN) -> None:
    """Queue what is not there yet, by key; a key that is there stays as it is, whatever became of it."""
    add_missing(connection, OUTBOX, [_row(each, now, domain) for each in rows])


def standing() -> ColumnElement[Any]:
    """A message's status, or "merged" where a digest stands for it."""
    return case((MERGED, word("merged")), else_=OUTBOX.c.status)


def of_cycle() -> ColumnElement[bool]:
    """Messages of the parameter `cycle`, its instances' and its own, and digests of these."""
    own = OUTBOX.c.cycle == bindparam("cycle")
    return or_(own, OUTBOX.c.key.in_(_digests()))


def _digests() -> Select[tuple[str | None]]:
    """The keys of the letters that stand for messages of the parameter `cycle`."""
    own = OUTBOX.c.cycle == bindparam("cycle")
    return select(OUTBOX.c.last_error).where(own, _SUPPRESSED, MERGED).correlate(None)


_OWN = OUTBOX.c.cycle == bindparam("cycle")
_NUMBER = func.count().label("number")
_OF_CYCLE = union_all(
    select(OUTBOX.c.status, _NUMBER).where(_OWN).group_by(OUTBOX.c.status),
    select(literal("merged"), _NUMBER).select_from(OUTBOX).where(_OWN, _SUPPRESSED, MERGED),
    select(OUTBOX.c.status, _NUMBER).where(OUTBOX.c.key.in_(_digests())).group_by(OUTBOX.c.status),
)


def counts_of(connection: Connection, cycle: str) -> dict[str, int]:
    """As `counts`, of one cycle: from its index alone, but for what a digest stands for, and the digests."""
    found: Counter[str] = Counter()
    for status, number in connection.execute(_OF_CYCLE, {"cycle": cycle}):
        found[status] += number
    found["suppressed"] -= found["merged"]
    return {status: number for status, number in found.items() if number}


def counts(connection: Connection) -> dict[str, int]:
    """Status -> number of messages; a status without any is missing. "merged": a digest stands for it."""
    status = standing().label("status")
    rows = connection.execute(select(status, func.count().label("number")).group_by(status))
    return {row.status: row.number for row in rows}


def messages_of(connection: Connection, instance: str) -> list[Message]:
    """All messages of an instance, the earliest first."""
    return [message_of(row) for row in connection.execute(_OF_INSTANCE, {"instance": instance})]


def messages_with(connection: Connection, status: MessageStatus, limit: int) -> list[Message]:
    """The first `limit` messages in this status, by when they may go out."""
    return [message_of(row) for row in connection.execute(_WITH_STATUS, {"status": status, "limit": limit})]


def listed(
    connection: Connection,
    *,
    kind: str | None = None,
    person: str | None = None,
    instance: str | None = None,
    limit: int,
) -> tuple[list[Message], int]:
    """The latest `limit` messages of a kind ("waiting", "sent", "merged", "suppressed", "dead"), to a person, about an
    instance, and how many there are.
    """
    only = [
        *([_KINDS[kind]] if kind else []),
        *([OUTBOX.c.recipient == person] if person else []),
        *([OUTBOX.c.instance_id == instance] if instance else []),
    ]
    at = func.coalesce(OUTBOX.c.sent_at, OUTBOX.c.not_before)
    rows = connection.execute(select(OUTBOX).where(*only).order_by(at.desc(), OUTBOX.c.key).limit(limit))
    number = connection.execute(select(func.count()).select_from(OUTBOX).where(*only)).scalar()
    return [message_of(row) for row in rows], int(number or 0)


def message_of(row: Row[Any]) -> Message:
    """The value behind a row of `outbox`."""
    detail = {"rule": "", **decode(row.detail)}  # nothing is left of what was purged
    members = tuple(detail.pop("members", ()))
    notice = Notice(
        key=row.key,
        template=row.template,
        recipient=row.recipient,
        planned_at=row.planned_at,
        **detail,
    )
    return Message(
        notice=notice,
        instance=row.instance_id,
        channel=row.channel,
        language=row.language,
        status=row.status,
        not_before=row.not_before,
        expires_at=row.expires_at,
        created_at=row.created_at,
        message_id=row.message_id,
        epoch=row.epoch,
        attempts=row.attempts,
        frozen=row.frozen,
        sent_at=row.sent_at,
        last_error=row.last_error,
        members=members,
    )


def digest_key(members: Collection[str], recipient: str, channel: str) -> str:
    """The key of the letter that stands for these notices to one person; the same for the same notices."""
    return f"{DIGEST}{recipient}|{channel}|{sha256(chr(10).join(sorted(members)).encode()).hexdigest()[:24]}"


def add_digests(connection: Connection, digests: Sequence[Message], lease_until: datetime) -> None:
    """Queue digests as claimed already, by whoever gathered their notices."""
    add(connection, OUTBOX, [_digest_row(each, lease_until) for each in digests])


def _digest_row(digest: Message, lease_until: datetime) -> dict[str, Any]:
    row = OutboxRow(
        notice=digest.notice,
        instance=None,
        channel=digest.channel,
        language=digest.language,
        not_before=digest.not_before,
        expires_at=digest.expires_at,
    )
    detail = {name: getattr(digest.notice, name) for name in _DETAIL} | {"members": list(digest.members)}
    return _row(row, digest.created_at, MESSAGE_DOMAIN) | {
        "status": "claimed",
        "attempts": digest.attempts,
        "epoch": digest.epoch,
        "lease_until": lease_until,
        "detail": encode(detail),
        "cycle": None,  # it may stand for messages of several
    }


def messages_by(connection: Connection, keys: Collection[str]) -> dict[str, Message]:
    """The messages with these keys, by key."""
    return {
        row.key: message_of(row)
        for some in chunks(sorted(set(keys)))
        for row in connection.execute(_BY_KEY, {"keys": some})
    }


def _row(row: OutboxRow, now: datetime, domain: str) -> dict[str, Any]:
    notice = row.notice
    return {
        "key": notice.key,
        "instance_id": row.instance,
        "recipient": notice.recipient,
        "template": notice.template,
        "language": row.language,
        "channel": row.channel,
        "status": "suppressed" if notice.suppressed else "queued",
        "not_before": row.not_before,
        "expires_at": row.expires_at,
        "attempts": 0,
        "lease_until": None,
        "epoch": 0,
        "message_id": message_id(notice.key, domain),
        "frozen": None,
        "sent_at": None,
        "last_error": notice.suppressed or row.waits,
        "planned_at": notice.planned_at,
        "created_at": now,
        "detail": encode({name: getattr(notice, name) for name in _DETAIL}),
        "cycle": row.cycle or notice.cycle,
    }
