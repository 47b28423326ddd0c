"""Numbers as functions take them: anything else is a fault that says what was found; rounding to so many decimals."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from engine.expression.arithmetic import Number, absolute, calculate, rounded
from engine.expression.errors import EvaluationError
from engine.expression.values import is_number, spoken_kind


def numbers(values: Iterable[object]) -> list[Number]:
    return [number(value) for value in values]


def number(value: object) -> Number:
    if not is_number(value):
        raise EvaluationError("not-a-number", found=spoken_kind(value))
    return value


def whole(value: object) -> int:
    if not is_number(value) or value != int(value):
        raise EvaluationError("not-a-whole-number", found=spoken_kind(value))
    return int(value)


def round_half_up(value: object, /, places: object = 0) -> Decimal:
    digits = whole(places)
    if not -20 <= digits <= 20:
        raise EvaluationError("number-out-of-range")
    return rounded(number(value), digits)


def round_up(value: object, /, places: object = 0) -> Decimal:
    return _towards(value, places, 1)


def round_down(value: object, /, places: object = 0) -> Decimal:
    return _towards(value, places, -1)


def _towards(value: object, places: object, sign: int) -> Decimal:
    """The next number of so many decimals above (1) or below (-1), or the number itself."""
    near = round_half_up(value, places)
    beyond = (number(value) - near) * sign
    return calculate("+", near, Decimal(sign).scaleb(-whole(places))) if beyond > 0 else near  # type: ignore[return-value]


def magnitude(value: object, /) -> Decimal:
    return absolute(number(value))
