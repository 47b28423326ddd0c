"""Instances: listed, read, explained; opened by hand."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Response

from engine.api.desk import Absent, As, Caller, may
from engine.api.exact import ExactRoute
from engine.api.models import Beginning
from engine.api.once import Key, once
from engine.api.schemas import schema_of
from engine.runtime.opening import open_instance
from engine.runtime.trigger import Outcome
from engine.views.blanks import Paper, paper
from engine.views.history import History, history_of
from engine.views.listing import MOST, Page, listing
from engine.views.show import Contents, contents
from engine.views.why import Why, why

router = APIRouter(prefix="/instances", tags=["instances"], route_class=ExactRoute)

Reader = Annotated[Caller, may("instances:read")]
Id = Annotated[str, Path(max_length=300, description="`process/cycle/person`, and more parts for a child.")]
Filter = Annotated[str | Absent, Query(max_length=200)]


@router.get("", response_model=schema_of(Page))
def list_instances(
    caller: Reader,
    as_: As = None,
    process: Filter = None,
    cycle: Filter = None,
    subject: Filter = None,
    status: Literal["running", "ended", "cancelled"] | Absent = None,
    state: Annotated[str | Absent, Query(max_length=200, pattern=r"^[^\"]*$")] = None,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
    cursor: Annotated[str, Query(max_length=300, description="`next` of the page before.")] = "",
) -> Response:
    """Those the reader takes part in, or all for the administrator, by id, a page at a time."""
    found = listing(
        caller.workspace,
        caller.now,
        caller.reading(as_),
        after=cursor,
        limit=limit,
        process=process,
        cycle=cycle,
        subject=subject,
        status=status,
        state=state,
    )
    return caller.answer(found)


@router.post("", response_model=schema_of(Outcome), status_code=201)
def start_instance(caller: Annotated[Caller, may("acts:write")], asked: Beginning, key: Key) -> Response:
    """Open a process by hand, where its file says who may."""
    actor = caller.acting(asked.actor)

    def do() -> Outcome:
        return open_instance(caller.workspace, asked.process, asked.subject, actor, asked.form, caller.now)

    return once(caller, key, ["start", actor, asked.model_dump()], do, 201)


@router.get("/{instance:path}/options", response_model=schema_of(Why))
def read_options(caller: Reader, instance: Id, as_: As = None) -> Response:
    """What may happen next: for a person their own acts and what speaks against each; for the administrator all."""
    return caller.answer(why(caller.workspace, caller.now, instance, caller.reading(as_)))


@router.get("/{instance:path}/history", response_model=schema_of(History))
def read_history(caller: Reader, instance: Id, as_: As = None) -> Response:
    """What happened, as far as the reader may know."""
    return caller.answer(history_of(caller.workspace, caller.now, instance, caller.reading(as_)))


@router.get("/{instance:path}/acts/{act}/form", response_model=schema_of(Paper))
def read_form(caller: Reader, instance: Id, act: str, as_: As = None) -> Response:
    """What an act asks to be filled in, with what is there already, drafts included."""
    return caller.answer(paper(caller.workspace, caller.now, instance, act, caller.reading(as_)))


@router.get("/{instance:path}", response_model=schema_of(Contents))
def read_instance(caller: Reader, instance: Id, as_: As = None) -> Response:
    """Where it stands and what is in it, as far as the reader may see. `ETag` is its revision."""
    found = contents(caller.workspace, caller.now, instance, caller.reading(as_))
    headers: dict[str, Any] = {"ETag": f'"{found.revision}"'}
    return caller.answer(found, **headers)
