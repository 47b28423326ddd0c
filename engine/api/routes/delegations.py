"""Who stands in for whom: listed, made, ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Response

from engine.api.desk import As, Caller, may
from engine.api.exact import ExactRoute
from engine.api.models import Delegating
from engine.api.once import Key, once
from engine.api.schemas import schema_of
from engine.core.roster import Delegation
from engine.runtime import delegating
from engine.runtime.delegating import Delegated
from engine.store.delegations import Kept

router = APIRouter(prefix="/delegations", tags=["delegations"], route_class=ExactRoute)

Actor = Annotated[Caller, may("acts:write")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegations:
    """Both days are included; `until_on` null: until it is ended, `process` null: in all."""

    delegations: Sequence[Kept]


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegationsEnded:
    """How many there were."""

    ended: int


@router.get("", response_model=schema_of(Delegations))
def list_delegations(caller: Annotated[Caller, may("instances:read")], as_: As = None) -> Response:
    """Those in force and to come that a person gave or was given; of everybody for the administrator."""
    return caller.answer(
        Delegations(delegations=delegating.delegations(caller.workspace, caller.now, caller.reading(as_)))
    )


@router.post("", response_model=schema_of(Delegated), status_code=201)
def delegate(caller: Actor, asked: Delegating, key: Key) -> Response:
    """Let somebody do what the person owes, from a day until another. Both are told."""
    person = caller.acting(asked.actor)
    wanted = Delegation(
        person=person,
        to=asked.to,
        from_on=asked.from_on or caller.now.date(),
        until_on=asked.until_on,
        process=asked.process,
    )
    asked_for = ["delegate", person, asked.model_dump(mode="json")]
    return once(caller, key, asked_for, lambda: delegating.delegate(caller.workspace, wanted, caller.now), 201)


@router.delete("/{to}", response_model=schema_of(DelegationsEnded))
def end_delegation(caller: Actor, to: str, as_: As = None) -> Response:
    """End every delegation of the person to another, begun or not."""
    return caller.answer(
        DelegationsEnded(ended=delegating.undelegate(caller.workspace, caller.acting(as_), to, caller.now))
    )
