"""The first half of delivering: messages claimed under a lease, judged once more, rendered, their bytes frozen.

All of it is one transaction. Whoever claims a message whose bytes are frozen already sends those, whatever the
template says by now: it may have gone out before a crash, and must not go out twice in two forms.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.utils import parseaddr
from urllib.parse import quote

from engine.core.nesting import stays
from engine.core.values import Incident
from engine.runtime.digests import Entry, digest_letter, digest_of, entry
from engine.runtime.gathering import gather
from engine.runtime.letters import letter_for
from engine.runtime.work import NOBODYS_FAULT, Work
from engine.runtime.work import incident_of as stopped_by
from engine.runtime.workspace import Workspace
from engine.store.database import transaction
from engine.store.delivery import (
    Claim,
    Failure,
    claim,
    claim_also,
    claim_of,
    expire,
    freeze,
    give_back,
    suppress,
    wait,
)
from engine.store.incidents import open_incidents
from engine.store.outbox import Message, add_digests, messages_by
from engine.words.errors import DefinitionLost, Misuse, NotFound, ReviewflowError
from engine.words.texts import LANGUAGES
from engine.words.values import value
from notifications.message import Letter, LetterInvalid, Party, check_party
from notifications.message import Message as Rendered
from notifications.rendering import TemplateFailed, render

# Longer than a batch may take: see `deliver.LONGEST`.
LEASE = timedelta(minutes=10)
# How soon a message is looked at again whose definition cannot be read.
LOOK_AGAIN = timedelta(hours=1)
# How much of what else is due to a batch's people is looked at with it.
MOST_ALSO = 1000


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
    waiting: int = 0
    merged: int = 0


def take(workspace: Workspace, channel: str, now: datetime, limit: int) -> Taken:
    """Claim up to `limit` messages of a channel, and whatever else it owes the same people; make letters of them.

    What has expired, or is needed no more, is suppressed with its reason; what becomes part of a digest with its key.
    """
    sender = sender_of(workspace)
    with transaction(workspace.database) as connection:
        expired = expire(connection, now)
        messages = claim(connection, channel, now, LEASE, limit)
        if not messages:
            return Taken(parcels=(), claimed=0, suppressed=expired, dead=0)
        recipients = {each.notice.recipient for each in messages}
        messages += claim_also(connection, channel, recipients, now, LEASE, MOST_ALSO)
        packing = Packing(Work(workspace, connection, now), sender)
        packing.pack(messages)
        packing.write()
        return Taken(
            parcels=packing.parcels,
            claimed=len(messages),
            suppressed=expired + len(packing.unwanted),
            dead=len(packing.broken),
            waiting=len(packing.waiting),
            merged=len(packing.merged),
        )


class Packing:
    """One batch of claimed messages on their way to parcels; `write` says what became of all of them."""

    def __init__(self, work: Work, sender: Party) -> None:
        self.parcels: list[Parcel] = []
        self.unwanted: list[tuple[Claim, str]] = []
        self.merged: list[tuple[Claim, str]] = []
        self.waiting: list[tuple[Claim, datetime, str]] = []
        self.broken: list[tuple[Message, Exception]] = []
        self._work = work
        self._sender = sender
        self._digests: list[Message] = []
        self._lost: dict[str, DefinitionLost] = {}
        self._members: Mapping[str, Message] = {}

    def pack(self, messages: Sequence[Message]) -> None:
        work = self._work
        self._members = messages_by(work.connection, {key for each in messages for key in each.members})
        known = [*messages, *self._members.values()]
        work.peek({each.instance for each in known if each.instance})
        work.people.prefetch(
            {person for each in known for person in (each.notice.recipient, each.notice.actor) if person}
        )
        wanted: list[Message] = []
        for each in messages:
            with self._or_broken(each):
                why = self._why_not(each)
                if why is None:
                    wanted.append(each)
                else:
                    self.unwanted.append((claim_of(each), why))
        found = gather(work, wanted)
        self.waiting += found.waiting
        self.unwanted += found.overtaken
        for some in found.together:
            self._put_together(some)
        for each in found.singles:
            with self._or_broken(each):
                self.parcels.append(self._parcel(each))

    def write(self) -> None:
        connection, now = self._work.connection, self._work.now
        add_digests(connection, self._digests, now + LEASE)
        fresh = [(each.claim, each.content.as_bytes()) for each in self.parcels if each.message.frozen is None]
        freeze(connection, fresh)
        suppress(connection, [*self.unwanted, *self.merged])
        wait(connection, self.waiting)
        give_back(connection, [Failure(claim=claim_of(each), error=f"{failed}") for each, failed in self.broken])
        open_incidents(connection, {about: [stopped_by(failure)] for about, failure in self._lost.items()}, now)
        for each, failed in self.broken:
            about, incident = incident_of(each, "message-failed", failed)
            open_incidents(connection, {about: [incident]}, now)

    def _why_not(self, message: Message) -> str | None:
        """As `why_not`; a digest goes out as long as one of its notices is needed."""
        why = why_not(self._work, message)
        return "nothing-left" if why is None and message.members and not self._left(message) else why

    def _left(self, digest: Message) -> list[Message]:
        found = (self._members[key] for key in digest.members if key in self._members)
        return [each for each in found if why_not(self._work, each) is None]

    def _put_together(self, messages: Sequence[Message]) -> None:
        """One letter of several; what cannot be written keeps none of the others."""
        entries: list[Entry] = []
        for each in messages:
            with self._or_broken(each):
                entries.append(entry(self._work, each, self._address(each), self._sender))
        if not entries:
            return
        digest = digest_of(self._work, [each.message for each in entries])
        self._digests.append(digest)
        self.merged += [(claim_of(each.message), digest.key) for each in entries]
        with self._or_broken(digest):
            self.parcels.append(self._digest(digest, entries))

    def _parcel(self, message: Message) -> Parcel:
        address = self._address(message)
        if message.frozen is not None:
            content = Rendered.from_bytes(message.frozen)
            return Parcel(message=message, content=content, address=address)
        if message.members:
            left = self._left(message)
            return self._digest(message, [entry(self._work, each, address, self._sender) for each in left])
        return self._written(message, letter_for(self._work, message, address, self._sender), address)

    def _digest(self, digest: Message, entries: Sequence[Entry]) -> Parcel:
        address = self._address(digest)
        return self._written(digest, digest_letter(self._work, digest, entries, address, self._sender), address)

    def _written(self, message: Message, letter: Letter, address: str) -> Parcel:
        rendered = render(self._work.workspace.catalogue, letter, self._work.now)
        rendered.as_bytes()  # here, where what cannot be written leaves the others alone
        return Parcel(message=message, content=rendered, address=address)

    def _address(self, message: Message) -> str:
        address = address_of(self._work, message)
        assert address is not None
        return address

    @contextmanager
    def _or_broken(self, message: Message) -> Iterator[None]:
        """Whatever is wrong with one message leaves the others alone."""
        try:
            yield
        except NOBODYS_FAULT:
            raise
        except DefinitionLost as failure:  # nothing is wrong with the message: it waits for the definition
            self.waiting.append((claim_of(message), self._work.now + LOOK_AGAIN, failure.code))
            self._lost[message.instance or message.notice.recipient] = failure
        except (ReviewflowError, LookupError, TypeError, ValueError, ArithmeticError) as failure:
            self.broken.append((message, failure))


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
