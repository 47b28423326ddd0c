"""The tree of a YAML text, every node with its place. No construction of Python objects, no tags, no aliases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from engine.words.problems import Span

_ESCAPE = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)", re.DOTALL)
_BLANK = re.compile(r"\s+")
_BROKEN_LINE = re.compile(r"(?:\\\n)?\s+")


@dataclass(frozen=True, slots=True, eq=False)
class ScalarNode:
    """One word, number or text. `value` is str, Decimal, bool or None by the core rules of YAML 1.2.

    `text` is what was written, without quotes. `raw` is the source from `span` on where it differs from `text`.
    `broken`, of every kind of node: the reading of YAML has found a fault in it, so that none more need be told.
    """

    text: str
    value: str | Decimal | bool | None
    span: Span
    raw: str = ""
    broken: bool = False

    def at(self, offset: int) -> Span:
        """The place of the character `offset` of `text`, also within quotes and over several lines."""
        if not self.raw:
            return Span(self.span.file, self.span.line, self.span.column + offset)
        before = self.raw[: _position(self.raw, self.text, offset)]
        line = before.count("\n")
        column = len(before) - (before.rfind("\n") + 1) + (1 if line else self.span.column)
        return Span(self.span.file, self.span.line + line, column)


@dataclass(frozen=True, slots=True, eq=False)
class ListNode:
    items: tuple[Node, ...]
    span: Span
    broken: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class MapNode:
    """A mapping in the order of the file. Keys are unique; `key` is the first spelling's scalar."""

    entries: tuple[tuple[ScalarNode, Node], ...]
    span: Span
    broken: bool = False
    index: dict[str, Node] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.index.update((key.text, value) for key, value in self.entries)

    def get(self, key: str) -> Node | None:
        return self.index.get(key)

    def key(self, key: str) -> ScalarNode | None:
        return next((each for each, _ in self.entries if each.text == key), None)


Node = ScalarNode | ListNode | MapNode


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it, in the order of the file."""
    pending = [node]
    while pending:
        found = pending.pop()
        yield found
        if isinstance(found, ListNode):
            pending.extend(reversed(found.items))
        elif isinstance(found, MapNode):
            pending.extend(value for _, value in reversed(found.entries))


def _position(raw: str, text: str, offset: int) -> int:
    """Where `text[offset]` stands in `raw`: escapes count as one character, folded blanks as one stretch."""
    at, quote = 0, raw[0]
    if quote in "'\"":
        at = 1
    elif quote in "|>":
        at = raw.find("\n") + 1
        indent = _BLANK.match(raw, at)
        at = indent.end() if indent else at
    done = 0
    while at < len(raw):
        blank = _BROKEN_LINE.match(raw, at) if quote == '"' else _BLANK.match(raw, at)
        if blank and "\n" in blank[0]:
            kept = _BLANK.match(text, done)
            done += len(kept[0]) if kept else 0
            if done > offset:
                return at
            at = blank.end()
            continue
        if done >= offset:
            return at
        escape = _ESCAPE.match(raw, at) if quote == '"' else None
        doubled = quote == "'" and raw.startswith("''", at)
        at = escape.end() if escape else at + 2 if doubled else at + 1
        done += 1
    return len(raw)
