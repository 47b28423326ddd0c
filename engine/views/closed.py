"""What became of a task that a message asked for: whether it is still open to somebody, and who closed it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from engine.core.plan import plan
from engine.definition.model import Text
from engine.runtime.workspace import Workspace
from engine.views.glance import About, Who, glance
from engine.views.history import lines_of
from engine.views.rights import sight_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """A task that is over. `by` and `act`: who did what then, where the reader may know; `done`: it was done."""

    about: About
    title: Text
    done: bool
    at: datetime | None
    by: Who | None
    act: Text | None
    zone: str


def closed_task(
    workspace: Workspace, now: datetime, instance: str, state: str, visit: int, task: str, reader: str
) -> Closed | None:
    """The end of a task of the reader or of somebody they stand in for; None while it is open, or none of theirs.

    Raises NotFound for whoever has no part in the instance any more.
    """
    with glance(workspace, now) as seen:
        found = seen.instance(instance)
        sight_of(seen, found, reader)
        process = seen.process(found)
        theirs = {reader, *seen.work.people.principals(reader, found.process)}
        rows = [
            row
            for row in found.tasks
            if (row.state, row.visit, row.name) == (state, visit, task) and row.person in theirs
        ]
        if not rows or any(row.status == "open" for row in rows):
            return None
        row = next((each for each in rows if each.person == reader), rows[0])
        acts = [each for each in lines_of(seen, found, reader) if each.kind == "act" and each.at == row.closed_at]
        spec = plan(process).tasks.get(task)
        return Closed(
            about=seen.about(found),
            title=spec.title if spec else {"en": task, "zh": task},
            done=row.status == "done",
            at=row.closed_at,
            by=acts[-1].actor if acts else None,
            act=acts[-1].title if acts else None,
            zone=seen.work.people.zone(reader).key,
        )
