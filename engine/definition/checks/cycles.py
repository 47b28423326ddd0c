"""Cycles: their dates, the processes they start, the acts their limits bind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from engine.calendar.errors import CalendarInvalid
from engine.calendar.moment import Moment
from engine.calendar.working_days import build, unpublished_years
from engine.definition.build.draft import Draft, Use
from engine.definition.checks.anchors import check_day
from engine.definition.checks.folder import Folder
from engine.definition.checks.kinds import SEVERAL, facts_of, person_facts
from engine.definition.checks.names import actors_of, is_zone
from engine.definition.checks.telling import unknown, unknown_anchor
from engine.definition.house import CycleTemplate, Site
from engine.definition.turning import turn_names
from engine.words.problems import Problem, Span

Found = Iterator[Problem]
_PERIOD = ("period.from", "period.to")
_OF_WHOM = {"employee": "person", "unit": "unit", "subject": ""}
YEARS_AHEAD = 3  # after the latest first turn: two that never meet until then repeat alike


def check_cycles(folder: Folder) -> Found:
    yield from _names(folder)
    for draft, cycle in folder.cycles:
        for use in draft.uses:
            yield from _use(folder, use)
        yield from _anchors(folder, draft, cycle)
        yield from _without_units(folder, cycle)
        yield from _years(folder, draft, cycle)
        yield from _of_one_turn(draft, cycle)


def _of_one_turn(draft: Draft, cycle: CycleTemplate) -> Found:
    """A day written out in a condition stays the day of one turn, whichever repeats."""
    conditions = [cycle.include, cycle.exclude, *(each.condition for each in cycle.starts)]
    for use in draft.expressions if cycle.repeat is not None else ():
        if any(each is use.expression for each in conditions):
            for name, given in sorted(use.expression.calls, key=str):
                if name == "date" and given and isinstance(given[0], str):
                    yield Problem(
                        code="day-of-one-turn",
                        span=use.quoted(given[0]),
                        facts={"found": given[0]},
                        severity="warning",
                    )


def _names(folder: Folder) -> Found:
    """A turn is launched by its name alone, so no other turn of any cycle may have it."""
    taken: dict[str, str] = {}
    read = [(draft, cycle) for draft, cycle in folder.cycles if not draft.problems]
    until = date(max((cycle.start.year for _, cycle in read), default=2000) + YEARS_AHEAD, 12, 31)
    for draft, cycle in read:
        names = Counter(name for name, _ in turn_names(cycle, until))
        twice = next((name for name, count in names.items() if count > 1 or name in taken), None)
        if twice is not None:
            facts = {"found": twice, "other": taken.get(twice, cycle.name)}
            yield Problem(code="turn-named-twice", span=draft.places["cycle", "name"], facts=facts)
        taken |= dict.fromkeys(names.keys() - taken.keys(), cycle.name)


def _use(folder: Folder, use: Use) -> Found:
    process, _, act = use.name.partition(".")
    if use.kind in ("process", "limit") and process not in folder.unread_names:
        found = folder.named(process)
        if found is None:
            yield unknown("process", process, folder.names, use.span)
        elif use.kind == "limit":
            acts = [name for name in actors_of(found) if name not in found.roles]
            if act not in acts and folder.is_sound(process):
                yield unknown("act", act, acts, use.span)
    elif use.kind == "fact" and folder.organisation is not None:
        facts = [
            name
            for name, kind in person_facts(folder.organisation[1]).items()
            if kind != "person" and name not in SEVERAL
        ]
        if use.name not in facts:
            yield unknown("fact", use.name, facts, use.span)


def _without_units(folder: Folder, cycle: CycleTemplate) -> Found:
    """A process about units starts for the units of the cycle, so the cycle says which."""
    for start in cycle.starts:
        process = folder.named(start.process)
        if process is not None and process.about == "unit" and cycle.units is None and start.span is not None:
            yield Problem(code="cycle-without-units", span=start.span, facts={"process": process.name})


def _anchors(folder: Folder, draft: Draft, cycle: CycleTemplate) -> Found:
    """A date may count from the start, the period and the dates above it; a start from any, and from facts of whoever
    it is for."""
    known = ["start"]
    expected: list[tuple[Moment, tuple[str, ...]]] = [
        (cycle.period_from, ("period.from",)),
        (cycle.period_to, ("period.to",)),
    ]
    for named in cycle.dates.values():
        expected.extend((moment, ()) for _, moment in named.when)
        expected.append((named.default, (named.name,)))
    own: dict[int, str] = {}
    for start in cycle.starts:
        for moment in (each for each in (start.at, start.until) if each):
            expected.append((moment, ()))
            own[id(moment)] = start.process
    every = ["start", *_PERIOD, *cycle.dates]
    for moment, grown in expected:
        use = next((each for each in draft.moments if each.moment is moment), None)
        for anchor in sorted(moment.anchors) if use else ():
            assert use is not None
            name = anchor.removeprefix("cycle.")
            if id(moment) in own and anchor.partition(".")[0] in _OF_WHOM:
                yield from _fact(folder, own[id(moment)], anchor, use.place(anchor))
            elif name not in every:
                yield unknown("cycle-date", anchor, every, use.place(anchor))
            elif name not in known:
                yield Problem(code="date-known-later", span=use.place(anchor), facts={"name": anchor})
        known += grown


def _fact(folder: Folder, name: str, anchor: str, span: Span) -> Found:
    """A fact that the day of a start counts from: of the unit where the process is about one, else of the person."""
    process = folder.named(name)
    if process is None or folder.organisation is None:
        return
    head, _, fact = anchor.partition(".")
    known = [each for each, about in _OF_WHOM.items() if about in (process.about, "") and process.about != "cycle"]
    if head in known:
        yield from check_day(facts_of(folder.organisation[1])[process.about], fact, span, process.about)
    else:
        yield unknown_anchor(anchor, [*known, *_PERIOD, "start"], span)


def _years(folder: Folder, draft: Draft, cycle: CycleTemplate) -> Found:
    """A first turn that no calendar covers starts nothing."""
    if draft.problems:
        return
    sites = folder.organisation[1].sites.values() if folder.organisation else ()
    used = {site.calendar for site in sites}
    for _, spec in folder.calendars:
        if spec.name in used and not spec.first_year <= cycle.start.year <= spec.last_year:
            facts = {"calendar": spec.name, "year": str(cycle.start.year)}
            span = draft.places.get(("cycle", "start"), Span(draft.file))
            yield Problem(code="cycle-outside-calendar", span=span, facts=facts, severity="warning")


def check_house(folder: Folder) -> Found:
    """Sites name calendars and time zones that exist; calendars can be built and are published."""
    if folder.organisation is None:
        if not folder.organisation_unread:
            yield Problem(code="no-organisation", span=Span("organisation.yaml"))
    else:
        draft, organisation = folder.organisation
        for site in organisation.sites.values():
            yield from _site(folder, draft, site)
    for draft, spec in folder.calendars:
        place = draft.places.get(("calendar", "first_year"), Span(draft.file))
        try:
            build(spec)
        except CalendarInvalid as failure:
            at = draft.places.get(("calendar", "country"), place) if spec.country else place
            yield Problem(code=failure.code, span=at, facts=failure.facts)
            continue
        years = unpublished_years(spec)
        if years:
            facts = {"calendar": spec.name, "years": ", ".join(map(str, years))}
            yield Problem(code="calendar-unpublished", span=place, facts=facts, severity="warning")


def _site(folder: Folder, draft: Draft, site: Site) -> Found:
    calendars = [spec.name for _, spec in folder.calendars]
    place = draft.places.get(("calendar", site.name), Span(draft.file))
    if site.calendar and site.calendar not in calendars and site.calendar not in folder.unread_names:
        yield unknown("calendar", site.calendar, calendars, place)
    if site.time_zone and not is_zone(site.time_zone):
        place = draft.places.get(("zone", site.name), Span(draft.file))
        yield Problem(code="unknown-zone", span=place, facts={"found": site.time_zone[:60]})
