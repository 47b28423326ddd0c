"""Cycles: how they stand, and launching one."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response

from engine.api.desk import Caller, may
from engine.api.exact import ExactRoute
from engine.api.models import Launching
from engine.api.once import Key, once
from engine.api.schemas import schema_of
from engine.runtime.launch import Launched, launch
from engine.views.progress import Progress, progress

router = APIRouter(prefix="/cycles", tags=["cycles"], route_class=ExactRoute)

Reader = Annotated[Caller, may("cycles:read")]


@router.get("", response_model=schema_of(Progress))
def list_cycles(caller: Reader) -> Response:
    """Every cycle that was launched, and the numbers of all of them together."""
    return caller.answer(progress(caller.workspace, caller.now, caller.workspace.library))


@router.post("", response_model=schema_of(Launched), status_code=201)
def launch_cycle(caller: Annotated[Caller, may("cycles:write")], asked: Launching, key: Key) -> Response:
    """Launch a turn of a cycle by its name. Nothing starts yet: the runner starts what is due."""
    return once(
        caller, key, ["launch", asked.cycle], lambda: launch(caller.workspace, asked.cycle, caller.now), status=201
    )


@router.get("/{cycle}", response_model=schema_of(Progress))
def read_cycle(caller: Reader, cycle: Annotated[str, Path(max_length=200)]) -> Response:
    """The numbers of one cycle: its starts, its instances by state, what is overdue, messages, incidents."""
    return caller.answer(progress(caller.workspace, caller.now, caller.workspace.library, cycle))
