"""What a file may say, as a handful of shapes: the one source of reading, of the editors' schema and the reference.

A shape checks a node and everything below it, collecting all problems; gives its JSON Schema; and its keys carry
the sentence of the reference. `engine.definition.shapes` declares the language with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from engine.definition.nodes import ListNode, MapNode, Node, ScalarNode
from engine.definition.sheet import Sheet, Text, describe
from engine.words.problems import Fact, nearest
from engine.words.texts.definition import WORDS

Schema = dict[str, Any]
LANGUAGES = ("en", "zh")


class Shape(Protocol):
    """One form a node may have."""

    @property
    def expected(self) -> Text: ...

    def check(self, node: Node, sheet: Sheet) -> None: ...

    def schema(self, defs: dict[str, Schema]) -> Schema: ...


@dataclass(frozen=True, slots=True)
class Plain:
    """A text in one scalar, of a form a pattern gives. `lenient` takes numbers and flags as what they spell."""

    expected: Text
    pattern: str | None = None
    lenient: bool = False
    code: str = "expected"

    def check(self, node: Node, sheet: Sheet) -> None:
        if not isinstance(node, ScalarNode) or node.value is None:
            sheet.refuse(node, self.expected)
        elif node.broken:
            sheet.bad.add(id(node))
        elif not self.lenient and not isinstance(node.value, str):
            sheet.refuse(node, self.expected, "expected-text" if self.pattern is None else "expected")
        elif isinstance(node.value, str) and not node.text.strip():
            sheet.refuse(node, self.expected)
        elif self.pattern and isinstance(node.value, str) and not re.search(self.pattern, node.text):
            sheet.refuse(node, self.expected, self.code)

    def schema(self, defs: dict[str, Schema]) -> Schema:
        schema: Schema = {"type": ["string", "number", "boolean"] if self.lenient else "string"}
        schema["pattern"] = self.pattern or r"\S"
        return schema


@dataclass(frozen=True, slots=True)
class Number:
    """A number, exact; `whole` without decimals, never below `least`."""

    whole: bool = False
    least: int | None = None

    @property
    def expected(self) -> Text:
        if self.whole:
            if self.least is not None and self.least > 1:
                return {name: said.replace("1", str(self.least)) for name, said in WORDS["whole-positive"].items()}
            return WORDS["whole" if self.least is None else "whole-positive" if self.least else "whole-from-0"]
        return WORDS["number"]

    def check(self, node: Node, sheet: Sheet) -> None:
        value = node.value if isinstance(node, ScalarNode) else None
        if (
            value is None
            or isinstance(value, str | bool)
            or (self.whole and value != value.to_integral_value())
            or (self.least is not None and value < self.least)
        ):
            sheet.refuse(node, self.expected)

    def schema(self, defs: dict[str, Schema]) -> Schema:
        schema: Schema = {"type": "integer" if self.whole else "number"}
        return schema if self.least is None else schema | {"minimum": self.least}


@dataclass(frozen=True, slots=True)
class Flag:
    """true, false, yes or no."""

    @property
    def expected(self) -> Text:
        return WORDS["flag"]

    def check(self, node: Node, sheet: Sheet) -> None:
        if not isinstance(node, ScalarNode) or not (isinstance(node.value, bool) or node.value in ("yes", "no")):
            sheet.refuse(node, self.expected)

    def schema(self, defs: dict[str, Schema]) -> Schema:
        return {"enum": [True, False, "yes", "no"]}


@dataclass(frozen=True, slots=True)
class Word:
    """One of a few words."""

    choices: tuple[str, ...]

    @property
    def expected(self) -> Text:
        shown = ", ".join(self.choices)
        return {language: text.format(choices=shown) for language, text in WORDS["one-of"].items()}

    def check(self, node: Node, sheet: Sheet) -> None:
        if not isinstance(node, ScalarNode) or not isinstance(node.value, str):
            sheet.refuse(node, self.expected)
        elif node.value not in self.choices:
            sheet.bad.add(id(node))
            near = nearest(node.value, self.choices)
            facts: dict[str, Fact] = {"found": node.text[:60], "expected": self.expected, "near": near}
            sheet.report("unknown-word-near" if near else "unknown-word", node.span, **facts)

    def schema(self, defs: dict[str, Schema]) -> Schema:
        return {"enum": list(self.choices)}


@dataclass(frozen=True, slots=True)
class Translated:
    """A text for users, in every language the engine speaks."""

    @property
    def expected(self) -> Text:
        return WORDS["translated"]

    def check(self, node: Node, sheet: Sheet) -> None:
        if not isinstance(node, MapNode):
            sheet.refuse(node, self.expected)
            return
        for key, value in node.entries:
            if key.text not in LANGUAGES:
                sheet.bad.add(id(node))
                sheet.report("unknown-language", key.span, found=key.text, known=", ".join(LANGUAGES))
            elif not isinstance(value, ScalarNode) or not isinstance(value.value, str):
                sheet.bad.add(id(node))
                sheet.refuse(value, WORDS["text"], "expected-text" if isinstance(value, ScalarNode) else "expected")
            elif not value.text.strip():
                sheet.refuse(value, WORDS["text"])
        for language in LANGUAGES:
            if node.get(language) is None:
                sheet.bad.add(id(node))
                sheet.report("missing-translation", node.span, language=language)

    def schema(self, defs: dict[str, Schema]) -> Schema:
        text = {"type": "string", "pattern": r"\S"}
        defs["text"] = {
            "type": "object",
            "properties": dict.fromkeys(LANGUAGES, text),
            "required": list(LANGUAGES),
            "additionalProperties": False,
        }
        return {"$ref": "#/$defs/text"}


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a map: its shape and the sentence the reference says about it."""

    shape: Shape
    doc: Text
    required: bool = False


@dataclass(frozen=True, slots=True)
class Map:
    """A mapping with known keys. `name` is its place in the schema and the reference; `title` in messages."""

    name: str
    title: Text
    keys: Mapping[str, Key]
    doc: Text = field(default_factory=dict)

    @property
    def expected(self) -> Text:
        return {language: text.format(title=self.title[language]) for language, text in WORDS["map"].items()}

    def check(self, node: Node, sheet: Sheet) -> None:
        if not isinstance(node, MapNode):
            sheet.refuse(node, self.expected)
            return
        for key, value in node.entries:
            known = self.keys.get(key.text)
            if known is None:
                self._unknown(key, node, sheet)
            else:
                known.shape.check(value, sheet)
        for name, each in self.keys.items():
            if each.required and node.get(name) is None and not node.broken:
                sheet.report("missing-key", node.span, key=name, where=self.title)

    def _unknown(self, key: ScalarNode, node: MapNode, sheet: Sheet) -> None:
        free = [name for name in self.keys if node.get(name) is None]
        near = nearest(key.text, free)
        known = ", ".join(self.keys)
        facts: dict[str, Fact] = {"found": key.text[:60], "where": self.title, "near": near, "known": known}
        sheet.report("unknown-key-near" if near else "unknown-key", key.span, **facts)

    def schema(self, defs: dict[str, Schema]) -> Schema:
        if self.name not in defs:
            made: Schema = {"type": "object"}
            defs[self.name] = made
            made["description"] = self.doc.get("en") or self.title["en"]
            made["properties"] = {
                name: each.shape.schema(defs) | {"description": each.doc["en"]} for name, each in self.keys.items()
            }
            made["required"] = [name for name, each in self.keys.items() if each.required]
            made["additionalProperties"] = False
        return {"$ref": f"#/$defs/{self.name}"}


@dataclass(frozen=True, slots=True)
class MapOf:
    """A mapping whose keys the owner chooses. `names` is the form of a key, `of` names what the keys are."""

    of: Text
    value: Shape
    names: Plain
    least: int = 0

    @property
    def expected(self) -> Text:
        return {language: text.format(of=self.of[language]) for language, text in WORDS["map-of"].items()}

    def check(self, node: Node, sheet: Sheet) -> None:
        if not isinstance(node, MapNode) or len(node.entries) < self.least:
            sheet.refuse(node, self.expected)
            return
        for key, value in node.entries:
            if not re.search(self.names.pattern or "", key.text):
                sheet.bad.add(id(value))
                sheet.report(self.names.code, key.span, expected=self.names.expected, found=describe(key))
            else:
                self.value.check(value, sheet)

    def schema(self, defs: dict[str, Schema]) -> Schema:
        return {
            "type": "object",
            "propertyNames": {"pattern": self.names.pattern},
            "additionalProperties": self.value.schema(defs),
            "minProperties": self.least,
        }


@dataclass(frozen=True, slots=True)
class Free:
    """Anything that can be data: the values of a scenario. What it may be is the process's to say."""

    @property
    def expected(self) -> Text:
        return WORDS["literal"]

    def check(self, node: Node, sheet: Sheet) -> None:
        """Nothing to refuse: the reader of YAML has looked at it already."""

    def schema(self, defs: dict[str, Schema]) -> Schema:
        return {}


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of one shape, never empty unless `least` is 0."""

    item: Shape
    least: int = 1

    @property
    def expected(self) -> Text:
        return {language: text.format(item=self.item.expected[language]) for language, text in WORDS["list"].items()}

    def check(self, node: Node, sheet: Sheet) -> None:
        if not isinstance(node, ListNode) or len(node.items) < self.least:
            sheet.refuse(node, self.expected)
            return
        for item in node.items:
            self.item.check(item, sheet)

    def schema(self, defs: dict[str, Schema]) -> Schema:
        return {"type": "array", "items": self.item.schema(defs), "minItems": self.least}


@dataclass(frozen=True, slots=True)
class OneOf:
    """One shape for each form of node, so that a fault is told against the shape that was meant."""

    scalar: Shape | None = None
    sequence: Shape | None = None
    mapping: Shape | None = None

    @property
    def expected(self) -> Text:
        shapes: Sequence[Shape] = [each for each in (self.scalar, self.sequence, self.mapping) if each]
        return {
            language: WORDS["or"][language].join(each.expected[language] for each in shapes) for language in LANGUAGES
        }

    def check(self, node: Node, sheet: Sheet) -> None:
        shape = self.sequence if isinstance(node, ListNode) else self.mapping
        if isinstance(node, ScalarNode):
            shape = self.scalar if node.value is not None else None
        if shape is None:
            sheet.refuse(node, self.expected)
        else:
            shape.check(node, sheet)

    def schema(self, defs: dict[str, Schema]) -> Schema:
        return {"anyOf": [each.schema(defs) for each in (self.scalar, self.sequence, self.mapping) if each]}


@dataclass(frozen=True, slots=True)
class Again:
    """A shape within itself, as states stand within states; `shape` gives it once it is declared."""

    shape: Callable[[], Shape]

    @property
    def expected(self) -> Text:
        return self.shape().expected

    def check(self, node: Node, sheet: Sheet) -> None:
        self.shape().check(node, sheet)

    def schema(self, defs: dict[str, Schema]) -> Schema:
        return self.shape().schema(defs)


def one_or_many(item: Shape) -> OneOf:
    """The item itself (a scalar), or a list of them."""
    return OneOf(scalar=item, sequence=ListOf(item))
