"""People: facts as of now, asked for in the ways roles ask; `imports` writes them, with their history."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, func, or_, select

from engine.core.roster import PersonRecord as PersonRecord
from engine.core.values import Data
from engine.expression.served import FactPeriod
from engine.store.bulk import chunks
from engine.store.codec import decode
from engine.store.tables import GROUP_MEMBER, PERSON, PERSON_FACT

# The mark that every change of people sets anew.
CHANGED = "people changed"

_ALL = select(PERSON).order_by(PERSON.c.id)
_POSTS = select(PERSON.c.id, PERSON.c.manager, PERSON.c.department)
_ACTIVE = (
    select(PERSON.c.id)
    .where(or_(PERSON.c.left_on.is_(None), PERSON.c.left_on >= bindparam("day")))
    .order_by(PERSON.c.id)
)
_AFTER = _ALL.where(PERSON.c.id > bindparam("after")).limit(bindparam("most"))
_BY_ID = _ALL.where(PERSON.c.id.in_(bindparam("ids", expanding=True)))
_REPORTS = _ALL.where(PERSON.c.manager == bindparam("manager"))
_DEPARTMENT = _ALL.where(PERSON.c.department == bindparam("department"))
_MEMBERS = _ALL.join(GROUP_MEMBER, GROUP_MEMBER.c.person == PERSON.c.id).where(
    GROUP_MEMBER.c.group_name == bindparam("group")
)
_LEAVERS = (
    select(PERSON.c.id)
    .where(PERSON.c.left_on >= bindparam("since"), PERSON.c.left_on < bindparam("day"))
    .order_by(PERSON.c.left_on, PERSON.c.id)
)
_NEXT_LEAVING = select(func.min(PERSON.c.left_on)).where(PERSON.c.left_on >= bindparam("since"))
_NAMED = select(PERSON.c.id, PERSON.c.name).where(
    func.lower(PERSON.c.name).in_(bindparam("names", expanding=True)),
    or_(PERSON.c.left_on.is_(None), PERSON.c.left_on >= bindparam("day")),
)
_GROUPS = select(GROUP_MEMBER.c.person, GROUP_MEMBER.c.group_name).order_by(GROUP_MEMBER.c.group_name)
_GROUPS_OF = _GROUPS.where(GROUP_MEMBER.c.person.in_(bindparam("ids", expanding=True)))
_PASTS = (
    select(PERSON_FACT)
    .where(PERSON_FACT.c.person.in_(bindparam("ids", expanding=True)))
    .order_by(PERSON_FACT.c.person, PERSON_FACT.c.fact, PERSON_FACT.c.from_on)
)
_HOLDING = (
    select(PERSON_FACT.c.person, PERSON_FACT.c.value)
    .where(
        PERSON_FACT.c.fact == bindparam("fact"),
        PERSON_FACT.c.from_on <= bindparam("day"),
        PERSON_FACT.c.until_on.is_(None) | (PERSON_FACT.c.until_on > bindparam("day")),
    )
    .order_by(PERSON_FACT.c.person)
)


class Post(NamedTuple):
    """Where somebody stands among the others."""

    manager: str | None
    department: str | None
    groups: tuple[str, ...] = ()


def posts(connection: Connection) -> dict[str, Post]:
    """Id -> post of all people ever known, leavers too: little enough of each for all to be held at once."""
    groups = _grouped(connection.execute(_GROUPS))
    return {id: Post(manager, department, groups.get(id, ())) for id, manager, department in connection.execute(_POSTS)}


def people_after(connection: Connection, after: str, most: int) -> list[PersonRecord]:
    """The next `most` people behind an id, leavers too, by id."""
    return _with_groups(connection, connection.execute(_AFTER, {"after": after, "most": most}).all())


def active_ids(connection: Connection, day: date) -> list[str]:
    """The ids of everybody who has not left by `day`."""
    return [row.id for row in connection.execute(_ACTIVE, {"day": day})]


def persons(connection: Connection, ids: Collection[str]) -> dict[str, PersonRecord]:
    """Those of `ids` that are known, by id."""
    return {
        each.id: each
        for some in chunks(sorted(set(ids)))
        for each in _with_groups(connection, connection.execute(_BY_ID, {"ids": some}).all())
    }


def reports_of(connection: Connection, manager: str) -> list[PersonRecord]:
    """Whose manager this is now, by id."""
    return _with_groups(connection, connection.execute(_REPORTS, {"manager": manager}).all())


def members_of(connection: Connection, group: str) -> list[PersonRecord]:
    """Who belongs to a group now, by id."""
    return _with_groups(connection, connection.execute(_MEMBERS, {"group": group}).all())


def people_in(connection: Connection, department: str) -> list[PersonRecord]:
    """Who belongs to a department now, by id."""
    return _with_groups(connection, connection.execute(_DEPARTMENT, {"department": department}).all())


def ids_named(connection: Connection, names: Collection[str], day: date) -> dict[str, list[str]]:
    """Name in small letters -> the ids of all who go by it and have not left by `day`."""
    found: dict[str, list[str]] = {}
    for some in chunks(sorted({each.lower() for each in names})):
        for row in connection.execute(_NAMED, {"names": some, "day": day}):
            found.setdefault(row.name.lower(), []).append(row.id)
    return found


def leavers(connection: Connection, since: date, day: date) -> list[str]:
    """Ids of those who are gone by a day and were still there on the day `since`."""
    return list(connection.execute(_LEAVERS, {"since": since, "day": day}).scalars())


def next_leaving(connection: Connection, since: date) -> date | None:
    """The first day without somebody who was there on the day `since`; None if nobody is known to leave."""
    found: date | None = connection.execute(_NEXT_LEAVING, {"since": since}).scalar()
    return None if found is None else found + timedelta(days=1)


def pasts(connection: Connection, ids: Collection[str]) -> dict[str, dict[str, list[FactPeriod]]]:
    """Person -> fact -> all values it had, the earliest first. `groups` is a list."""
    found: dict[str, dict[str, list[FactPeriod]]] = {}
    for some in chunks(sorted(set(ids))):
        for row in connection.execute(_PASTS, {"ids": some}):
            period = FactPeriod(value=decode(row.value), from_on=row.from_on, until_on=row.until_on)
            found.setdefault(row.person, {}).setdefault(row.fact, []).append(period)
    return found


def holding(connection: Connection, fact: str, value: str, day: date) -> list[str]:
    """Ids of those whose fact was `value` on that day, or held it where the fact is a list."""
    rows = connection.execute(_HOLDING, {"fact": fact, "day": day})
    found = ((row.person, decode(row.value)) for row in rows)
    return [person for person, held in found if (value in held if isinstance(held, list) else held == value)]


def _with_groups(connection: Connection, rows: Collection[Any]) -> list[PersonRecord]:
    groups: dict[str, tuple[str, ...]] = {}
    for some in chunks([row.id for row in rows]):
        groups |= _grouped(connection.execute(_GROUPS_OF, {"ids": some}))
    return [_person(row, groups) for row in rows]


def _grouped(rows: Any) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in rows:
        found[row.person] = (*found.get(row.person, ()), row.group_name)
    return found


def _person(row: Any, groups: dict[str, tuple[str, ...]]) -> PersonRecord:
    return PersonRecord(
        id=row.id,
        name=row.name,
        mail=row.mail,
        language=row.language,
        site=row.site,
        department=row.department,
        manager=row.manager,
        hired_on=row.hired_on,
        left_on=row.left_on,
        groups=groups.get(row.id, ()),
        facts=_facts(row.facts),
    )


@lru_cache(maxsize=4096)
def _facts(text: str) -> Data:
    """The same text is read again by every transaction that asks for its person; nobody changes what it gives."""
    found: Data = decode(text)
    return found
