"""A message as a signed POST, after Standard Webhooks, to one configured address."""

from __future__ import annotations

import binascii
import json
from base64 import b64decode
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from standardwebhooks import Webhook

from engine.words import clock
from notifications.channels import Permanent, Receipt, Temporary
from notifications.channels.post import Post, post_to
from notifications.channels.settings import Settings
from notifications.message import Message

TYPE = "message"
LATER = frozenset((408, 425, 429))  # "not now", though they are 4xx
SECRET_BYTES = range(24, 65)


class WebhookChannel:
    """2xx is a receipt; 4xx is Permanent but for "not now"; all else is Temporary. The secret never shows."""

    name = "webhook"

    def __init__(self, post: Post, secret: str, now: Callable[[], datetime] = clock.now) -> None:
        self.post = post
        self.now = now
        self._signer = Webhook(secret)

    def deliver(self, message: Message, address: str) -> Receipt:
        content = body(message, address)
        headers = self.signed(message.message_id, self.now().astimezone(UTC), content)
        status = self.post.send(content.encode(), headers).status
        if 200 <= status < 300:
            return Receipt(channel=self.name, message_id=message.message_id, reference=str(status))
        kind = Permanent if 400 <= status < 500 and status not in LATER else Temporary
        raise kind("webhook-refused", host=self.post.host, status=status)

    def probe(self) -> str:
        return self.post.probe()

    def signed(self, id: str, at: datetime, content: str) -> dict[str, str]:
        """The headers of one attempt. https://www.standardwebhooks.com"""
        return {
            "content-type": "application/json",
            "webhook-id": id,
            "webhook-timestamp": str(int(at.timestamp())),
            "webhook-signature": self._signer.sign(id, at, content),
        }

    def close(self) -> None:
        self.post.close()


def body(message: Message, address: str) -> str:
    """The JSON text: type, id, recipient, subject, text, at. The same message gives the same text."""
    return json.dumps(
        {
            "type": TYPE,
            "id": message.message_id,
            "template": message.template,
            "language": message.language,
            "recipient": {"name": message.to.name, "address": address},
            "subject": message.subject,
            "text": message.text,
            **({"calendar": message.calendar} if message.calendar else {}),
            "at": message.sent_at.astimezone(UTC).isoformat(),
        },
        ensure_ascii=False,
    )


def from_settings(settings: Mapping[str, str]) -> WebhookChannel:
    """`url` (https, or http on this machine); `secret`: `whsec_…`; `timeout` in seconds (15);
    `allow_private: yes` for addresses inside one's own network, this machine included."""
    given = Settings(WebhookChannel.name, settings, ("url", "secret", "timeout", "allow_private"))
    post, secret = post_to(given), given.text("secret")
    try:
        key = b64decode(secret.removeprefix("whsec_"), validate=True)
    except (binascii.Error, ValueError) as error:
        raise given.invalid("secret", "setting-secret") from error
    if len(key) not in SECRET_BYTES:
        raise given.invalid("secret", "setting-secret")
    return WebhookChannel(post, secret)
