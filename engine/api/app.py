"""The application: routes, and what answers an error. OpenAPI says every answer, errors too."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from engine.api.desk import Desk
from engine.api.limits import Bounded, Rate
from engine.api.problems import (
    MEDIA_TYPE,
    ProblemDocument,
    answer_error,
    answer_http,
    answer_invalid,
    answer_unexpected,
)
from engine.api.routes import (
    acts,
    cycles,
    definitions,
    delegations,
    facts,
    instances,
    operations,
    people,
    troubles,
    webhooks,
)
from engine.api.scim import door
from engine.pages import acts as acting
from engine.pages import routes as looking
from engine.pages.visitors import A_MINUTE
from engine.runtime.workspace import Workspace
from engine.words import clock
from engine.words.errors import ReviewflowError

VERSION = "v1"
ABOUT = """Trigger transitions, read what stands, listen to what happens.

Every error is a problem document (RFC 9457) with a stable `code` and every reason at once. What a caller may not see
does not exist for them (404). Whatever changes something takes an `Idempotency-Key`: repeat when an answer got lost.
"""

log = logging.getLogger("reviewflow.api")

# What any operation may answer; the document says why.
_ANSWERS: dict[int | str, dict[str, Any]] = {
    status: {"model": ProblemDocument, "description": said}
    for status, said in {
        400: "The request cannot be understood.",
        401: "No key, or none that is valid.",
        403: "The key does not let its holder do this.",
        404: "There is none, or none the caller may know of.",
        408: "The body did not come in time.",
        409: "Somebody was first, or the same request is being done.",
        412: "The revision the caller has seen is over.",
        413: "The body is too large.",
        422: "Not allowed now: `blockers` holds every reason; or faults of files: `problems`.",
        429: "Too many requests; come again after `Retry-After` seconds.",
        503: "The database cannot be reached; come again after `Retry-After` seconds.",
    }.items()
}


def create_app(workspace: Workspace, now: Callable[[], datetime] = clock.now) -> FastAPI:
    """The API of one folder and its database, which is ready for use, and the pages people open from a message."""
    app = FastAPI(
        title="reviewflow",
        version=VERSION,
        description=ABOUT,
        openapi_url=f"/{VERSION}/openapi.json",
        docs_url=None,  # its scripts come from somebody else's servers
        redoc_url=None,
        separate_input_output_schemas=False,
        generate_unique_id_function=lambda route: route.name,  # what a generated client calls its functions
    )
    app.state.desk = Desk(workspace, now)
    app.state.page_rate = Rate(A_MINUTE)
    app.state.language = workspace.settings.language or "en"
    app.add_middleware(Bounded)
    app.add_exception_handler(ReviewflowError, answer_error)
    app.add_exception_handler(RequestValidationError, answer_invalid)
    app.add_exception_handler(HTTPException, answer_http)
    app.add_exception_handler(Exception, _unexpected)
    versioned = APIRouter(prefix=f"/{VERSION}", responses=_ANSWERS)
    for each in (facts, instances, acts, people, delegations, cycles, definitions, troubles, webhooks, operations):
        versioned.include_router(each.router)
    app.include_router(versioned)
    for router in (door.router, looking.router, acting.router):
        app.include_router(router)
    _say_media_types(app)
    return app


def _unexpected(request: Request, failure: Exception) -> Response:
    log.error("%s %s", request.method, request.url.path, exc_info=failure)
    return answer_unexpected(request)


def _say_media_types(app: FastAPI) -> None:
    """Problem documents have a media type of their own; the framework writes `application/json` for every answer."""
    make = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            found = make()
            for path in found["paths"].values():
                for operation in path.values():
                    for status, answer in operation["responses"].items():
                        if int(status) >= 400:
                            answer["content"] = {MEDIA_TYPE: answer["content"]["application/json"]}
        return app.openapi_schema or make()

    app.openapi = openapi  # type: ignore[method-assign]
