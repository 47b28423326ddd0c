"""The first half of delivering: messages claimed under a lease, judged once more, rendered, their bytes frozen.

All of it is one transaction. Whoever claims a message whose bytes are frozen already sends those, whatever the
template says by now: it may have gone out before a crash, and must not go out twice in two forms.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from email.utils import parseaddr
from urllib.parse import quote

from engine.core.nesting import stays
from engine.core.values import Incident
from engine.runtime.letters import letter_for
from engine.runtime.work import NOBODYS_FAULT, Work
from engine.runtime.workspace import Workspace
from engine.store.database import transaction
from engine.store.delivery import Claim, Failure, claim, claim_of, expire, freeze, give_back, suppress
from engine.store.incidents import open_incidents
from engine.store.outbox import Message
from engine.words.errors import Misuse, NotFound, ReviewflowError
from engine.words.texts import LANGUAGES
from engine.words.values import value
from notifications.message import LetterInvalid, Party, check_party
from notifications.message import Message as Rendered
from notifications.rendering import TemplateFailed, render

# Longer than a batch may take: see `deliver.LONGEST`.
LEASE = timedelta(minutes=10)


@value(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A claimed message, ready to be handed to its channel."""

    message: Message
    content: Rendered
    address: str

    @property
    def claim(self) -> Claim:
        return claim_of(self.message)


@value(frozen=True, slots=True, kw_only=True)
class Taken:
    """What was claimed: how much of it is not to be sent after all, and how much cannot be."""

    parcels: Sequence[Parcel]
    claimed: int
    suppressed: int
    dead: int


def take(workspace: Workspace, now: datetime, limit: int) -> Taken:
    """Claim up to `limit` messages. What has expired, or is needed no more, is suppressed with its reason."""
    sender = sender_of(workspace)
    with transaction(workspace.database) as connection:
        expired = expire(connection, now)
        messages = claim(connection, now, LEASE, limit)
        if not messages:
            return Taken(parcels=(), claimed=0, suppressed=expired, dead=0)
        work = Work(workspace, connection, now)
        work.peek({each.instance for each in messages if each.instance})
        named = {person for each in messages for person in (each.notice.recipient, each.notice.actor) if person}
        work.people.prefetch(named)
        unwanted: list[tuple[Claim, str]] = []
        broken: list[tuple[Message, Exception]] = []
        parcels: list[Parcel] = []
        for each in messages:
            try:
                why = why_not(work, each)
                if why is None:
                    parcels.append(_parcel(work, each, sender))
                else:
                    unwanted.append((claim_of(each), why))
            except NOBODYS_FAULT:
                raise
            except (ReviewflowError, LookupError, TypeError, ValueError, ArithmeticError) as failure:
                broken.append((each, failure))
        freeze(connection, [(each.claim, each.content.as_bytes()) for each in parcels if each.message.frozen is None])
        suppress(connection, unwanted)
        give_back(connection, [Failure(claim=claim_of(each), error=f"{failed}") for each, failed in broken])
        for each, failed in broken:
            about, incident = incident_of(each, "message-failed", failed)
            open_incidents(connection, {about: [incident]}, now)
        return Taken(parcels=parcels, claimed=len(messages), suppressed=expired + len(unwanted), dead=len(broken))


def _parcel(work: Work, message: Message, sender: Party) -> Parcel:
    address = address_of(work, message)
    assert address is not None
    if message.frozen is not None:
        content = Rendered.from_bytes(message.frozen)
    else:
        rendered = render(work.workspace.catalogue, letter_for(work, message, address, sender), work.now)
        content = replace(rendered, frozen=rendered.as_bytes())
    return Parcel(message=message, content=content, address=address)


def why_not(work: Work, message: Message) -> str | None:
    """Why a message is not to be sent any more: a stable word, or None if it still is."""
    notice = message.notice
    member = work.people.person(notice.recipient)
    if member is None:
        return "recipient-unknown"
    if member.fact("active") is not True:
        return "recipient-left"
    if message.instance is not None:
        instance = work.instances.get(message.instance)
        if instance is None:
            return "instance-unknown"
        others = work.people.principals(notice.recipient, instance.process)
        if notice.needs_task and not any(
            row.name == notice.task and row.person in (notice.recipient, *others) and row.status == "open"
            for row in instance.tasks
        ):
            return "task-closed"
        if notice.needs_visit is not None:
            process = work.process(instance.process, instance.version)
            if instance.status == "cancelled" or notice.needs_visit not in stays(process, instance):
                return "state-left"
    return "no-address" if address_of(work, message) is None else None


def address_of(work: Work, message: Message) -> str | None:
    """Where a message goes: the person's mail; where no mail is needed to arrive, else their id."""
    member = work.people.person(message.notice.recipient)
    mail = None if member is None else member.record.mail
    return mail or (None if message.channel == "smtp" else quote(message.notice.recipient, safe=""))


def sender_of(workspace: Workspace) -> Party:
    """Who messages come from. Raises Misuse: a fault of the settings must not cost a single message."""
    name, address = parseaddr(workspace.settings.sender)
    sender = Party(name=name, address=address)
    try:
        check_party(sender)
    except LetterInvalid:
        address = ""
    if "@" not in address:
        raise Misuse("sender-invalid", sender=workspace.settings.sender)
    return sender


def incident_of(message: Message, code: str, failure: Exception) -> tuple[str, Incident]:
    """What it is about, and the incident: one for a template that fails, else one for each recipient."""
    notice = message.notice
    whole = isinstance(failure, TemplateFailed | NotFound)
    why = {language: _said(failure, language) for language in LANGUAGES}
    facts = {"template": notice.template, "recipient": notice.recipient, "why": why}
    about = notice.template if whole else message.instance or notice.recipient
    return about, Incident(code=code, facts=facts, state="", where=None if whole else notice.recipient)


def _said(failure: Exception, language: str) -> str:
    return failure.text(language) if isinstance(failure, ReviewflowError) else repr(failure)[:300]
