"""Indicators: what formulas read, circles among them, levels that nobody measures, scales with holes or overlaps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import pairwise

from engine.definition.build.draft import Draft, ExpressionUse
from engine.definition.checks.collisions import WORDS
from engine.definition.checks.expressions import ONLY_IN_PROCESSES, check_names_in
from engine.definition.checks.folder import Folder
from engine.definition.checks.kinds import PLAIN, Kind, facts_of
from engine.definition.checks.telling import unknown
from engine.definition.indicators import EARLIER, Band, Board, Family, Indicator, reads_of
from engine.expression import Expression
from engine.words.problems import Fact, Problem, Span
from engine.words.things import THINGS

Found = Iterator[Problem]
_BY_ZERO = re.compile(r"/\s*0+(?:\.0*)?(?![\d.])")


def check_indicators(folder: Folder) -> Found:
    board = folder.board
    first: dict[str, str] = {}
    facts = facts_of(folder.organisation[1] if folder.organisation else None)
    people: Mapping[str, Kind] = dict.fromkeys(("employee", "subject", "person"), "person")
    for draft, family in folder.families:
        yield from _names(draft, first)
        for use in draft.expressions:
            if use.purpose == "formula":
                yield from _formula(folder, board, use)
            elif folder.organisation is not None:
                yield from check_names_in(use, people, facts)
            yield from _calls(use)
        for indicator in family.indicators.values():
            yield from _levels(board, draft, indicator)
            yield from _scale(draft, indicator)
        yield from _circles(board, family)


def _names(draft: Draft, first: dict[str, str]) -> Found:
    for kind in ("measurement", "indicator"):
        for name in draft.placed(kind):
            span = draft.places[kind, name]
            if name in WORDS or name in EARLIER:
                yield Problem(code="name-of-the-engine", span=span, facts={"name": name})
            elif name in first:
                facts: dict[str, Fact] = {"name": name, "thing": THINGS[first[name]]}
                yield Problem(code="name-taken", span=span, facts=facts)
            first.setdefault(name, kind)


def _formula(folder: Folder, board: Board, use: ExpressionUse) -> Found:
    known: dict[str, Kind] = dict.fromkeys((*board.measurements, *board.indicators), PLAIN)
    for draft, _ in folder.families:  # what could not be read is not told again wherever it is named
        known |= dict.fromkeys((*draft.placed("measurement"), *draft.placed("indicator")), PLAIN)
    folder_measured = {name for draft, _ in folder.families for name in draft.placed("measurement")}
    if "family" in folder.unread:
        return
    for path in sorted(use.expression.reads):
        earlier = path[0] in EARLIER and len(path) > 1
        name = path[1] if earlier else path[0]
        if earlier and name not in board.measurements and name not in folder_measured:
            yield unknown("measurement", name, board.measurements, use.part(path, 1))
        elif name not in known:
            yield unknown("measured", name, known, use.part(path, len(path) - 1))
        elif len(path) > 1 and path[0] not in EARLIER:
            yield Problem(code="value-without-parts", span=use.place(path), facts={"owner": name, "part": path[1]})
    for found in _BY_ZERO.finditer(use.expression.source):
        yield Problem(code="divides-by-zero", span=use.node.at(use.shift + found.start()))


def _calls(use: ExpressionUse) -> Found:
    for name, _ in sorted(use.expression.calls, key=str):
        if name in ONLY_IN_PROCESSES:
            yield Problem(code="function-elsewhere", span=use.place((name,)), facts={"name": name})


def _expressions(indicator: Indicator) -> Iterator[Expression]:
    yield indicator.formula
    yield from (each for each in indicator.targets if isinstance(each, Expression))


def _reads(indicator: Indicator) -> list[str]:
    return sorted({name for each in _expressions(indicator) for _, name in reads_of(each)})


def _levels(board: Board, draft: Draft, indicator: Indicator) -> Found:
    for name in _reads(indicator):
        read = board.measurements.get(name) or board.indicators.get(name)
        lacking = [each for each in indicator.levels if read is not None and each not in read.levels]
        if lacking:
            facts: dict[str, Fact] = {"indicator": indicator.name, "name": name, "level": ", ".join(lacking)}
            yield Problem(code="level-not-measured", span=_at(draft, "level", indicator), facts=facts)


def _at(draft: Draft, word: str, indicator: Indicator) -> Span:
    return draft.places.get((word, indicator.name), indicator.span or Span(draft.file))


def _circles(board: Board, family: Family) -> Found:
    """Each circle once, at the first indicator of this family that lies on it."""
    told: set[frozenset[str]] = set()
    for name in family.indicators:
        path: list[str] = [name]
        found = _way_back(board, path, set())
        if found and frozenset(path) not in told:
            told.add(frozenset(path))
            circle = " → ".join([*path, name])
            yield Problem(code="indicator-circle", span=family.indicators[name].span, facts={"circle": circle})


def _way_back(board: Board, path: list[str], seen: set[str]) -> bool:
    """Whether the first of `path` is read again further on; then `path` is the circle."""
    here = board.indicators.get(path[-1]) if path[-1] not in board.measurements else None
    for name in _reads(here) if here else ():
        if name == path[0]:
            return True
        if name not in seen:
            seen.add(name)
            path.append(name)
            if _way_back(board, path, seen):
                return True
            path.pop()
    return False


def _scale(draft: Draft, indicator: Indicator) -> Found:
    scale, place = indicator.scale, _at(draft, "score", indicator)
    facts: dict[str, Fact] = {"indicator": indicator.name}
    if scale is None:
        return
    if scale.by == "achievement":
        if indicator.better == "within":
            yield Problem(code="achievement-within", span=place, facts=facts)
        if not indicator.targets:
            yield Problem(code="scale-needs-target", span=place, facts=facts)
        elif Decimal(0) in indicator.targets:
            yield Problem(code="target-zero", span=_at(draft, "target", indicator), facts=facts)
    yield from _bands(scale.bands)
    points = [earned for _, earned in sorted(scale.points)] or [each.points for each in _sorted(scale.bands)]
    rising = indicator.better == "higher" or scale.by == "achievement"
    if indicator.better != "within" and points != sorted(points, reverse=not rising):
        yield Problem(code="scale-against", span=place, facts=facts, severity="warning")


def _sorted(bands: tuple[Band, ...]) -> list[Band]:
    return sorted(bands, key=lambda each: (each.low is not None, each.low or 0, not each.low_included))


def _bands(bands: tuple[Band, ...]) -> Found:
    """Every number must lie in exactly one band."""
    if not bands:
        return
    ordered = _sorted(bands)
    if ordered[0].low is not None:
        yield Problem(code="band-hole", span=ordered[0].span, facts={"hole": f"below {ordered[0].low}"})
    for before, after in pairwise(ordered):
        if before.high is None or after.low is None or after.low < before.high:
            yield Problem(code="band-overlap", span=after.span)
        elif after.low > before.high:
            yield Problem(code="band-hole", span=after.span, facts={"hole": f"{before.high} to {after.low}"})
        elif before.high_included and after.low_included:
            yield Problem(code="band-overlap", span=after.span)
        elif not (before.high_included or after.low_included):
            yield Problem(code="band-hole", span=after.span, facts={"hole": f"{after.low}"})
    if ordered[-1].high is not None:
        yield Problem(code="band-hole", span=ordered[-1].span, facts={"hole": f"over {ordered[-1].high}"})
