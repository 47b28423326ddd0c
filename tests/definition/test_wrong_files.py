"""Each fixture under wrong/ is one fault, laid over the right folder; beside it stands every line it must give."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engine.definition.findings import FINDINGS
from engine.definition.library import read_library
from engine.words.problems import located
from engine.words.texts import LANGUAGES, checks, definition, findings, names, yaml
from tests.definition.folders import HERE, right

WRONG = sorted((HERE / "wrong").glob("*.yaml"))
ONLY_WARNED = {
    "silence",
    "cycle-outside-the-calendar",
    "calendar-unpublished",
    "loop-that-conditions-may-close",
    "nobody-chooses",
    "chosen-by-nobody",
    "admins-nobody-named",
    "anonymity-given-away",
}
# Too long for a fixture, of several files, or found by fuzzing only: these have tests of their own.
ELSEWHERE = {
    "yaml-too-long",
    "yaml-too-many-nodes",
    "yaml-unprintable",
    "yaml-quote-open",
    "yaml-flow-open",
    "yaml-other",
    "cycle-lacks-date",
    "no-organisation",
    # by their own examples, in test_findings
    *(code for code, finding in FINDINGS.items() if finding.where),
    "silence-unknown", "silence-unused", "silence-lasting", "silence-without-reason",
}  # fmt: skip


def target(text: str) -> str:
    """The file a fixture stands for: named in its first line, else the process."""
    first = text.split("\n", 1)[0]
    return first.removeprefix("# ") if first.endswith(".yaml") else "review.yaml"


@pytest.mark.parametrize("path", WRONG, ids=lambda path: path.stem)
def test_a_wrong_file_is_told_exactly(path: Path) -> None:
    text = path.read_text("utf-8")
    library, problems = read_library({**right(), target(text): text})
    lines = [located(problem, language) for problem in problems for language in LANGUAGES]
    assert "\n".join(lines) + "\n" == path.with_suffix(".txt").read_text("utf-8")
    assert (library is not None) == (path.stem in ONLY_WARNED)


def test_there_is_a_fixture_for_every_expected_text_and_the_other_way_round() -> None:
    assert {path.stem for path in WRONG} == {path.stem for path in (HERE / "wrong").glob("*.txt")}


def test_every_text_of_this_room_is_shown_by_a_fixture() -> None:
    told = "".join(path.read_text("utf-8") for path in (HERE / "wrong").glob("*.txt"))
    shown = set(re.findall(r"\[([a-z0-9-]+)\]: ", told))
    assert {*yaml.TEXTS, *definition.TEXTS, *checks.TEXTS, *findings.TEXTS, *names.TEXTS} - shown == ELSEWHERE - shown
