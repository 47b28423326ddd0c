"""YAML text to a tree of nodes with places; every fault a problem, never an exception.

Built on PyYAML's events alone: nothing is constructed, so no tag, alias or number can do harm. The fast scanner of
libyaml is used where it is installed; a text it refuses is read again by the other, whose messages are the same
on every machine.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from engine.definition.nodes import ListNode, MapNode, Node, ScalarNode
from engine.definition.scalars import BadNumber, resolve
from engine.definition.syntax import explain, rest_of_expression, torn_entry, torn_item
from engine.words.problems import Fact, Problem, Span

LONGEST_TEXT = 1_000_000  # bytes
DEEPEST = 50
MOST_NODES = 50_000

_FAST: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# Line ends other than the common ones are refused too: editors would count lines differently from us.
_UNPRINTABLE = re.compile("[^\x09\x0a\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class _Enough(Exception):
    """Reading on would tell nothing new."""


@dataclass(slots=True)
class _Open:
    """A collection whose end has not come. A mapping alternates between waiting for a key and for a value."""

    event: Any
    span: Span
    items: list[Node] = field(default_factory=list)
    entries: list[tuple[ScalarNode, Node]] = field(default_factory=list)
    key: ScalarNode | None = None
    skip_value: bool = False
    first: dict[str, int] = field(default_factory=dict)
    torn: bool = False

    @property
    def is_map(self) -> bool:
        return isinstance(self.event, yaml.MappingStartEvent)

    @property
    def flow(self) -> bool:
        return bool(self.event.flow_style)


def read_yaml(file: str, text: str) -> tuple[Node | None, list[Problem]]:
    """The tree of `text`, or None where it is no YAML; and every problem found on the way."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    refused = _refuse_unread(file, text)
    if refused:
        return None, [refused]
    reader = _Reader(file, text)
    try:
        reader.run(_FAST)
    except yaml.YAMLError:
        reader = _Reader(file, text)
        try:
            reader.run(yaml.SafeLoader)
        except yaml.YAMLError as failure:
            if not any(open_.torn for open_ in reader.stack):
                reader.problems.append(explain(file, text, failure, reader.innermost))
            return None, reader.problems
        except _Enough:
            return None, reader.problems
    except _Enough:
        return None, reader.problems
    if reader.root is None and not reader.problems:
        reader.problems.append(Problem(code="yaml-empty", span=Span(file)))
    return reader.root, reader.problems


def _refuse_unread(file: str, text: str) -> Problem | None:
    size = len(text) if len(text) > LONGEST_TEXT else len(text.encode("utf-8", "replace"))
    if size > LONGEST_TEXT:
        return Problem(code="yaml-too-long", span=Span(file), facts={"limit": LONGEST_TEXT})
    bad = _UNPRINTABLE.search(text)
    if bad is None:
        return None
    line = text.count("\n", 0, bad.start())
    column = bad.start() - text.rfind("\n", 0, bad.start())
    character = f"U+{ord(bad[0]):04X}"
    return Problem(code="yaml-unprintable", span=Span(file, line + 1, column), facts={"character": character})


class _Reader:
    def __init__(self, file: str, text: str) -> None:
        self.file, self.text = file, text
        self.problems: list[Problem] = []
        self.root: Node | None = None
        self.stack: list[_Open] = []
        self.nodes = 0
        self.documents = 0
        self.told: set[str] = set()

    @property
    def innermost(self) -> _Open | None:
        return self.stack[-1] if self.stack else None

    def run(self, loader: Any) -> None:
        for event in yaml.parse(self.text, Loader=loader):
            if isinstance(event, yaml.DocumentStartEvent):
                self.documents += 1
                if self.documents > 1:
                    self.report("yaml-several-documents", event)
                    raise _Enough
            elif isinstance(event, yaml.NodeEvent):
                self._node(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                self._close()

    def report(self, code: str, event: Any, **facts: Fact) -> None:
        self.problems.append(Problem(code=code, span=self.span(event), facts=facts))

    def span(self, event: Any) -> Span:
        mark = event.start_mark
        return Span(self.file, mark.line + 1, mark.column + 1)

    def _node(self, event: Any) -> None:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            self.report("yaml-too-many-nodes", event, limit=MOST_NODES)
            raise _Enough
        if event.anchor is not None and "yaml-alias" not in self.told:
            self.told.add("yaml-alias")
            self.report("yaml-alias", event, name=event.anchor)
        if isinstance(event, yaml.AliasEvent):
            self._add(ScalarNode("", None, self.span(event), broken=True))
            return
        if event.tag is not None:
            self.report("yaml-tag", event, tag=event.tag)
        if isinstance(event, yaml.ScalarEvent):
            self._add(self._scalar(event))
            return
        if len(self.stack) >= DEEPEST:
            self.report("yaml-too-deep", event, limit=DEEPEST)
            raise _Enough
        self.stack.append(_Open(event, self.span(event)))

    def _scalar(self, event: Any) -> ScalarNode:
        start, end, span = event.start_mark, event.end_mark, self.span(event)
        plain = event.style is None or event.style == ""
        one_line = start.line == end.line
        raw = "" if plain and one_line else self.text[start.index : end.index]
        value: Any = event.value
        if plain:
            try:
                value = resolve(event.value)
            except BadNumber as failure:
                self.report(failure.code, event, found=event.value[:20])
                return ScalarNode("", None, span, broken=True)
        return ScalarNode(event.value, value, span, raw, broken=event.tag is not None)

    def _close(self) -> None:
        done = self.stack.pop()
        broken = done.event.tag is not None or done.torn  # what was torn off is not missing
        if done.is_map:
            self._add(MapNode(tuple(done.entries), done.span, broken))
        else:
            self._add(ListNode(tuple(done.items), done.span, broken))

    def _add(self, node: Node) -> None:
        if not self.stack:
            self.root = node
            return
        top = self.stack[-1]
        if not top.is_map:
            self._item(top, node)
        elif top.key is None and not top.skip_value:
            self._key(top, node)
        else:
            key, top.key = top.key, None
            top.skip_value = False
            if key is not None and not (top.flow and self._is_rest(top, key, node)):
                top.entries.append((key, node))

    def _item(self, top: _Open, node: Node) -> None:
        whole = torn_item(top.items, self.text) if top.flow and not top.torn else None
        if whole:
            top.torn = True
            self.problems.append(Problem(code="split-expression", span=top.items[-1].span, facts={"text": whole}))
            top.items[-1] = ScalarNode("", None, top.items[-1].span, broken=True)
        top.items.append(ScalarNode("", None, node.span, broken=True) if top.torn else node)

    def _key(self, top: _Open, node: Node) -> None:
        if not isinstance(node, ScalarNode):
            top.skip_value = True
            self.problems.append(Problem(code="yaml-key-not-a-word", span=node.span))
            return
        if top.torn or (top.flow and self._is_torn(top)):
            top.skip_value = True
            return
        if node.text in top.first:
            top.skip_value = True
            facts: dict[str, Fact] = {"key": node.text, "line": top.first[node.text]}
            self.problems.append(Problem(code="yaml-duplicate-key", span=node.span, facts=facts))
            return
        top.first[node.text] = node.span.line
        top.key = node

    def _is_rest(self, top: _Open, key: ScalarNode, node: Node) -> bool:
        """Whether several words without a value are the rest of the text before them, which has a comma in it."""
        if not isinstance(node, ScalarNode) or node.text or node.raw or " " not in key.text or not top.entries:
            return False
        owner, value = top.entries[-1]
        if not isinstance(value, ScalarNode) or value.raw or not value.text:
            return False
        facts: dict[str, Fact] = {"key": owner.text, "text": rest_of_expression(self.text, value.span)}
        self.problems.append(Problem(code="split-expression-of", span=value.span, facts=facts))
        top.entries[-1] = (owner, ScalarNode("", None, value.span, broken=True))
        return True

    def _is_torn(self, top: _Open) -> bool:
        """Whether the next key is really the rest of the expression before it; then that is told, once."""
        whole = torn_entry(top.entries, self.text)
        if whole is None:
            return False
        top.torn = True
        owner, value = top.entries.pop()
        facts: dict[str, Fact] = {"key": owner.text, "text": whole}
        self.problems.append(Problem(code="split-expression-of", span=value.span, facts=facts))
        return True
