"""Locks on what is no row, until the transaction ends. SQLite has one writer anyhow; PostgreSQL takes advisory ones."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from sqlalchemy import BigInteger, Connection, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY

_NUMBERS = func.unnest(bindparam("numbers", type_=ARRAY(BigInteger))).column_valued("number")
_HOLD = select(func.pg_advisory_xact_lock(_NUMBERS))


def hold_all(connection: Connection, names: Iterable[tuple[str, ...]]) -> None:
    """Let nobody else hold any of these until the transaction ends; waits for whoever does, in one order for all."""
    numbers = sorted({_number(each) for each in names})
    if numbers and connection.dialect.name != "sqlite":
        connection.execute(_HOLD, {"numbers": numbers})


def _number(name: tuple[str, ...]) -> int:
    return int.from_bytes(sha256("\0".join(name).encode()).digest()[:8], signed=True)
