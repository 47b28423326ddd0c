"""Changes of people taking effect: in the past, today, or on the day that has come; and what follows from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import Connection

from engine.definition.house import DATED
from engine.runtime.counted import regroup_changed
from engine.runtime.leaving import events_of, hold_looks, looked_on, notice_leavers, raise_now
from engine.runtime.people_file import merged
from engine.runtime.people_values import BUILT_IN
from engine.runtime.starting import IMPORTED, catch_up
from engine.runtime.touched import PERSONAL, touched
from engine.runtime.work import Work
from engine.runtime.workspace import Workspace
from engine.store.bulk import chunks
from engine.store.database import transaction
from engine.store.imports import FactChange, upsert_people
from engine.store.marks import set_mark
from engine.store.pending import owe
from engine.store.people import PersonRecord, Post, persons, posts
from engine.store.timelines import Amendment, amend
from engine.store.waiting import Coming, come, settle

Posts = Mapping[str, Post]


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """Whom a change of people touched, how many of them have left, and how many instances changed at once."""

    people: frozenset[str]
    left: int
    affected: int


def take_over(
    connection: Connection, changes: Sequence[Coming], known: Posts, today: date, now: datetime
) -> list[FactChange]:
    """Write what is so by now: into the past, until the next change that is known, or from today on."""
    past = [each for each in changes if each.from_on < today]
    present = {each.person: each.cells for each in changes if each.from_on == today}
    found: list[FactChange] = []
    if past:
        strangers = [PersonRecord(id=each.person, name=each.cells["name"]) for each in past if each.person not in known]
        found += upsert_people(connection, strangers, on=today, now=now)
        found += _write_past(connection, past, today, now)
    # Piece by piece, or the rows of everybody's history would be held at once.
    for some in chunks(list(present)):
        people = persons(connection, some)
        records = [merged(people.get(id), present[id]) for id in some]
        found += upsert_people(connection, records, on=today, now=now)
    return found


def _write_past(connection: Connection, past: Sequence[Coming], today: date, now: datetime) -> list[FactChange]:
    """Put the history right; what reaches today is so today."""
    amended = amend(
        connection,
        [
            Amendment(person=each.person, fact=fact, from_on=each.from_on, value=_kept(fact, value))
            for each in past
            for fact, value in each.cells.items()
            if fact not in BUILT_IN or fact in DATED
        ],
    )
    cells: dict[str, dict[str, object]] = {each.person: {"id": each.person} for each in past}
    for each in sorted(past, key=lambda each: each.from_on):
        cells[each.person].update(
            {fact: each.cells[fact] for fact in each.cells if fact in BUILT_IN and fact not in DATED}
        )
    for (person, fact), periods in amended.items():
        present = periods[-1] if periods and periods[-1].until_on is None else None
        cells[person][fact] = None if present is None else present.value
    people = persons(connection, cells)
    records = [merged(people[id], each) for id, each in cells.items()]
    changes = upsert_people(connection, records, on=today, now=now)
    told = {(each.person, each.fact) for each in changes}
    # What only the past knew otherwise may still have decided who it was on a day.
    return [
        *changes,
        *(
            FactChange(person=person, fact=fact, old=None, new=None)
            for person, fact in amended
            if (person, fact) not in told
        ),
    ]


def _kept(fact: str, value: object) -> object:
    """A value as the history keeps it: groups in order, none of them as nothing."""
    return sorted(set(value)) or None if fact == "groups" and isinstance(value, tuple | list) else value


def follow(work: Work, changes: Sequence[FactChange], before: Posts, size: int) -> Followed:
    """Let the first `size` of the instances reached hear of it now, and owe it to the others; everything is written."""
    connection, now = work.connection, work.now
    today = now.astimezone(UTC).date()
    looked = hold_looks(connection) or today
    people = frozenset(each.person for each in changes)
    gone = {
        each.person
        for each in changes
        if each.fact == "left_on" and each.new is not None and each.new < max(today, looked) and each.person in before
    }
    events = events_of(work, touched(work, changes, before), gone)
    first, rest = dict(list(events.items())[:size]), dict(list(events.items())[size:])
    affected, failed = raise_now(work, first)
    owe(connection, {**rest, **{id: events[id] for id in failed}}, now)
    regroup_changed(work, changes)
    if any(each.fact not in PERSONAL for each in changes):
        catch_up(work, set(people))
    work.write()
    return Followed(people=people, left=len(gone), affected=affected)


def _take_effect(workspace: Workspace, now: datetime) -> None:
    """Let every change whose day has come be so; instances are owed the event."""
    today = now.astimezone(UTC).date()
    with transaction(workspace.database) as connection:
        set_mark(connection, IMPORTED, now.isoformat())
        coming = come(connection, today)
        before = posts(connection)
        work = Work(workspace, connection, now)
        changes = take_over(connection, coming, before, today, now)
        settle(connection, coming)
        follow(work, changes, before, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What a day brought: whether people changed as was known before, how many left, whether instances must hear."""

    changed: bool = False
    left: int = 0
    owes: bool = False


NOTHING_NEW = Day()


def begin_day(workspace: Workspace, now: datetime, change: date | None) -> Day:
    """Once a day, before anything else: what is to be so from today on, and who has left.

    `change` is the day of the next change that waits. A second time does nothing. The look at leavers is noted last, so
    that a crash in between leaves nothing out.
    """
    changed = change is not None and change <= now.astimezone(UTC).date()
    if changed:
        _take_effect(workspace, now)
    left, owes = notice_leavers(workspace, now)
    return Day(changed=changed, left=left, owes=owes)


def has_begun(connection: Connection, now: datetime) -> bool:
    """Whether `begin_day` has done all it does on this day."""
    return looked_on(connection) == now.astimezone(UTC).date()
