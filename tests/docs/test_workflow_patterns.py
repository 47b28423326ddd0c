"""The published catalogue of workflow patterns: every one has a process that is checked and played, or a reason."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engine.definition.house import Library
from engine.definition.library import read_library, read_scenarios
from engine.lab.scenarios import play

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "examples" / "patterns"
FILES = {path.relative_to(FOLDER).as_posix(): path.read_text("utf-8") for path in sorted(FOLDER.rglob("*.yaml"))}
STORIES = [path for path in FILES if path.startswith("tests/")]
HELPERS = {"opinion", "note"}  # children of the others
PAGES = (ROOT / "docs" / "workflow-patterns.md", ROOT / "docs" / "workflow-patterns.zh.md")
_ROW = re.compile(r"^\| (\d+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
_LINK = re.compile(r"\]\(\.\./examples/patterns/(\w+)\.yaml\)")


@pytest.fixture(scope="module")
def library() -> Library:
    found, problems = read_library(FILES)
    assert problems == [], [f"{each.span}: {each.text()}" for each in problems]
    assert found is not None
    return found


@pytest.mark.parametrize("path", STORIES)
def test_every_pattern_is_played(library: Library, path: str) -> None:
    scenarios, problems = read_scenarios(path, FILES[path])
    assert not problems, [each.text() for each in problems]
    assert scenarios
    failures = [failure for each in scenarios for failure in play(library, each).failures]
    assert [f"{each.span}: {each.text()}" for each in failures] == []


def test_every_process_has_stories(library: Library) -> None:
    assert set(library.processes) - HELPERS == {Path(path).stem for path in STORIES}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_table_has_every_pattern_once_with_its_process_or_a_reason(library: Library, page: Path) -> None:
    rows = _ROW.findall(page.read_text("utf-8"))
    assert sorted(int(number) for number, _, _ in rows) == list(range(1, 44))
    linked = {name for _, _, how in rows for name in _LINK.findall(how)}
    assert linked == set(library.processes) - HELPERS
    assert all(_LINK.search(how) or len(how) > 15 for _, _, how in rows)
