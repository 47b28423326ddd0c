"""A person's limits as a calendar takes them: each open task that has one, under the name its letters gave it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from engine.definition.model import Text
from engine.runtime.letters import task_uid
from engine.runtime.workspace import Workspace
from engine.store.tasks import open_tasks
from engine.views.glance import UNREADABLE, About, glance
from engine.views.inbox import stands_in
from engine.words.errors import NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """`due_on` where the limit is a day, else `due_at`. `uid` stays the same however the limit moves."""

    uid: str
    about: About
    title: Text
    due_on: date | None
    due_at: datetime


def deadlines(workspace: Workspace, now: datetime, person: str) -> tuple[Deadline, ...]:
    """The earliest first. Raises NotFound for somebody nobody knows."""
    with glance(workspace, now) as seen:
        people = seen.work.people
        if people.person(person) is None:
            raise NotFound("person-unknown", person=person)
        rows = open_tasks(seen.work.connection, [person, *people.all_principals(person)])
        instances = seen.load(dict.fromkeys(id for id, _ in rows))
        found = []
        for id, task in rows:
            instance = instances[id]
            try:
                theirs = task.person == person or stands_in(seen, instance, task, person)
                if instance.status != "running" or task.due_at is None or not theirs:
                    continue
                spec = seen.process(instance).states[task.state].tasks[task.name]
                uid = task_uid(id, task, person)
                found.append(
                    Deadline(
                        uid=uid, about=seen.about(instance), title=spec.title, due_on=task.due_on, due_at=task.due_at
                    )
                )
            except UNREADABLE:  # an incident says so
                continue
        return tuple(sorted(found, key=lambda each: (each.due_at, each.uid)))
