"""Errors as problem documents after RFC 9457, with the blockers and findings the command line gives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from engine.words.errors import (
    Conflict,
    DefinitionInvalid,
    DefinitionLost,
    Misuse,
    NotFound,
    Refused,
    ReviewflowError,
    Stale,
    Unavailable,
)
from engine.words.plain import described
from engine.words.texts import LANGUAGES, say

MEDIA_TYPE = "application/problem+json"


class Forbidden(ReviewflowError):
    """The key does not let its holder do this."""


class Unauthorised(ReviewflowError):
    """No key, or none that is valid."""


class TooMuch(ReviewflowError):
    """A request that is too large, or one too many. `status` is 413 or 429."""

    def __init__(self, code: str, status: int, wait: int | None = None, **facts: Any) -> None:
        super().__init__(code, **facts)
        self.status = status
        self.wait = wait


class Finding(BaseModel):
    """One reason, or one fault of a file; `line` and `column` count from 1 and are null where there is no file."""

    code: str
    severity: str
    text: str
    facts: dict[str, Any]
    file: str | None
    line: int | None
    column: int | None


class ProblemDocument(BaseModel):
    """What went wrong: `code` is stable, `title` and `detail` are in the language asked for."""

    type: str = Field(examples=["urn:reviewflow:problem:act-not-now"])
    title: str
    status: int
    detail: str
    code: str
    facts: dict[str, Any]
    blockers: list[Finding] = Field(default=[], description="Every reason against an act, at once.")
    problems: list[Finding] = Field(default=[], description="Every fault of the files.")


_STATUS: tuple[tuple[type[ReviewflowError], int, str], ...] = (
    (DefinitionLost, 503, "api-title-unavailable"),
    (DefinitionInvalid, 422, "api-title-invalid"),
    (Refused, 422, "api-title-refused"),
    (NotFound, 404, "api-title-not-found"),
    (Stale, 412, "api-title-stale"),
    (Conflict, 409, "api-title-conflict"),
    (Unavailable, 503, "api-title-unavailable"),
    (Unauthorised, 401, "api-title-unauthorised"),
    (Forbidden, 403, "api-title-forbidden"),
    (Misuse, 400, "api-title-misuse"),
)
# Of what one may ask anew with another key, and of what came wrong in the body.
_OWN = {"request-key-reused": 422, "request-in-flight": 409}
_TITLES = {
    400: "api-title-misuse",
    404: "api-title-not-found",
    405: "api-title-misuse",
    413: "api-title-too-much",
    429: "api-title-too-much",
    500: "api-title-internal",
}


def language_of(request: Request) -> str:
    """The language a caller reads: the first of `Accept-Language` that we speak, else the folder's."""
    usual = getattr(request.app.state, "language", "en")
    for part in request.headers.get("accept-language", "").split(","):
        wanted = part.partition(";")[0].strip().lower().partition("-")[0]
        if wanted in LANGUAGES:
            return wanted
    return str(usual)


def answer_error(request: Request, failure: Exception) -> Response:
    """Any of our errors as a problem document."""
    assert isinstance(failure, ReviewflowError)
    language = language_of(request)
    status, title = _kind(failure)
    headers = {}
    if status == 401:
        headers["WWW-Authenticate"] = 'Bearer realm="reviewflow"'
    if status == 503:
        headers["Retry-After"] = "5"
    if isinstance(failure, TooMuch) and failure.wait is not None:
        headers["Retry-After"] = str(failure.wait)
    said = described(failure, language)
    return document(status, say(title, language, {}), said.pop("text"), language, headers=headers, **said)


def answer_invalid(request: Request, failure: Exception) -> Response:
    """A request that is not what the operation takes: every place that is wrong."""
    assert isinstance(failure, RequestValidationError)
    language = language_of(request)
    faults = [
        {
            "code": "request-invalid",
            "severity": "error",
            "text": f"{_place(each['loc'])}: {each['msg']}",
            "facts": {"place": _place(each["loc"]), "why": each["msg"]},
            "file": None,
            "line": None,
            "column": None,
        }
        for each in failure.errors()
    ]
    detail = say("request-invalid", language, {"places": "; ".join(str(each["text"]) for each in faults)[:2000]})
    title = say("api-title-misuse", language, {})
    code = "request-invalid"
    if [each["loc"] for each in failure.errors()] == [("header", "Idempotency-Key")] and not _sent(request):
        code, detail = "idempotency-key-missing", say("idempotency-key-missing", language, {})
    return document(400, title, detail, language, code=code, facts={}, problems=faults)


def _sent(request: Request) -> bool:
    return "idempotency-key" in request.headers


def answer_http(request: Request, failure: Exception) -> Response:
    """No such address, no such method, and whatever else the framework refuses."""
    assert isinstance(failure, HTTPException)
    if isinstance(failure.__cause__, ReviewflowError):  # what we said of the body, wrapped by the framework
        return answer_error(request, failure.__cause__)
    language = language_of(request)
    code = {404: "no-such-address", 405: "no-such-method"}.get(failure.status_code, "request-unreadable")
    detail = say(code, language, {"path": request.url.path[:200], "method": request.method})
    title = say(_TITLES.get(failure.status_code, "api-title-misuse"), language, {})
    return document(failure.status_code, title, detail, language, code=code, facts={}, headers=failure.headers)


def answer_unexpected(request: Request) -> Response:
    """A fault of ours: no detail goes out, all of it is in the log."""
    language = language_of(request)
    title = say("api-title-internal", language, {})
    return document(500, title, say("api-internal", language, {}), language, code="internal-error", facts={})


def document(
    status: int, title: str, detail: str, language: str, *, headers: Mapping[str, str] | None = None, **more: Any
) -> JSONResponse:
    body = {
        "type": f"urn:reviewflow:problem:{more['code']}",
        "title": title,
        "status": status,
        "detail": detail,
        "blockers": [],
        "problems": [],
        **more,
    }
    return JSONResponse(body, status, headers={"Content-Language": language, **(headers or {})}, media_type=MEDIA_TYPE)


def status_of(failure: ReviewflowError) -> int:
    """The HTTP status an error answers with."""
    return _kind(failure)[0]


def _kind(failure: ReviewflowError) -> tuple[int, str]:
    if isinstance(failure, TooMuch):
        return failure.status, "api-title-too-much"
    status, title = next((found[1:] for found in _STATUS if isinstance(failure, found[0])), (422, "api-title-invalid"))
    return _OWN.get(failure.code, status), title


def _place(parts: tuple[int | str, ...]) -> str:
    return ".".join(str(each) for each in parts)
