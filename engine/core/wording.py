"""Owners' own texts for refusals, with {{ expressions }} filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

from engine.expression import MISSING, EvaluationError, Expression, MissingValue, Scope, compile_expression

_PLACE = re.compile(r"\{\{(.*?)\}\}")


def fill(text: Mapping[str, str], scope: Scope) -> Mapping[str, str]:
    """The text in every language; a place whose value is missing shows a dash."""
    return {
        language: _PLACE.sub(lambda found: _value(found[1].strip(), scope), said) for language, said in text.items()
    }


_compiled = lru_cache(maxsize=1024)(compile_expression)


def _value(source: str, scope: Scope) -> str:
    expression: Expression = _compiled(source)
    try:
        found = expression(scope)
    except (MissingValue, EvaluationError):
        return "–"
    if found is MISSING:
        return "–"
    return f"{found.normalize():f}" if isinstance(found, Decimal) else str(found)
