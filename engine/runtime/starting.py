"""Starting what a launched cycle starts when its day comes, for many people at once, and for those who join later."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
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
from engine.store.relatives import existing, subjects_with
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
    """Everybody a start may be for; every unit, or the cycle itself, where its process is about these."""
    process = process_of(workspace, connection, due.process, pinned_definitions(connection, due.cycle)[due.process])
    match process.about:
        case "cycle":
            return [due.cycle]
        case "unit":
            return open_units(connection, now.date())
    return active_ids(connection, now.date())


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


def instance_id(due: StartDue, person: str, number: int = 1) -> str:
    """The id of the instance a start begins for a person, the first or a later time."""
    return f"{due.process}{'' if number == 1 else f'-{number}'}/{due.cycle}/{person}"


def _start_together(workspace: Workspace, due: StartDue, some: Sequence[str], now: datetime) -> int:
    """Begin what is due for some people. Another runner may be faster; then there is nothing left to begin."""
    for attempt in range(ATTEMPTS):
        try:
            with transaction(workspace.database) as connection:
                work = Work(workspace, connection, now)
                missing = _missing(work, due, some)
                _begin(work, due, missing)
                work.write()
                return len(missing)
        except Conflict:
            if attempt == ATTEMPTS - 1:
                raise
    raise AssertionError("unreachable")


def _missing(work: Work, due: StartDue, some: Sequence[str]) -> dict[str, str]:
    """The ids of the instances to be begun, with their subjects: the day's population, late joiners too.

    Of a repeated start only the latest time counts: whoever joins late, or a runner that was down, makes up for none.
    """
    turn = work.worlds.turn(due.cycle)
    starts = [each for each in turn.template.starts if each.process == due.process]
    again = any(each.repeat for each in starts)
    have = frozenset[str]() if again else subjects_with(work.connection, due.cycle, due.process, some)
    wanted = {}
    for person in included_of(work, turn, [each for each in some if each not in have], _pinned(work, due).about):
        number = max((_number(work, turn, start, person, due, some) for start in starts), default=0)
        if number:
            wanted[instance_id(due, person, number)] = person
    known = existing(work.connection, wanted) if again else ()
    return {id: person for id, person in wanted.items() if id not in known}


def _number(work: Work, turn: Turn, start: CycleStart, person: str, due: StartDue, some: Sequence[str]) -> int:
    """How many times the start has been due for a person by then; 0: not at all, or not for them."""
    facts = work.worlds.cycle(due.cycle, person)
    times = cycles.start_moments(turn, start, person, work.people, facts, work.now)
    until = due.due_at if start.repeat is None else work.now
    number = max((number for number, at in times if at <= until), default=0)
    if not number or start.condition is None:
        return number
    around = work.worlds.siblings_of(due.cycle, person, cycles.asked_of_siblings(start), some)
    return number if cycles.wanted(start, person, work.people, facts, work.now, around) else 0


def _begin(work: Work, due: StartDue, missing: Mapping[str, str]) -> None:
    process = _pinned(work, due)
    work.prepare(process, due.cycle, list(missing.values()))
    # Counted from the planned day where the runner was prompt, from today for whoever joins late.
    at = due.due_at if (work.now - due.due_at).days < 1 else work.now
    for id, person in missing.items():
        start = StartChild(id=id, process=process.name, subject=person, cycle=due.cycle, parent=None)
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
            for process, at in sorted(moments_of(work, turn, people) - planned)
            if at > work.now or turn.template.catch_up
        ]
        put_starts(work.connection, [*again, *own] if turn.template.catch_up else own)


def moments_of(work: Work, turn: Turn, people: Collection[str]) -> set[tuple[str, datetime]]:
    """Each process with every moment it starts at for one of these; where that cannot be said, the start says so."""
    found: set[tuple[str, datetime]] = set()
    about = about_of(work, turn)
    for person in people:
        kind: About = "unit" if work.people.person(person) is None else "person"
        with suppress(CalendarEnds):
            if included_of(work, turn, [person], kind):
                starts = (start for start in turn.template.starts if about[start.process] == kind)
                found |= {(each.process, at) for each in starts for at in starts_at(work, turn, each, person)}
    return found


def about_of(work: Work, turn: Turn) -> dict[str, About]:
    """Process -> what it is about, of every process the turn starts."""
    versions = pinned_definitions(work.connection, turn.name)
    return {each.process: work.process(each.process, versions[each.process]).about for each in turn.template.starts}


def included_of(work: Work, turn: Turn, some: Sequence[str], about: About = "person") -> list[str]:
    """Those of some people, or of some units, whom the cycle includes now."""
    if about == "cycle":
        return list(some)
    if about == "person":
        work.people.prefetch(some)
    else:
        work.people.fetch_units(some)
    takes = cycles.included if about == "person" else cycles.includes_unit
    # Every date is worked out: a calendar that does not reach one stops them now, not in the middle of the cycle.
    facts = {each: dict(work.worlds.cycle(turn.name, each)) for each in some}
    return [each for each in some if takes(turn, each, work.people, facts[each], work.now)]


def starts_at(work: Work, turn: Turn, start: CycleStart, person: str) -> list[datetime]:
    """Every moment a start is due at for a person."""
    facts = work.worlds.cycle(turn.name, person)
    times = cycles.start_moments(turn, start, person, work.people, facts, work.now)
    return [at for _, at in times]
