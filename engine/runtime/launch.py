"""Cycles: launched by hand, their processes started when their days come, many people at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from engine.calendar.working_days import WorkingCalendar
from engine.core import cycle as cycles
from engine.core.arrival import arrives_at, language_of
from engine.core.cycle import Turn
from engine.core.values import Notice, StartChild
from engine.definition.house import CycleStart
from engine.definition.model import Process
from engine.runtime.definitions import record
from engine.runtime.work import Work
from engine.runtime.workspace import Workspace
from engine.store import outbox
from engine.store.bulk import chunks
from engine.store.cycles import (
    Cycle,
    StartDue,
    add_cycle,
    all_cycles,
    due_starts,
    pin_definitions,
    pinned_definitions,
    put_starts,
    starts_of,
)
from engine.store.database import transaction
from engine.store.people import active_ids
from engine.store.relatives import subjects_with
from engine.words.errors import Conflict, Misuse, NotFound
from engine.words.problems import nearest

BATCH = 500
ATTEMPTS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Launched:
    """A cycle that runs now: how many people it includes, and when it starts what."""

    cycle: str
    included: int
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
            facts={"title": dict(turn.title)},
        )
        add_cycle(connection, row, now)
        processes = {start.process for start in template.starts}
        versions = {each: workspace.library.processes[each].version for each in processes}
        pin_definitions(connection, name, versions)
        included, planned = _plan(workspace, connection, turn, now)
        if not included:
            raise Misuse("nobody-included", cycle=name)
        put_starts(connection, [StartDue(cycle=name, process=process, due_at=at) for process, at in planned])
        return Launched(cycle=name, included=included, starts=tuple(planned), versions=versions)


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
) -> tuple[int, list[tuple[str, datetime]]]:
    """How many people are included, and each process with every moment it starts at for somebody; tells them all."""
    included = 0
    starts: set[tuple[str, datetime]] = set()
    for some in chunks(active_ids(connection, now.date()), BATCH):
        work = Work(workspace, connection, now)
        people = _included(work, turn, some)
        included += len(people)
        for start in turn.template.starts:
            moments = {_starts_at(work, start, person, turn.name) for person in people}
            starts |= {(start.process, at) for at in moments if at is not None}
        _announce(work, turn, people)
    return included, sorted(starts, key=lambda each: (each[1], each[0]))


def _included(work: Work, turn: Turn, some: Sequence[str]) -> list[str]:
    """Those of some people whom the cycle includes now."""
    work.people.prefetch(some)
    return [
        person
        for person in some
        if cycles.included(turn, person, work.people, work.worlds.cycle(turn.name, person), work.now)
    ]


def _starts_at(work: Work, start: CycleStart, person: str, cycle: str) -> datetime | None:
    return cycles.start_at(start, person, work.people, work.worlds.cycle(cycle, person), work.now)


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
        rows.append(
            outbox.OutboxRow(
                notice=notice,
                instance=None,
                channel=work.workspace.settings.channel,
                language=language_of(work.people, person),
                not_before=arrives_at(work.people, notice, work.now),
            )
        )
    outbox.enqueue(work.connection, rows, work.now)


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
            people = active_ids(connection, now.date())
        for some in chunks(people, BATCH):
            begun += _start_some(workspace, due[0], some, now)
        with transaction(workspace.database) as connection:
            put_starts(connection, [replace(due[0], status="started", started_at=now)])


def _start_some(workspace: Workspace, due: StartDue, some: Sequence[str], now: datetime) -> int:
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
        for person in _included(work, turn, missing)
        if any(_due_for(work, start, person, due) for start in starts)
    ]


def _due_for(work: Work, start: CycleStart, person: str, due: StartDue) -> bool:
    facts = work.worlds.cycle(due.cycle, person)
    at = _starts_at(work, start, person, due.cycle)
    return at is not None and at <= due.due_at and cycles.wanted(start, person, work.people, facts, work.now)


def _begin(work: Work, due: StartDue, people: Sequence[str]) -> None:
    process = _pinned(work, due)
    work.prepare(process, due.cycle, people)
    # Counted from the planned day where the runner was prompt, from today for whoever joins late.
    at = due.due_at if (work.now - due.due_at).days < 1 else work.now
    for person in people:
        start = StartChild(
            id=f"{process.name}/{due.cycle}/{person}",
            process=process.name,
            subject=person,
            cycle=due.cycle,
            parent=None,
        )
        work.begin(process, start, at)


def _pinned(work: Work, due: StartDue) -> Process:
    """The version the cycle was launched with, for those who join late too."""
    return work.process(due.process, pinned_definitions(work.connection, due.cycle)[due.process])


def catch_up(work: Work) -> None:
    """After people joined: let every running cycle that takes late joiners look again at what it has started."""
    for cycle in all_cycles(work.connection):
        if cycle.status == "running" and work.worlds.turn(cycle.id).template.catch_up:
            again = [
                StartDue(cycle=each.cycle, process=each.process, due_at=each.due_at)
                for each in starts_of(work.connection, cycle.id)
                if each.status == "started"
            ]
            put_starts(work.connection, again)
