"""What may stand in a field, where the file limits it."""

from __future__ import annotations

from engine.definition.model import Field
from engine.words.texts import say

LONG = 200  # characters: what may be longer gets several lines, and says how long


def hint(spec: Field, language: str) -> str:
    """What may stand in a field, where the file limits it."""
    found = []
    if spec.minimum is not None and spec.maximum is not None:
        found.append(_say("page-between", language, least=spec.minimum, most=spec.maximum))
    elif spec.minimum is not None:
        found.append(_say("page-at-least", language, least=spec.minimum))
    elif spec.maximum is not None:
        found.append(_say("page-at-most", language, most=spec.maximum))
    if spec.decimals:
        found.append(_say("page-decimals", language, most=spec.decimals))
    if spec.type == "text" and spec.max_length is not None and spec.max_length > LONG:
        found.append(_say("page-characters", language, most=spec.max_length))
    if spec.max_items is not None:
        found.append(_say("page-entries", language, least=spec.min_items or 0, most=spec.max_items))
    elif (spec.min_items or 0) > 1:
        found.append(_say("page-entries-least", language, least=spec.min_items))
    if spec.accept:
        found.append(_say("page-accept", language, kinds=", ".join(spec.accept)))
    if spec.type in ("person", "people"):
        found.append(_say("page-name-or-id" if spec.type == "person" else "page-names-or-ids", language))
    return " ".join(found)


def _say(code: str, language: str, **facts: object) -> str:
    return say(code, language, facts)
