"""YAML as it is read: core scalars, exact places, and nothing that ever raises."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.definition.library import read_library, read_process
from engine.definition.nodes import ListNode, MapNode, ScalarNode, walk
from engine.definition.reading import read_yaml
from engine.words.errors import DefinitionInvalid
from engine.words.problems import located
from tests.definition.folders import right


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("on", "on"),
        ("off", "off"),
        ("yes", "yes"),
        ("no", "no"),
        ("y", "y"),
        ("9:30", "9:30"),
        ("1:30:00", "1:30:00"),
        ("2026-01-01", "2026-01-01"),
        ("010", Decimal(10)),
        ("-0.50", Decimal("-0.50")),
        ("1e3", Decimal(1000)),
        (".5", Decimal("0.5")),
        ("0o17", Decimal(15)),
        ("0x1F", Decimal(31)),
        ("1_000", "1_000"),
        ("true", True),
        ("FALSE", False),
        ("tRue", "tRue"),
        ("~", None),
        ("null", None),
        ("", None),
        ("=", "="),
        ("<<", "<<"),
        ('"010"', "010"),
        ("'yes'", "yes"),
        ("30%", "30%"),
    ],
)
def test_a_plain_word_is_what_yaml_1_2_says(written: str, value: object) -> None:
    node, problems = read_yaml("f.yaml", f"key: {written}")
    assert problems == []
    assert isinstance(node, MapNode)
    found = node.get("key")
    assert isinstance(found, ScalarNode)
    assert found.value == value
    assert type(found.value) is type(value)


@pytest.mark.parametrize("written", [".inf", "-.INF", ".nan", "1e999999999", "9" * 41, "0" * 5000, "0x" + "F" * 40])
def test_a_number_that_cannot_be_meant_is_refused(written: str) -> None:
    _, problems = read_yaml("f.yaml", f"key: {written}")
    assert [problem.code.rpartition("-")[0] for problem in problems] in (
        ["yaml-number-too"],
        ["yaml-number-not"],
    )


@pytest.mark.parametrize(
    "text",
    [
        "a: one X two",
        "a: 'one X two'",
        "a: 'it''s X'",
        'a: "one \\"X\\" two"',
        'a: "\\u00e9\\x41 X"',
        "a: one\n   two\n   X three",
        "a: 'one\n   two\n\n   X three'",
        "a: |\n  one\n  two X\n",
        "a: >-\n  one\n  two\n\n  X three\n",
        "a: {b: [one, two X]}",
        "\ufeffa: 员工 X",
        'a: "one\\\n   X"',
    ],
)
def test_a_character_inside_a_scalar_is_found_again_in_the_file(text: str) -> None:
    tree, problems = read_yaml("f.yaml", text)
    assert problems == []
    assert tree is not None
    scalar = next(node for node in walk(tree) if isinstance(node, ScalarNode) and "X" in node.text)
    place = scalar.at(scalar.text.index("X"))
    assert text.removeprefix("\ufeff").split("\n")[place.line - 1][place.column - 1] == "X"


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("{that: count(peers, 2) == 2, else: x}", "count(peers, 2) == 2"),
        ("{compute: \"weighted\" + f(a, 'b'), min: 1}", "\"weighted\" + f(a, 'b')"),
        ("{that: 'x' in names, else: y}", "'x' in names"),
        ("{when: a if b: c}", "a if b: c"),
        ("{when: filled(a) and b in [1], to: c}", "filled(a) and b in [1]"),
        ("first_of: [f(a, b), c]", "f(a, b)"),
        ("a: {b: {when: max(1, 2) > 1, to: x}}", "max(1, 2) > 1"),
    ],
)
def test_an_expression_torn_apart_is_recognised_whole(text: str, whole: str) -> None:
    _, problems = read_yaml("f.yaml", text)
    assert [(problem.code.removesuffix("-of"), problem.facts["text"]) for problem in problems] == [
        ("split-expression", whole)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "{en: Don't do it, zh: 不行}",
        "{en: The managers' turn, zh: 不行}",
        "{en: 1) first, zh: 不行}",
        "{at: 3 days before due, send: [a, b]}",
    ],
)
def test_an_ordinary_value_in_braces_is_left_alone(text: str) -> None:
    assert read_yaml("f.yaml", text)[1] == []


@pytest.mark.parametrize(
    ("text", "place", "code"),
    [
        ('a: "never closed\n', "f.yaml:2:1", "yaml-quote-open"),
        ("a: [1, 2\n", "f.yaml:2:1", "yaml-flow-open"),
        ("a: {\n  b: 1\nc:\n", "f.yaml:3:2", "yaml-flow"),
        ("%YAML 3.0\n---\na: 1\n", "f.yaml:1:1", "yaml-other"),
        ("a: 'x' y\n", "f.yaml:1:8", "yaml-after-quote"),
        ("- a\nb: 1\n", "f.yaml:2:1", "yaml-indent"),
        ("", "f.yaml:1:1", "yaml-empty"),
    ],
)
def test_what_is_no_yaml_is_said_in_our_own_words(text: str, place: str, code: str) -> None:
    _, problems = read_yaml("f.yaml", text)
    assert [(str(problem.span), problem.code) for problem in problems] == [(place, code)]


def test_sizes_are_bounded_before_anything_is_built() -> None:
    assert [each.code for each in read_yaml("f", "a: " + "x" * 1_000_001)[1]] == ["yaml-too-long"]
    assert [each.code for each in read_yaml("f", "- a\n" * 60_000)[1]] == ["yaml-too-many-nodes"]
    started = time.perf_counter()
    assert [each.code for each in read_yaml("f", "[" * 900_000)[1]] == ["yaml-too-deep"]
    assert [each.code for each in read_yaml("f", "{a: " * 200_000)[1]] == ["yaml-too-deep"]
    assert time.perf_counter() - started < 5


def test_depth_up_to_the_limit_is_read() -> None:
    node, problems = read_yaml("f", "[" * 50 + "]" * 50)
    assert problems == []
    assert isinstance(node, ListNode)
    assert [each.code for each in read_yaml("f", "[" * 51 + "]" * 51)[1]] == ["yaml-too-deep"]


def test_every_line_end_counts_as_one_line() -> None:
    for end in ("\n", "\r\n", "\r"):
        _, problems = read_yaml("f", f"a: 1{end}b: 2{end}a: 3{end}")
        assert [str(problem.span) for problem in problems] == ["f:3:1"]


@pytest.mark.parametrize("text", ["a: \0", "a: \ud800", "a: \x1b[0m", "\ufffe", "a: \u2028", "a\x85"])
def test_characters_that_are_no_text_are_named(text: str) -> None:
    assert [each.code for each in read_yaml("f", text)[1]] == ["yaml-unprintable"]


SIGNS = st.text("ab: {}[]\r\n'\"-#&*!|>%@`,?\t~0.9=()\\", max_size=60)
PATHS = st.sampled_from(["review.yaml", "organisation.yaml", "cycles/year.yaml", "calendars/plain.yaml", "x.txt"])


@given(path=PATHS, text=st.one_of(SIGNS, st.text(max_size=60)))
def test_no_text_makes_the_reader_raise(path: str, text: str) -> None:
    library, problems = read_library({**right(), path: text})
    assert library is None or not [each for each in problems if each.severity == "error"]
    for problem in problems:
        assert located(problem, "en")
        assert located(problem, "zh")


@given(data=st.data())
def test_no_cut_or_swap_in_a_file_makes_the_reader_raise(data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(sorted(right())))
    text = right()[path]
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 40)))
    inserted = data.draw(SIGNS)
    library, problems = read_library({**right(), path: text[:start] + inserted + text[end:]})
    assert library is not None or [each for each in problems if each.severity == "error"]
    for problem in problems:
        assert problem.span is not None
        assert located(problem, "zh")


@given(text=SIGNS)
def test_a_single_definition_is_read_or_refused_and_nothing_else(text: str) -> None:
    with pytest.raises(DefinitionInvalid):
        read_process("review.yaml", text)
