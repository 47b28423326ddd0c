"""A stored value as expressions see it: people as persons, choices in their order, nothing as missing."""

from __future__ import annotations

from typing import Any

from engine.core.case import Case
from engine.definition.model import Field
from engine.expression import MISSING, Ordered

_NOT_PLAIN = frozenset({"choice", "person", "people", "unit"})


def typed(case: Case, field: Field, value: Any) -> object:
    if value is None:
        return [] if field.type == "people" else MISSING  # nobody is named yet, as in a fact
    if field.type == "choice":
        return Ordered(value, field.options)
    if field.type in ("person", "unit"):
        return case.someone(value)
    if field.type == "people":
        return [case.someone(each) for each in value]
    if field.type == "list":
        # Rows from another process keep the columns that are declared only there.
        columns = [column for column in field.item.values() if column.type in _NOT_PLAIN]
        if not columns:
            return value
        return [{**row, **{each.name: typed(case, each, row.get(each.name)) for each in columns}} for row in value]
    return value


def typed_of(case: Case, process: str, name: str, value: Any) -> object:
    """As `typed`, of a field of another process, by that one's newest definition."""
    if value is None:
        return MISSING
    field = case.world.fields(process).get(name)
    return value if field is None else typed(case, field, value)
