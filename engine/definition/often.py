"""How often something may be done: `2`, or `2 per visit`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from engine.definition.nodes import Node, ScalarNode
from engine.definition.sheet import Sheet, Text
from engine.words.texts.definition import WORDS

_PER_VISIT = re.compile(r"^([1-9][0-9]{0,3}) per visit$")


@dataclass(frozen=True, slots=True)
class Often:
    """A whole number from 1 on, alone or `per visit`."""

    @property
    def expected(self) -> Text:
        return WORDS["often"]

    def check(self, node: Node, sheet: Sheet) -> None:
        if read_often(node)[0] is None:
            sheet.refuse(node, self.expected)

    def schema(self, defs: dict[str, dict[str, Any]]) -> dict[str, Any]:
        return {"anyOf": [{"type": "integer", "minimum": 1}, {"type": "string", "pattern": _PER_VISIT.pattern}]}


def read_often(node: Node | None) -> tuple[int | None, bool]:
    """The number, and whether it counts in each visit anew."""
    if not isinstance(node, ScalarNode):
        return None, False
    if isinstance(node.value, Decimal):
        whole = node.value == node.value.to_integral_value() and node.value >= 1
        return (int(node.value), False) if whole else (None, False)
    found = _PER_VISIT.match(node.text) if isinstance(node.value, str) else None
    return (int(found[1]), True) if found else (None, False)
