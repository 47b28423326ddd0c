"""The published functions and filters: pure, over plain values.

A function raises `MissingValue` with a path relative to its list, as in ("score",); the caller
puts the list's own path before it. Lists leave out rows that are empty as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import cmp_to_key

from engine.expression import served
from engine.expression.arithmetic import calculate, total
from engine.expression.dated import days_between, months_between, read_date, years_between
from engine.expression.errors import EvaluationError, MissingValue
from engine.expression.numeric import magnitude, number, numbers, round_down, round_half_up, round_up
from engine.expression.tables import lookup
from engine.expression.values import (
    MISSING,
    ORDERS,
    attribute,
    contains,
    equal,
    is_entity,
    is_filled,
    is_list,
    ordered,
    spoken_kind,
)
from engine.words.problems import nearest

OPERATORS = ("==", "!=", "<", "<=", ">", ">=", "in")
CONTEXT_FUNCTIONS = frozenset(
    {
        "all_different",
        "answers",
        "average",
        "children",
        "count_of",
        "current",
        "group",
        "headcount",
        "history",
        "in_state",
        "indicator",
        "last",
        "mean_by_days",
        "members",
        "moment",
        "passed",
        "running",
        "share",
        "total",
    }
)


def rows_of(value: object) -> list[object]:
    """The rows of a list, those without anything left out."""
    if not is_list(value):
        raise EvaluationError("list-needed", found=spoken_kind(value))
    return [row for row in value if row is not None and row is not MISSING]


def needed(row: object, field: str) -> object:
    found = attribute(row, field)
    if found is MISSING:
        raise MissingValue((field,))
    return found


def column_of(rows: object, field: str | None) -> list[object]:
    """The rows themselves, or the named field of each; a row without it is a missing value."""
    present = rows_of(rows)
    return present if field is None else [needed(row, field) for row in present]


def test(operator: object, left: object, right: object) -> bool:
    """One comparison by the text of its operator."""
    if operator in ("==", "!="):
        return equal(left, right) is (operator == "==")
    if operator == "in":
        return contains(left, right)
    if isinstance(operator, str) and operator in ORDERS:
        return ordered(operator, left, right)
    raise EvaluationError("unknown-operator", found=str(operator)[:20], known=" ".join(OPERATORS))


def count(rows: object, /) -> int:
    """One person is one, where a part has a single holder."""
    return 1 if is_entity(rows) else len(rows_of(rows))


def sum_of(rows: object, field: str | None = None, /) -> Decimal:
    return total(numbers(column_of(rows, field)))


def mean(rows: object, field: str | None = None, /) -> object:
    values = numbers(some(column_of(rows, field)))
    return calculate("/", total(values), len(values))


def weighted_mean(rows: object, value: str, weight: str, /) -> object:
    """The sum of value x weight over the sum of weights."""
    present = some(rows_of(rows))
    weights = numbers(needed(row, weight) for row in present)
    values = numbers(needed(row, value) for row in present)
    parts = [number(calculate("*", each, by)) for each, by in zip(values, weights, strict=True)]
    return calculate("/", total(parts), total(weights))


def some(values: list[object]) -> list[object]:
    """Nothing to average or to choose from counts as a missing value, not as zero."""
    if not values:
        raise MissingValue(())
    return values


def least(*values: object) -> object:
    return _extreme("<", values)


def greatest(*values: object) -> object:
    return _extreme(">", values)


def _extreme(operator: str, values: tuple[object, ...]) -> object:
    if values and is_list(values[0]):
        field = values[1] if len(values) > 1 else None
        if len(values) > 2 or not isinstance(field, str | None):
            raise EvaluationError("list-or-values")
        values = tuple(column_of(values[0], field))
    best, *others = some(list(values))
    for other in others:
        if ordered(operator, other, best):
            best = other
    return best


def band(value: object, /, *pairs: object, **thresholds: object) -> str:
    """The name whose threshold is the highest not above `value`.

    Names that are no words stand in pairs: band(score, 'B+', 80, 'A', 90).
    """
    if len(pairs) % 2 or not (pairs or thresholds):
        raise EvaluationError("band-pairs")
    floors = [(number(floor), name) for name, floor in thresholds.items()]
    floors += [(number(floor), str(name)) for name, floor in zip(pairs[::2], pairs[1::2], strict=True)]
    reached = [each for each in floors if ordered(">=", number(value), each[0])]
    if not reached:
        raise EvaluationError("below-bands", value=str(value), lowest=str(min(floors)[0]))
    return max(reached, key=lambda each: each[0])[1]


def lower(text: object, /) -> str:
    if not isinstance(text, str):
        raise EvaluationError("text-needed", found=spoken_kind(text))
    return text.lower()


def all_unique(rows: object, field: str | None = None, /) -> bool:
    values = column_of(rows, field)
    try:
        return len(set(values)) == len(values)
    except TypeError:  # rows are mappings, which cannot be hashed
        return all(value not in values[:at] for at, value in enumerate(values))


def every(rows: object, field: str, operator: str, value: object, /) -> bool:
    """Whether all rows pass; one that fails settles it, else a row without the field is missing."""
    return not _one_passes(rows, field, lambda found: not test(operator, found, value))


def any_of(rows: object, field: str, operator: str, value: object, /) -> bool:
    """Whether one row passes; if none does, a row without the field is a missing value."""
    return _one_passes(rows, field, lambda found: test(operator, found, value))


def _one_passes(rows: object, field: str, passes: Callable[[object], bool]) -> bool:
    found = [attribute(row, field) for row in rows_of(rows)]
    if any(passes(each) for each in found if each is not MISSING):
        return True
    if MISSING in found:
        raise MissingValue((field,))
    return False


def where(rows: object, field: str, operator: str, value: object, /) -> list[object]:
    """The rows whose field passes; a row without the field does not."""
    found = [(row, attribute(row, field)) for row in rows_of(rows)]
    return [row for row, each in found if each is not MISSING and test(operator, each, value)]


def column(rows: object, field: str, /) -> list[object]:
    """The field of each row that has it."""
    found = attribute(rows_of(rows), field)
    return list(found) if is_list(found) else []


def first(rows: object, /) -> object:
    return next(iter(rows_of(rows)), MISSING)


def final(rows: object, /) -> object:
    return next(reversed(rows_of(rows)), MISSING)


def sort(rows: object, field: str | None = None, /) -> list[object]:
    """From least to greatest, rows alike in their given order."""

    def by(left: tuple[object, object], right: tuple[object, object]) -> int:
        if ordered("<", left[0], right[0]):
            return -1
        return 1 if ordered(">", left[0], right[0]) else 0

    keyed = list(zip(column_of(rows, field), rows_of(rows), strict=True))
    return [row for _, row in sorted(keyed, key=cmp_to_key(by))]


def date_of(text: object, /) -> date:
    return read_date(text)


FUNCTIONS: Mapping[str, Callable[..., object]] = {
    **served.FUNCTIONS,
    "abs": magnitude,
    "all_unique": all_unique,
    "any_of": any_of,
    "band": band,
    "count": count,
    "date": date_of,
    "days_between": days_between,
    "every": every,
    "filled": is_filled,
    "lookup": lookup,
    "lower": lower,
    "max": greatest,
    "mean": mean,
    "min": least,
    "months_between": months_between,
    "round": round_half_up,
    "round_down": round_down,
    "round_up": round_up,
    "sum": sum_of,
    "weighted_mean": weighted_mean,
    "years_between": years_between,
}
# `last` after a bar takes the last row; `last('evaluation')` as a call asks the scope.
FILTERS: Mapping[str, Callable[..., object]] = {
    "column": column,
    "count": count,
    "first": first,
    "last": final,
    "max": greatest,
    "mean": mean,
    "min": least,
    "round": round_half_up,
    "sort": sort,
    "sum": sum_of,
    "where": where,
}
# Which arguments name a field of the rows in the first one.
FIELD_ARGUMENTS: Mapping[str, tuple[int, ...]] = {
    "all_unique": (1,),
    "any_of": (1,),
    "column": (1,),
    "every": (1,),
    "max": (1,),
    "mean": (1,),
    "min": (1,),
    "sort": (1,),
    "sum": (1,),
    "weighted_mean": (1, 2),
    "where": (1,),
}
# These compare a field (argument 1) by an operator (2) with a value (3).
ROW_TESTS = frozenset({"any_of", "every", "where"})
# How each is called, as a refusal and the reference show it.
USAGE: Mapping[str, str] = {
    **served.USAGE,
    "abs": "abs(number)",
    "all_unique": "all_unique(list) / all_unique(list, 'field')",
    "any_of": "any_of(list, 'field', '>=', value)",
    "band": "band(score, D=0, C=60, B=75, A=90)",
    "column": "list | column('field')",
    "count": "count(list)",
    "date": "date('2026-07-01')",
    "days_between": "days_between(start, end)",
    "every": "every(list, 'field', '>=', value)",
    "filled": "filled(value)",
    "first": "list | first",
    "last": "list | last",
    "lookup": "lookup(grade, 'A', 150, 'B', 100, 0)",
    "lower": "lower(text)",
    "max": "max(list) / max(list, 'field') / max(a, b)",
    "mean": "mean(list) / mean(list, 'field')",
    "min": "min(list) / min(list, 'field') / min(a, b)",
    "months_between": "months_between(start, end)",
    "round": "round(number) / round(number, 2)",
    "round_down": "round_down(number) / round_down(number, 2)",
    "round_up": "round_up(number) / round_up(number, 2)",
    "sort": "list | sort / list | sort('field')",
    "sum": "sum(list) / sum(list, 'field')",
    "weighted_mean": "weighted_mean(list, 'value', 'weight')",
    "where": "list | where('field', '>=', value)",
    "years_between": "years_between(start, end)",
}


def nearest_function(name: str) -> str:
    """The function most likely meant, or all of them."""
    known = sorted({*FUNCTIONS, *CONTEXT_FUNCTIONS})
    return nearest(name, known) or ", ".join(known)
