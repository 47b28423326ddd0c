"""Who looks at a page: a person whose link was opened in this browser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, TypeVar
from urllib.parse import quote, urlencode, urlsplit

from fastapi import Depends, Request, Response
from starlette.responses import RedirectResponse

from engine.api.desk import Desk
from engine.api.limits import Rate
from engine.api.problems import language_of
from engine.core.arrival import language_of as spoken_by
from engine.pages.render import cookie, html, sealed
from engine.runtime import links
from engine.runtime.settings import Settings
from engine.runtime.workspace import Workspace
from engine.views.glance import Who, glance
from engine.words.errors import NotFound, ReviewflowError
from engine.words.texts import LANGUAGES

A_MINUTE = 120  # pages of one person
LANGUAGE = "reviewflow_language"
_VISIT = "reviewflow_visit"
G = TypeVar("G")


class NoVisit(ReviewflowError):
    """Nobody opened a link in this browser, or too long ago."""


class Strange(ReviewflowError):
    """A form that was not made for who sends it."""


@dataclass(frozen=True, slots=True)
class Place:
    """What every page needs: the workspace as it is now, the clock, the language."""

    desk: Desk
    language: str

    @property
    def workspace(self) -> Workspace:
        return self.desk.workspace

    @property
    def settings(self) -> Settings:
        return self.desk.workspace.settings

    @property
    def now(self) -> datetime:
        return self.desk.now()

    @property
    def base(self) -> str:
        return base_of(self.settings)

    def to(self, path: str, **query: str) -> str:
        """An address of ours."""
        return f"{self.base}{quote(path)}" + (f"?{urlencode(query)}" if query else "")

    def go(self, path: str, **query: str) -> Response:
        """On to another page, by GET."""
        return sealed(RedirectResponse(self.to(path, **query), 303))


@dataclass(frozen=True, slots=True)
class Visitor(Place):
    """A place, and who is there."""

    who: Who
    zone: str

    def page(self, template: str, status: int = 200, **values: Any) -> Response:
        token = links.form_token(self.settings, self.who.id, self.now)
        return html(template, self.language, self.base, status, visitor=self, csrf=token, link=self.to, **values)

    def own(self, token: str) -> None:
        """Raises Strange for a form that somebody else made."""
        if not links.own_form(self.settings, token, self.who.id, self.now):
            raise Strange("page-strange")


def base_of(settings: Settings) -> str:
    return urlsplit(settings.public_url).path


def visit_cookie(settings: Settings) -> str:
    """Its name; where pages are served over TLS only this host can set it, over TLS."""
    return f"__Host-{_VISIT}" if settings.public_url.startswith("https:") else _VISIT


def begin_visit(place: Place, answer: Response, person: str) -> Response:
    """The browser that opened a person's link stands for them from now on, for some hours."""
    text = links.visit(place.settings, person, place.now)
    secure = place.settings.public_url.startswith("https:")
    cookie(answer, visit_cookie(place.settings), text, secure=secure, seconds=int(links.VISIT.total_seconds()))
    return answer


def end_visit(place: Place, answer: Response) -> Response:
    secure = place.settings.public_url.startswith("https:")
    cookie(answer, visit_cookie(place.settings), "", secure=secure, seconds=0)
    return answer


def chosen(place: Place, answer: Response) -> Response:
    """From now on pages speak this language."""
    secure = place.settings.public_url.startswith("https:")
    cookie(answer, LANGUAGE, place.language, secure=secure, seconds=366 * 24 * 3600)
    return answer


def place_of(request: Request) -> Place:
    """Where pages are served at all. Raises NotFound."""
    desk: Desk = request.app.state.desk
    if not desk.workspace.settings.public_url:
        raise NotFound("link-not-set")
    return Place(desk, chosen_language(request) or language_of(request))


def chosen_language(request: Request) -> str | None:
    """What was chosen with the switch, in this request or before."""
    wanted = request.query_params.get("lang") or request.cookies.get(LANGUAGE)
    return wanted if wanted in LANGUAGES else None


def genuine(request: Request, place: Place, read: Callable[[], G]) -> G:
    """What a link says. Whoever tries many that are none is kept waiting; a whole office behind one address is not.

    Raises NotFound, TooMuch.
    """
    try:
        return read()
    except NotFound:
        _strange(request, place)
        raise


def _strange(request: Request, place: Place) -> None:
    place.desk.rate.take(f"stranger {request.client.host if request.client else ''}")


def visitor_of(request: Request, place: Annotated[Place, Depends(place_of)]) -> Visitor:
    """Raises NoVisit, TooMuch."""
    text = request.cookies.get(visit_cookie(place.settings), "")
    try:
        person = links.visitor(place.settings, text, place.now)
    except NotFound:
        _strange(request, place)
        raise NoVisit("page-no-visit") from None
    rate: Rate = request.app.state.page_rate
    rate.take(person)
    return known(place, person, chosen_language(request))


def known(place: Place, person: str, chosen: str | None) -> Visitor:
    """Somebody as they visit. Raises NoVisit for whoever has left."""
    with glance(place.workspace, place.now) as seen:
        people = seen.work.people
        member = people.person(person)
        if member is None or member.fact("active") is not True:
            raise NoVisit("page-left")
        language = chosen or spoken_by(people, person)
        return Visitor(place.desk, language, seen.who(person), people.zone(person).key)


At = Annotated[Place, Depends(place_of)]
Here = Annotated[Visitor, Depends(visitor_of)]
