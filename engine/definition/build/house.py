"""The organisation and the calendars, from their nodes."""

from __future__ import annotations

from datetime import date

from engine.calendar.working_days import CalendarSpec
from engine.definition.build.draft import Draft, as_date
from engine.definition.build.fields import build_columns
from engine.definition.house import DIGESTS, Messages, Organisation, Site, hours_of
from engine.definition.model import Text
from engine.definition.nodes import Node, ScalarNode
from engine.definition.shapes.house import DAYS


def build_organisation(draft: Draft, node: Node) -> Organisation:
    groups: dict[str, Text] = {}
    for key, value in draft.entries(draft.get(node, "groups")):
        groups[key.text] = draft.translated(value)
    sites = {key.text: _site(draft, key, value) for key, value in draft.entries(draft.get(node, "sites"))}
    draft.place_all("fact", draft.get(node, "person"))
    admins = draft.use("admins", draft.get(node, "admins"))
    return Organisation(
        facts=build_columns(draft, draft.get(node, "person")),
        groups=groups,
        sites=sites,
        unit_facts=build_columns(draft, draft.get(node, "unit")),
        kinds={key.text: draft.translated(value) for key, value in draft.entries(draft.get(node, "kinds"))},
        admins=admins[0] if admins else "",
        messages=_messages(draft, draft.get(node, "messages")),
    )


def _messages(draft: Draft, node: Node | None) -> Messages:
    usual = Messages()
    digest, quiet = draft.text(draft.get(node, "digest")), draft.text(draft.get(node, "quiet_hours"))
    return Messages(
        digest=next((each for each in DIGESTS if each == digest), usual.digest),
        digest_from=draft.count(draft.get(node, "digest_from")) or usual.digest_from,
        most_a_day=draft.count(draft.get(node, "most_a_day")) or usual.most_a_day,
        quiet=hours_of(quiet) if quiet else None,
    )


def _site(draft: Draft, key: ScalarNode, node: Node) -> Site:
    opens, closes = hours_of(draft.text(draft.get(node, "hours"), "09:00-18:00"))
    if opens >= closes:
        hours = draft.get(node, "hours")
        draft.report("hours-end-first", hours.span if hours else key.span)
    calendar, zone = draft.get(node, "calendar"), draft.get(node, "time_zone")
    for kind, named in (("calendar", calendar), ("zone", zone)):
        if named is not None:
            draft.places[kind, key.text] = named.span
    return Site(
        name=key.text,
        title=draft.translated(draft.get(node, "title")),
        calendar=draft.text(calendar),
        time_zone=draft.text(zone),
        language=draft.text(draft.get(node, "language"), "en"),
        opens=opens,
        closes=closes,
    )


def build_calendar(draft: Draft, node: Node) -> CalendarSpec:
    week = draft.texts(draft.get(node, "week")) or DAYS[:5]
    for word in ("first_year", "country"):
        place = draft.get(node, word)
        if place is not None:
            draft.places["calendar", word] = place.span
    first = draft.count(draft.get(node, "first_year")) or 2000
    last = draft.count(draft.get(node, "last_year")) or 2000
    provisional = [draft.count(item) for item in draft.items(draft.get(node, "provisional"))]
    return CalendarSpec(
        name=draft.text(draft.get(node, "calendar")),
        title=draft.translated(draft.get(node, "title")),
        country=draft.text(draft.get(node, "country")) or None,
        weekdays=tuple(sorted({DAYS.index(day) for day in week})),
        first_year=first,
        last_year=last,
        days_off=_days(draft, draft.get(node, "days_off"), first, last),
        work_days=_days(draft, draft.get(node, "work_days"), first, last),
        terms=_terms(draft, draft.get(node, "terms"), first, last),
        provisional=tuple(year for year in provisional if year is not None),
    )


def _terms(draft: Draft, node: Node | None, first: int, last: int) -> dict[str, tuple[date, date]]:
    """First and last day of each, both within the years and in order."""
    terms: dict[str, tuple[date, date]] = {}
    for key, value in draft.entries(node):
        days = [(each, as_date(each.text)) for _, each in draft.entries(value) if isinstance(each, ScalarNode)]
        for each, day in days:
            if day is None:
                draft.report("no-such-day", each.span, found=each.text)
            elif not first <= day.year <= last:
                draft.report("day-outside-years", each.span, found=each.text, first=first, last=last)
        begin, end = (as_date(draft.text(draft.get(value, word))) for word in ("from", "to"))
        if begin is not None and end is not None:
            if begin > end:
                draft.report("term-ends-first", key.span, name=key.text)
            terms[key.text] = (begin, end)
    return terms


def _days(draft: Draft, node: Node | None, first: int, last: int) -> dict[date, Text | str]:
    days: dict[date, Text | str] = {}
    for key, value in draft.entries(node):
        day = as_date(key.text)
        if day is None:
            draft.report("no-such-day", key.span, found=key.text)
        elif not first <= day.year <= last:
            draft.report("day-outside-years", key.span, found=key.text, first=first, last=last)
        else:
            days[day] = value.text if isinstance(value, ScalarNode) else draft.translated(value)
    return days
