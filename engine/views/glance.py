"""Looking at instances without touching them: one snapshot, everything loaded for it, names for ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from engine.core.nesting import standing, title_of
from engine.core.values import Instance
from engine.core.world import World
from engine.definition.model import Process, State, Text
from engine.runtime.work import Work
from engine.runtime.workspace import Workspace
from engine.store.database import snapshot
from engine.words.errors import DefinitionInvalid, NotFound

# What an instance raises whose kept definition, or whose state, nobody can read: the others are shown all the same.
UNREADABLE = (DefinitionInvalid, KeyError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """A person by id, with the name they go by; the id again for somebody nobody knows."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What every view says first of an instance. `state` is its name, the titles are texts in all languages."""

    instance: str
    process: str
    version: int
    process_title: Text
    subject: Who
    cycle: str | None
    status: str
    state: str
    state_title: Text


class Glance:
    """One moment of the database, for reading."""

    def __init__(self, work: Work) -> None:
        self.work = work

    def load(self, ids: Iterable[str]) -> Mapping[str, Instance]:
        """Those of `ids` that exist, their parents and their people read with them."""
        wanted = list(ids)
        self.work.peek(wanted)
        return {id: self.work.instances[id] for id in wanted if id in self.work.instances}

    def instance(self, id: str) -> Instance:
        """One instance. Raises NotFound."""
        found = self.load([id])
        if id not in found:
            raise NotFound("instance-unknown", instance=id)
        return found[id]

    def process(self, instance: Instance) -> Process:
        """The definition an instance runs under."""
        return self.work.process(instance.process, instance.version)

    def world(self, instance: Instance) -> World:
        """What an instance may read now."""
        return self.work.worlds.of(self.process(instance), instance.subject, instance.cycle, instance.parent)

    def who(self, id: str) -> Who:
        found = self.work.people.known(id)
        return Who(id=id, name=id if found is None else found.record.name)

    def whos(self, ids: Iterable[str]) -> tuple[Who, ...]:
        wanted = list(ids)
        self.work.people.prefetch(wanted)
        return tuple(self.who(id) for id in wanted)

    def about(self, instance: Instance) -> About:
        process = self.process(instance)
        return About(
            instance=instance.id,
            process=instance.process,
            version=instance.version,
            process_title=process.title,
            subject=self.who(instance.subject),
            cycle=instance.cycle,
            status=instance.status,
            state=standing(process, instance.state),
            state_title=title_of(process, instance.state),
        )


@contextmanager
def glance(workspace: Workspace, now: datetime) -> Iterator[Glance]:
    """Open a snapshot as of now; nothing can be written through it."""
    with snapshot(workspace.database) as connection:
        yield Glance(Work(workspace, connection, now))


def title_of_state(process: Process, name: str) -> Text:
    """The title of a state, also of one that a later version dropped."""
    state: State | None = process.states.get(name)
    return {"en": name, "zh": name} if state is None else state.title
