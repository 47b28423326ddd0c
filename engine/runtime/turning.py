"""Cycles by themselves: the next turn opens when its day comes, a turn in which everything has ended is over."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from sqlalchemy import Connection

from engine.core import cycle as cycles
from engine.core.cycle import Turn
from engine.core.values import Incident
from engine.runtime.launch import first_place, launch
from engine.runtime.turns import turn_of
from engine.runtime.workspace import Workspace
from engine.store.cycles import Cycle, all_cycles, idle_cycles, set_cycle_status
from engine.store.database import transaction
from engine.store.incidents import open_incidents
from engine.store.marks import hold_mark, mark, set_mark
from engine.words.errors import Conflict, Misuse

LOOKED_ON = "turns until"


def has_turned(workspace: Workspace, connection: Connection, now: datetime) -> bool:
    """Whether `turn_over` has done all it does on this day."""
    return mark(connection, LOOKED_ON) == now.astimezone(first_place(workspace)[1]).date().isoformat()


def turn_over(workspace: Workspace, now: datetime) -> list[str]:
    """Open the turns whose day has come and end those that are over, once a day; the names of the opened ones."""
    today = now.astimezone(first_place(workspace)[1]).date()
    with transaction(workspace.database) as connection:
        if hold_mark(connection, LOOKED_ON) == today.isoformat():
            return []
        set_mark(connection, LOOKED_ON, today.isoformat())
        known = all_cycles(connection)
        _end(connection, known, today, now)
        wanted, missed = _due(workspace, known, today)
        open_incidents(
            connection,
            {turn.name: [Incident(code="turn-passed-over", facts={"cycle": turn.name}, state="")] for turn in missed},
            now,
        )
    opened = []
    for turn in wanted:
        with suppress(Misuse, Conflict):  # another runner was faster, or it includes nobody
            launch(workspace, turn.name, now)
            opened.append(turn.name)
    return opened


def _end(connection: Connection, known: list[Cycle], today: date, now: datetime) -> None:
    """A running turn is over once its period is, nothing waits to start and nothing runs in it."""
    idle = idle_cycles(connection)
    for each in known:
        if each.id in idle and turn_of(each).ends_by(today):
            set_cycle_status(connection, each.id, "ended", now)


def _due(workspace: Workspace, known: list[Cycle], today: date) -> tuple[list[Turn], list[Turn]]:
    """The latest turn of each template that opens by itself and is due, and the earlier ones nobody opened."""
    calendar, zone = first_place(workspace)
    wanted, missed = [], []
    for template in workspace.library.cycles.values():
        launched = [each.start_on for each in known if each.template == template.name]
        if not template.by_itself or not launched:
            continue
        turns = [each for each in cycles.turns(template, calendar, zone) if max(launched) < each.start <= today]
        wanted += turns[-1:]
        missed += turns[:-1]
    return wanted, missed


def next_turn(workspace: Workspace, connection: Connection) -> datetime | None:
    """When the next turn opens by itself; None if none does."""
    templates = [each for each in workspace.library.cycles.values() if each.by_itself]
    if not templates:
        return None
    calendar, zone = first_place(workspace)
    known = all_cycles(connection)
    found = []
    for template in templates:
        launched = [each.start_on for each in known if each.template == template.name]
        turns = cycles.turns(template, calendar, zone) if launched else []
        found += [after.start for before, after in pairwise(turns) if before.start == max(launched)]
    looked = mark(connection, LOOKED_ON)
    # One that could not be opened today is looked at again tomorrow.
    again = date.min if looked is None else date.fromisoformat(looked) + timedelta(days=1)
    days = (max(day, again) for day in found)
    return min((datetime.combine(day, datetime.min.time(), zone).astimezone(UTC) for day in days), default=None)
