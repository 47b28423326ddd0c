"""Data: fields and columns, where they come from, how they are worked out."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any, cast

from engine.definition.build.draft import Draft
from engine.definition.build.fitting import fitting, is_point
from engine.definition.build.matrix import read_from
from engine.definition.known import Constant, Given, Row, Rows
from engine.definition.model import Field, Role, Text
from engine.definition.nodes import ListNode, MapNode, Node, ScalarNode
from engine.definition.titles import title_of
from engine.expression import Expression
from engine.words.problems import Span


def build_fields(draft: Draft, node: Node | None, roles: dict[str, Role]) -> dict[str, Field]:
    """All fields by name; a role that is chosen gets the field its choice is kept in."""
    fields: dict[str, Field] = {}
    draft.place_all("field", node)
    for key, value in draft.entries(node):
        fields[key.text] = _field(draft, key, value)
    for role in roles.values():
        if role.chosen_by and role.name not in fields:
            draft.places.setdefault(("field", role.name), role.span or Span(draft.file))
            fields[role.name] = Field(
                name=role.name,
                type="people",
                title=role.title,
                optional=role.optional,
                outside=role.outside,
                was=role.was,
                span=role.span,
            )
        elif role.assigned and role.name not in fields:
            draft.places.setdefault(("field", role.name), role.span or Span(draft.file))
            fields[role.name] = Field(name=role.name, type="person", title=role.title, was=role.was, span=role.span)
    return fields


def build_columns(draft: Draft, node: Node | None) -> dict[str, Field]:
    return {
        key.text: _column(draft, key, value, needs_title=True, **_measured(draft, value))
        for key, value in draft.entries(node)
    }


def _measured(draft: Draft, node: Node) -> dict[str, Any]:
    source, until = draft.get(node, "from"), draft.get(node, "live_until")
    if draft.text(until) != "never":
        draft.use("state", until)
    return {"measured": _pair(draft.text(source)) if source else None, "live_until": draft.text(until) or None}


def _column(draft: Draft, key: ScalarNode, node: Node, needs_title: bool, **more: Any) -> Field:
    options, titles = build_options(draft, draft.get(node, "options"))
    kind = draft.text(draft.get(node, "type"), "text")
    if kind in ("choice", "choices", "scale") and not options and draft.get(node, "type") is not None:
        draft.report("choice-without-options", key.span, field=key.text)
    if kind == "scale" and not all(is_point(each) for each in options):
        draft.report("scale-of-numbers", key_span(node, "options", key), field=key.text)
    shipped = title_of(key.text) or {}
    title = draft.title(node, key.text, key.span) if needs_title else shipped
    return Field(
        name=key.text,
        type=cast(Any, kind),
        title=title,
        help=draft.translated(draft.get(node, "help")),
        optional=draft.flag(draft.get(node, "optional")),
        minimum=draft.number(draft.get(node, "min")),
        maximum=draft.number(draft.get(node, "max")),
        decimals=draft.count(draft.get(node, "decimals")),
        max_length=draft.count(draft.get(node, "max_length")),
        min_items=draft.count(draft.get(node, "min_items")),
        max_items=draft.count(draft.get(node, "max_items")),
        options=options,
        option_titles=titles,
        span=key.span,
        **more,
    )


def _field(draft: Draft, key: ScalarNode, node: Node) -> Field:
    sources = tuple(_pair(name) for name in draft.use("source", draft.get(node, "from")))
    kind = draft.text(draft.get(node, "type"), "text")
    item = build_columns(draft, draft.get(node, "item"))
    titled = draft.get(node, "title") is not None or not sources
    field = _column(
        draft,
        key,
        node,
        needs_title=titled,
        item=item,
        sources=sources,
        default=_default(draft, key, draft.get(node, "default"), kind, item),
        compute=draft.expression(draft.get(node, "compute"), purpose="compute"),
        combine=_combine(draft, draft.get(node, "combine"), key_span(node, "combine", key)),
        missing=cast(Any, draft.text(draft.get(node, "missing"), "refuse")),
        corrected_by=draft.use("corrector", draft.get(node, "corrected_by")),
        shared=draft.flag(draft.get(node, "shared")),
        unique=draft.use("column", draft.get(node, "unique"), of=key.text),
        accept=tuple(each.lower() for each in draft.texts(draft.get(node, "accept"))),
        fixed=draft.flag(draft.get(node, "fixed")),
        was=draft.texts(draft.get(node, "was")),
    )
    table = draft.get(node, "matrix")
    if table is not None:
        if field.compute is not None or field.combine:
            draft.report("computed-twice", key.span, field=key.text)
        field = read_from(draft, table, field)
    given = draft.get(node, "default")
    if isinstance(given, ScalarNode) and isinstance(field.default, Constant):
        return replace(field, default=Constant(fitting(draft, given, field, field.default.value)))
    return field


def _default(draft: Draft, key: ScalarNode, node: Node | None, kind: str, item: dict[str, Field]) -> Given | None:
    """A value, or, where the field is a list, the rows it begins with."""
    if node is None:
        return None
    rows = list(draft.items(node)) if isinstance(node, ListNode) else []
    of_maps = bool(rows) and all(isinstance(each, MapNode) for each in rows)
    if kind == "list" and of_maps:
        return Rows(columns=tuple(item), rows=tuple(_given_row(draft, key, each, item) for each in rows))
    given = draft.given(node, kind)
    if of_maps or any(isinstance(each, MapNode) for each in rows) or (kind == "list" and isinstance(given, Constant)):
        draft.report("default-rows", node.span, field=key.text)
    return given


def _given_row(draft: Draft, key: ScalarNode, node: Node, item: dict[str, Field]) -> Row:
    cells: dict[str, Constant | Expression] = {}
    for column, value in draft.entries(node):
        if column.text == "when":
            continue
        draft.use("column", column, of=key.text)
        cell = draft.given(value, item[column.text].type if column.text in item else None)
        if isinstance(cell, Constant) and column.text in item:
            cell = Constant(fitting(draft, value, item[column.text], cell.value, "cell-unfit"))
        if isinstance(cell, Constant | Expression):
            cells[column.text] = cell
    return Row(cells=cells, when=draft.expression(draft.get(node, "when")))


def key_span(node: Node, name: str, owner: ScalarNode) -> Span:
    """Where a key stands, else where its owner does."""
    key = node.key(name) if isinstance(node, MapNode) else None
    return key.span if key else owner.span


def build_options(draft: Draft, node: Node | None) -> tuple[tuple[str, ...], dict[str, Text]]:
    """Names in their order, and the titles they are given or the engine ships."""
    if isinstance(node, ListNode):
        names = draft.texts(node)
        return names, {name: title for name in names if (title := title_of(name))}
    titles = {key.text: draft.translated(value) for key, value in draft.entries(node)}
    return tuple(titles), titles


def _combine(draft: Draft, node: Node | None, span: Span) -> dict[tuple[str, str], Decimal]:
    weights: dict[tuple[str, str], Decimal] = {}
    for answer, weight in draft.entries(node):
        draft.use("answer", answer)
        weights[_pair(answer.text)] = Decimal(draft.text(weight).rstrip("% ")) / 100
    total = sum(weights.values()) * 100
    if weights and total != 100:
        draft.report("weights-not-100", span, total=f"{total.normalize():f}")  # type: ignore[union-attr]
    return weights


def _pair(dotted: str) -> tuple[str, str]:
    first, _, second = dotted.partition(".")
    return first, second


def compute_order(draft: Draft, fields: dict[str, Field]) -> tuple[str, ...]:
    """The computed fields, each after those it reads. A circle is a problem at the field that closes it."""
    order: list[str] = []
    path: list[str] = []

    def visit(name: str) -> None:
        if name in order:
            return
        if name in path:
            circle = " → ".join([*path[path.index(name) :], name])
            draft.report("computed-circle", draft.places["field", name], circle=circle)
            return
        path.append(name)
        compute = fields[name].compute
        for read in sorted(compute.reads) if compute else ():
            if read[0] in computed:
                visit(read[0])
        path.pop()
        if name not in order:
            order.append(name)

    computed = [name for name, each in fields.items() if each.compute or each.combine]
    for name in computed:
        visit(name)
    return tuple(order)
