"""The schema for editors and the check of form are one language: they accept the same documents."""

from __future__ import annotations

import json
from decimal import Decimal
from random import Random
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.definition.grammar import Again, Flag, ListOf, Map, MapOf, Number, OneOf, Plain, Shape, Translated, Word
from engine.definition.library import kind_of
from engine.definition.needed import HowMany
from engine.definition.nodes import ListNode, MapNode, Node
from engine.definition.often import Often
from engine.definition.reading import read_yaml
from engine.definition.schema import schemas
from engine.definition.shapes import CALENDAR, CYCLE, FAMILY, ORGANISATION, PROCESS
from engine.definition.sheet import Sheet
from tests.definition.folders import right, shipped

SHAPES = {"process": PROCESS, "cycle": CYCLE, "organisation": ORGANISATION, "calendar": CALENDAR, "family": FAMILY}
SCHEMAS = {name: jsonschema.Draft202012Validator(schema) for name, schema in schemas().items()}
STRANGE: list[Any] = [
    None, True, False, "yes", "no", "on", 0, 1, -1, 1.5, 10**6, "", " ", "x", "two words", "9:30", "30%", "120.5 %",
    "2026-07-01", "a.b", "a.b.c", "不", "not", [], ["x"], [1], [None], [["x"]], {}, {"x": "y"}, {"en": "x"},
    {"en": "x", "zh": "y"}, {"en": "x", "zh": 1}, {"en": "x", "zh": "y", "de": "z"}, [{}], {"template": "x"},
    "2 per visit", "0 per visit",
]  # fmt: skip
PLAIN = ["x", "a_1", "30%", "2026-01-01", "a.b", "09:00-18:00", "New York", "Asia/Shanghai", "7", "from 7"]


def plain(node: Node) -> Any:
    """The document as an editor's validator sees it."""
    if isinstance(node, MapNode):
        return {key.text: plain(value) for key, value in node.entries}
    if isinstance(node, ListNode):
        return [plain(item) for item in node.items]
    if isinstance(node.value, Decimal):
        whole = node.value == node.value.to_integral_value()
        return int(node.value) if whole else float(node.value)
    return node.value


def read(text: str) -> Node:
    node, problems = read_yaml("f.yaml", text)
    assert problems == []
    assert node is not None
    return node


def agree(kind: str, document: Any) -> bool:
    """Whether both accept the document; they must not differ."""
    sheet = Sheet()
    node = read(json.dumps(document, ensure_ascii=False))
    SHAPES[kind].check(node, sheet)
    refused = list(SCHEMAS[kind].iter_errors(plain(node)))
    assert (not sheet.problems) == (not refused), (sheet.problems, [error.message for error in refused], document)
    return not refused


DOCUMENTS = [
    (kind, plain(read(text)))
    for path, text in sorted({**shipped(), **{f"right/{name}": text for name, text in right().items()}}.items())
    if (kind := kind_of(path.removeprefix("right/"))) is not None
]


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_a_schema_is_a_schema_and_describes_every_key(name: str) -> None:
    schema = schemas()[name]
    jsonschema.Draft202012Validator.check_schema(schema)
    for part in schema["$defs"].values():
        assert part["additionalProperties"] is False
        assert part["properties"]


def test_every_shipped_file_is_accepted_by_both() -> None:
    assert len(DOCUMENTS) >= 10
    assert all(agree(kind, document) for kind, document in DOCUMENTS)


@settings(max_examples=300)
@given(choice=st.randoms(use_true_random=False), which=st.sampled_from(DOCUMENTS))
def test_one_change_to_a_right_file_is_judged_alike(choice: Random, which: tuple[str, Any]) -> None:
    kind, document = which
    changed = json.loads(json.dumps(document))
    _mutate(changed, choice)
    agree(kind, changed)


@settings(max_examples=150)
@given(choice=st.randoms(use_true_random=False), kind=st.sampled_from(sorted(SHAPES)))
def test_whatever_the_language_allows_both_accept(choice: Random, kind: str) -> None:
    assert agree(kind, _written(SHAPES[kind], choice, 0))


def test_a_mutation_is_indeed_often_refused() -> None:
    verdicts = []
    for seed in range(60):
        choice = Random(seed)
        kind, document = DOCUMENTS[seed % len(DOCUMENTS)]
        changed = json.loads(json.dumps(document))
        _mutate(changed, choice)
        verdicts.append(agree(kind, changed))
    assert 5 < sum(verdicts) < 55


def _places(document: Any) -> list[tuple[Any, Any]]:
    """Every (container, key) below the document."""
    found: list[tuple[Any, Any]] = []
    pending = [document]
    while pending:
        here = pending.pop()
        keys = here if isinstance(here, dict) else range(len(here)) if isinstance(here, list) else ()
        for key in keys:
            found.append((here, key))
            pending.append(here[key])
    return found


def _mutate(document: Any, choice: Random) -> None:
    container, key = choice.choice(_places(document))
    act = choice.randrange(4)
    if act == 0:
        container[key] = json.loads(json.dumps(choice.choice(STRANGE)))
    elif act == 1:
        del container[key]
    elif isinstance(container, list):
        container.append(json.loads(json.dumps(choice.choice(STRANGE))))
    elif act == 2:
        container[choice.choice(["x", "two words", "true", "010", "notes", key + "s"])] = container.pop(key)
    else:
        other, name = choice.choice(_places(document))
        container[key] = json.loads(json.dumps(other[name]))


def _written(shape: Shape, choice: Random, depth: int) -> Any:
    """Some document of that shape."""
    match shape:
        case Map(keys=keys):
            wanted = {
                name: each
                for name, each in keys.items()
                if each.required or (depth < 8 and choice.random() < 0.5 / (depth + 1) + 0.1)
            }
            return {name: _written(each.shape, choice, depth + 1) for name, each in wanted.items()}
        case MapOf(value=value, names=names, least=least):
            count = max(least, choice.randrange(3) if depth < 8 else 0)
            return {_fitting(names, choice, number): _written(value, choice, depth + 1) for number in range(count)}
        case ListOf(item=item):
            return [_written(item, choice, depth + 1) for _ in range(choice.randrange(1, 3))]
        case OneOf(scalar=scalar, sequence=sequence, mapping=mapping):
            possible = [each for each in (scalar, sequence, mapping) if each is not None]
            return _written(choice.choice(possible), choice, depth + 1)
        case Again(shape=again):
            return _written(again(), choice, depth + 4)
        case Word(choices=choices):
            return choice.choice(choices)
        case Often():
            return choice.choice([1, 12, "2 per visit"])
        case HowMany():
            return choice.choice([3, "two thirds", "more than half of all"])
        case Flag():
            return choice.choice([True, False, "yes", "no"])
        case Number(whole=whole, least=least):
            return (least or 0) + (choice.randrange(5) if whole else choice.randrange(50) / 10)
        case Translated():
            return {"en": "text", "zh": "文本"}
        case Plain():
            return _fitting(shape, choice, 0)
    raise AssertionError(shape)


def _fitting(shape: Plain, choice: Random, number: int) -> str:
    fitting = [text for text in PLAIN if _accepts(shape, text)]
    text = choice.choice(fitting)
    varied = f"{text}{number}"
    return varied if number and _accepts(shape, varied) else text


def _accepts(shape: Plain, text: str) -> bool:
    sheet = Sheet()
    shape.check(read(json.dumps(text)), sheet)
    return not sheet.problems
