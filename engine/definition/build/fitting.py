"""Literals of a file as a field of a type keeps them."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from engine.definition.build.draft import Draft
from engine.definition.known import Field
from engine.definition.nodes import Node, ScalarNode


def fitting(draft: Draft, node: Node, column: Field, value: object, unfit: str = "value-unfit") -> object:
    """A literal as the field keeps it; one that is none of its type is a problem, of code `unfit`."""
    if value is None:
        return None
    if column.type in ("text", "choice") and isinstance(node, ScalarNode):
        value = node.text
    fits = {
        "number": isinstance(value, Decimal),
        "percent": isinstance(value, Decimal),
        "money": isinstance(value, Decimal),
        "scale": isinstance(value, Decimal) and value in [Decimal(each) for each in column.options if is_point(each)],
        "date": isinstance(value, date),
        "yes_no": isinstance(value, bool),
        "choice": value in column.options,
        "choices": isinstance(value, list) and all(each in column.options for each in value),
        "people": isinstance(value, list),
        "list": isinstance(value, list),
    }
    if not fits.get(column.type, isinstance(value, str)):
        found = node.text if isinstance(node, ScalarNode) else "[…]"
        draft.report(unfit, node.span, found=found, column=column.name, type=column.type)
    return value


def is_point(text: str) -> bool:
    """Whether an option can be a point of a scale: a plain number."""
    return re.fullmatch(r"-?[0-9]{1,6}(\.[0-9]{1,6})?", text) is not None
