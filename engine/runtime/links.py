"""Signed links: what opens a person's page, what feeds their calendar, what stands for them in their browser.

Nothing of them is kept: a link says whose it is, for which purpose and until when, and the key of the settings signs
it. Another key ends them all. What is signed for one purpose opens nothing else.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from typing import Any, Literal

from itsdangerous import BadData, URLSafeSerializer

from engine.core.values import TaskRecord
from engine.runtime.settings import Settings
from engine.runtime.workspace import Workspace
from engine.store.database import snapshot
from engine.store.people import persons
from engine.words.errors import Misuse, NotFound

Purpose = Literal["page", "feed", "visit", "form"]

VISIT = timedelta(hours=12)  # in one browser, after a link was opened
FEED = timedelta(days=400)  # a calendar is subscribed to once
FORM = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Where a link in a message leads: to a task of a person, to an instance, or (`instance` empty) to their inbox."""

    person: str
    until: datetime
    instance: str = ""
    state: str = ""
    visit: int = 0
    task: str = ""

    @staticmethod
    def to(person: str, now: datetime, settings: Settings, instance: str | None, row: TaskRecord | None) -> Way:
        until = now + timedelta(days=settings.link_days)
        if row is None:
            return Way(person=person, until=until, instance=instance or "")
        return Way(person=person, until=until, instance=instance or "", state=row.state, visit=row.visit, task=row.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """What somebody may be given by hand: whoever has it is them, until then."""

    person: str
    pages: str
    pages_until: datetime
    calendar: str
    calendar_until: datetime


def links_of(workspace: Workspace, person: str, now: datetime) -> Links:
    """The links of a person's inbox and calendar. Raises NotFound, and Misuse where no pages are set up."""
    settings = workspace.settings
    with snapshot(workspace.database) as connection:
        if not persons(connection, [person]):
            raise NotFound("person-unknown", person=person[:60])
    way = Way.to(person, now, settings, None, None)
    return Links(
        person=person,
        pages=page_link(settings, way),
        pages_until=way.until,
        calendar=feed_link(settings, person, now),
        calendar_until=now + FEED,
    )


def page_link(settings: Settings, way: Way) -> str:
    """The address that opens a page for one person. Raises Misuse where no pages are set up."""
    parts = [way.person, _seconds(way.until), way.instance, way.state, way.visit, way.task]
    while len(parts) > 2 and not parts[-1]:
        parts.pop()
    return f"{_site(settings)}/go/{_signed(settings, 'page', parts)}"


def follow(settings: Settings, text: str, now: datetime) -> Way:
    """Where a link leads. Raises NotFound: it is none of ours, or its time is over."""
    person, until, *more = _read(settings, "page", text, now)
    named = dict(zip(("instance", "state", "visit", "task"), more, strict=False))
    return Way(person=person, until=_instant(until), **named)


def feed_link(settings: Settings, person: str, now: datetime) -> str:
    """The address of a person's calendar. Raises Misuse where no pages are set up."""
    return f"{_site(settings)}/feed/{_signed(settings, 'feed', [person, _seconds(now + FEED)])}.ics"


def fed(settings: Settings, text: str, now: datetime) -> str:
    """Whose calendar it is. Raises NotFound."""
    return str(_read(settings, "feed", text, now)[0])


def visit(settings: Settings, person: str, now: datetime) -> str:
    """What a browser holds for a person who opened a link."""
    return _signed(settings, "visit", [person, _seconds(now + VISIT), secrets.token_urlsafe(9)])


def visitor(settings: Settings, text: str, now: datetime) -> str:
    """Who that is. Raises NotFound."""
    return str(_read(settings, "visit", text, now)[0])


def form_token(settings: Settings, person: str, now: datetime) -> str:
    """What a form of a person carries, so that nobody else's page can send one in their name."""
    return _signed(settings, "form", [person, _seconds(now + FORM), secrets.token_urlsafe(9)])


def own_form(settings: Settings, text: str, person: str, now: datetime) -> bool:
    """Whether a form was made for this person."""
    try:
        return bool(_read(settings, "form", text, now)[0] == person)
    except NotFound:
        return False


def _site(settings: Settings) -> str:
    if not settings.public_url:
        raise Misuse("link-not-set")
    return settings.public_url


def _signed(settings: Settings, purpose: Purpose, parts: list[Any]) -> str:
    return _signer(settings.link_key, purpose).dumps(parts)


def _read(settings: Settings, purpose: Purpose, text: str, now: datetime) -> list[Any]:
    if not settings.public_url:
        raise NotFound("link-not-set")
    try:
        parts: list[Any] = _signer(settings.link_key, purpose).loads(text)
    except (BadData, UnicodeError, ValueError):
        raise NotFound("link-invalid") from None
    until = _instant(parts[1])
    if until <= now:
        raise NotFound("link-over", until=until.date().isoformat())
    return parts


@lru_cache(maxsize=32)
def _signer(key: str, purpose: Purpose) -> URLSafeSerializer:
    how = {"key_derivation": "hmac", "digest_method": sha256}
    return URLSafeSerializer(key, salt=f"reviewflow {purpose}", signer_kwargs=how)


def _seconds(at: datetime) -> int:
    return int(at.timestamp())


def _instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
