"""The library of indicators as people ask for it: what there is, what one says of somebody, and how that came about."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from engine.calendar.periods import Period, parse_period
from engine.core.indicators import Reading, built_of_people, needs_of, reading, with_people
from engine.core.measured import Conditions, meant_for
from engine.core.someone import Someone
from engine.definition.indicators import LEVELS, Board, Indicator
from engine.expression import Expression
from engine.runtime.measured import StoredMeasurements, rows_of
from engine.runtime.people import StoredPeople
from engine.runtime.workspace import Workspace
from engine.store.database import snapshot
from engine.store.measurements import MeasurementRecord, history_of
from engine.words.errors import Misuse, NotFound
from engine.words.problems import nearest


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One value that was measured; `corrected_at` is set where it stands no longer."""

    name: str
    period: str
    value: Decimal
    source: str
    at: datetime | None
    corrected_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A reading with the way it came about: the formula, the same with numbers, and every value in it."""

    indicator: Indicator
    reading: Reading
    formula: str
    with_numbers: str
    lines: Sequence[Line]


def indicator_named(board: Board, name: str) -> Indicator:
    """Raises NotFound with the nearest name."""
    found = board.indicators.get(name)
    if found is None:
        raise NotFound("indicator-unknown", found=name[:60], nearest=nearest(name[:60], board.indicators) or "–")
    return found


def listed(workspace: Workspace, now: datetime, person: str | None) -> list[Indicator]:
    """All indicators, or those meant for one person."""
    board = workspace.library.board
    if person is None:
        return list(board.indicators.values())
    with snapshot(workspace.database) as connection:
        people = StoredPeople(connection, workspace.library.organisation, workspace.calendars, now)
        if people.person(person) is None:
            raise NotFound("person-unknown", person=person[:60])
        scope = Conditions(Someone(person, {}, people))
        return [each for each in board.indicators.values() if meant_for(each, scope)]


def told(workspace: Workspace, name: str, subject: str, level: str | None, period: str, now: datetime) -> Told:
    """What an indicator says of a person, a department, a product or (`level` company) the company in a period."""
    board = workspace.library.board
    indicator, over = indicator_named(board, name), parse_period(period)
    if over is None:
        raise Misuse("period-unreadable", found=period[:40])
    if level is not None and level not in indicator.levels:
        raise Misuse("indicator-level", found=level, known=", ".join(indicator.levels))
    with snapshot(workspace.database) as connection:
        people = StoredPeople(connection, workspace.library.organisation, workspace.calendars, now)
        known = people.person(subject) is not None
        at = level or ("person" if known else next(each for each in LEVELS if each in indicator.levels))
        if at not in indicator.levels:
            raise Misuse("indicator-level", found=at, known=", ".join(indicator.levels))
        if at == "person" and not known:
            raise NotFound("person-unknown", person=subject[:60])
        of = "" if at == "company" else subject
        records = history_of(connection, at, of)
        rows = rows_of(each for each in records if each.corrected_at is None).get(of, {})
        if at == "department" and built_of_people(board):
            measured, members = StoredMeasurements(connection, board), people.department(of)
            measured.expect([each.id for each in members])
            since = over.moved(-12).first
            rows = with_people(board, rows, [measured.rows("person", each.id, since) for each in members])
        made = reading(
            board,
            indicator,
            rows,
            over,
            level=at,
            subject=of,
            person=Conditions(Someone(subject, {}, people)) if at == "person" else None,
        )
    return Told(
        indicator=indicator,
        reading=made,
        formula=indicator.formula.source,
        with_numbers=with_numbers(indicator.formula, made.used),
        lines=_lines(board, indicator, records, over),
    )


def with_numbers(formula: Expression, used: Mapping[str, Decimal]) -> str:
    """The formula with the numbers that went into it."""
    names = sorted(used, key=len, reverse=True)
    if not names:
        return formula.source
    pattern = re.compile(rf"(?<![\w.])({'|'.join(map(re.escape, names))})(?![\w.])")
    return pattern.sub(lambda found: f"{used[found[1]]:f}", formula.source)


def _lines(board: Board, indicator: Indicator, records: Sequence[MeasurementRecord], over: Period) -> list[Line]:
    """Every value of the period, and of the earlier one it is held against, corrected ones too."""
    needs = needs_of(board, indicator.formula)
    for each in indicator.targets:
        needs |= needs_of(board, each) if isinstance(each, Expression) else frozenset()
    spans = {"": over, "previous": over.moved(-(over.months or 0), 0 if over.months else -over.days)}
    spans["last_year"] = over.moved(-12)
    return [
        Line(
            name=each.name,
            period=str(Period(each.from_on, each.to_on)),
            value=each.value,
            source=each.source,
            at=each.at,
            corrected_at=each.corrected_at,
        )
        for each in records
        if any(name == each.name and spans[when].holds(Period(each.from_on, each.to_on)) for when, name in needs)
    ]
