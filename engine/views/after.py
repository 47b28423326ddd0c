"""What to say of an instance right after an act: where it stands, and who has been given what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.definition.model import Text
from engine.runtime.workspace import Workspace
from engine.views.glance import About, Who, glance


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A task that was opened, and for whom."""

    task: str
    title: Text
    person: Who


@dataclass(frozen=True, slots=True, kw_only=True)
class After:
    about: About
    opened: tuple[Opened, ...]


def after(workspace: Workspace, now: datetime, instance: str, tasks: Sequence[tuple[str, str]]) -> After:
    """`tasks` are (task, person) of the present state. Raises NotFound."""
    with glance(workspace, now) as seen:
        found = seen.instance(instance)
        process = seen.process(found)
        known = {name: task for place in found.state for name, task in process.states[place].tasks.items()}
        return After(
            about=seen.about(found),
            opened=tuple(
                Opened(task=task, title=known[task].title, person=seen.who(person))
                for task, person in tasks
                if task in known
            ),
        )
