"""Keys to the API: who made one may do what, until when. A secret is shown once and kept nowhere."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from engine.runtime.workspace import Workspace
from engine.store import tokens as stored
from engine.store.database import snapshot, transaction
from engine.store.people import persons
from engine.store.tokens import Token
from engine.words.errors import Misuse, NotFound
from engine.words.problems import nearest

# What each lets its holder do. Nothing follows from another; `everything:read` only widens what is seen.
SCOPES = (
    "definitions:read",
    "definitions:write",
    "cycles:read",
    "cycles:write",
    "instances:read",
    "acts:write",
    "everything:read",
    "people:read",
    "people:write",
    "measurements:read",
    "measurements:write",
    "messages:read",
    "messages:write",
    "incidents:read",
    "incidents:write",
    "webhooks:read",
    "webhooks:write",
    "operations:read",
)
ANYBODY = "*"
LONGEST = timedelta(days=731)
_FORM = re.compile(r"^rf_([0-9a-z]{12})_([0-9A-Za-z_-]{43})$")


def make_token(
    workspace: Workspace,
    name: str,
    scopes: Collection[str],
    lasts: timedelta,
    now: datetime,
    acts_for: str | None = None,
) -> tuple[Token, str]:
    """A new key, and its text: shown now and never again.

    Raises Misuse for a scope nobody knows, none at all, or a time that is none or too long; NotFound for a person.
    """
    for each in scopes:
        if each not in SCOPES:
            hint = nearest(each[:60], SCOPES) or SCOPES[0]
            raise Misuse("token-scope-unknown", scope=each[:60], known=", ".join(SCOPES), nearest=hint)
    if not scopes:
        raise Misuse("token-without-scope", known=", ".join(SCOPES))
    if not timedelta() < lasts <= LONGEST:
        raise Misuse("token-lasts", days=lasts.days, most=LONGEST.days)
    secret = secrets.token_urlsafe(32)
    token = Token(
        id=secrets.token_hex(6),
        name=name,
        digest=_digest(secret),
        scopes=tuple(dict.fromkeys(scopes)),
        acts_for=acts_for,
        created_at=now,
        expires_at=now + lasts,
    )
    with transaction(workspace.database) as connection:
        if acts_for is not None and acts_for != ANYBODY and not persons(connection, [acts_for]):
            raise NotFound("person-unknown", person=acts_for[:60])
        stored.add(connection, token)
    return token, f"rf_{token.id}_{secret}"


def holder(workspace: Workspace, text: str, now: datetime) -> Token | None:
    """The key whose text this is, if it is valid; that it was used is noted from time to time."""
    parts = _FORM.match(text)
    if parts is None:
        return None
    with snapshot(workspace.database) as connection:
        token = stored.find(connection, parts[1])
    if token is None or not hmac.compare_digest(token.digest, _digest(parts[2])) or not token.valid(now):
        return None
    if token.used_long_ago(now):
        with transaction(workspace.database) as connection:
            stored.used(connection, token.id, now)
    return token


def all_tokens(workspace: Workspace) -> list[Token]:
    with snapshot(workspace.database) as connection:
        return stored.tokens(connection)


def revoke_token(workspace: Workspace, id: str, now: datetime) -> None:
    """From now on it opens nothing. Raises NotFound if there is none, or none any more."""
    with transaction(workspace.database) as connection:
        if not stored.revoke(connection, id, now):
            raise NotFound("token-unknown", token=id[:60])


def _digest(secret: str) -> str:
    # Thirty-two random bytes cannot be guessed, so that no slow hash is needed.
    return hashlib.sha256(secret.encode()).hexdigest()
