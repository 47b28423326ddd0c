"""What is measured on: the demo's company and its evaluation, at the moment before people act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from engine.core.values import Triggered
from engine.demo.agenda import scene_of
from engine.demo.choices import deed
from engine.demo.company import company
from engine.demo.intents import Intent
from engine.demo.pen import Pen
from engine.runtime.importing import import_people
from engine.runtime.launch import launch
from engine.runtime.readiness import make_ready
from engine.runtime.tick import tick
from engine.runtime.work import Work
from engine.runtime.workspace import Workspace, open_workspace
from engine.store.database import snapshot
from engine.store.people import active_ids
from engine.store.tasks import open_tasks

CYCLE = "2026-h2"
SEED = 7
BEFORE = datetime(2026, 6, 29, 2, tzinfo=UTC)
FIRST_DAY = datetime(2026, 7, 1, 14, tzinfo=UTC)
# Goals are to be proposed by then, and whoever has not is reminded.
OVERDUE = datetime(2026, 7, 9, 2, tzinfo=UTC)
EVALUATION = datetime(2026, 12, 10, 15, tzinfo=UTC)
# When the first limit of every evaluation comes near, and everybody is reminded.
REMINDED = EVALUATION + timedelta(days=8)


@dataclass(frozen=True, slots=True)
class Act:
    """An act that somebody may do."""

    instance: str
    event: Triggered


def launched(home: Path, url: str, people: int) -> Workspace:
    """A company with a launched cycle of which nothing has begun."""
    workspace = open_workspace(home, url)
    make_ready(workspace)
    import_people(workspace, company(people, SEED).encode(), BEFORE)
    launch(workspace, CYCLE, BEFORE)
    return workspace


def opened(home: Path, url: str, people: int) -> Workspace:
    """The same on its first day: goal setting has begun for everybody, and their managers owe a brief."""
    workspace = launched(home, url, people)
    tick(workspace, FIRST_DAY)
    return workspace


def evaluating(home: Path, url: str, people: int) -> Workspace:
    """The same when the evaluations have begun: everybody owes a self-review and a choice of peers."""
    workspace = launched(home, url, people)
    tick(workspace, EVALUATION)
    return workspace


def acts(workspace: Workspace, task: str, now: datetime) -> list[Act]:
    """One act for each subject of an evaluation who owes this task: the form as somebody would fill it in."""
    found = []
    with snapshot(workspace.database) as connection:
        work = Work(workspace, connection, now)
        for instance, row in open_tasks(connection, active_ids(connection, BEFORE.date())):
            if row.name == task and instance.startswith("evaluation/"):
                work.peek([instance])
                scene = scene_of(work, work.instances[instance], SEED)
                intent = Intent(at=now, instance=instance, stay=scene.stay, name=task, person=row.person, task=True)
                found.append(Act(instance, deed(Pen(scene, row.person, now, task), intent)))
    return sorted(found, key=lambda each: each.instance)
