"""People and units as they are known, and what people owe."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from engine.api.desk import Caller, may
from engine.api.exact import ExactRoute
from engine.api.schemas import schema_of
from engine.core.roster import PersonRecord
from engine.core.units import UnitRecord
from engine.expression.served import FactPeriod
from engine.store.database import snapshot
from engine.store.people import pasts, people_after, persons
from engine.store.units import all_units
from engine.views.inbox import Inbox, inbox
from engine.words.errors import NotFound

router = APIRouter(tags=["people"], route_class=ExactRoute)

MOST = 1000
PersonId = Annotated[str, Path(max_length=200)]
Reader = Annotated[Caller, may("people:read")]


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """`next` is the id to go on behind; null at the end."""

    people: Sequence[PersonRecord]
    next: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A person, and the past of each fact that has one: what was so from which day until which."""

    person: PersonRecord
    past: Mapping[str, Sequence[FactPeriod]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    units: Sequence[UnitRecord]


@router.get("/people", response_model=schema_of(People))
def list_people(
    caller: Reader,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 100,
    cursor: Annotated[str, Query(max_length=200, description="`next` of the page before.")] = "",
) -> Response:
    """Everybody ever known, leavers too, by id, a page at a time."""
    with snapshot(caller.workspace.database) as connection:
        found = people_after(connection, cursor, limit + 1)
    return caller.answer(People(people=found[:limit], next=found[limit - 1].id if len(found) > limit else None))


@router.get("/people/{person}", response_model=schema_of(Known))
def read_person(caller: Reader, person: PersonId) -> Response:
    """What is known of a person, and what was."""
    with snapshot(caller.workspace.database) as connection:
        found = persons(connection, [person])
        if not found:
            raise NotFound("person-unknown", person=person[:60])
        return caller.answer(Known(person=found[person], past=pasts(connection, [person]).get(person, {})))


@router.get("/people/{person}/tasks", response_model=schema_of(Inbox))
def read_tasks(caller: Annotated[Caller, may("instances:read")], person: PersonId) -> Response:
    """Everything a person owes, the earliest limit first, each with the acts that would do it and their forms."""
    if "everything:read" not in caller.token.scopes:
        caller.acting(person)
    return caller.answer(inbox(caller.workspace, caller.now, person))


@router.get("/units", response_model=schema_of(Units))
def list_units(caller: Reader) -> Response:
    """Departments, teams and products, closed ones too, by id."""
    with snapshot(caller.workspace.database) as connection:
        return caller.answer(Units(units=all_units(connection)))
