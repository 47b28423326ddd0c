"""What can be looked at: a link opened, the inbox, a review, a calendar. Nothing here changes anything."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from starlette.responses import FileResponse

from engine.pages.feed import calendar_of
from engine.pages.render import STATIC, html, sealed
from engine.pages.telling import PageRoute
from engine.pages.visitors import (
    At,
    Here,
    Visitor,
    begin_visit,
    chosen_language,
    end_visit,
    genuine,
    known,
)
from engine.runtime import links
from engine.runtime.links import Way
from engine.views.closed import Closed, closed_task
from engine.views.history import Line, history_of
from engine.views.inbox import Owed, inbox
from engine.views.listing import listing
from engine.views.show import contents
from engine.views.why import why
from engine.words.errors import NotFound

router = APIRouter(route_class=PageRoute, include_in_schema=False)

MOST_REVIEWS = 50
_A_DAY = "public, max-age=86400"


@router.api_route("/go/{token}", methods=["GET", "HEAD"])
def open_link(request: Request, place: At, token: str) -> Response:
    """A link of a message: who opens it is in, for some hours, unless the task it was made for is over."""
    way = genuine(request, place, lambda: links.follow(place.settings, token, place.now))
    person = known(place, way.person, chosen_language(request))
    if way.task:
        closed = _closed(person, way)
        if closed is not None:
            return html("closed.html", person.language, place.base, 410, visitor=None, closed=closed, who=person.who)
    return begin_visit(place, person.go(*_target(person, way)), way.person)


def _closed(person: Visitor, way: Way) -> Closed | None:
    try:
        return closed_task(
            person.workspace, person.now, way.instance, way.state, way.visit, way.task, reader=way.person
        )
    except NotFound:
        raise NotFound("page-link-gone") from None


def _target(person: Visitor, way: Way) -> tuple[str]:
    """The form of the task where there is but one way to do it; else the review; else the inbox."""
    if not way.instance:
        return ("/my",)
    owed = [each for each in _owed(person, way.instance) if each.task == way.task]
    acts = [each for some in owed for each in some.ways]
    if len(acts) == 1 and owed[0].on_behalf_of is None:
        return (f"/my/act/{acts[0].act}/{way.instance}",)
    return (f"/my/review/{way.instance}",)


def _owed(person: Visitor, instance: str) -> list[Owed]:
    found = inbox(person.workspace, person.now, person.who.id).tasks
    return [each for each in found if each.about.instance == instance]


@router.get("/my")
def read_inbox(here: Here) -> Response:
    """What the person owes, the earliest limit first, and the reviews they take part in."""
    owed = inbox(here.workspace, here.now, here.who.id)
    reviews = listing(here.workspace, here.now, here.who.id, limit=MOST_REVIEWS)
    feed = links.feed_link(here.settings, here.who.id, here.now)
    return here.page("inbox.html", inbox=owed, reviews=reviews, feed=feed, today=here.now)


@router.get("/my/review/{instance:path}")
def read_review(here: Here, instance: str, done: Annotated[str, Query(max_length=9)] = "") -> Response:
    """Where a review stands, what the person may do there and why not the rest, what is in it, what happened."""
    who = here.who.id
    stands = why(here.workspace, here.now, instance, who)
    history = history_of(here.workspace, here.now, instance, who)
    return here.page(
        "review.html",
        why=stands,
        owed=_owed(here, instance),
        contents=contents(here.workspace, here.now, instance, who),
        zone=history.zone,
        lines=[each for each in reversed(history.lines) if not _inner(each)],
        done=done,
    )


def _inner(line: Line) -> bool:
    """An event of the engine that nothing but its name is known of: what came of it is a line of its own."""
    return line.kind == "event" and set(line.title.values()) == {line.name}


@router.post("/my/leave")
def leave(here: Here, csrf: Annotated[str, Form(max_length=400)] = "") -> Response:
    """Nobody stands for the person in this browser any more."""
    here.own(csrf)
    gone = html("notice.html", here.language, here.base, visitor=None, title="title-gone", text="gone", said=False)
    return end_visit(here, gone)


@router.get("/feed/{token}.ics")
def read_feed(request: Request, place: At, token: str) -> Response:
    """A person's limits as a calendar, subscribed to once."""
    whose = genuine(request, place, lambda: links.fed(place.settings, token, place.now))
    return sealed(calendar_of(known(place, whose, chosen_language(request))))


@router.get("/my/style.css")
def style() -> Response:
    return sealed(FileResponse(STATIC / "style.css", media_type="text/css"), _A_DAY)


@router.get("/my/icon.svg")
def icon() -> Response:
    return sealed(FileResponse(STATIC / "icon.svg", media_type="image/svg+xml"), _A_DAY)
