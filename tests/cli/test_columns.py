"""Columns of a terminal, where a Chinese character takes two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.cli.columns import padded, table, width, wrapped

MIXED = st.text(alphabet="ab 中文，。！-e\u0301", max_size=80)


@pytest.mark.parametrize(("text", "expected"), [("abc", 3), ("绩效", 4), ("e\u0301", 1), ("", 0), ("a绩（", 5)])
def test_width_counts_columns(text: str, expected: int) -> None:
    assert width(text) == expected


@given(MIXED, st.integers(min_value=12, max_value=40))
def test_wrapping_loses_nothing_and_keeps_to_the_width(text: str, columns: int) -> None:
    lines = wrapped(text, columns)
    assert "".join("".join(lines).split()) == "".join(text.split())
    longest = max((width(word) for word in text.split()), default=0)
    assert all(width(line) <= columns for line in lines) or longest > columns


def test_chinese_breaks_anywhere_but_before_punctuation() -> None:
    assert wrapped("目标，目标，目标", 7) == ["目标，", "目标，", "目标"]
    assert wrapped("目标 in_force。", 9) == ["目标", "in_force。"]


def test_a_table_aligns_what_is_beside_wide_terms() -> None:
    lines = table([("ab", "one"), ("绩效", "two")], 60)
    assert [width(line[: line.index(word)]) for line, word in zip(lines, ("one", "two"), strict=True)] == [8, 8]
    assert padded("绩", 4) == "绩  "
