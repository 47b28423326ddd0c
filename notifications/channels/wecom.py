"""A group's robot in WeCom. https://developer.work.weixin.qq.com/document/path/91770

It signs nothing: whoever knows the key in its address may speak.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from notifications.channels.bot import NAMES, BotChannel, Request, bot, shortened
from notifications.channels.settings import Settings

LONGEST = 2048


@dataclass(frozen=True, slots=True)
class WeCom:
    name: str = "wecom"
    busy: frozenset[int] = frozenset((-1, 45009, 45033))
    number: str = "errcode"
    reason: str = "errmsg"

    def request(self, text: str, now: datetime) -> Request:
        return Request(body={"msgtype": "text", "text": {"content": shortened(text, LONGEST)}})


def from_settings(settings: Mapping[str, str]) -> BotChannel:
    """What every robot takes; the key stands in `url`."""
    return bot(WeCom(), Settings("wecom", settings, NAMES))
