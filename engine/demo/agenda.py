"""Who means to do what, and when: worked out from the database, kept up with what changes in it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from engine.core.values import Instance
from engine.demo.intents import Intent, intents
from engine.demo.scene import Scene
from engine.runtime.work import Work
from engine.runtime.workspace import Workspace
from engine.store.database import snapshot
from engine.store.plays import answered, moved_since, running

GIVEN_UP = "demo|"


class Agenda:
    """Intents by instance. `given_up` holds the keys of those that were refused for good."""

    def __init__(self, workspace: Workspace, seed: int, now: datetime) -> None:
        self._workspace = workspace
        self._seed = seed
        self._intents: dict[str, list[Intent]] = {}
        with snapshot(workspace.database) as connection:
            self.given_up = set(answered(connection, GIVEN_UP))
            self._read(Work(workspace, connection, now), running(connection))

    def refresh(self, now: datetime) -> None:
        """Look again at what was written at `now`."""
        with snapshot(self._workspace.database) as connection:
            self._read(Work(self._workspace, connection, now), moved_since(connection, now))

    def _read(self, work: Work, ids: Collection[str]) -> None:
        work.peek(ids)
        for id in ids:
            self.look(scene_of(work, work.instances[id], self._seed))

    def look(self, scene: Scene) -> None:
        """Work out anew what people mean to do about one instance."""
        found = [each for each in intents(scene) if each.key not in self.given_up]
        if found:
            self._intents[scene.instance.id] = found
        else:
            self._intents.pop(scene.instance.id, None)

    def next_at(self) -> datetime | None:
        """When somebody next does something."""
        return min((each.at for some in self._intents.values() for each in some), default=None)

    def due(self, now: datetime) -> list[Intent]:
        """Everything meant for `now` or before, in the order it happens in."""
        found = [each for some in self._intents.values() for each in some if each.at <= now]
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
