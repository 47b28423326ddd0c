"""A person's limits as a calendar: what is open now, under the names that their letters gave it."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import Response

from engine.pages.visitors import Visitor
from engine.views.deadlines import deadlines
from engine.words.texts import pick, say
from notifications.calendar_file import Event, calendar_text


def calendar_of(person: Visitor) -> Response:
    """What is not in it any more goes from the calendars that read it. No entry's link lets anybody in."""
    language = person.language
    events = [
        Event(
            uid=each.uid,
            on=each.due_on or each.due_at,
            summary=say(
                "page-feed-entry", language, {"task": pick(each.title, language), "subject": each.about.subject.name}
            ),
            link=f"{person.settings.public_url}/my/review/{quote(each.about.instance)}",
        )
        for each in deadlines(person.workspace, person.now, person.who.id)
    ]
    name = say("page-feed-name", language, {"name": person.who.name})
    text = calendar_text(events, "PUBLISH", person.now, name=name)
    return Response(text, media_type="text/calendar; charset=utf-8", headers={"Content-Language": language})
