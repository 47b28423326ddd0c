"""Who means to do what, and when: worked out from the database once, kept up with what is decided from then on."""

from __future__ import annotations

from datetime import datetime

from engine.core.values import Instance
from engine.demo.intents import Intent, intents
from engine.demo.scene import Scene
from engine.runtime.work import Work
from engine.runtime.workspace import Workspace
from engine.store.database import snapshot
from engine.store.plays import answered, running_ids

GIVEN_UP = "demo|"


class Agenda:
    """Intents by instance. `given_up` holds the keys of those that were refused for good."""

    def __init__(self, workspace: Workspace, seed: int, now: datetime) -> None:
        self._seed = seed
        self._intents: dict[str, list[Intent]] = {}
        self._first: dict[str, datetime] = {}
        with snapshot(workspace.database) as connection:
            self.given_up = set(answered(connection, GIVEN_UP))
            work = Work(workspace, connection, now)
            running = running_ids(connection)
            work.peek(running)
            for id in running:
                self.look(work, work.instances[id])
        workspace.listeners.append(self.hear)

    def hear(self, work: Work) -> None:
        """Look again at what a work decided on."""
        for id in {each.after.id for each in work.decisions}:
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
