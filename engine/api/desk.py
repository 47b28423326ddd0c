"""What every route holds: the workspace as its files stand now, the clock, who calls and in which language."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Annotated, Any

from fastapi import Depends, Query, Request
from fastapi.responses import JSONResponse
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from fastapi.security.utils import get_authorization_scheme_param
from pydantic.json_schema import SkipJsonSchema

from engine.api.limits import Rate
from engine.api.problems import Forbidden, Unauthorised, language_of
from engine.runtime.keys import ANYBODY, holder
from engine.runtime.settings import FILE as SETTINGS
from engine.runtime.workspace import Workspace, open_workspace
from engine.store.tokens import Token
from engine.words import clock
from engine.words.plain import plain

_LOOK_EVERY = 1.0  # seconds

bearer = HTTPBearer(auto_error=False, description="A key of `reviewflow token`.")


class Desk:
    """One folder and its database, served. Files that change are read anew; the connections stay."""

    def __init__(self, workspace: Workspace, now: Callable[[], datetime] = clock.now) -> None:
        self.now = now
        self.rate = Rate()
        self._workspace = workspace
        self._seen = _stamp(workspace.home)
        self._looked = time.monotonic()
        self._lock = Lock()

    @property
    def workspace(self) -> Workspace:
        """As the files stand now, looked at once a second."""
        if time.monotonic() - self._looked > _LOOK_EVERY:
            self.look()
        return self._workspace

    def look(self) -> None:
        """Read the files anew if any has changed."""
        with self._lock:
            self._looked = time.monotonic()
            stamp = _stamp(self._workspace.home)
            if stamp != self._seen:
                before = self._workspace
                fresh = open_workspace(before.home, before.settings.database)
                fresh.__dict__["database"] = before.database  # the same pool of connections
                self._workspace, self._seen = fresh, stamp


def _stamp(home: Path) -> tuple[tuple[str, int, int], ...]:
    """What tells files apart that were changed: names, sizes, times."""
    folders = [home / "processes", home / "templates"]
    inner = [file for folder in folders if folder.is_dir() for file in folder.rglob("*")]
    files = sorted(file for file in (home / SETTINGS, *inner) if file.is_file())
    stats = [(str(file), file.stat()) for file in files]
    return tuple((name, found.st_size, found.st_mtime_ns) for name, found in stats)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls: the key, and the language of the answer."""

    desk: Desk
    token: Token
    language: str

    @property
    def workspace(self) -> Workspace:
        return self.desk.workspace

    @property
    def now(self) -> datetime:
        return self.desk.now()

    @property
    def via(self) -> str:
        """What the history calls an act of this key."""
        return f"{self.token.name} ({self.token.id})"

    def acting(self, person: str | None) -> str:
        """Whom an act is done as: whoever is named, else the person of the key. Raises Forbidden."""
        own = self.token.acts_for
        if own == ANYBODY and person:
            return person
        if own in (None, ANYBODY) or person not in (None, own):
            raise Forbidden("token-acts-for-others", person=(person or "–")[:60], token=self.token.name)
        assert own is not None
        return own

    def reading(self, person: str | None) -> str | None:
        """With whose eyes something is read; None: the administrator's, for keys that may. Raises Forbidden."""
        if person is None and "everything:read" in self.token.scopes:
            return None
        return self.acting(person)

    def answer(self, value: object, status: int = 200, **headers: str) -> JSONResponse:
        """A value of any room as JSON."""
        return JSONResponse(plain(value, self.language), status, headers=headers)


def caller(request: Request, _: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)] = None) -> Caller:
    """Who calls. Raises Unauthorised, or TooMuch."""
    desk: Desk = request.app.state.desk
    scheme, text = get_authorization_scheme_param(request.headers.get("authorization"))
    token = holder(desk.workspace, text, desk.now()) if scheme.lower() == "bearer" else None
    if token is None:
        desk.rate.take(f"stranger {request.client.host if request.client else ''}")
        raise Unauthorised("token-missing" if not text else "token-invalid")
    desk.rate.take(token.id)
    return Caller(desk, token, language_of(request))


def may(scope: str) -> Any:
    """A dependency: the caller, if their key has this scope."""

    def allowed(found: Annotated[Caller, Depends(caller)]) -> Caller:
        if scope not in found.token.scopes:
            raise Forbidden("token-lacks-scope", scope=scope, token=found.token.name)
        return found

    return Depends(allowed)


# What may be left out is no `null` that somebody could send.
Absent = SkipJsonSchema[None]

As = Annotated[
    str | Absent,
    Query(alias="as", max_length=200, description="With this person's eyes; without it the key's own, or all of it."),
]
