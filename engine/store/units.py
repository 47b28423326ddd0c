"""Units: facts as of now, asked for in the ways expressions ask."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, or_, select

from engine.core.units import UnitRecord
from engine.store.bulk import chunks, put
from engine.store.codec import decode, encode
from engine.store.tables import UNIT

_ALL = select(UNIT).order_by(UNIT.c.id)
_BY_ID = _ALL.where(UNIT.c.id.in_(bindparam("ids", expanding=True)))
_UNDER = _ALL.where(UNIT.c.parent == bindparam("parent"))
_OPEN = (
    select(UNIT.c.id).where(or_(UNIT.c.closed_on.is_(None), UNIT.c.closed_on > bindparam("day"))).order_by(UNIT.c.id)
)
_CLOSED = (
    select(UNIT.c.id)
    .where(UNIT.c.closed_on > bindparam("after"), UNIT.c.closed_on <= bindparam("until"))
    .order_by(UNIT.c.closed_on, UNIT.c.id)
)
_NEXT_CLOSING = select(func.min(UNIT.c.closed_on)).where(UNIT.c.closed_on > bindparam("after"))
_FACTS = ("name", "kind", "parent", "lead", "site", "closed_on")


def all_units(connection: Connection) -> list[UnitRecord]:
    """Every unit ever known, closed ones too, by id."""
    return [_unit(row) for row in connection.execute(_ALL)]


def units(connection: Connection, ids: Collection[str]) -> dict[str, UnitRecord]:
    """Those of `ids` that are known, by id."""
    found = (connection.execute(_BY_ID, {"ids": some}) for some in chunks(sorted(set(ids))))
    return {row.id: _unit(row) for rows in found for row in rows}


def units_under(connection: Connection, parent: str) -> list[UnitRecord]:
    """The units right under this one, by id."""
    return [_unit(row) for row in connection.execute(_UNDER, {"parent": parent})]


def open_units(connection: Connection, day: date) -> list[str]:
    """The ids of every unit that is not closed by `day`."""
    return list(connection.execute(_OPEN, {"day": day}).scalars())


def closed_units(connection: Connection, after: date, until: date) -> list[str]:
    """Ids of those whose `closed_on` is later than `after` and not later than `until`."""
    return list(connection.execute(_CLOSED, {"after": after, "until": until}).scalars())


def next_closing(connection: Connection, after: date) -> date | None:
    """The first `closed_on` later than `after`; None if no unit is known to close."""
    found: date | None = connection.execute(_NEXT_CLOSING, {"after": after}).scalar()
    return found


def upsert_units(connection: Connection, records: Sequence[UnitRecord], now: datetime) -> list[str]:
    """Make these units what the records say; others stay. The ids of those that are new or changed."""
    known = units(connection, [each.id for each in records])
    changed = [each for each in records if known.get(each.id) != _settled(each)]
    rows = [
        {
            "id": each.id,
            **{name: getattr(each, name) for name in _FACTS},
            "facts": encode(each.facts),
            "changed_at": now,
        }
        for each in changed
    ]
    put(connection, UNIT, rows)
    return [each.id for each in changed]


def _settled(unit: UnitRecord) -> UnitRecord:
    """As it will be read back, so that a repeated import is seen to change nothing."""
    return UnitRecord(id=unit.id, **{name: getattr(unit, name) for name in _FACTS}, facts=decode(encode(unit.facts)))


def _unit(row: Any) -> UnitRecord:
    return UnitRecord(id=row.id, **{name: getattr(row, name) for name in _FACTS}, facts=decode(row.facts))
