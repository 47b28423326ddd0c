"""What stands still until somebody mends it."""

from __future__ import annotations

from engine.runtime.workspace import Workspace
from engine.store.database import snapshot
from engine.store.incidents import OpenIncident, unresolved


def open_incidents(workspace: Workspace) -> tuple[OpenIncident, ...]:
    """Every open incident, the oldest first. For the administrator."""
    with snapshot(workspace.database) as connection:
        return tuple(unresolved(connection))
