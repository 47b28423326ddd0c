"""A day or a meeting as a calendar program takes it: one RFC 5545 text, the same for the same values.

Written here for the reason `wire` gives. A later text with the same UID and a higher SEQUENCE replaces an earlier one;
with METHOD:CANCEL it takes it away.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

Method = Literal["PUBLISH", "CANCEL"]
PRODUCT = "-//reviewflow//EN"
OCTETS = 75  # of a line, its end not counted
MEETING = timedelta(hours=1)
REFRESHED = "PT1H"  # how often whoever subscribes should ask
# Counted in minutes from here, so that what is written later always has the higher number.
_FIRST = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One entry. `on` is a day, or an aware moment at which an hour begins; `uid` the same for ever.

    What is taken away need not say when it would have been.
    """

    uid: str
    on: date | datetime | None
    summary: str
    link: str = ""


def calendar_text(events: Sequence[Event], method: Method, now: datetime, name: str = "") -> str:
    """The whole file, its lines ended by CRLF. `name`: of a calendar that is subscribed to."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", f"METHOD:{method}"]
    if name:
        lines += [f"NAME:{_text(name)}", f"X-WR-CALNAME:{_text(name)}"]
        lines += [f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESHED}", f"X-PUBLISHED-TTL:{REFRESHED}"]
    for each in events:
        lines += _event(each, method, now)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _event(event: Event, method: Method, now: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"SEQUENCE:{(now - _FIRST) // timedelta(minutes=1)}"
    yield f"DTSTAMP:{_moment(now)}"
    if isinstance(event.on, datetime):
        yield f"DTSTART:{_moment(event.on)}"
        yield f"DTEND:{_moment(event.on + MEETING)}"
    elif event.on is not None:
        yield f"DTSTART;VALUE=DATE:{event.on:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{event.on + timedelta(days=1):%Y%m%d}"
        yield "TRANSP:TRANSPARENT"
    yield f"SUMMARY:{_text(event.summary)}"
    if event.link:
        yield f"URL:{_plain(event.link)}"
    yield f"STATUS:{'CANCELLED' if method == 'CANCEL' else 'CONFIRMED'}"
    yield "END:VEVENT"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(value: str) -> str:
    for sign in ("\\", ";", ","):
        value = value.replace(sign, f"\\{sign}")
    return _plain(value)


def _plain(value: str) -> str:
    """One line: nothing in it may begin another property."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in value).split())


def _folded(line: str) -> Iterator[str]:
    """The line in parts of at most `OCTETS`, never within a character; what follows begins with a blank."""
    part = ""
    for sign in line:
        if len((part + sign).encode()) > OCTETS:
            yield part
            part = " "
        part += sign
    yield part
