"""Changes of people that are known before their day: kept until it comes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from engine.store.bulk import put, remove
from engine.store.codec import decode, encode
from engine.store.tables import PERSON_CHANGE

_DUE = (
    select(PERSON_CHANGE)
    .where(PERSON_CHANGE.c.from_on <= bindparam("day"))
    .order_by(PERSON_CHANGE.c.from_on, PERSON_CHANGE.c.person)
)
NEXT_COMING = select(func.min(PERSON_CHANGE.c.from_on))


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """What will be so of a person from a day on: columns and facts as a file stated them."""

    person: str
    from_on: date
    cells: Mapping[str, Any]


def wait(connection: Connection, changes: Sequence[Coming], now: datetime) -> None:
    """Keep these; another of the same person and day is replaced."""
    put(
        connection,
        PERSON_CHANGE,
        [
            {"person": each.person, "from_on": each.from_on, "cells": encode(each.cells), "made_at": now}
            for each in changes
        ],
    )


def come(connection: Connection, day: date) -> list[Coming]:
    """Those whose day has come, the earliest first."""
    return [
        Coming(person=row.person, from_on=row.from_on, cells=decode(row.cells))
        for row in connection.execute(_DUE, {"day": day})
    ]


def settle(connection: Connection, changes: Sequence[Coming]) -> None:
    """These have taken effect."""
    remove(connection, PERSON_CHANGE, [{"person": each.person, "from_on": each.from_on} for each in changes])


def next_coming(connection: Connection) -> date | None:
    """The first day on which something changes; None if nothing is known to."""
    found: date | None = connection.execute(NEXT_COMING).scalar()
    return found
