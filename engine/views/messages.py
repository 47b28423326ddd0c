"""What became of messages: what waits until when and why, what went out, into which letter, what was not sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from engine.runtime.workspace import Workspace
from engine.store.outbox import DIGEST, Message, listed, messages_by
from engine.views.glance import Glance, Who, glance
from engine.words.errors import Misuse, NotFound

# As people ask for them: "waiting" is queued or being sent, "merged" is in a digest.
Kind = Literal["waiting", "sent", "merged", "suppressed", "dead"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """One message. `at` is when it went out, or may go out at the earliest, or would have; `why` a stable word.

    `digest` is the Message-ID of the letter that says it, `digest_at` when that went out; `count` is how many notices
    a digest stands for, 0 for any other.
    """

    kind: Kind
    template: str
    recipient: Who
    instance: str | None
    at: datetime
    why: str | None
    message_id: str
    digest: str | None = None
    digest_at: datetime | None = None
    count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """Messages, the latest first, and on whose clock their times are to be read."""

    messages: tuple[Posted, ...]
    zone: str
    more: int


def mail(
    workspace: Workspace,
    now: datetime,
    *,
    kind: str | None = None,
    person: str | None = None,
    instance: str | None = None,
    limit: int = 50,
) -> Mail:
    """Messages of one kind, to one person, about one instance, or all. Raises NotFound, and Misuse for another kind."""
    if kind is not None and kind not in KINDS:
        raise Misuse("messages-kind", found=kind[:40], known=", ".join(KINDS))
    with glance(workspace, now) as seen:
        people = seen.work.people
        if person is not None and people.person(person) is None:
            raise NotFound("person-unknown", person=person[:60])
        found, number = listed(seen.work.connection, kind=kind, person=person, instance=instance, limit=limit)
        zone = people.zone(person).key if person else next(iter(people.organisation.sites.values())).time_zone
        return Mail(messages=posted(seen, found), zone=zone, more=number - len(found))


def posted(seen: Glance, messages: Sequence[Message]) -> tuple[Posted, ...]:
    """Messages as people read about them."""
    digests = messages_by(
        seen.work.connection, {each.last_error for each in messages if _merged(each) and each.last_error}
    )
    seen.work.people.prefetch({each.notice.recipient for each in messages})
    return tuple(_posted(seen, each, digests.get(each.last_error or "")) for each in messages)


def _posted(seen: Glance, message: Message, digest: Message | None) -> Posted:
    return Posted(
        kind=_kind(message),
        template=message.notice.template,
        recipient=seen.who(message.notice.recipient),
        instance=message.instance,
        at=message.sent_at or message.not_before,
        why=None if _merged(message) else message.last_error,
        message_id=message.message_id,
        digest=None if digest is None else digest.message_id,
        digest_at=None if digest is None else digest.sent_at,
        count=len(message.members),
    )


def _merged(message: Message) -> bool:
    return message.status == "suppressed" and (message.last_error or "").startswith(DIGEST)


def _kind(message: Message) -> Kind:
    if message.status in ("queued", "claimed"):
        return "waiting"
    if message.status == "suppressed":
        return "merged" if _merged(message) else "suppressed"
    return "sent" if message.status == "sent" else "dead"
