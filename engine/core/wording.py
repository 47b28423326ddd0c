"""Owners' own texts for refusals, with {{ expressions }} filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

from engine.expression import MISSING, EvaluationError, Expression, MissingValue, Scope, compile_expression
from engine.words.texts import say

_PLACE = re.compile(r"\{\{(.*?)\}\}")


def fill(text: Mapping[str, str], scope: Scope) -> Mapping[str, str]:
    """The text in every language; a place whose value is missing shows a dash."""
    return {language: _in(language, said, scope) for language, said in text.items()}


def _in(language: str, text: str, scope: Scope) -> str:
    return _PLACE.sub(lambda found: _shown(_value(found[1].strip(), scope), language), text)


_compiled = lru_cache(maxsize=1024)(compile_expression)


def _value(source: str, scope: Scope) -> object:
    expression: Expression = _compiled(source)
    try:
        return expression(scope)
    except (MissingValue, EvaluationError):
        return MISSING


def _shown(found: object, language: str) -> str:
    if found is MISSING:
        return "–"
    if isinstance(found, bool):
        return say("yes" if found else "no", language, {})
    if isinstance(found, list | tuple):
        return ", ".join(_shown(each, language) for each in found) or "–"
    return f"{found.normalize():f}" if isinstance(found, Decimal) else str(found)
