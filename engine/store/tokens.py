"""Keys to the API: kept as digests, found by the public part of their text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, insert, select, update

from engine.store.tables import TOKEN

# A key that is used a thousand times a minute need not write a thousand times when.
_USED_EVERY = timedelta(minutes=5)
_ONE = select(TOKEN).where(TOKEN.c.id == bindparam("b_id"))
_ALL = select(TOKEN).order_by(TOKEN.c.created_at, TOKEN.c.id)
_ADD = insert(TOKEN)
_USED = update(TOKEN).where(TOKEN.c.id == bindparam("b_id")).values(used_at=bindparam("now"))
_REVOKE = (
    update(TOKEN)
    .where(TOKEN.c.id == bindparam("b_id"), TOKEN.c.revoked_at.is_(None))
    .values(revoked_at=bindparam("now"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A key. `digest` is SHA-256 of its secret; `acts_for` a person's id, `*` for everybody, None for nobody."""

    id: str
    name: str
    digest: str
    scopes: tuple[str, ...]
    acts_for: str | None
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    revoked_at: datetime | None = None

    def valid(self, now: datetime) -> bool:
        return self.revoked_at is None and now < self.expires_at

    def used_long_ago(self, now: datetime) -> bool:
        """Whether its last use is to be written again."""
        return self.used_at is None or now - self.used_at >= _USED_EVERY


def add(connection: Connection, token: Token) -> None:
    connection.execute(
        _ADD,
        {
            "id": token.id,
            "name": token.name,
            "digest": token.digest,
            "scopes": " ".join(token.scopes),
            "acts_for": token.acts_for,
            "created_at": token.created_at,
            "expires_at": token.expires_at,
            "used_at": token.used_at,
            "revoked_at": token.revoked_at,
        },
    )


def find(connection: Connection, id: str) -> Token | None:
    row = connection.execute(_ONE, {"b_id": id}).one_or_none()
    return None if row is None else _token(row)


def tokens(connection: Connection) -> list[Token]:
    """All of them, the oldest first; also those that are over."""
    return [_token(row) for row in connection.execute(_ALL)]


def used(connection: Connection, id: str, now: datetime) -> None:
    connection.execute(_USED, {"b_id": id, "now": now})


def revoke(connection: Connection, id: str, now: datetime) -> bool:
    """Whether there was one to revoke."""
    return connection.execute(_REVOKE, {"b_id": id, "now": now}).rowcount == 1


def _token(row: object) -> Token:
    values = {name: getattr(row, name) for name in Token.__slots__}
    return Token(**{**values, "scopes": tuple(values["scopes"].split())})
