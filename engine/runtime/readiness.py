"""A database made ready for this version of the engine: created or brought up to date, never taken back."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from engine.runtime.workspace import Workspace
from engine.store.revision import known, recorded
from engine.words.errors import Unavailable


def make_ready(workspace: Workspace) -> Literal["ready", "created", "upgraded"]:
    """What had to be done so that the database has this version's tables.

    Raises Unavailable("database-newer") for one that a later version of the engine has changed.
    """
    have, revisions = recorded(workspace.database), known()
    if have == revisions[-1]:
        return "ready"
    if have is not None and have not in revisions:
        raise Unavailable("database-newer", found=have, known=revisions[-1])
    # Loading the migrations takes as long as the rest of a command, and is needed once.
    from engine.store.prepare import upgrade

    upgrade(workspace.database)
    return "created" if have is None else "upgraded"


def ensure_there(workspace: Workspace) -> None:
    """For whoever only looks: nothing is created or changed. Raises Unavailable for a database that is not ready."""
    url = workspace.database.url
    shown = url.render_as_string()
    if url.get_backend_name() == "sqlite" and url.database and not Path(url.database).exists():
        raise Unavailable("database-absent", database=shown)
    have, revisions = recorded(workspace.database), known()
    if have is None:
        raise Unavailable("database-absent", database=shown)
    if have != revisions[-1]:
        code = "database-older" if have in revisions else "database-newer"
        raise Unavailable(code, found=have, known=revisions[-1])
