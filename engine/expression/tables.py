"""Tables: the result that stands beside a value."""

from __future__ import annotations

from decimal import Decimal

from engine.expression.errors import EvaluationError
from engine.expression.values import equal, is_number


def lookup(value: object, /, *pairs: object) -> object:
    """The result that stands beside the key `value` is; an odd last one is for every other value.

    A text names a number, or yes and no, as people write it.
    """
    said = {True: "yes", False: "no"}[value] if isinstance(value, bool) else _spoken(value)
    for key, result in zip(pairs[::2], pairs[1::2], strict=False):
        if key == said if isinstance(key, str) else equal(value, key):
            return result
    if len(pairs) % 2:
        return pairs[-1]
    raise EvaluationError("nothing-beside", value=str(said), known=", ".join(str(each) for each in pairs[::2]) or "–")


def _spoken(value: object) -> str:
    return f"{Decimal(value).normalize():f}" if is_number(value) else str(value)
