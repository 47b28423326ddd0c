"""What goes wrong is a page too, in the reader's language."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from engine.api.problems import TooMuch, language_of
from engine.pages.render import html
from engine.pages.visitors import NoVisit, Place, Strange, base_of, chosen, chosen_language
from engine.words.errors import Conflict, NotFound, ReviewflowError, Unavailable
from engine.words.texts import LANGUAGES

log = logging.getLogger("reviewflow.pages")

_STATUS: tuple[tuple[type[ReviewflowError], int, str], ...] = (
    (NoVisit, 401, "title-no-visit"),
    (Strange, 403, "title-strange"),
    (NotFound, 404, "title-not-found"),
    (TooMuch, 429, "title-too-much"),
    (Conflict, 409, "title-busy"),
    (Unavailable, 503, "title-unavailable"),
)


class PageRoute(APIRoute):
    """A route whose errors are pages, in the reader's language. No address is logged: one may be a link."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def answer(request: Request) -> Response:
            try:
                found = await handle(request)
            except ReviewflowError as failure:
                found = _told(request, failure)
            except (HTTPException, RequestValidationError):
                found = _told(request, NotFound("page-no-such"))
            except Exception:
                log.exception("%s %s", request.method, self.path)
                found = _page(request, 500, "title-internal", "internal")
            wanted = request.query_params.get("lang", "")
            return chosen(Place(request.app.state.desk, wanted), found) if wanted in LANGUAGES else found

        return answer


def _told(request: Request, failure: ReviewflowError) -> Response:
    status, title = next(
        ((status, title) for kind, status, title in _STATUS if isinstance(failure, kind)), (400, "title-misuse")
    )
    if failure.code in ("link-over", "link-not-set"):
        title = f"title-{failure.code}"
    answer = _page(request, status, title, failure.text(_language(request)), said=True)
    if isinstance(failure, TooMuch | Unavailable):
        answer.headers["Retry-After"] = str(getattr(failure, "wait", None) or 5)
    return answer


def _page(request: Request, status: int, title: str, text: str, *, said: bool = False) -> Response:
    language, base = _language(request), base_of(request.app.state.desk.workspace.settings)
    return html("notice.html", language, base, status, visitor=None, title=title, text=text, said=said)


def _language(request: Request) -> str:
    return chosen_language(request) or language_of(request)
