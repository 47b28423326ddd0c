"""Cycles: launched by hand, their starts planned, everybody included told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from engine.calendar.working_days import WorkingCalendar
from engine.core import cycle as cycles
from engine.core.cycle import Turn
from engine.core.values import Notice
from engine.definition.model import About
from engine.runtime.definitions import record
from engine.runtime.mailing import outbox_row
from engine.runtime.starting import BATCH, about_of, included_of, starts_at
from engine.runtime.turns import kept_indicators
from engine.runtime.work import Work
from engine.runtime.workspace import Workspace
from engine.store import outbox
from engine.store.bulk import chunks
from engine.store.cycles import (
    Cycle,
    StartDue,
    add_cycle,
    all_cycles,
    pin_definitions,
    put_starts,
)
from engine.store.database import transaction
from engine.store.people import active_ids
from engine.store.units import open_units
from engine.words.errors import Misuse, NotFound
from engine.words.problems import nearest


@dataclass(frozen=True, slots=True, kw_only=True)
class Launched:
    """A cycle that runs now: how many people and units it includes, and when it starts what."""

    cycle: str
    people: int
    units: int
    starts: tuple[tuple[str, datetime], ...]
    versions: Mapping[str, int]


def launch(workspace: Workspace, name: str, now: datetime) -> Launched:
    """Launch a turn of a cycle by its name: pin the definitions, plan its starts, tell everybody.

    Nothing starts yet: `tick` starts what is due. Raises NotFound with the nearest name, Misuse if it runs already or
    includes nobody.
    """
    turn = find_turn(workspace, name)
    with transaction(workspace.database) as connection:
        if any(each.id == name for each in all_cycles(connection)):
            raise Misuse("cycle-launched", cycle=name)
        record(connection, workspace.library.processes.values(), now)
        template = turn.template
        row = Cycle(
            id=name,
            template=template.name,
            start_on=turn.start,
            status="running",
            text=template.text,
            digest=template.digest,
            facts={"title": dict(turn.title), "indicators": kept_indicators(workspace.library.board)},
        )
        add_cycle(connection, row, now)
        processes = {start.process for start in template.starts}
        versions = {each: workspace.library.processes[each].version for each in processes}
        pin_definitions(connection, name, versions)
        included, planned = _plan(workspace, connection, turn, now)
        if not included.total():
            raise Misuse("nobody-included", cycle=name)
        put_starts(connection, [StartDue(cycle=name, process=process, due_at=at) for process, at in planned])
        return Launched(
            cycle=name, people=included["person"], units=included["unit"], starts=tuple(planned), versions=versions
        )


def find_turn(workspace: Workspace, name: str) -> Turn:
    """The turn of that name among all cycles' turns."""
    found: dict[str, Turn] = {}
    for template in workspace.library.cycles.values():
        calendar, zone = first_place(workspace)
        found |= {turn.name: turn for turn in cycles.turns(template, calendar, zone)}
    if name not in found:
        facts = {"cycle": name, "known": ", ".join(list(found)[:8]), "nearest": nearest(name, found) or "–"}
        raise NotFound("cycle-not-found", **facts)
    return found[name]


def first_place(workspace: Workspace) -> tuple[WorkingCalendar, ZoneInfo]:
    """The calendar and the zone of the first site, for what belongs to no person."""
    site = next(iter(workspace.library.organisation.sites.values()))
    return workspace.calendars[site.calendar], ZoneInfo(site.time_zone)


def _plan(
    workspace: Workspace, connection: Connection, turn: Turn, now: datetime
) -> tuple[Counter[About], list[tuple[str, datetime]]]:
    """How many of each kind are included, and each process with every moment it starts at; tells all people."""
    included: Counter[About] = Counter()
    starts: set[tuple[str, datetime]] = set()
    subjects: list[tuple[About, list[str]]] = [("person", active_ids(connection, now.date()))]
    if turn.template.units is not None:
        subjects.append(("unit", open_units(connection, now.date())))
    if any(workspace.library.processes[each.process].about == "cycle" for each in turn.template.starts):
        subjects.append(("cycle", [turn.name]))
    for about, each in subjects:
        for some in chunks(each, BATCH):
            work = Work(workspace, connection, now)
            taken = included_of(work, turn, some, about)
            included[about] += len(taken) if about != "cycle" else 0
            kinds = about_of(work, turn)
            for start in (each for each in turn.template.starts if kinds[each.process] == about):
                starts |= {(start.process, at) for id in taken for at in starts_at(work, turn, start, id)}
            if about == "person":
                _announce(work, turn, taken)
    return included, sorted(starts, key=lambda each: (each[1], each[0]))


def _announce(work: Work, turn: Turn, people: Sequence[str]) -> None:
    """Tell everybody included what happens when, before it starts."""
    template = turn.template.announce
    if template is None:
        return
    rows = []
    for person in people:
        notice = Notice(
            key=f"{turn.name}|announce|{template}|{person}",
            template=template,
            recipient=person,
            rule="announce",
            planned_at=work.now,
            cycle=turn.name,
        )
        rows.append(outbox_row(work, None, notice))
    outbox.enqueue(work.connection, rows, work.now)
