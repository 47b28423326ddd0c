"""A POST to one configured address that cannot be led elsewhere.

The name is resolved once, its addresses are judged, and the connection goes to the judged address:
a name that answers differently a moment later gains nothing. Redirects are not followed.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass

import httpx2

from notifications.channels import Permanent, Temporary
from notifications.channels.addresses import is_loopback, is_public, resolved
from notifications.channels.settings import Settings

# No service's answer is longer; what a stranger sends beyond is not read.
LONGEST_ANSWER = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back: the status and at most `LONGEST_ANSWER` bytes."""

    status: int
    content: bytes


class Post:
    """`timeout` is in seconds. One connection serves a batch; `close` lets it go."""

    def __init__(self, url: httpx2.URL, *, timeout: int, allow_private: bool) -> None:
        self.url = url
        self.timeout = timeout
        self.allow_private = allow_private
        self._client: httpx2.Client | None = None

    @property
    def host(self) -> str:
        return self.url.host

    def send(self, content: bytes, headers: Mapping[str, str], query: Mapping[str, str] | None = None) -> Answer:
        """The answer, whatever its status. Raises Temporary where none comes, Permanent for an address not allowed."""
        if self._client is None:
            self._client = httpx2.Client(timeout=self.timeout, follow_redirects=False, trust_env=False, max_redirects=0)
        try:
            url = self.url.copy_merge_params(query) if query else self.url
            request = self._client.build_request(
                "POST",
                url.copy_with(host=self._judged()),
                content=content,
                headers={**headers, "host": self.url.netloc.decode("ascii")},
                extensions={"sni_hostname": self.host},  # the certificate is checked against the name
            )
            response = self._client.send(request, stream=True)
            try:
                return Answer(status=response.status_code, content=_some_of(response))
            finally:
                response.close()
        except (httpx2.HTTPError, OSError, UnicodeError) as error:
            reason = str(error)[:200] or type(error).__name__
            raise Temporary("webhook-unreachable", host=self.host, reason=reason) from error

    def probe(self) -> str:
        """Connect to the judged address, with TLS where the address says so, and ask nothing."""
        secure = self.url.scheme == "https"
        port = self.url.port or (443 if secure else 80)
        try:
            with socket.create_connection((self._judged(), port), self.timeout) as line:
                if secure:
                    ssl.create_default_context().wrap_socket(line, server_hostname=self.host).close()
        except (OSError, UnicodeError) as error:
            reason = str(error)[:200] or type(error).__name__
            raise Temporary("webhook-unreachable", host=self.host, reason=reason) from error
        return f"{self.host}:{port}"

    def close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            client.close()

    def _judged(self) -> str:
        """One address of the host, after all of them were found fit."""
        found = resolved(self.host, self.url.port or (443 if self.url.scheme == "https" else 80))
        if not self.allow_private and not all(is_public(each) for each in found):
            raise Permanent("webhook-address-private", host=self.host)
        return str(found[0])


def _some_of(response: httpx2.Response) -> bytes:
    content = b""
    for some in response.iter_bytes():
        content += some
        if len(content) > LONGEST_ANSWER:
            break
    return content[:LONGEST_ANSWER]


def post_to(given: Settings) -> Post:
    """`url` (https, or http on this machine), `timeout` in seconds (15), `allow_private`. Raises Misuse."""
    try:
        url = httpx2.URL(given.text("url"))
    except httpx2.InvalidURL as error:
        raise given.invalid("url", "setting-https") from error
    if not url.host or not (url.scheme == "https" or (url.scheme == "http" and is_loopback(url.host))):
        raise given.invalid("url", "setting-https")
    return Post(url, timeout=given.number("timeout", 15, 600), allow_private=given.yes("allow_private"))
