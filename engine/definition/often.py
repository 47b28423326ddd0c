"""How often something may be done: `2`, `2 per visit`, or `2 per visit of published`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from engine.definition.nodes import Node, ScalarNode
from engine.definition.sheet import Sheet, Text
from engine.words.texts.definition import WORDS

_PER_VISIT = re.compile(r"^([1-9][0-9]{0,3}) per visit(?: of ([a-z][a-z0-9_]*))?$")


@dataclass(frozen=True, slots=True)
class Often:
    """A whole number from 1 on, alone, `per visit`, or `per visit of` a state."""

    @property
    def expected(self) -> Text:
        return WORDS["often"]

    def check(self, node: Node, sheet: Sheet) -> None:
        if read_often(node)[0] is None:
            sheet.refuse(node, self.expected)

    def schema(self, defs: dict[str, dict[str, Any]]) -> dict[str, Any]:
        return {"anyOf": [{"type": "integer", "minimum": 1}, {"type": "string", "pattern": _PER_VISIT.pattern}]}


def read_often(node: Node | None) -> tuple[int | None, str | None]:
    """The number, and the state whose visits it counts in anew: "" the one the act stands in, None not at all."""
    if not isinstance(node, ScalarNode):
        return None, None
    if isinstance(node.value, Decimal):
        whole = node.value == node.value.to_integral_value() and node.value >= 1
        return (int(node.value), None) if whole else (None, None)
    found = _PER_VISIT.match(node.text) if isinstance(node.value, str) else None
    return (int(found[1]), found[2] or "") if found else (None, None)
