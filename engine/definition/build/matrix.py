"""A table as a policy prints it, made into an expression: `lookup` of the row, within it of the column."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from engine.definition.build.draft import Draft
from engine.definition.build.fitting import fitting
from engine.definition.known import Field, Matrix
from engine.definition.nodes import MapNode, Node, ScalarNode
from engine.expression import Expression, compile_expression
from engine.words.problems import Span


def read_from(draft: Draft, node: Node, field: Field) -> Field:
    """The field, computed from the table; as it was where the table cannot be read."""
    rows = draft.expression(draft.get(node, "rows"), purpose="compute")
    by = draft.get(node, "columns")
    columns = draft.expression(by, purpose="compute")
    if rows is None or (by is not None and columns is None):
        return field
    otherwise = draft.get(node, "else")
    last = [] if otherwise is None else [_literal(draft, otherwise, field)]
    heads: dict[str, Span] = {}
    places: dict[tuple[str, str], Span] = {}
    pairs: list[str] = []
    for key, cell in draft.entries(draft.get(node, "cells")):
        inner = []
        heads[key.text] = key.span
        for name, place, value in _row(draft, key, cell, field, across=columns is not None):
            places[key.text, name] = place
            inner += [_text(name), _literal(draft, value, field)] if name else [_literal(draft, value, field)]
        if inner:
            pairs += [_text(key.text), inner[0] if columns is None else _lookup(columns, [*inner, *last])]
    source = _lookup(rows, [*pairs, *last])
    # The words of the cells are checked where they stand, not as comparisons of an expression nobody wrote.
    made = replace(compile_expression(source), comparisons=frozenset())
    matrix = Matrix(rows=rows, columns=columns, heads=heads, cells=places, whole=otherwise is not None)
    return replace(field, compute=made, matrix=matrix)


def _lookup(by: Expression, pairs: list[str]) -> str:
    return f"lookup({', '.join([f'({by.source})', *pairs])})"


def _row(draft: Draft, head: ScalarNode, cell: Node, field: Field, *, across: bool) -> Iterator[tuple[str, Span, Node]]:
    """Each column, where it is named, and its value; a row without columns has one value, under no name."""
    if isinstance(cell, MapNode) is not across:
        draft.report("matrix-columns" if across else "matrix-no-columns", cell.span, field=field.name)
    elif across:
        yield from ((key.text, key.span, value) for key, value in draft.entries(cell))
    else:
        yield "", head.span, cell


def _literal(draft: Draft, node: Node, field: Field) -> str:
    value = fitting(draft, node, field, draft.literal(node, field.type))
    match value:
        case None:
            return "none"
        case bool():
            return "true" if value else "false"
        case Decimal():
            return f"{value:f}"
        case date():
            return f"date('{value.isoformat()}')"
    return _text(node.text if isinstance(node, ScalarNode) else str(value))


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
