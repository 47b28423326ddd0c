"""Chat and push services through Apprise, which speaks to more than a hundred: Slack, Teams, Telegram, Matrix, ….

An extra: `reviewflow[chat]`. The address is one of Apprise's, such as `slack://…`. It may hold `{address}`,
the recipient's mail, or `{id}`, what stands before its @, and then reaches each person by themselves; otherwise a group
reads along. https://github.com/caronc/apprise/wiki
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import quote

from engine.words.errors import Misuse
from notifications.channels import Receipt, Temporary
from notifications.channels.bot import SHOWS, text_of
from notifications.channels.settings import Settings
from notifications.message import Message

if TYPE_CHECKING:
    from apprise import NotifyBase


class ChatChannel:
    """Apprise says whether it went well and no more, so whatever did not is Temporary."""

    name = "chat"

    def __init__(self, url: str, shows: str, link: str) -> None:
        self.url = url
        self.shows = shows
        self.link = link

    def deliver(self, message: Message, address: str) -> Receipt:
        from apprise import LogCapture, logging

        service = opened(self.url, address)
        with LogCapture(level=logging.WARNING, fmt="%(message)s") as said:  # type: ignore[no-untyped-call]
            done = service.notify(body=text_of(message, self.shows, self.link))
            why = " ".join(str(said.getvalue()).split())
        if not done:
            raise Temporary("chat-refused", service=str(service.service_name), reason=why[:200] or "–")
        return Receipt(channel=self.name, message_id=message.message_id, reference=str(service.service_name))

    def close(self) -> None:
        """Nothing is kept open."""


def opened(url: str, address: str) -> NotifyBase:
    """The service behind an address, for one recipient. Raises Misuse without the library, or for no such address."""
    try:
        from apprise import Apprise
    except ImportError as error:
        raise Misuse("chat-not-installed") from error
    filled = url.replace("{address}", quote(address, safe="")).replace(
        "{id}", quote(address.partition("@")[0], safe="")
    )
    found = Apprise.instantiate(filled, suppress_exceptions=True)
    if found is None:
        raise Settings("chat", {}, ()).invalid("url", "setting-apprise")
    return found


def from_settings(settings: Mapping[str, str]) -> ChatChannel:
    """`url`: an address of Apprise; `shows`: notice (the default), subject or text; `link`: where people answer."""
    given = Settings(ChatChannel.name, settings, ("url", "shows", "link"))
    channel = ChatChannel(given.text("url"), given.choice("shows", SHOWS), given.text("link", ""))
    opened(channel.url, "nobody@example.com")
    return channel
