"""The ways a message leaves: one small module each, and third parties' by entry point.

Owns the contract (`Channel`, `Receipt`, `Temporary`, `Permanent`) and the opening by name. A channel
knows one attempt; when to try again is the caller's. Another package adds a channel with an entry
point in the group `reviewflow.channels` that names a function of one mapping of plain strings.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import entry_points
from typing import Protocol, runtime_checkable

from engine.words.errors import Misuse, ReviewflowError
from notifications.hints import hinted
from notifications.message import Message

GROUP = "reviewflow.channels"
OWN = ("mailbox", "smtp", "webhook", "feishu", "dingtalk", "wecom", "chat")
DEFAULT = "mailbox"


class Temporary(ReviewflowError):
    """This attempt failed; a later one may succeed."""


class Permanent(ReviewflowError):
    """This message will never be taken at this address; trying again is useless."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The other side has the message. `reference` is its answer, or where the message lies."""

    channel: str
    message_id: str
    reference: str


class Channel(Protocol):
    """A way to deliver. Used for a batch by one thread, then closed; it may be used again after."""

    @property
    def name(self) -> str: ...

    def deliver(self, message: Message, address: str) -> Receipt:
        """Hand over one message. Raises Temporary or Permanent, and nothing else."""

    def close(self) -> None:
        """Let go of connections."""


@runtime_checkable
class Probed(Protocol):
    """A channel that can be tried without sending anything."""

    def probe(self) -> str:
        """Connect as for a message; where to. Raises Temporary or Permanent."""


Factory = Callable[[Mapping[str, str]], Channel]


def channel_names() -> tuple[str, ...]:
    """Every channel that can be opened here, our own first."""
    others = {point.name for point in entry_points(group=GROUP)} - set(OWN)
    return (*OWN, *sorted(others))


def open_channel(name: str, settings: Mapping[str, str]) -> Channel:
    """The channel of that name. Nothing is connected yet. Raises Misuse for a name or a setting."""
    if name in OWN:
        module = import_module(f"notifications.channels.{name}")
        factory: Factory = module.from_settings
        return factory(settings)
    for point in entry_points(group=GROUP):
        if point.name == name:
            try:
                factory = point.load()
            except Exception as error:  # what a stranger's module does is not ours to foresee
                raise Misuse("channel-broken", name=name, reason=str(error)[:300]) from error
            return factory(settings)
    raise Misuse("channel-unknown", **hinted(name, channel_names()))
