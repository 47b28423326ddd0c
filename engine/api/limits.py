"""What keeps a server up whatever it is sent: bodies of a bounded size that come in time, so many requests a minute."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from engine.api.problems import TooMuch, answer_error
from engine.words.errors import Misuse, ReviewflowError

LARGEST = 20_000_000  # bytes: a hundred thousand people as CSV
IN_TIME = 30.0  # seconds a body may take
A_MINUTE = 1200  # requests of one key
_MOST_KEYS = 10_000


class Bounded:
    """Reads a body before anybody sees it: 413 for one that is too large, 408 for one that does not come."""

    def __init__(self, app: ASGIApp, largest: int = LARGEST, in_time: float = IN_TIME) -> None:
        self._app = app
        self._largest = largest
        self._in_time = in_time

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        body, refused = await self._taken(scope, receive)
        if refused is not None:
            await answer_error(Request(scope), refused)(scope, receive, send)
            return
        sent = False

        async def replayed() -> Message:
            nonlocal sent
            if sent:
                return await receive()
            sent = True
            return {"type": "http.request", "body": body, "more_body": False}

        await self._app(scope, replayed, send)

    async def _taken(self, scope: Scope, receive: Receive) -> tuple[bytes, ReviewflowError | None]:
        """The whole body, or what speaks against the request."""
        if b"%00" in scope["raw_path"] + scope["query_string"]:
            return b"", Misuse("text-unkeepable", found="%00")
        try:
            async with asyncio.timeout(self._in_time):
                body = await self._body(scope, receive)
        except TimeoutError:
            return b"", TooMuch("body-too-slow", 408, seconds=int(self._in_time))
        return (b"", TooMuch("body-too-large", 413, most=self._largest)) if body is None else (body, None)

    async def _body(self, scope: Scope, receive: Receive) -> bytes | None:
        """The whole body, None for one that is too large."""
        headers = dict(scope["headers"])
        announced = headers.get(b"content-length", b"0")
        if not announced.isdigit() or int(announced) > self._largest:
            return None
        parts, size = [], 0
        while True:
            message = await receive()
            if message["type"] != "http.request":
                return b""
            parts.append(message.get("body", b""))
            size += len(parts[-1])
            if size > self._largest:
                return None
            if not message.get("more_body", False):
                return b"".join(parts)


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class Rate:
    """So many requests a minute of each key, a burst of as many at once; counted by this server for itself."""

    def __init__(self, a_minute: int = A_MINUTE) -> None:
        self._a_minute = a_minute
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()
        self._lock = Lock()

    def take(self, key: str) -> None:
        """Raises TooMuch (429), which says after how many seconds to come again."""
        now = time.monotonic()
        with self._lock:
            bucket = self._buckets.pop(key, None) or _Bucket(float(self._a_minute), now)
            self._buckets[key] = bucket
            while len(self._buckets) > _MOST_KEYS:
                self._buckets.popitem(last=False)
            bucket.left = min(self._a_minute, bucket.left + (now - bucket.at) * self._a_minute / 60)
            bucket.at = now
            if bucket.left < 1:
                wait = int((1 - bucket.left) * 60 / self._a_minute) + 1
                raise TooMuch("too-many-requests", 429, wait=wait, most=self._a_minute, seconds=wait)
            bucket.left -= 1
