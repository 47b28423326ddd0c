"""Filling a form in: by the field's type, and with more thought where `content` has some.

A field that has a value already and need not change is left out of the form; the engine keeps it.
"""

from __future__ import annotations

from typing import Any

from engine.core.values import Data
from engine.definition.model import Act, Field
from engine.demo.content import COLUMNS, MAKERS, SKIP
from engine.demo.ordinary import ordinary
from engine.demo.pen import Pen


def fill(pen: Pen, act: Act) -> dict[str, Any]:
    """What the actor writes into the form of an act."""
    fields = pen.scene.process.fields
    form: dict[str, Any] = {}
    for name in act.form:
        head, _, column = name.partition(".")
        value = _column(pen, fields[head], name, column) if column else _whole(pen, fields[name])
        if value is not SKIP:
            form[name] = value
    return form


def _column(pen: Pen, field: Field, name: str, column: str) -> Any:
    rows = pen.data.get(field.name)
    if not rows:
        return SKIP
    maker = COLUMNS.get(f"{pen.scene.process.name}.{name}")
    spec = field.item[column]
    if maker is not None:
        return [row[column] if _is_measured(spec, row) else maker(pen, index, row) for index, row in enumerate(rows)]
    if spec.optional:
        return SKIP
    return [ordinary(pen, spec, index) for index in range(len(rows))]


def _is_measured(spec: Field, row: Data) -> bool:
    """Whether an indicator has filled the cell, so that nobody else does."""
    return spec.measured is not None and row.get(spec.measured[0]) is not None and row.get(spec.name) is not None


def _whole(pen: Pen, field: Field) -> Any:
    maker = MAKERS.get(f"{pen.scene.process.name}.{field.name}") or MAKERS.get(field.name)
    if maker is not None:
        return maker(pen)
    if field.optional and (field.type != "text" or pen.roll(field.name, "filled") < 0.6):
        return SKIP
    return ordinary(pen, field)
