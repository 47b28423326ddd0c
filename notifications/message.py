"""What is asked for (`Letter`) and what comes out (`Message`). Frozen values; no clock, no network."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from engine.words.errors import ReviewflowError
from notifications import wire
from notifications.calendar_file import Event

_MESSAGE_ID = re.compile(r"[!-;=?-~]{1,200}")
_ADDRESS = re.compile(r"[!-~]{1,254}")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b\x7f\ud800-\udfff]")
_NOT_ONE_LINE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")  # categories Cc, Zl, Zp and Cs
_ADDRESS_BREAKS = frozenset('<>,;"()[]\\')


class LetterInvalid(ReviewflowError):
    """A name, an address or an id cannot stand in a message header; only this letter is concerned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Somebody a message comes from or goes to. `language` is what they read: "en", "zh"."""

    name: str
    address: str
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One message asked for.

    `variables` is plain data in nested mappings and lists: str, int, Decimal, bool, date, datetime,
    None. `message_id` is the caller's, the same for every attempt, without angle brackets: `id@host`.
    `uid` names what it is about in the reader's calendar, the same for ever; `events` are entries of a calendar file
    beside the one the template may ask for.
    """

    template: str
    language: str
    recipient: Party
    variables: Mapping[str, object]
    message_id: str
    sender: Party
    uid: str = ""
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One rendered message. The same fields always give the same bytes, so they may be stored.

    `sent_at` is aware and has whole seconds. `text` ends with one line break, and its lines with `\\n`.
    Raises LetterInvalid if a header could not carry what is given.
    """

    template: str
    language: str
    message_id: str
    sender: Party
    to: Party
    subject: str
    text: str
    sent_at: datetime
    calendar: str = ""  # an iCalendar file that goes with it, its lines ended by CRLF
    frozen: bytes = field(default=b"", compare=False, repr=False)

    def __post_init__(self) -> None:
        if not _MESSAGE_ID.fullmatch(self.message_id):
            raise LetterInvalid("message-id-malformed", message_id=shown(self.message_id))
        for party in (self.sender, self.to):
            check_party(party)
        for value, name in (
            (self.subject, "subject"),
            (self.template, "template"),
            (self.language, "language"),
        ):
            check_line(value, name)

    @property
    def headers(self) -> Mapping[str, str]:
        """Every header as it is sent, by name."""
        return dict(wire.headers(self))

    def as_bytes(self) -> bytes:
        """RFC 5322 bytes, 7-bit, lines ended by CRLF, made once. Bytes once frozen are given back untouched."""
        if not self.frozen:
            object.__setattr__(self, "frozen", wire.written(self))
        return self.frozen

    @staticmethod
    def from_bytes(content: bytes) -> Message:
        """The message whose `as_bytes` this was; the content stays as it is, byte for byte."""
        parts = wire.read(content)
        return Message(
            template=parts.template,
            language=parts.language,
            message_id=parts.message_id,
            sender=Party(name=parts.sender[0], address=parts.sender[1]),
            to=Party(name=parts.to[0], address=parts.to[1], language=parts.language),
            subject=parts.subject,
            text=parts.text,
            sent_at=parts.sent_at,
            calendar=parts.calendar,
            frozen=content,
        )


def composed(letter: Letter, *, language: str, subject: str, text: str, now: datetime, calendar: str = "") -> Message:
    """A message out of rendered parts: white space tidied, the text ended by one line break."""
    return Message(
        template=letter.template,
        language=language,
        message_id=letter.message_id,
        sender=replace(letter.sender, language="en"),
        to=replace(letter.recipient, language=language),
        subject=" ".join(subject.split()),
        text="\n".join([line.rstrip() for line in _CONTROLS.sub("", text).splitlines()]).strip("\n") + "\n",
        sent_at=now.astimezone(UTC).replace(microsecond=0),
        calendar=calendar,
    )


def check_party(party: Party) -> None:
    """Refuse what could forge a header: control characters in a name, anything but one plain address."""
    check_line(party.name, "name")
    if not _ADDRESS.fullmatch(party.address) or not _ADDRESS_BREAKS.isdisjoint(party.address):
        raise LetterInvalid("address-malformed", address=shown(party.address))


def check_line(value: str, where: str) -> None:
    """Refuse line breaks, other control characters and lone surrogates."""
    if _NOT_ONE_LINE.search(value):
        raise LetterInvalid("header-control-character", field=where, value=shown(value))


def shown(value: str) -> str:
    """A doubtful value made safe to print: escaped and shortened."""
    return ascii(value[:80])[1:-1]
