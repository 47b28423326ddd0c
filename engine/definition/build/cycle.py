"""A cycle file, from its nodes."""

from __future__ import annotations

import re
from datetime import date

from engine.calendar.moment import Duration, parse_moment
from engine.definition.build.draft import Draft, as_date
from engine.definition.digest import digest_of
from engine.definition.house import CycleDate, CycleLimit, CycleStart, CycleTemplate
from engine.definition.nodes import MapNode, Node, ScalarNode
from engine.expression import compile_expression

PLACES = ("year", "half", "quarter", "month", "week", "start")
_NAMES = {1: "{year}-{month}", 3: "{year}-q{quarter}", 6: "{year}-h{half}", 12: "{year}"}


def build_cycle(draft: Draft, node: Node, text: str) -> CycleTemplate:
    """The cycle, with whatever failed left out; only to be used if the draft has no errors."""
    repeat = draft.period(draft.get(node, "repeat"))
    first = draft.get(node, "start")
    if first is not None:
        draft.places["cycle", "start"] = first.span
    if (name := draft.get(node, "name") or draft.get(node, "cycle")) is not None:
        draft.places["cycle", "name"] = name.span
    period, people, units = draft.get(node, "period"), draft.get(node, "people"), draft.get(node, "units")
    announced = draft.get(node, "announce")
    announce = draft.use("template", announced)
    starts = [_start(draft, item) for item in draft.items(draft.get(node, "starts"))]
    limits = [_limit(draft, item) for item in draft.items(draft.get(node, "limits"))]
    nothing = parse_moment("start")
    return CycleTemplate(
        name=draft.text(draft.get(node, "cycle")),
        title=draft.translated(draft.get(node, "title")),
        turn_name=_turn_name(draft, draft.get(node, "name"), repeat),
        start=_day(draft, first),
        repeat=repeat,
        period_from=draft.moment(draft.get(period, "from")) or nothing,
        period_to=draft.moment(draft.get(period, "to")) or nothing,
        include=draft.expression(draft.get(people, "include")) or compile_expression("true"),
        exclude=draft.expression(draft.get(people, "exclude")),
        by_itself=_by_itself(draft, draft.get(node, "opens"), repeat),
        catch_up=draft.text(draft.get(people, "late_joiners"), "catch up") == "catch up",
        units=draft.expression(draft.get(units, "include"), purpose="unit"),
        no_units=draft.expression(draft.get(units, "exclude"), purpose="unit"),
        announce=announce[0] if announce else None,
        dates=_dates(draft, draft.get(node, "dates")),
        starts=tuple(each for each in starts if each is not None),
        limits=tuple(each for each in limits if each is not None),
        text=text,
        digest=digest_of(text),
        span=node.span,
        announce_span=announced.span if announced else None,
    )


def _day(draft: Draft, node: Node | None) -> date:
    day = as_date(draft.text(node))
    if day is None and isinstance(node, ScalarNode):
        draft.report("no-such-day", node.span, found=node.text)
    return day or date(2000, 1, 1)


def _turn_name(draft: Draft, node: Node | None, repeat: Duration | None) -> str:
    if not isinstance(node, ScalarNode):
        if repeat is None:
            return "{year}"
        if repeat.unit not in ("year", "month"):
            return "{start}"
        months = repeat.count * 12 if repeat.unit == "year" else repeat.count
        return _NAMES.get(int(months), _NAMES[1])
    for found in re.finditer(r"\{([^{}]*)\}|[{}]", node.text):
        if found[1] not in PLACES:
            facts = {"found": found[1] or found[0], "known": ", ".join(PLACES)}
            draft.report("unknown-place", node.at(found.start()), **facts)
    return node.text


def _by_itself(draft: Draft, node: Node | None, repeat: Duration | None) -> bool:
    found = draft.text(node) == "by itself"
    if found and node is not None and repeat is None:
        draft.report("opens-once", node.span)
    return found


def _dates(draft: Draft, node: Node | None) -> dict[str, CycleDate]:
    dates: dict[str, CycleDate] = {}
    for key, value in draft.entries(node):
        draft.places["date", key.text] = key.span
        default = draft.moment(value if isinstance(value, ScalarNode) else draft.get(value, "default"))
        cases = []
        for condition, other in draft.entries(draft.get(value, "when")):
            compiled, moment = draft.expression(condition), draft.moment(other)
            if compiled is not None and moment is not None:
                cases.append((compiled, moment))
        title = draft.title(value, key.text, key.span)
        if default is not None:
            dates[key.text] = CycleDate(name=key.text, title=title, default=default, when=tuple(cases))
    return dates


def _start(draft: Draft, node: Node) -> CycleStart | None:
    process = draft.use("process", draft.get(node, "process"))
    at = draft.moment(draft.get(node, "at"))
    condition = draft.expression(draft.get(node, "for"))
    repeat, until = draft.period(draft.get(node, "repeat")), draft.get(node, "until")
    if until is not None and draft.get(node, "repeat") is None:
        draft.report("until-without-repeat", until.span)
    if not process or at is None:
        return None
    return CycleStart(
        process=process[0], at=at, condition=condition, repeat=repeat, until=draft.moment(until), span=node.span
    )


def _limit(draft: Draft, node: Node) -> CycleLimit | None:
    source = draft.get(node, "from")
    process, _, act = draft.text(source).partition(".")
    if source is not None:
        draft.use("limit", source)
    over = draft.use("fact", draft.get(node, "over"))
    that = draft.expression(draft.get(node, "that"), purpose="limit")
    unless = draft.expression(draft.get(node, "unless"), purpose="limit")
    if that is None:
        return None
    return CycleLimit(
        process=process,
        act=act,
        over=over[0] if over else None,
        that=that,
        otherwise=draft.translated(draft.get(node, "else")),
        unless=unless,
        warn=isinstance(node, MapNode) and draft.text(draft.get(node, "otherwise")) == "warn",
        span=node.span,
    )
