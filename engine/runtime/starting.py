"""Starting what a launched cycle starts when its day comes, for many people at once, and for those who join later."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from engine.calendar.errors import CalendarEnds
from engine.core import cycle as cycles
from engine.core.cycle import Turn
from engine.core.values import StartChild
from engine.definition.house import CycleStart
from engine.definition.model import About, Process
from engine.runtime.definitions import process_of
from engine.runtime.work import NOBODYS_FAULT, Work, stopped
from engine.runtime.workspace import Workspace
from engine.store.bulk import chunks
from engine.store.cycles import StartDue, all_cycles, due_starts, pinned_definitions, put_starts, starts_of
from engine.store.database import transaction
from engine.store.marks import hold_mark, mark
from engine.store.people import active_ids
from engine.store.relatives import subjects_with
from engine.store.units import open_units
from engine.words.errors import Conflict

BATCH = 500
ATTEMPTS = 5
# What stopped somebody's process from beginning is tried again after a while.
AGAIN_AFTER = timedelta(hours=1)
# Set by every import, so that a start sees whether its people are still all there are.
IMPORTED = "people imported at"


def start_due(workspace: Workspace, now: datetime) -> int:
    """Start every process whose day has come, in batches of people; the number of instances begun.

    A batch is a transaction. Whoever has an instance already is passed over, so a start that was cut off goes on.
    """
    begun = 0
    while True:
        with transaction(workspace.database) as connection:
            due = due_starts(connection, now)
            if not due:
                return begun
            subjects = subjects_of(workspace, connection, due[0], now)
            imported = mark(connection, IMPORTED)
        failed = False
        for some in chunks(subjects, BATCH):
            number, whole = _start_some(workspace, due[0], some, now)
            begun += number
            failed |= not whole
        _close_start(workspace, due[0], imported, now, again=[now + AGAIN_AFTER] if failed else [])


def subjects_of(workspace: Workspace, connection: Connection, due: StartDue, now: datetime) -> list[str]:
    """Everybody a start may be for; every unit, where its process is about units."""
    process = process_of(workspace, connection, due.process, pinned_definitions(connection, due.cycle)[due.process])
    return active_ids(connection, now.date()) if process.about == "person" else open_units(connection, now.date())


def _close_start(
    workspace: Workspace, due: StartDue, imported: str | None, now: datetime, *, again: Sequence[datetime]
) -> None:
    """The start is over, unless people were imported since `imported`; somebody may be looked at `again`."""
    with transaction(workspace.database) as connection:
        if hold_mark(connection, IMPORTED) == imported:
            over = replace(due, status="cancelled" if again else "started", started_at=now)
            later = [StartDue(cycle=due.cycle, process=due.process, due_at=at) for at in again]
            put_starts(connection, [over, *later])


def _start_some(workspace: Workspace, due: StartDue, some: Sequence[str], now: datetime) -> tuple[int, bool]:
    """Begin for some people; one by one if that fails for a reason of one of them. How many, and whether all could."""
    with suppress(Exception):
        return _start_together(workspace, due, some, now), True
    begun, whole = 0, True
    for person in some:
        try:
            begun += _start_together(workspace, due, [person], now)
        except NOBODYS_FAULT:
            raise
        except Exception as failure:  # noqa: BLE001 - whatever it is, the others begin
            stopped(workspace, instance_id(due, person), failure, now)
            whole = False
    return begun, whole


def instance_id(due: StartDue, person: str) -> str:
    """The id of the instance a start begins for a person."""
    return f"{due.process}/{due.cycle}/{person}"


def _start_together(workspace: Workspace, due: StartDue, some: Sequence[str], now: datetime) -> int:
    """Begin what is due for some people. Another runner may be faster; then there is nothing left to begin."""
    for attempt in range(ATTEMPTS):
        try:
            with transaction(workspace.database) as connection:
                work = Work(workspace, connection, now)
                people = _missing(work, due, some)
                _begin(work, due, people)
                work.write()
                return len(people)
        except Conflict:
            if attempt == ATTEMPTS - 1:
                raise
    raise AssertionError("unreachable")


def _missing(work: Work, due: StartDue, some: Sequence[str]) -> list[str]:
    """Who of these is to have the process by now and has none: the day's population, late joiners too."""
    turn = work.worlds.turn(due.cycle)
    have = subjects_with(work.connection, due.cycle, due.process, some)
    starts = [each for each in turn.template.starts if each.process == due.process]
    missing = [person for person in some if person not in have]
    return [
        person
        for person in included_of(work, turn, missing, _pinned(work, due).about)
        if any(_due_for(work, start, person, due) for start in starts)
    ]


def _due_for(work: Work, start: CycleStart, person: str, due: StartDue) -> bool:
    facts = work.worlds.cycle(due.cycle, person)
    at = starts_at(work, start, person, due.cycle)
    return at is not None and at <= due.due_at and cycles.wanted(start, person, work.people, facts, work.now)


def _begin(work: Work, due: StartDue, people: Sequence[str]) -> None:
    process = _pinned(work, due)
    work.prepare(process, due.cycle, people)
    # Counted from the planned day where the runner was prompt, from today for whoever joins late.
    at = due.due_at if (work.now - due.due_at).days < 1 else work.now
    for person in people:
        start = StartChild(
            id=instance_id(due, person),
            process=process.name,
            subject=person,
            cycle=due.cycle,
            parent=None,
        )
        work.begin(process, start, at)


def _pinned(work: Work, due: StartDue) -> Process:
    """The version the cycle was launched with, for those who join late too."""
    return work.process(due.process, pinned_definitions(work.connection, due.cycle)[due.process])


def catch_up(work: Work, people: Collection[str]) -> None:
    """After these joined or changed: plan what starts for them at moments of their own, and let every running cycle
    that takes late joiners look again at what it has started."""
    for cycle in all_cycles(work.connection):
        if cycle.status != "running":
            continue
        turn = work.worlds.turn(cycle.id)
        known = starts_of(work.connection, cycle.id)
        again = [replace(each, status="waiting", started_at=None) for each in known if each.status == "started"]
        planned = {(each.process, each.due_at) for each in known}
        own = [
            StartDue(cycle=cycle.id, process=process, due_at=at)
            for process, at in sorted(_moments_of(work, turn, people) - planned)
            if at > work.now or turn.template.catch_up
        ]
        put_starts(work.connection, [*again, *own] if turn.template.catch_up else own)


def _moments_of(work: Work, turn: Turn, people: Collection[str]) -> set[tuple[str, datetime]]:
    """Each process with every moment it starts at for one of these; where that cannot be said, the start says so."""
    found: set[tuple[str, datetime]] = set()
    about = about_of(work, turn)
    for person in people:
        kind: About = "unit" if work.people.person(person) is None else "person"
        with suppress(CalendarEnds):
            if included_of(work, turn, [person], kind):
                starts = (start for start in turn.template.starts if about[start.process] == kind)
                moments = ((start.process, starts_at(work, start, person, turn.name)) for start in starts)
                found |= {(process, at) for process, at in moments if at is not None}
    return found


def about_of(work: Work, turn: Turn) -> dict[str, About]:
    """Process -> what it is about, of every process the turn starts."""
    versions = pinned_definitions(work.connection, turn.name)
    return {each.process: work.process(each.process, versions[each.process]).about for each in turn.template.starts}


def included_of(work: Work, turn: Turn, some: Sequence[str], about: About = "person") -> list[str]:
    """Those of some people, or of some units, whom the cycle includes now."""
    if about == "person":
        work.people.prefetch(some)
    else:
        work.people.fetch_units(some)
    takes = cycles.included if about == "person" else cycles.includes_unit
    return [each for each in some if takes(turn, each, work.people, work.worlds.cycle(turn.name, each), work.now)]


def starts_at(work: Work, start: CycleStart, person: str, cycle: str) -> datetime | None:
    return cycles.start_at(start, person, work.people, work.worlds.cycle(cycle, person), work.now)
