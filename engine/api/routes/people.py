"""What people owe."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response

from engine.api.desk import Caller, may
from engine.api.exact import ExactRoute
from engine.api.schemas import schema_of
from engine.views.inbox import Inbox, inbox

router = APIRouter(prefix="/people", tags=["people"], route_class=ExactRoute)

PersonId = Annotated[str, Path(max_length=200)]


@router.get("/{person}/tasks", response_model=schema_of(Inbox))
def read_tasks(caller: Annotated[Caller, may("instances:read")], person: PersonId) -> Response:
    """Everything a person owes, the earliest limit first, each with the acts that would do it and their forms."""
    if "everything:read" not in caller.token.scopes:
        caller.acting(person)
    return caller.answer(inbox(caller.workspace, caller.now, person))
