"""A family of indicators, from its nodes."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, cast

from engine.definition.build.draft import Draft
from engine.definition.indicators import Band, Family, Indicator, Measurement, Scale
from engine.definition.model import Text
from engine.definition.nodes import Node, ScalarNode
from engine.definition.shapes.indicators import BAND
from engine.expression import Expression


def build_family(draft: Draft, node: Node, text: str) -> Family:
    """The family, with whatever failed left out; only to be used if the draft has no errors."""
    name = draft.text(draft.get(node, "family"))
    measured, indicators = draft.get(node, "measurements"), draft.get(node, "indicators")
    draft.place_all("measurement", measured)
    draft.place_all("indicator", indicators)
    return Family(
        name=name,
        title=draft.translated(draft.get(node, "title")),
        measurements={key.text: _measurement(draft, key, value) for key, value in draft.entries(measured)},
        indicators={
            key.text: made
            for key, value in draft.entries(indicators)
            if (made := _indicator(draft, key, value, name)) is not None
        },
        text=text,
        span=node.span,
    )


def _measurement(draft: Draft, key: ScalarNode, node: Node) -> Measurement:
    built, levels = draft.get(node, "departments"), draft.texts(draft.get(node, "of"))
    if built is not None and "person" not in levels:
        draft.report("built-of-nobody", built.span, measurement=key.text)
    if built is not None and "department" not in levels:
        levels = (*levels, "department")
    return Measurement(
        name=key.text,
        title=draft.translated(draft.get(node, "title")),
        unit=_unit(draft, draft.get(node, "unit")),
        levels=levels,
        longer=cast(Any, draft.text(draft.get(node, "longer"), "sum")),
        departments=cast(Any, draft.text(built) or None) if built is not None else None,
        source=draft.translated(draft.get(node, "source")),
        span=key.span,
    )


def _indicator(draft: Draft, key: ScalarNode, node: Node, family: str) -> Indicator | None:
    formula = draft.expression(draft.get(node, "formula"), purpose="formula")
    target = draft.get(node, "target")
    default, cases = _targets(draft, target)
    decimals = draft.count(draft.get(node, "decimals"))
    for word in ("score", "target", "level", "better"):
        place = draft.get(node, word)
        if place is not None:
            draft.places[word, key.text] = place.span
    return None if formula is None else Indicator(
        name=key.text,
        family=family,
        title=draft.translated(draft.get(node, "title")),
        levels=draft.texts(draft.get(node, "level")),
        formula=formula,
        unit=_unit(draft, draft.get(node, "unit")),
        better=cast(Any, draft.text(draft.get(node, "better"), "higher")),
        period=draft.text(draft.get(node, "period"), "month"),
        decimals=2 if decimals is None else decimals,
        target=default,
        target_cases=cases,
        longer=cast(Any, draft.text(draft.get(node, "longer"), "recompute")),
        missing=cast(Any, draft.text(draft.get(node, "missing"), "refuse")),
        when_zero=draft.number(draft.get(node, "when_zero")),
        scale=_scale(draft, key.text, draft.get(node, "score")),
        audience=draft.expression(draft.get(node, "for")),
        span=key.span,
    )  # fmt: skip


def _unit(draft: Draft, node: Node | None) -> str | Text:
    return draft.text(node) if isinstance(node, ScalarNode) else draft.translated(node)


def _targets(
    draft: Draft, node: Node | None
) -> tuple[Decimal | Expression | None, tuple[tuple[Expression, Decimal | Expression], ...]]:
    if node is None or isinstance(node, ScalarNode):
        return _target(draft, node), ()
    cases = []
    for condition, value in draft.entries(draft.get(node, "when")):
        when, target = draft.expression(condition), _target(draft, value)
        if when is not None and target is not None:
            cases.append((when, target))
    return _target(draft, draft.get(node, "default")), tuple(cases)


def _target(draft: Draft, node: Node | None) -> Decimal | Expression | None:
    if not isinstance(node, ScalarNode):
        return None
    if isinstance(node.value, Decimal):
        return node.value
    if isinstance(node.value, str) and node.text.lstrip().startswith("="):
        return draft.expression(node, shift=node.text.index("=") + 1, purpose="formula")
    draft.report("target-no-number", node.span, found=node.text[:60])
    return None


def _scale(draft: Draft, name: str, node: Node | None) -> Scale | None:
    if node is None:
        return None
    points = [(Decimal(key.text), draft.number(value), key) for key, value in draft.entries(draft.get(node, "points"))]
    for at, (value, _, key) in enumerate(points):
        if at and value <= points[at - 1][0]:
            draft.report("points-order", key.span, found=key.text, before=f"{points[at - 1][0]:f}")
    bands = tuple(_band(key, draft.number(value)) for key, value in draft.entries(draft.get(node, "bands")))
    if bool(points) == bool(bands):
        draft.report("scale-one-way", node.span, indicator=name)
    return Scale(
        by=cast(Any, draft.text(draft.get(node, "by"), "achievement")),
        points=tuple((value, earned or Decimal(0)) for value, earned, _ in points),
        bands=bands,
    )


def _band(key: ScalarNode, points: Decimal | None) -> Band:
    found = re.match(BAND, key.text)
    low: Decimal | None
    high: Decimal | None
    assert found is not None  # the check of form has seen it
    if found["only"] is not None:
        low, high, included = None, Decimal(found["only"]), found["up"] == "up to"
    else:
        low = Decimal(found["low"])
        exactly = found["to"] is None and found["over"] is None
        high = low if exactly else Decimal(found["high"]) if found["to"] else None
        included = exactly or found["to"] == "up to"
    return Band(
        low=low,
        low_included=found["over"] != "over ",
        high=high,
        high_included=included,
        points=points or Decimal(0),
        span=key.span,
    )
