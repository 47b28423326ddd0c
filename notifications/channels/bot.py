"""What the robots of group chats have in common: a POST with a text, and an answer that says in JSON how it went.

A group reads along. So unless told otherwise a robot says who has a message, and not what it says.
"""

from __future__ import annotations

import hmac
import json
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol

from engine.words import clock
from engine.words.texts import say
from notifications.channels import Receipt, Temporary
from notifications.channels.post import Answer, Post, post_to
from notifications.channels.settings import Settings
from notifications.message import Message

SHOWS = ("notice", "subject", "text")
NAMES = ("url", "timeout", "allow_private", "shows", "link")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a service wants to be sent: the body, and what goes into the address."""

    body: Mapping[str, Any]
    query: Mapping[str, str] = field(default_factory=dict)


class Service(Protocol):
    """One service's way to say it. `busy` are the answers that mean "not now", `number` and `reason` their fields."""

    @property
    def name(self) -> str: ...
    @property
    def busy(self) -> frozenset[int]: ...
    @property
    def number(self) -> str: ...
    @property
    def reason(self) -> str: ...

    def request(self, text: str, now: datetime) -> Request:
        """The text as this service takes it, signed for this moment where it signs."""


class BotChannel:
    """0 is a receipt. All else is Temporary: a busy service, or a robot that must be mended while messages wait."""

    def __init__(
        self, service: Service, post: Post, shows: str, link: str, now: Callable[[], datetime] = clock.now
    ) -> None:
        self.service = service
        self.post = post
        self.shows = shows
        self.link = link
        self.now = now

    @property
    def name(self) -> str:
        return self.service.name

    def deliver(self, message: Message, address: str) -> Receipt:
        request = self.service.request(text_of(message, self.shows, self.link), self.now().astimezone(UTC))
        content = json.dumps(request.body, ensure_ascii=False).encode()
        answer = self.post.send(content, {"content-type": "application/json; charset=utf-8"}, request.query)
        number, reason = self._judged(answer)
        if number != 0:
            code = "bot-busy" if number in self.service.busy else "bot-refused"
            raise Temporary(code, host=self.post.host, number=number, reason=reason)
        return Receipt(channel=self.name, message_id=message.message_id, reference=reason)

    def probe(self) -> str:
        return self.post.probe()

    def close(self) -> None:
        self.post.close()

    def _judged(self, answer: Answer) -> tuple[int, str]:
        """The service's number and its words. Raises Temporary for an answer that is none of its own."""
        try:
            found = json.loads(answer.content)
            return int(found[self.service.number]), str(found.get(self.service.reason, ""))[:200]
        except (ValueError, KeyError, TypeError):
            raise Temporary("webhook-refused", host=self.post.host, status=answer.status) from None


def text_of(message: Message, shows: str, link: str) -> str:
    """What a room gets to read of a message, and `link` below it."""
    name, language = message.to.name, message.language
    match shows:
        case "text":
            text = f"{name}\n{message.subject}\n\n{message.text}"
        case "subject":
            text = say("bot-subject", language, {"name": name, "subject": message.subject})
        case _:
            text = say("bot-notice", language, {"name": name})
    return f"{text.rstrip()}\n{link}".rstrip()


def signature(key: str, text: str) -> str:
    """HMAC-SHA256 in base64, as these services write it."""
    return b64encode(hmac.digest(key.encode(), text.encode(), "sha256")).decode()


def bot(service: Service, given: Settings) -> BotChannel:
    """`url`: the robot's address; `shows`: notice (the default), subject or text; `link`: where people answer."""
    return BotChannel(service, post_to(given), given.choice("shows", SHOWS), given.text("link", ""))


def shortened(text: str, most: int) -> str:
    """At most so many bytes of UTF-8, no character cut through."""
    if len(text.encode()) <= most:
        return text
    return text.encode()[: most - 3].decode("utf-8", "ignore") + "…"
