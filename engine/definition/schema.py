"""JSON Schema for editors, derived from the shapes: completion, and red lines while typing."""

from __future__ import annotations

from collections.abc import Mapping

from engine.definition.grammar import Map, Schema
from engine.definition.shapes import CALENDAR, CYCLE, FAMILY, ORGANISATION, PROCESS

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> Mapping[str, Schema]:
    """One schema for each kind of file: process, cycle, family, organisation, calendar."""
    return {shape.name: _schema(shape) for shape in (PROCESS, CYCLE, FAMILY, ORGANISATION, CALENDAR)}


def _schema(shape: Map) -> Schema:
    """The whole document; names that exist nowhere are found by `check`, not by an editor."""
    defs: dict[str, Schema] = {}
    root = shape.schema(defs)
    return {"$schema": DIALECT, "title": shape.title["en"], **root, "$defs": defs}
