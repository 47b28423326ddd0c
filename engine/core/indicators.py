"""What an indicator says of a subject in a period: worked out of measurements, exactly, with the way it came about.

Pure. Of a period that is still under way it tells what is measured so far: a stretch of time counts as soon as
everything the formula reads is known for all of it, and then only those stretches count, for every part alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from engine.calendar.periods import Period
from engine.definition.indicators import Board, Indicator, Measurement, Scale, reads_of
from engine.expression import MISSING, EvaluationError, Expression, MissingValue, Scope
from engine.expression.arithmetic import EXACT, rounded
from engine.expression.values import spoken_kind
from engine.words.problems import Problem

HUNDRED = Decimal(100)
NOT_MEASURED = Problem(code="not-measured")
Need = tuple[str, str]  # (when, measurement); when is "", "previous" or "last_year"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One value of a measurement as it stands now."""

    period: Period
    value: Decimal


Rows = Mapping[str, Sequence[Measured]]  # measurement -> the values of one subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """`value` and the rest are None where they cannot be known; `why` then says it.

    `used`: what went into the formula, by the name it has there. `stretches`: the parts of the period that counted.
    """

    indicator: str
    level: str
    subject: str
    period: Period
    value: Decimal | None = None
    target: Decimal | None = None
    achievement: Decimal | None = None
    score: Decimal | None = None
    why: Problem | None = None
    used: Mapping[str, Decimal] = field(default_factory=dict)
    stretches: tuple[Period, ...] = ()


def reading(
    board: Board,
    indicator: Indicator,
    rows: Rows,
    period: Period,
    *,
    level: str,
    subject: str,
    person: Scope | None = None,
    target: Decimal | None = None,
) -> Reading:
    """What `indicator` says. `person` answers the conditions of its target; `target` is one agreed upon instead."""
    value, why, used, stretches = _value(board, indicator, rows, period)
    if target is None:
        target = _target(board, indicator, rows, period, person)
    achieved = None if value is None or target is None else achievement(indicator, value, target)
    basis = achieved if indicator.scale is not None and indicator.scale.by == "achievement" else value
    return Reading(
        indicator=indicator.name,
        level=level,
        subject=subject,
        period=period,
        value=value,
        target=target,
        achievement=achieved,
        score=None if indicator.scale is None or basis is None else points(indicator.scale, basis),
        why=why,
        used=used,
        stretches=stretches,
    )


def achievement(indicator: Indicator, value: Decimal, target: Decimal) -> Decimal | None:
    """Percent of the target. Where lower is better, as much below the target as `value` is counts above 100."""
    if indicator.better == "within" or target == 0:
        return None
    share = EXACT.divide(value, target)
    return rounded((2 - share if indicator.better == "lower" else share) * HUNDRED, 2)


def points(scale: Scale, value: Decimal) -> Decimal | None:
    """What the scale gives, to two decimals. Beyond its first and last point these stand."""
    if scale.bands:
        return next((band.points for band in scale.bands if band.holds(value)), None)
    (first, floor), (last, cap) = scale.points[0], scale.points[-1]
    if value <= first:
        return floor
    if value >= last:
        return cap
    for (low, least), (high, most) in pairwise(scale.points):
        if value <= high:
            return rounded(least + EXACT.divide((value - low) * (most - least), high - low), 2)
    return cap


def needs_of(board: Board, expression: Expression) -> frozenset[Need]:
    """Every measurement an expression reads, itself or through other indicators."""
    found: set[Need] = set()
    pending = [expression]
    seen: set[str] = set()
    while pending:
        for when, name in reads_of(pending.pop()):
            if name in board.measurements:
                found.add((when, name))
            elif name in board.indicators and name not in seen:
                seen.add(name)
                pending.append(board.indicators[name].formula)
    return frozenset(found)


def _value(
    board: Board, indicator: Indicator, rows: Rows, period: Period
) -> tuple[Decimal | None, Problem | None, Mapping[str, Decimal], tuple[Period, ...]]:
    needs = needs_of(board, indicator.formula)
    chosen = _chosen(needs, rows, period)
    stretches = tuple(_stretches(chosen, whole=indicator.missing == "refuse"))
    if not stretches:
        return None, NOT_MEASURED, {}, ()
    used = _aggregated(board, chosen, stretches)
    shown = {name if not when else f"{when}.{name}": each for (when, name), each in sorted(used.items())}
    try:
        if indicator.longer == "recompute":
            value = _evaluated(board, indicator, indicator.formula, used)
        else:
            each = [
                _evaluated(board, indicator, indicator.formula, _aggregated(board, chosen, (stretch,)))
                for stretch in stretches
            ]
            value = _BUILT[indicator.longer](each)
    except MissingValue:
        return None, NOT_MEASURED, shown, stretches
    except EvaluationError as failure:
        return None, Problem(code=failure.code, facts=failure.facts), shown, stretches
    return rounded(value, indicator.decimals), None, shown, stretches


def _target(board: Board, indicator: Indicator, rows: Rows, period: Period, person: Scope | None) -> Decimal | None:
    """The first case that holds for the person, else the default; one made of measurements is of all the period."""
    found = indicator.target
    for when, case in indicator.target_cases if person is not None else ():
        try:
            if when(person) is True:  # type: ignore[arg-type]
                found = case
                break
        except (MissingValue, EvaluationError):
            continue
    if not isinstance(found, Expression):
        return found
    chosen = _chosen(needs_of(board, found), rows, period)
    used = _aggregated(board, chosen, tuple(_stretches(chosen, whole=True)))
    try:
        return rounded(_evaluated(board, indicator, found, used), indicator.decimals)
    except (MissingValue, EvaluationError):
        return None


def _chosen(needs: frozenset[Need], rows: Rows, period: Period) -> dict[Need, list[Measured]]:
    """Of each measurement the values within the period, none twice: a longer one goes before those within it."""
    found: dict[Need, list[Measured]] = {}
    for when, name in needs:
        months, days = (12, 0) if when == "last_year" else (period.months or 0, 0 if period.months else period.days)
        taken: list[Measured] = []
        for row in sorted(rows.get(name, ()), key=lambda each: (-each.period.days, each.period)):
            moved = row if not when else Measured(period=row.period.moved(months, days), value=row.value)
            if period.holds(moved.period) and not any(each.period.meets(moved.period) for each in taken):
                taken.append(moved)
        found[when, name] = sorted(taken, key=lambda each: each.period)
    return found


def _stretches(chosen: Mapping[Need, Sequence[Measured]], *, whole: bool) -> Iterator[Period]:
    """The parts of the period for which everything is known (with `whole`), or anything."""
    periods = sorted({row.period for rows in chosen.values() for row in rows})
    merged: list[Period] = []
    for each in periods:
        if merged and merged[-1].meets(each):
            merged[-1] = Period(merged[-1].first, max(merged[-1].last, each.last))
        else:
            merged.append(each)
    for stretch in merged:
        known = (sum(row.period.days for row in rows if stretch.holds(row.period)) for rows in chosen.values())
        if not whole or all(days == stretch.days for days in known):
            yield stretch


def with_people(board: Board, own: Rows, people: Sequence[Rows]) -> Rows:
    """A department's values, with those made of its people's for periods of which it has none of its own."""
    found = dict(own)
    for each in board.measurements.values():
        if each.departments is None:
            continue
        given: dict[Period, list[Decimal]] = {}
        for rows in people:
            for row in rows.get(each.name, ()):
                given.setdefault(row.period, []).append(row.value)
        there = own.get(each.name, ())
        made = (
            Measured(period=period, value=_BUILT[each.departments](values))
            for period, values in given.items()
            if not any(period.meets(row.period) for row in there)
        )
        found[each.name] = [*there, *made]
    return found


def built_of_people(board: Board) -> bool:
    """Whether any department's value is made of its people's."""
    return any(each.departments is not None for each in board.measurements.values())


def _last(values: Sequence[Decimal]) -> Decimal:
    return values[-1]


def _mean(values: Sequence[Decimal]) -> Decimal:
    return EXACT.divide(sum(values, Decimal(0)), Decimal(len(values)))


_BUILT: Mapping[str, Callable[[Sequence[Decimal]], Decimal]] = {
    "sum": lambda values: sum(values, Decimal(0)), "mean": _mean, "last": _last,
}  # fmt: skip


def _aggregated(
    board: Board, chosen: Mapping[Need, Sequence[Measured]], stretches: tuple[Period, ...]
) -> dict[Need, Decimal]:
    """One number a measurement, of these stretches; one that is not measured counts zero where that is allowed."""
    found: dict[Need, Decimal] = {}
    for need, rows in chosen.items():
        values = [row.value for row in rows if any(each.holds(row.period) for each in stretches)]
        if stretches:
            found[need] = _BUILT[board.measurements[need[1]].longer](values) if values else Decimal(0)
    return found


class _Names:
    """The names of a formula: measurements, other indicators, and those of earlier periods."""

    def __init__(self, board: Board, used: Mapping[Need, Decimal]) -> None:
        self._board = board
        self._used = used

    def name(self, name: str) -> object:
        if name in self._board.measurements:
            return self._measured("", self._board.measurements[name])
        if name in self._board.indicators:
            other = self._board.indicators[name]
            return _raw(self._board, other, other.formula, self._used)
        return {each: self._measured(name, self._board.measurements[each]) for when, each in self._used if when == name}

    def _measured(self, when: str, measurement: Measurement) -> object:
        found = self._used.get((when, measurement.name))
        if found is None:
            return MISSING
        return found / HUNDRED if measurement.is_percent else found


def _evaluated(board: Board, indicator: Indicator, expression: Expression, used: Mapping[Need, Decimal]) -> Decimal:
    found = _raw(board, indicator, expression, used)
    return EXACT.multiply(found, HUNDRED) if indicator.is_percent else found


def _raw(board: Board, indicator: Indicator, expression: Expression, used: Mapping[Need, Decimal]) -> Decimal:
    """What the expression gives; of a percent, the fraction. Raises MissingValue or EvaluationError."""
    try:
        found = expression(_Names(board, used))
    except EvaluationError as failure:
        if failure.code != "division-by-zero" or indicator.when_zero is None:
            raise
        return indicator.when_zero / HUNDRED if indicator.is_percent else indicator.when_zero
    if found is MISSING:
        raise MissingValue((indicator.name,))
    if isinstance(found, bool) or not isinstance(found, int | Decimal):
        raise EvaluationError("not-a-number", found=spoken_kind(found))
    return Decimal(found)
