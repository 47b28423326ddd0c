"""Who takes part in which instance, in which role, from when until when."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from engine.core.values import Instance
from engine.store.bulk import Change, add, change, chunks, put, word
from engine.store.tables import INSTANCE, PARTICIPANT

_PRESENT = PARTICIPANT.c.until_at.is_(None)
_END = Change(table=PARTICIPANT, keys=("instance_id", "role", "person"), sets=("until_at",), only=(_PRESENT,))
_OF_INSTANCE = (
    select(PARTICIPANT)
    .where(PARTICIPANT.c.instance_id == bindparam("instance"))
    .order_by(PARTICIPANT.c.from_at, PARTICIPANT.c.role, PARTICIPANT.c.person)
)
_RUNNING_WITH = (
    select(PARTICIPANT.c.instance_id)
    .join(INSTANCE, INSTANCE.c.id == PARTICIPANT.c.instance_id)
    .where(
        PARTICIPANT.c.person.in_(bindparam("persons", expanding=True)),
        _PRESENT,
        INSTANCE.c.status == word("running"),
    )
    .distinct()
)
_ABOUT = select(INSTANCE.c.id).where(
    INSTANCE.c.subject.in_(bindparam("persons", expanding=True)), INSTANCE.c.status == word("running")
)

_ENDED = (INSTANCE.c.status == word("ended"), INSTANCE.c.process.in_(bindparam("processes", expanding=True)))
_ENDED_WITH = (
    select(PARTICIPANT.c.instance_id)
    .join(INSTANCE, INSTANCE.c.id == PARTICIPANT.c.instance_id)
    .where(PARTICIPANT.c.person.in_(bindparam("persons", expanding=True)), _PRESENT, *_ENDED)
    .distinct()
)
_ENDED_ABOUT = select(INSTANCE.c.id).where(INSTANCE.c.subject.in_(bindparam("persons", expanding=True)), *_ENDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """A person in a role of an instance; `until_at` None: still."""

    instance: str
    role: str
    person: str
    from_at: datetime
    until_at: datetime | None = None


def add_participants(connection: Connection, instances: Iterable[Instance], now: datetime) -> None:
    """Insert the rows of new instances, from `now` on."""
    add(connection, PARTICIPANT, [row for each in instances for row in _joining(each, _holders(each), now)])


def write_participants(connection: Connection, changes: Iterable[tuple[Instance, Instance]], now: datetime) -> None:
    """Follow the roles of each instance: who is new takes part from `now`, who is gone took part until `now`."""
    joined: list[dict[str, object]] = []
    left: list[dict[str, object]] = []
    for before, after in changes:
        if before.roles == after.roles:
            continue
        old, new = _holders(before), _holders(after)
        joined += _joining(after, new - old, now)
        left += [
            {"was_instance_id": after.id, "was_role": role, "was_person": person, "until_at": now}
            for role, person in sorted(old - new)
        ]
    change(connection, _END, left)
    # Who left and came back in the same moment has never been away.
    put(connection, PARTICIPANT, joined)


def participants_of(connection: Connection, instance: str) -> list[Participant]:
    """Everybody who takes or took part, the earliest first."""
    return [
        Participant(
            instance=row.instance_id,
            role=row.role,
            person=row.person,
            from_at=row.from_at,
            until_at=row.until_at,
        )
        for row in connection.execute(_OF_INSTANCE, {"instance": instance})
    ]


def running_with(connection: Connection, persons: Collection[str]) -> list[str]:
    """Ids of running instances that these persons take part in or that are about them, sorted."""
    found: set[str] = set()
    for some in chunks(sorted(set(persons))):
        for query in (_RUNNING_WITH, _ABOUT):
            found.update(connection.execute(query, {"persons": some}).scalars())
    return sorted(found)


def ended_with(connection: Connection, persons: Collection[str], processes: Collection[str]) -> set[str]:
    """Ids of ended instances of these processes that these persons take part in or that are about them."""
    found: set[str] = set()
    for some in chunks(sorted(set(persons))) if processes else ():
        for query in (_ENDED_WITH, _ENDED_ABOUT):
            found.update(connection.execute(query, {"persons": some, "processes": sorted(processes)}).scalars())
    return found


def _joining(instance: Instance, holders: set[tuple[str, str]], now: datetime) -> list[dict[str, object]]:
    return [
        {"instance_id": instance.id, "role": role, "person": person, "from_at": now, "until_at": None}
        for role, person in sorted(holders)
    ]


def _holders(instance: Instance) -> set[tuple[str, str]]:
    return {(role, person) for role, persons in instance.roles.items() for person in persons}
