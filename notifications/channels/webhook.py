"""A message as a signed POST, after Standard Webhooks, to one configured address.

The name is resolved once, its addresses are judged, and the connection goes to the judged address:
a name that answers differently a moment later gains nothing. Redirects are not followed.
"""

from __future__ import annotations

import binascii
import json
from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

import httpx2
from standardwebhooks import Webhook

from engine.words import clock
from notifications.channels import Permanent, Receipt, Temporary
from notifications.channels.addresses import is_loopback, is_public, resolved
from notifications.channels.settings import Settings
from notifications.message import Message

TYPE = "message"
LATER = frozenset((408, 425, 429))  # "not now", though they are 4xx
SECRET_BYTES = range(24, 65)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where to. `timeout` is in seconds; `secret` signs and never shows."""

    url: httpx2.URL
    secret: str = field(repr=False)
    timeout: int = 15
    allow_private: bool = False


class WebhookChannel:
    """2xx is a receipt; 4xx is Permanent but for "not now"; all else is Temporary."""

    name = "webhook"

    def __init__(self, target: Target, now: Callable[[], datetime] = clock.now) -> None:
        self.target = target
        self.now = now
        self._signer = Webhook(target.secret)
        self._client: httpx2.Client | None = None

    def deliver(self, message: Message, address: str) -> Receipt:
        content = body(message, address)
        sent_at = self.now().astimezone(UTC)
        headers = {
            "content-type": "application/json",
            "host": self.target.url.netloc.decode("ascii"),
            "webhook-id": message.message_id,
            "webhook-timestamp": str(int(sent_at.timestamp())),
            "webhook-signature": self._signer.sign(message.message_id, sent_at, content),
        }
        status = self._posted(content.encode(), headers)
        if 200 <= status < 300:
            return Receipt(channel=self.name, message_id=message.message_id, reference=str(status))
        kind = Permanent if 400 <= status < 500 and status not in LATER else Temporary
        raise kind("webhook-refused", host=self.target.url.host, status=status)

    def close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            client.close()

    def _posted(self, content: bytes, headers: Mapping[str, str]) -> int:
        url = self.target.url
        if self._client is None:
            self._client = httpx2.Client(
                timeout=self.target.timeout, follow_redirects=False, trust_env=False, max_redirects=0
            )
        try:
            request = self._client.build_request(
                "POST",
                url.copy_with(host=self._judged()),
                content=content,
                headers=headers,
                extensions={"sni_hostname": url.host},  # the certificate is checked against the name
            )
            response = self._client.send(request, stream=True)
            response.close()
        except (httpx2.HTTPError, OSError, UnicodeError) as error:
            reason = str(error)[:200] or type(error).__name__
            raise Temporary("webhook-unreachable", host=url.host, reason=reason) from error
        return response.status_code

    def _judged(self) -> str:
        """One address of the host, after all of them were found fit."""
        url = self.target.url
        found = resolved(url.host, url.port or (443 if url.scheme == "https" else 80))
        if not self.target.allow_private and not all(is_public(each) for each in found):
            raise Permanent("webhook-address-private", host=url.host)
        return str(found[0])


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
            "at": message.sent_at.astimezone(UTC).isoformat(),
        },
        ensure_ascii=False,
    )


def from_settings(settings: Mapping[str, str]) -> WebhookChannel:
    """`url` (https, or http on this machine); `secret`: `whsec_…`; `timeout` in seconds (15);
    `allow_private: yes` for addresses inside one's own network, this machine included."""
    given = Settings(WebhookChannel.name, settings, ("url", "secret", "timeout", "allow_private"))
    try:
        url = httpx2.URL(given.text("url"))
    except httpx2.InvalidURL as error:
        raise given.invalid("url", "setting-https") from error
    if not url.host or not (url.scheme == "https" or (url.scheme == "http" and is_loopback(url.host))):
        raise given.invalid("url", "setting-https")
    secret = given.text("secret")
    try:
        key = b64decode(secret.removeprefix("whsec_"), validate=True)
    except (binascii.Error, ValueError) as error:
        raise given.invalid("secret", "setting-secret") from error
    if len(key) not in SECRET_BYTES:
        raise given.invalid("secret", "setting-secret")
    return WebhookChannel(
        Target(
            url=url,
            secret=secret,
            timeout=given.number("timeout", 15, 600),
            allow_private=given.yes("allow_private"),
        )
    )
