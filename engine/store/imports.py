"""Taking over people: facts as of now, what changed, and the history of who knew what of whom."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select

from engine.store.bulk import Change, add_missing, change, chunks, put, remove
from engine.store.codec import decode, encode
from engine.store.marks import set_mark
from engine.store.people import CHANGED, PersonRecord, persons
from engine.store.tables import GROUP_MEMBER, PERSON, PERSON_FACT

# What a person was called, and where mail went, is nobody's business later.
_DATED = ("site", "department", "manager", "hired_on", "left_on")
_PRESENT = PERSON_FACT.c.until_on.is_(None)
_OPEN = select(PERSON_FACT).where(PERSON_FACT.c.person.in_(bindparam("ids", expanding=True)), _PRESENT)
_CLOSE = Change(table=PERSON_FACT, keys=("person", "fact", "from_on"), sets=("until_on",))


@dataclass(frozen=True, slots=True, kw_only=True)
class FactChange:
    """A fact that an import changed. For a person new to us it is the one change that their id was None."""

    person: str
    fact: str
    old: Any
    new: Any


def upsert_people(
    connection: Connection, people: Sequence[PersonRecord], *, on: date, now: datetime
) -> list[FactChange]:
    """Make these people's facts what the records say, from the day `on`; others stay. What changed, by person.

    `on` is a day in the organisation's life, `now` the moment of writing. A second import of the same day, or of
    an earlier one, corrects the present value instead of adding to its history.
    """
    wanted = {each.id: each for each in people}
    known = persons(connection, wanted)
    touched = [each for each in wanted.values() if known.get(each.id) != _settled(each)]
    if touched:
        set_mark(connection, CHANGED, secrets.token_hex(8))
    put(connection, PERSON, [_row(each, now) for each in touched])
    _write_groups(connection, touched, known)
    _write_history(connection, touched, on)
    return [change for each in touched for change in _changes(known.get(each.id), each)]


def _settled(person: PersonRecord) -> PersonRecord:
    """As it will be read back, so that a repeated import is seen to change nothing."""
    groups = tuple(sorted(set(person.groups)))
    return replace(person, groups=groups, facts=decode(encode(person.facts)))


def _row(person: PersonRecord, now: datetime) -> dict[str, Any]:
    return {
        "id": person.id,
        "name": person.name,
        "mail": person.mail,
        "language": person.language,
        "site": person.site,
        "department": person.department,
        "manager": person.manager,
        "hired_on": person.hired_on,
        "left_on": person.left_on,
        "facts": encode(person.facts),
        "changed_at": now,
    }


def _write_groups(connection: Connection, people: Sequence[PersonRecord], known: Mapping[str, PersonRecord]) -> None:
    joined: list[dict[str, str]] = []
    left: list[dict[str, str]] = []
    for each in people:
        old = set(known[each.id].groups) if each.id in known else set()
        new = set(each.groups)
        joined += [{"group_name": group, "person": each.id} for group in sorted(new - old)]
        left += [{"group_name": group, "person": each.id} for group in sorted(old - new)]
    remove(connection, GROUP_MEMBER, left)
    add_missing(connection, GROUP_MEMBER, joined)


def _write_history(connection: Connection, people: Sequence[PersonRecord], on: date) -> None:
    wanted = {
        (each.id, fact): encode(value) for each in people for fact, value in _dated(each).items() if value is not None
    }
    present = {
        (row.person, row.fact): row
        for some in chunks([each.id for each in people])
        for row in connection.execute(_OPEN, {"ids": some})
    }
    ended, dropped, begun = [], [], []
    for key, row in present.items():
        if wanted.get(key) == row.value:
            continue
        if row.from_on < on:
            ended.append(
                {
                    "was_person": row.person,
                    "was_fact": row.fact,
                    "was_from_on": row.from_on,
                    "until_on": on,
                }
            )
        elif key not in wanted:
            dropped.append({"person": row.person, "fact": row.fact, "from_on": row.from_on})
    for (person, fact), value in wanted.items():
        held = present.get((person, fact))
        if held is None or held.value != value:
            from_on = max(on, held.from_on) if held else on
            begun.append({"person": person, "fact": fact, "from_on": from_on, "until_on": None, "value": value})
    change(connection, _CLOSE, ended)
    remove(connection, PERSON_FACT, dropped)
    put(connection, PERSON_FACT, begun)


def _changes(old: PersonRecord | None, new: PersonRecord) -> list[FactChange]:
    if old is None:
        return [FactChange(person=new.id, fact="id", old=None, new=new.id)]
    before, after = _facts(old), _facts(new)
    return [
        FactChange(person=new.id, fact=fact, old=before.get(fact), new=after.get(fact))
        for fact in dict.fromkeys([*before, *after])
        if before.get(fact) != after.get(fact)
    ]


def _dated(person: PersonRecord) -> dict[str, Any]:
    columns = {name: getattr(person, name) for name in _DATED}
    return {**columns, "groups": sorted(set(person.groups)) or None, **dict(sorted(person.facts.items()))}


def _facts(person: PersonRecord) -> dict[str, Any]:
    named = {"name": person.name, "mail": person.mail, "language": person.language}
    return {**named, **_dated(person)}
