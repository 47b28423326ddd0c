"""What an administrator looks after: incidents, and messages that could not be delivered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Response

from engine.api.desk import Caller, may
from engine.api.exact import ExactRoute
from engine.api.models import Resending, Retrying
from engine.api.schemas import schema_of
from engine.runtime.deliver import again
from engine.runtime.mending import retry
from engine.store.database import snapshot
from engine.store.outbox import messages_with
from engine.views.incidents import Trouble, troubles

router = APIRouter(tags=["troubles"], route_class=ExactRoute)

MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Troubles:
    incidents: tuple[Trouble, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """`still`: ids of incidents that are still there."""

    tried: int
    still: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Undelivered:
    """A message that is not out: of which template, to whom, why not, and when it is tried next."""

    key: str
    instance: str | None
    recipient: str
    template: str
    channel: str
    status: str
    attempts: int
    not_before: datetime
    last_error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Messages:
    messages: tuple[Undelivered, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    queued: int


@router.get("/incidents", response_model=schema_of(Troubles))
def list_incidents(caller: Annotated[Caller, may("incidents:read")]) -> Response:
    """Every open incident, those of one cause as one, the oldest first."""
    return caller.answer(Troubles(incidents=troubles(caller.workspace)))


@router.post("/incidents/retry", response_model=schema_of(Tried))
def retry_incidents(caller: Annotated[Caller, may("incidents:write")], asked: Retrying) -> Response:
    """Try again what these incidents stopped, or all of them. Safe to repeat."""
    found = retry(caller.workspace, asked.ids, caller.now)
    return caller.answer(Tried(tried=found.tried, still=tuple(each.id for each in found.still)))


@router.get("/messages", response_model=schema_of(Messages))
def list_messages(
    caller: Annotated[Caller, may("messages:read")],
    status: Annotated[str, Query(pattern="^(queued|claimed|dead|suppressed)$")] = "dead",
    limit: Annotated[int, Query(ge=1, le=MOST)] = 100,
) -> Response:
    """Messages by what became of them: `dead` ones are not tried again before somebody asks."""
    with snapshot(caller.workspace.database) as connection:
        found = messages_with(connection, status, limit)  # type: ignore[arg-type]
    return caller.answer(
        Messages(
            messages=tuple(
                Undelivered(
                    key=each.key,
                    instance=each.instance,
                    recipient=each.notice.recipient,
                    template=each.notice.template,
                    channel=each.channel,
                    status=each.status,
                    attempts=each.attempts,
                    not_before=each.not_before,
                    last_error=each.last_error,
                )
                for each in found
            )
        )
    )


@router.post("/messages/resend", response_model=schema_of(Queued))
def resend_messages(caller: Annotated[Caller, may("messages:write")], asked: Resending) -> Response:
    """Queue dead messages anew, those about a template, an instance or a recipient, or all. Safe to repeat."""
    return caller.answer(Queued(queued=again(caller.workspace, caller.now, asked.about)))
