"""How the work goes: for whoever restarts a server, for whoever is called, for Prometheus."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Response

from engine.api.desk import Caller, may
from engine.api.exact import ExactRoute
from engine.api.schemas import schema_of
from engine.runtime.health import health
from engine.runtime.metrics import CONTENT_TYPE, exposed
from engine.store.backlog import Backlog
from engine.store.runners import Runner
from engine.words.problems import Problem

router = APIRouter(tags=["operations"], route_class=ExactRoute)

Admin = Annotated[Caller, may("operations:read")]


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthNow:
    """`faults` need somebody now, `warnings` soon. `lag` is in seconds, of the longest overdue work."""

    verdict: Literal["ok", "warning", "fault"]
    at: datetime
    last_round_at: datetime | None
    lag: int
    backlog: Backlog
    runners: tuple[Runner, ...]
    alive: tuple[str, ...]
    held_since: datetime | None
    faults: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


@router.get("/health", response_model=schema_of(HealthNow))
def read_health(caller: Admin) -> Response:
    """Whether the work gets done: last round, lag, backlog, messages given up, incidents, runners."""
    found = health(caller.workspace, caller.now)
    return caller.answer(
        HealthNow(
            verdict=found.verdict,
            at=found.at,
            last_round_at=found.round_at,
            lag=round(found.lag.total_seconds()),
            backlog=found.backlog,
            runners=found.runners,
            alive=found.alive,
            held_since=found.hold.since if found.hold else None,
            faults=found.faults,
            warnings=found.warnings,
        )
    )


@router.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
def read_metrics(caller: Admin) -> Response:
    """The same figures in Prometheus' text format; its scraper sends a key as a bearer token."""
    return Response(exposed(health(caller.workspace, caller.now)), media_type=CONTENT_TYPE)
