"""Each fixture under wrong/ is one fault, laid over the right folder; beside it stands every line it must give."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.definition.library import read_library
from engine.words.problems import located
from engine.words.texts import LANGUAGES
from tests.definition.folders import HERE, right

WRONG = sorted((HERE / "wrong").glob("*.yaml"))
ONLY_WARNED = {"silence", "cycle-outside-the-calendar", "calendar-unpublished"}


def target(text: str) -> str:
    """The file a fixture stands for: named in its first line, else the process."""
    first = text.split("\n", 1)[0]
    return first.removeprefix("# ") if first.startswith("# ") else "review.yaml"


@pytest.mark.parametrize("path", WRONG, ids=lambda path: path.stem)
def test_a_wrong_file_is_told_exactly(path: Path) -> None:
    text = path.read_text("utf-8")
    library, problems = read_library({**right(), target(text): text})
    lines = [located(problem, language) for problem in problems for language in LANGUAGES]
    assert "\n".join(lines) + "\n" == path.with_suffix(".txt").read_text("utf-8")
    assert (library is not None) == (path.stem in ONLY_WARNED)


def test_there_is_a_fixture_for_every_expected_text_and_the_other_way_round() -> None:
    assert {path.stem for path in WRONG} == {path.stem for path in (HERE / "wrong").glob("*.txt")}
    assert len(WRONG) >= 24
