"""Whether somebody does what they owe in time, late, or never; each person has a habit, each task its own luck."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from engine.core.values import TaskRecord
from engine.definition.model import Task
from engine.demo.scene import Scene
from engine.demo.stable import roll

Habit = Literal["prompt", "late", "never"]

# (share of people up to here, chance of late, chance of never): forgetful, busy, dependable.
_HABITS = ((0.04, 0.25, 0.55), (0.17, 0.45, 0.08), (1.0, 0.05, 0.01))
_SELDOM = {"survey": 0.45}
_WITHOUT_LIMIT = 8
# Nobody can confirm a failure before its third day; nobody decides about people on the day it lands on the desk.
_NOT_BEFORE = {"confirm_failure": 3}
_LATEST = 4


def habit(scene: Scene, task: Task, row: TaskRecord, *, alone: bool) -> Habit:
    """What becomes of a task in these hands. Of several who may do it, one who has time does."""
    if scene.fact(row.person, "on_leave") is True:
        return "never"
    luck = scene.roll(row.person, task.name, "habit")
    if luck < _SELDOM.get(task.name, 0.5 if task.optional else 0.0):
        return "never"
    nature = roll(scene.seed, row.person, "nature")
    late, never = next((late, never) for share, late, never in _HABITS if nature < share)
    luck = scene.roll(row.person, task.name, "luck")
    if not alone:
        return "late" if luck < 0.06 else "prompt"
    if luck < never:
        return "never"
    return "late" if luck < never + late else "prompt"


def when(scene: Scene, task: Task, row: TaskRecord, kept: Habit) -> datetime | None:
    """The moment somebody with that habit does it; None for never."""
    if kept == "never":
        return None
    opened = scene.day_of(row.person, row.opened_at)
    calendar = scene.calendar(row.person)
    luck = scene.roll(row.person, task.name, "day")
    room = _WITHOUT_LIMIT
    if row.due_at is not None:
        due = row.due_on or scene.day_of(row.person, row.due_at)
        room = max(calendar.count(opened, due), 1)
        if kept == "late":
            room += 1 + int(luck * _LATEST)
            return scene.after_working_days(row.person, row.opened_at, room)
    # Most begin when half of the time is over.
    days = 1 + int((luck**0.7) * max(room - 1, 1))
    return scene.after_working_days(row.person, row.opened_at, max(min(days, room), _NOT_BEFORE.get(task.name, 1)))
