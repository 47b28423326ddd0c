"""A database that is held: nothing ticks and nothing goes out until somebody releases it. A restored one begins so."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection

from engine.runtime.workspace import Workspace
from engine.store.database import snapshot
from engine.store.marks import hold_mark, mark, set_mark
from engine.words.errors import Refused
from engine.words.problems import Problem

_NAME = "held"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Since when it is held. `backed_up_at`: the moment the data are of; `ran_until`: how long their original may
    have sent messages after that."""

    since: datetime
    backed_up_at: datetime
    ran_until: datetime


def hold(connection: Connection, what: Hold) -> None:
    """From the commit on, nothing ticks and nothing goes out."""
    moments = {name: getattr(what, name).astimezone(UTC).isoformat() for name in Hold.__slots__}
    set_mark(connection, _NAME, json.dumps(moments))


def held(connection: Connection) -> Hold | None:
    """Why nothing is done; None where everything goes its way."""
    return _read(mark(connection, _NAME))


def let_go(connection: Connection) -> Hold | None:
    """End it, with this transaction; what it was, None if nothing was held."""
    found = _read(hold_mark(connection, _NAME))
    if found is not None:
        set_mark(connection, _NAME, "")
    return found


def hold_of(workspace: Workspace) -> Hold | None:
    """As `held`, in a transaction of its own."""
    with snapshot(workspace.database) as connection:
        return held(connection)


def ensure_free(workspace: Workspace) -> None:
    """Raises Refused where the database is held."""
    found = hold_of(workspace)
    if found is not None:
        raise Refused([Problem(code="database-held", facts={"since": f"{found.since:%Y-%m-%d %H:%M}Z"})])


def _read(text: str | None) -> Hold | None:
    return Hold(**{name: datetime.fromisoformat(at) for name, at in json.loads(text).items()}) if text else None
