"""The form of an act: filled in, kept as a draft, held against the rules, confirmed, done once.

Every step but the last and the draft changes nothing. What was typed travels in the page until it counts.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from starlette.datastructures import UploadFile

from engine.pages.answers import (
    columns_of,
    posted,
    with_row,
    without_row,
)
from engine.pages.filling import Filling, begun
from engine.pages.telling import PageRoute
from engine.pages.visitors import Here, Visitor, chosen
from engine.runtime.claiming import claim, release
from engine.runtime.drafting import keep_draft
from engine.runtime.evidence import keep
from engine.runtime.trigger import ATTEMPTS, rehearse, trigger
from engine.store.database import snapshot
from engine.store.requests import was_answered
from engine.views.rights import as_seen_by
from engine.views.sheet import sheet
from engine.words.errors import NotFound, Refused, Stale
from engine.words.texts import LANGUAGES

router = APIRouter(route_class=PageRoute, include_in_schema=False)

MOST_FIELDS = 20_000
PATH = "/my/act/{act}/{instance:path}"
Whose = Annotated[str | None, Query(alias="for", max_length=200)]


@dataclass(slots=True)
class Sent:
    """A form as a browser sent it."""

    pairs: list[tuple[str, str]]
    files: list[tuple[str, UploadFile]]

    def said(self, name: str) -> str:
        return next((value.strip() for each, value in self.pairs if each == name), "")


async def sent(request: Request) -> AsyncIterator[Sent]:
    """Its files are closed with the request. Raises HTTPException for what no browser sends."""
    async with request.form(max_fields=MOST_FIELDS) as form:
        items = form.multi_items()
        yield Sent(
            pairs=[(name, value) for name, value in items if isinstance(value, str)],
            files=[(name, value) for name, value in items if isinstance(value, UploadFile) and value.filename],
        )


@router.get(PATH)
def read_form(
    here: Here, act: str, instance: str, whose: Whose = None, kept: Annotated[str, Query(max_length=9)] = ""
) -> Response:
    """The form of an act, with what is there and what was begun."""
    return begun(here, act, instance, whose).form(note="kept" if kept else "")


@router.post(PATH)
def send_form(
    here: Here, act: str, instance: str, given: Annotated[Sent, Depends(sent)], whose: Whose = None
) -> Response:
    """One step on the way of a form; what the pressed button says."""
    here.own(given.said("csrf"))
    verb, _, what = given.said("do").partition(":")
    try:
        filling = begun(here, act, instance, whose)
    except NotFound:
        return _over(here, instance, given)
    filling.answers = posted(filling.sheet, given.pairs)
    filling.reason, filling.amount = given.said("reason")[:20_000], given.said("amount")[:60]
    _take_files(filling, given)
    match verb:
        case "add":
            with_row(filling.answers, what)
        case "remove":
            name, _, index = what.rpartition(":")
            without_row(filling.answers, name, int(index) if index.isdecimal() and len(index) < 6 else -1)
        case "lang" if what in LANGUAGES:
            filling.here = replace(here, language=what)
            return chosen(filling.here, filling.form())
        case "save":
            return _kept(filling)
        case "check" | "confirm":
            return _step(filling, verb, given)
    return filling.form()


@router.post("/my/claim/{task}/{instance:path}")
def send_claim(here: Here, task: str, instance: str, given: Annotated[Sent, Depends(sent)]) -> Response:
    """Say to the others that one is on a task, or is not any more. Who was first is seen on the page it leads to."""
    here.own(given.said("csrf"))
    take = release if given.said("do") == "release" else claim
    with suppress(Refused), as_seen_by(here.workspace, here.now, instance, [here.who.id]):
        take(here.workspace, instance, task, here.who.id, here.now)
    return here.go(f"/my/review/{instance}")


def _kept(filling: Filling) -> Response:
    here = filling.here
    try:
        keep_draft(here.workspace, filling.instance, filling.act, here.who.id, filling.read(), here.now)
    except Refused as refused:
        return filling.form(422, problems=refused.blockers)
    query = {"for": filling.whose} if filling.whose else {}
    return here.go(f"/my/act/{filling.act}/{filling.instance}", kept="1", **query)


def _step(filling: Filling, verb: str, given: Sent) -> Response:
    """Towards what counts: only on what the person has seen, and only if nothing speaks against it."""
    here = filling.here
    if given.said("seen") != filling.sheet.seen:
        return filling.form(409, note="changed")
    try:
        if verb == "check":
            return filling.confirmation(rehearse(here.workspace, filling.instance, filling.event(), here.now))
        return _done(filling, given)
    except Refused as refused:
        return filling.form(422, problems=refused.blockers)


def _done(filling: Filling, given: Sent) -> Response:
    """The act, once however often its button is pressed. Others may change the review, but not what this form shows."""
    here, seen = filling.here, filling.sheet.seen
    for _ in range(ATTEMPTS):
        try:
            trigger(
                here.workspace,
                filling.instance,
                filling.event(),
                here.now,
                key=_key(here, given),
                revision=filling.sheet.revision,
            )
        except Stale:
            filling.sheet = sheet(here.workspace, here.now, filling.instance, filling.act, here.who.id, filling.whose)
            if filling.sheet.seen != seen:
                break
        else:
            return here.go(f"/my/review/{filling.instance}", done="1")
    return filling.form(409, note="changed")


def _key(here: Visitor, given: Sent) -> str:
    return f"page:{here.who.id}:{given.said('key')[:60]}"


def _over(here: Visitor, instance: str, given: Sent) -> Response:
    """The act is not open to them any more: because they did it, which is fine, or because others were first."""
    if given.said("key"):
        with snapshot(here.workspace.database) as connection:
            if was_answered(connection, _key(here, given)):
                return here.go(f"/my/review/{instance}", done="1")
    texts = [value for name, value in given.pairs if name.startswith("f.") and value.strip()]
    return here.page("over.html", 409, instance=instance, typed=[*texts, *filter(None, [given.said("reason")])])


def _take_files(filling: Filling, given: Sent) -> None:
    """Files are kept where evidence is; the form takes their names and digests."""
    wanted = {f"f.{part.field.name}": part.field for part in filling.sheet.parts if columns_of(part) is None}
    for name, upload in given.files:
        field = wanted.get(name)
        if field is not None and field.type == "file":
            found = keep(filling.here.workspace, filling.instance, _plain(upload.filename or ""), upload.file.read())
            filling.answers[field.name] = json.dumps(found)


def _plain(name: str) -> str:
    """The name of a file without the folders some browsers send."""
    return name.replace("\\", "/").rpartition("/")[2][:200] or "file"
