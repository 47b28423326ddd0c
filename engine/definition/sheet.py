"""What one check of a file gathers: the problems, and the nodes that are not to be built from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.definition.nodes import ListNode, MapNode, Node
from engine.words.problems import Fact, Problem, Span
from engine.words.texts.definition import FOUND

Text = Mapping[str, str]


@dataclass(slots=True)
class Sheet:
    """The marks of one check."""

    problems: list[Problem] = field(default_factory=list)
    bad: set[int] = field(default_factory=set)

    def report(self, code: str, span: Span, **facts: Fact) -> None:
        self.problems.append(Problem(code=code, span=span, facts=facts))

    def refuse(self, node: Node, expected: Text, code: str = "expected") -> None:
        self.bad.add(id(node))
        if not node.broken:
            self.report(code, node.span, expected=expected, found=describe(node))


def describe(node: Node) -> Text:
    """What stands there, in every language."""
    if isinstance(node, MapNode):
        return FOUND["map"]
    if isinstance(node, ListNode):
        return FOUND["list"]
    if node.value is None:
        return FOUND["nothing"]
    kind = "text" if isinstance(node.value, str) else "flag" if isinstance(node.value, bool) else "number"
    shown = node.text if len(node.text) <= 60 else node.text[:57] + "…"
    return {language: text.format(text=shown) for language, text in FOUND[kind].items()}
