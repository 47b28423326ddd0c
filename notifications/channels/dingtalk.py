"""A group's robot in DingTalk. https://open.dingtalk.com/document/robots/customize-robot-security-settings"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from notifications.channels.bot import NAMES, BotChannel, Request, bot, shortened, signature
from notifications.channels.settings import Settings

LONGEST = 18_000  # a message may have 20,000 bytes


@dataclass(frozen=True, slots=True)
class DingTalk:
    """With a `secret`, the moment in milliseconds and the secret are signed, and both stand in the address."""

    secret: str = field(default="", repr=False)
    name: str = "dingtalk"
    busy: frozenset[int] = frozenset((-1, 130101, 130102, 410100, 90002, 90018))
    number: str = "errcode"
    reason: str = "errmsg"

    def request(self, text: str, now: datetime) -> Request:
        body = {"msgtype": "text", "text": {"content": shortened(text, LONGEST)}}
        if not self.secret:
            return Request(body=body)
        at = str(round(now.timestamp() * 1000))
        # The client writes the query's percent signs, once.
        return Request(body=body, query={"timestamp": at, "sign": signature(self.secret, f"{at}\n{self.secret}")})


def from_settings(settings: Mapping[str, str]) -> BotChannel:
    """What every robot takes, and `secret` where the robot checks signatures."""
    given = Settings("dingtalk", settings, (*NAMES, "secret"))
    return bot(DingTalk(given.text("secret", "")), given)
