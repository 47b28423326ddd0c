"""A group's robot in Feishu (Lark). https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from notifications.channels.bot import NAMES, BotChannel, Request, bot, shortened, signature
from notifications.channels.settings import Settings

LONGEST = 19_000  # a request may have 20 KB


@dataclass(frozen=True, slots=True)
class Feishu:
    """With a `secret`, the moment and the secret are the key that signs nothing at all."""

    secret: str = field(default="", repr=False)
    name: str = "feishu"
    busy: frozenset[int] = frozenset((11232, 11233, 11247))
    number: str = "code"
    reason: str = "msg"

    def request(self, text: str, now: datetime) -> Request:
        body: dict[str, Any] = {"msg_type": "text", "content": {"text": shortened(text, LONGEST)}}
        if self.secret:
            at = str(int(now.timestamp()))
            body |= {"timestamp": at, "sign": signature(f"{at}\n{self.secret}", "")}
        return Request(body=body)


def from_settings(settings: Mapping[str, str]) -> BotChannel:
    """What every robot takes, and `secret` where the robot checks signatures."""
    given = Settings("feishu", settings, (*NAMES, "secret"))
    return bot(Feishu(given.text("secret", "")), given)
