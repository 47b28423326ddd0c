"""A message as RFC 5322 bytes and back.

Written here and not with `email.message`, whose folding costs fifty times more and may change with
the version of Python: stored bytes must mean the same for years. Reading uses the library.
"""

from __future__ import annotations

import email
import re
from base64 import b64encode, encodebytes
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.header import decode_header, make_header
from email.message import Message as EmailMessage
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from notifications.message import Message, Party

TEMPLATE_HEADER = "X-Reviewflow-Template"
CALENDAR_FILE = "calendar.ics"
WORD_BYTES = 39  # as base64 in an encoded word, after the longest of our header names: under 76 columns
LINE_LIMIT = 76
BODY_LINE_LIMIT = 990
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What stands in the bytes. `sender` and `to` are (name, address)."""

    template: str
    language: str
    message_id: str
    sender: tuple[str, str]
    to: tuple[str, str]
    subject: str
    text: str
    sent_at: datetime
    calendar: str = ""


def headers(message: Message) -> Iterator[tuple[str, str]]:
    """Names and values as they are sent, in a fixed order; a value may be folded."""
    yield "From", _mailbox(message.sender, len("From: "))
    yield "To", _mailbox(message.to, len("To: "))
    yield "Subject", encoded(message.subject, len("Subject: "))
    yield "Date", _date(message.sent_at)
    yield "Message-ID", f"<{message.message_id}>"
    yield "Content-Language", encoded(message.language, len("Content-Language: "))
    yield "Auto-Submitted", "auto-generated"
    yield TEMPLATE_HEADER, encoded(message.template, len(TEMPLATE_HEADER) + 2)
    yield "MIME-Version", "1.0"
    if message.calendar:
        yield "Content-Type", f'multipart/mixed; boundary="{_boundary(message)}"'
    else:
        yield from _text_headers(message.text)


def written(message: Message) -> bytes:
    if not message.calendar:
        return _part(headers(message), _text_body(message.text))
    method = re.search(r"^METHOD:(\w+)", message.calendar, re.MULTILINE)
    kind = f'text/calendar; charset=utf-8; method={method[1] if method else "PUBLISH"}; name="{CALENDAR_FILE}"'
    attached = (
        ("Content-Type", kind),
        ("Content-Transfer-Encoding", "base64"),
        ("Content-Disposition", f'attachment; filename="{CALENDAR_FILE}"'),
    )
    parts = (
        _part(_text_headers(message.text), _text_body(message.text)),
        _part(attached, _base64(message.calendar.encode("utf-8", "replace"))),
    )
    between = f"--{_boundary(message)}"
    body = "".join(f"{between}\r\n{part.decode('ascii')}\r\n" for part in parts) + f"{between}--\r\n"
    return _part(headers(message), body.encode("ascii"))


def _part(heads: Iterable[tuple[str, str]], body: bytes) -> bytes:
    return "".join([f"{name}: {value}\r\n" for name, value in heads]).encode("ascii") + b"\r\n" + body


def _text_headers(text: str) -> Iterator[tuple[str, str]]:
    yield "Content-Type", "text/plain; charset=utf-8"
    yield "Content-Transfer-Encoding", "7bit" if _plain(text) else "base64"


def _text_body(text: str) -> bytes:
    if _plain(text):
        return text.encode("ascii").replace(b"\n", b"\r\n")
    return _base64(text.replace("\n", "\r\n").encode("utf-8", "replace"))


def _base64(content: bytes) -> bytes:
    return encodebytes(content).replace(b"\n", b"\r\n")


def _boundary(message: Message) -> str:
    """The same for the same message; no text holds it, for it is nobody's to know beforehand."""
    return f"=_{sha256(message.message_id.encode() + message.text.encode('utf-8', 'replace')).hexdigest()[:32]}"


def read(content: bytes) -> Parts:
    """What `written` wrote. Line ends may be CRLF or, from a mailbox on disk, LF."""
    parsed = email.message_from_bytes(content)

    def raw(name: str) -> str:
        return re.sub(r"\r?\n(?=[ \t])", "", str(parsed.get(name, "")))

    parts = [_decoded_part(each) for each in parsed.walk() if not each.is_multipart()]
    return Parts(
        template=_decoded(raw(TEMPLATE_HEADER)),
        language=_decoded(raw("Content-Language")),
        message_id=raw("Message-ID").strip().removeprefix("<").removesuffix(">"),
        sender=_parted(raw("From")),
        to=_parted(raw("To")),
        subject=_decoded(raw("Subject")),
        text=parts[0].decode("utf-8").replace("\r\n", "\n"),
        calendar=parts[1].decode("utf-8") if len(parts) > 1 else "",
        sent_at=parsedate_to_datetime(raw("Date")).astimezone(UTC),
    )


def _decoded_part(part: EmailMessage) -> bytes:
    body = part.get_payload(decode=True)
    assert isinstance(body, bytes)
    return body


@lru_cache(maxsize=256)  # a batch is sent at one moment
def _date(sent_at: datetime) -> str:
    return format_datetime(sent_at.astimezone(UTC))


@lru_cache(maxsize=4096)  # the same people are written to about the same things
def encoded(text: str, column: int) -> str:
    """`text` as it may stand in a header that begins at `column`: itself, or RFC 2047 words."""
    if text.isascii() and column + len(text) <= LINE_LIMIT and "=?" not in text:
        return text
    words = []
    chunk = b""
    for letter in text:
        piece = letter.encode()
        if len(chunk) + len(piece) > WORD_BYTES:
            words.append(chunk)
            chunk = b""
        chunk += piece
    words.append(chunk)
    return "\r\n ".join([f"=?utf-8?b?{b64encode(word).decode()}?=" for word in words])


def _mailbox(party: Party, column: int) -> str:
    if not party.name:
        return f"<{party.address}>"
    name = encoded(party.name, column)
    if name == party.name and not _ATOMS.fullmatch(name):
        name = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    fits = len(name) + len(party.address) + column + 3 <= LINE_LIMIT
    return f"{name} <{party.address}>" if fits else f"{name}\r\n <{party.address}>"


def _parted(value: str) -> tuple[str, str]:
    name, _, address = value.rpartition("<")
    name = name.strip()
    if "=?" in name:
        return _decoded(name), address.removesuffix(">")
    if len(name) > 1 and name.startswith('"') and name.endswith('"'):
        name = re.sub(r"\\(.)", r"\1", name[1:-1])
    return name, address.removesuffix(">")


def _decoded(value: str) -> str:
    return str(make_header(decode_header(value))) if "=?" in value else value


def _plain(text: str) -> bool:
    return text.isascii() and (len(text) <= BODY_LINE_LIMIT or max(map(len, text.split("\n"))) <= BODY_LINE_LIMIT)
