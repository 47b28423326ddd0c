"""`Idempotency-Key`: the same request twice is done once, whoever asks at the same time."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from threading import Lock
from typing import Annotated, Any

from fastapi import Header
from fastapi.responses import JSONResponse

from engine.api.desk import Caller
from engine.store import requests
from engine.store.codec import encode
from engine.store.database import whole
from engine.store.locks import hold_all
from engine.words.errors import Conflict
from engine.words.plain import plain

REMEMBERED_FOR = timedelta(days=2)

_LOCK = Lock()
_IN_FLIGHT: set[str] = set()

Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        description="Any text that names this request. Sent again with the same body, it gets the first answer.",
    ),
]


@contextmanager
def in_flight(caller: Caller, key: str) -> Iterator[str]:
    """The key as it is kept: everybody's own. Raises Conflict while its request is being done."""
    own = f"{caller.token.id}:{key}"
    with _LOCK:
        if own in _IN_FLIGHT:
            raise Conflict("request-in-flight", key=key)
        _IN_FLIGHT.add(own)
    try:
        yield own
    finally:
        with _LOCK:
            _IN_FLIGHT.discard(own)


def once(
    caller: Caller, key: str, asked: object, do: Callable[[], object], status: int = 200, forget: Sequence[str] = ()
) -> JSONResponse:
    """Do it and keep the answer, in one transaction; a request seen before gets the answer it had.

    `asked` is what tells two requests apart. `forget` names what is shown once: null in an answer that is repeated.
    Raises what `do` raises: a refusal is not kept.
    """
    fingerprint = hashlib.sha256(encode(plain(asked, "en")).encode()).hexdigest()
    with in_flight(caller, key) as own, whole(caller.workspace.database) as connection:
        hold_all(connection, [("request", own)])  # another server may have been asked too
        known = requests.recall(connection, own, fingerprint)
        if known is not None:
            return caller.answer(known["answer"], status, **{"Idempotent-Replayed": "true"})
        answer: Any = plain(do(), caller.language)
        kept = {**answer, **dict.fromkeys(forget)} if forget else answer
        now = caller.now
        requests.remember(connection, own, fingerprint, {"answer": kept}, now, now + REMEMBERED_FOR)
    return caller.answer(answer, status)
