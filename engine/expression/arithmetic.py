"""Exact arithmetic in decimals, bounded so that no expression can exhaust the machine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import (
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
)

from engine.expression.errors import EvaluationError
from engine.expression.values import day_of, is_number, spoken_kind

LONGEST_TEXT = 10_000
# Sixty digits hold any sum of money exactly; what is larger is a mistake and traps as Overflow.
EXACT = Context(
    prec=60, rounding=ROUND_HALF_EVEN, Emin=-60, Emax=60, traps=[DivisionByZero, InvalidOperation, Overflow]
)
Number = int | Decimal
_OPERATIONS: Mapping[str, Callable[[Number, Number], Decimal]] = {
    "+": EXACT.add,
    "-": EXACT.subtract,
    "*": EXACT.multiply,
    "/": EXACT.divide,
}


def calculate(operator: str, left: object, right: object) -> object:
    """`left operator right` for numbers; also date - date in whole days, and text + text."""
    if is_number(left) and is_number(right):
        try:
            return _OPERATIONS[operator](left, right)
        except (DivisionByZero, InvalidOperation, Overflow) as failure:
            raise arithmetic_error(failure, dividing=operator == "/" and right == 0) from None
    if operator == "-" and isinstance(left, date) and isinstance(right, date):
        return Decimal((day_of(left) - day_of(right)).days)
    if operator == "+" and isinstance(left, str) and isinstance(right, str):
        if len(left) + len(right) > LONGEST_TEXT:
            raise EvaluationError("text-too-long", limit=LONGEST_TEXT)
        return str(left) + str(right)
    sides = {"left": spoken_kind(left), "right": spoken_kind(right)}
    raise EvaluationError("not-for-numbers", operator=operator, **sides)


def arithmetic_error(failure: Exception, *, dividing: bool) -> EvaluationError:
    """Say an exception of the decimal module in words."""
    if dividing or isinstance(failure, DivisionByZero):
        return EvaluationError("division-by-zero")
    return EvaluationError("number-out-of-range")


def negated(value: object) -> Decimal:
    if not is_number(value):
        raise EvaluationError("not-a-number", found=spoken_kind(value))
    return _guarded(EXACT.minus, value)


def total(values: list[Number]) -> Decimal:
    """The exact sum; 0 for none."""
    result = Decimal(0)
    try:
        for value in values:
            result = EXACT.add(result, value)
    except (InvalidOperation, Overflow) as failure:
        raise arithmetic_error(failure, dividing=False) from None
    return result


def rounded(value: Number, places: int) -> Decimal:
    """To `places` decimals, a half away from zero: 2.5 → 3, -2.5 → -3."""
    step = Decimal(1).scaleb(-places)
    try:
        return Decimal(value).quantize(step, rounding=ROUND_HALF_UP, context=EXACT)
    except (InvalidOperation, Overflow) as failure:
        raise arithmetic_error(failure, dividing=False) from None


def absolute(value: Number) -> Decimal:
    return _guarded(EXACT.abs, value)


def _guarded(operation: Callable[[Number], Decimal], value: Number) -> Decimal:
    try:
        return operation(value)
    except (InvalidOperation, Overflow) as failure:
        raise arithmetic_error(failure, dividing=False) from None
