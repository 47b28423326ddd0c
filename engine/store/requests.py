"""Requests that may come twice: the first answer is kept, and given again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select

from engine.core.values import Data
from engine.store.codec import decode, encode
from engine.store.tables import REQUEST
from engine.words.errors import Conflict

_ONE = select(REQUEST.c.fingerprint, REQUEST.c.answer).where(REQUEST.c.key == bindparam("b_key"))
_ADD = insert(REQUEST)
_FORGET = delete(REQUEST).where(REQUEST.c.expires_at <= bindparam("now"))


def recall(connection: Connection, key: str, fingerprint: str) -> Data | None:
    """The answer this request got before, None for a new one.

    `fingerprint` is a hash of who asked for what. Raises Conflict("request-key-reused") if the key was another's.
    """
    row = connection.execute(_ONE, {"b_key": key}).one_or_none()
    if row is None:
        return None
    if row.fingerprint != fingerprint:
        raise Conflict("request-key-reused", key=key)
    answer: Data = decode(row.answer)
    return answer


def was_answered(connection: Connection, key: str) -> bool:
    """Whether a request of this name was done, whatever it asked for."""
    return connection.execute(_ONE, {"b_key": key}).one_or_none() is not None


def remember(
    connection: Connection, key: str, fingerprint: str, answer: Data, now: datetime, expires_at: datetime
) -> None:
    """Keep the answer, in the transaction that made it. Raises Conflict if the same request was faster."""
    connection.execute(
        _ADD,
        {
            "key": key,
            "fingerprint": fingerprint,
            "answer": encode(answer),
            "created_at": now,
            "expires_at": expires_at,
        },
    )


def forget(connection: Connection, now: datetime) -> int:
    """Drop the answers that have expired; the number."""
    return connection.execute(_FORGET, {"now": now}).rowcount
