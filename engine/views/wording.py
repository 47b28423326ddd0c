"""Who the people are that stand in values, for whoever reads them; programs go by the ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from engine.core.someone import ids
from engine.definition.model import Field
from engine.views.glance import Glance


def names_in(seen: Glance, fields: Iterable[Field], values: Mapping[str, object]) -> dict[str, str]:
    """Who the people are that stand in values of fields or columns: id -> name."""
    found = dict.fromkeys(id for each in fields for id in _people(each, values.get(each.name)))
    return {each.id: each.name for each in seen.whos(found)}


def _people(field: Field, value: object) -> Iterator[str]:
    if field.type in ("person", "people", "unit"):
        yield from ids(value)
    elif field.item and isinstance(value, list | tuple):
        for row in value:
            if isinstance(row, Mapping):
                yield from (id for column in field.item.values() for id in _people(column, row.get(column.name)))
