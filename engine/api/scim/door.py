"""The way in: whose key it is, one transaction a request, every error as SCIM says it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from http import HTTPStatus
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from scim2_models import Error, ForbiddenException, ResourceType, SCIMException
from scim2_server.handler import ScimHandler
from scim2_server.requests import ScimRequest
from scim2_server.responses import ScimResponse
from scim2_server.routing import Operation, Target
from scim2_server.service import ScimService
from starlette.concurrency import run_in_threadpool

from engine.api.desk import Caller, Desk, caller
from engine.api.problems import language_of, status_of
from engine.api.scim.directory import Directory
from engine.api.scim.offer import OwnColumn, own_columns, provider_of
from engine.store.database import Connection, snapshot, whole
from engine.store.locks import hold_all
from engine.words.errors import Conflict, ReviewflowError

ROOT = "/scim/v2"
_READS = {Operation.query, Operation.search, Operation.search_with_body}

log = logging.getLogger("reviewflow.api")
router = APIRouter()


class Service(ScimService):
    """The protocol, with our ids in addresses and our keys' scopes."""

    def resource_location(self, base_url: str, resource_type: ResourceType, resource_id: str) -> str:
        return super().resource_location(base_url, resource_type, quote(resource_id, safe="@"))

    def authorize(self, request: ScimRequest, target: Target, resource_type: ResourceType) -> None:
        scopes = request.subject.token.scopes
        if "people:write" not in scopes and not (target.operation in _READS and "people:read" in scopes):
            raise ForbiddenException(detail="The key lacks the scope people:write.")


@lru_cache(maxsize=8)
def _service(columns: tuple[OwnColumn, ...]) -> Service:
    return Service(provider_of(columns))


@router.api_route(ROOT + "{path:path}", methods=["GET", "POST", "PUT", "PATCH", "DELETE"], include_in_schema=False)
async def answer(request: Request, path: str) -> Response:
    body = await request.body()
    return await run_in_threadpool(_answer, request, path, body)


def _answer(request: Request, path: str, body: bytes) -> Response:
    asked = ScimRequest(
        method=request.method,
        base_url=f"{str(request.base_url).rstrip('/')}{ROOT}",
        path=path,
        query=dict(request.query_params),
        headers=list(request.headers.items()),
        body=body,
    )
    desk: Desk = request.app.state.desk
    service = _service(tuple(own_columns(desk.workspace.library.organisation)))
    try:
        found = _served(service, request, asked)
    except SCIMException as refused:
        found = service.error_response(refused)
    except ReviewflowError as failure:
        found = _refused(failure, language_of(request))
    except Exception as failure:
        log.error("%s %s", request.method, request.url.path, exc_info=failure)
        found = service.error_response(failure)
    headers = {"Cache-Control": "no-store", **found.headers}
    if found.body is None:
        return Response(status_code=int(found.status), headers=headers)
    return JSONResponse(found.body, int(found.status), headers=headers)


def _served(service: Service, request: Request, asked: ScimRequest) -> ScimResponse:
    asked.subject = caller(request)
    with _work(asked.subject, writing=request.method != "GET") as connection:
        storage = Directory(asked.subject, connection, service.provider, writing=request.method != "GET")
        return ScimHandler(service, storage).handle(asked)


@contextmanager
def _work(caller: Caller, *, writing: bool) -> Iterator[Connection]:
    database = caller.workspace.database
    if not writing:
        with snapshot(database) as connection:
            yield connection
        return
    with whole(database) as connection:
        hold_all(connection, [("directory",)])  # two servers may be pushed the same person
        yield connection


def _refused(failure: ReviewflowError, language: str) -> ScimResponse:
    status = status_of(failure)
    kind = "uniqueness" if isinstance(failure, Conflict) else None
    headers = {"WWW-Authenticate": 'Bearer realm="reviewflow"'} if status == HTTPStatus.UNAUTHORIZED else {}
    wait = getattr(failure, "wait", None) or (5 if status == HTTPStatus.SERVICE_UNAVAILABLE else None)
    if wait is not None:
        headers["Retry-After"] = str(wait)
    error = Error(status=status, scim_type=kind, detail=failure.text(language))
    return ScimResponse(HTTPStatus(status), error.model_dump(), headers)
