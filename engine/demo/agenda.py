"""Who means to do what, and when: worked out from the database, kept up with what changes in it."""

from __future__ import annotations

from datetime import datetime

from engine.core.values import Instance
from engine.demo.intents import Intent, intents
from engine.demo.scene import Scene
from engine.runtime.work import Work
from engine.runtime.workspace import Workspace
from engine.store.database import snapshot
from engine.store.plays import answered, moved_since

GIVEN_UP = "demo|"


class Agenda:
    """Intents by instance. `given_up` holds the keys of those that were refused for good."""

    def __init__(self, workspace: Workspace, seed: int, now: datetime) -> None:
        self._workspace = workspace
        self._seed = seed
        self._intents: dict[str, list[Intent]] = {}
        self._first: dict[str, datetime] = {}
        with snapshot(workspace.database) as connection:
            self.given_up = set(answered(connection, GIVEN_UP))
        self.refresh(now, None)

    def refresh(self, now: datetime, since: datetime | None) -> None:
        """Look again at what was written since a moment, or at all that runs."""
        with snapshot(self._workspace.database) as connection:
            work = Work(self._workspace, connection, now)
            moved = moved_since(connection, since)
            work.peek(moved)
            for id in moved:
                self.look(work, work.instances[id])

    def look(self, work: Work, instance: Instance) -> None:
        """Work out anew what people mean to do about one instance."""
        found = []
        if instance.status == "running":
            found = [each for each in intents(scene_of(work, instance, self._seed)) if each.key not in self.given_up]
        if found:
            self._intents[instance.id] = found
            self._first[instance.id] = min(each.at for each in found)
        else:
            self._intents.pop(instance.id, None)
            self._first.pop(instance.id, None)

    def next_at(self) -> datetime | None:
        """When somebody next does something."""
        return min(self._first.values(), default=None)

    def due(self, now: datetime) -> list[Intent]:
        """Everything meant for `now` or before, in the order it happens in."""
        some = (self._intents[id] for id, first in self._first.items() if first <= now)
        found = [each for intents in some for each in intents if each.at <= now]
        return sorted(found, key=lambda each: (each.instance, each.at, each.name, each.person))


def scene_of(work: Work, instance: Instance, seed: int) -> Scene:
    """The instance as it stands in this work, with what people need to know to act on it."""
    return Scene(
        seed=seed,
        process=work.process(instance.process, instance.version),
        instance=instance,
        people=work.people,
        parent=work.instances.get(instance.parent) if instance.parent else None,
    )
