"""The tables of the six processes quote lines that stand in the files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.content.company import PROCESSES

DOCS = PROCESSES.parent / "docs"
_QUOTE = re.compile(r"`([\w/-]+\.yaml)` · `[^`]+`<br>`([^`]+)`")


def quotes(page: str) -> list[tuple[str, str]]:
    text = (DOCS / page).read_text("utf-8")
    return [(file, line.replace("\\|", "|")) for file, line in _QUOTE.findall(text)]


@pytest.mark.parametrize("page", ["six-processes.md", "six-processes.zh.md"])
def test_every_quoted_line_stands_in_its_file(page: str) -> None:
    found = quotes(page)
    assert len(found) > 60
    assert [(file, line) for file, line in found if line not in Path(PROCESSES / file).read_text("utf-8")] == []


def test_both_languages_quote_the_same() -> None:
    assert quotes("six-processes.md") == quotes("six-processes.zh.md")
