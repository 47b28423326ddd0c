"""What a picture of an instance shows: the explanation of `why`, and the way it came, as far as its reader may know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from engine.core.nesting import active
from engine.definition.model import Process
from engine.runtime.workspace import Workspace
from engine.store.events import history
from engine.views.glance import glance
from engine.views.why import Why, explained


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A state entered. `from_state` None: the instance began there."""

    from_state: str | None
    to_state: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An instance on its process: the definition it runs under, where it stands and why, every state it entered."""

    process: Process
    active: tuple[str, ...]  # every state it is in
    why: Why
    moves: tuple[Move, ...]


def standing(workspace: Workspace, now: datetime, instance: str, reader: str | None = None) -> Standing:
    """Where an instance stands. Raises NotFound, also for whoever has no part in it."""
    with glance(workspace, now) as seen:
        why = explained(seen, now, instance, reader)
        # Every state is known to all who take part, as in `history`; who led there and by what is not told here.
        entries = [each.entry for each in history(seen.work.connection, instance)]
        found = seen.instance(instance)
        process = seen.process(found)
        begun = Move(from_state=None, to_state=process.initial, at=found.started_at)
        moved = (
            Move(from_state=each.from_state, to_state=each.to_state, at=each.at)
            for each in entries
            if each.kind == "moved" and each.from_state and each.to_state
        )
        return Standing(process=process, active=active(process, found.state), why=why, moves=(begun, *moved))
