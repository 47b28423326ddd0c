"""How many votes an outcome takes: `two thirds`, `more than half of all`, `60%`, `4`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from engine.definition.nodes import Node, ScalarNode
from engine.definition.sheet import Sheet, Text
from engine.words.texts.definition import WORDS

_NAMED = {
    "half": Fraction(1, 2), "two thirds": Fraction(2, 3), "three fifths": Fraction(3, 5),
    "three quarters": Fraction(3, 4), "four fifths": Fraction(4, 5),
}  # fmt: skip
_PATTERN = re.compile(
    rf"^(more than )?(?:({'|'.join(_NAMED)})|([1-9][0-9]{{0,2}})/([1-9][0-9]{{0,2}})|([0-9]{{1,3}}(?:\.[0-9]+)?) ?%)"
    r"( of all| of the votes)?$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Needed:
    """At least `count` votes; else at least `share` (`more`: more than it) of the votes cast or, `of_all`, of all."""

    share: Fraction = Fraction(1, 2)
    more: bool = False
    of_all: bool = False
    of_votes: bool = False  # said, and not only left out
    count: int | None = None

    def reached(self, votes: int, of: int) -> bool:
        """Whether so many votes are enough among so many."""
        if self.count is not None:
            return votes >= self.count
        return votes > self.share * of if self.more else votes > 0 and votes >= self.share * of


@dataclass(frozen=True, slots=True)
class HowMany:
    """The shape of it: a number of votes, or a share from a half up."""

    @property
    def expected(self) -> Text:
        return WORDS["needed"]

    def check(self, node: Node, sheet: Sheet) -> None:
        if read_needed(node) is None:
            sheet.refuse(node, self.expected)

    def schema(self, defs: dict[str, dict[str, Any]]) -> dict[str, Any]:
        return {"anyOf": [{"type": "integer", "minimum": 1}, {"type": "string", "pattern": _PATTERN.pattern}]}


def read_needed(node: Node | None) -> Needed | None:
    """What a scalar says; None if it says nothing of the kind."""
    if not isinstance(node, ScalarNode):
        return None
    if isinstance(node.value, Decimal):
        whole = node.value == node.value.to_integral_value() and node.value >= 1
        return Needed(count=int(node.value)) if whole else None
    found = _PATTERN.match(node.text) if isinstance(node.value, str) else None
    if found is None:
        return None
    more, named, upper, lower, percent, base = found.groups()
    share = _NAMED[named] if named else Fraction(int(upper), int(lower)) if upper else Fraction(percent) / 100
    if not Fraction(1, 2) <= share <= 1:
        return None
    return Needed(share=share, more=bool(more), of_all=base == " of all", of_votes=base == " of the votes")
