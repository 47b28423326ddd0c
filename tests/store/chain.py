"""Whether a history verifies, asked as tests ask it."""

from __future__ import annotations

from sqlalchemy import Connection

from engine.store.events import chains


def broken_in(connection: Connection, instance: str) -> int | None:
    """The first sequence number whose hash is wrong."""
    return chains(connection, [instance])[instance].broken
