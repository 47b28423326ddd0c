"""The shipped processes tell their own stories, and the stories leave nothing out."""

from __future__ import annotations

import pytest

from engine.definition.house import Library
from engine.definition.library import read_library, read_scenarios
from engine.lab.coverage import Covered, coverage_of
from engine.lab.scenarios import Outcome, play
from tests.definition.folders import shipped


@pytest.fixture(scope="module")
def library() -> Library:
    found, problems = read_library(shipped())
    assert found is not None, problems
    return found


@pytest.fixture(scope="module")
def outcomes(library: Library) -> list[Outcome]:
    found = []
    for path, text in shipped().items():
        if path.startswith("tests/"):
            scenarios, problems = read_scenarios(path, text)
            assert not problems, [problem.text() for problem in problems]
            found += [play(library, each) for each in scenarios]
    return found


@pytest.fixture(scope="module")
def covered(library: Library, outcomes: list[Outcome]) -> list[Covered]:
    return coverage_of(library, [each.stage for each in outcomes if each.stage is not None])


def test_every_story_comes_true(outcomes: list[Outcome]) -> None:
    assert len(outcomes) > 40
    assert [f"{each.span}: {each.text()}" for outcome in outcomes for each in outcome.failures] == []


def test_every_way_timer_refusal_and_message_of_every_process_is_in_some_story(
    library: Library, covered: list[Covered]
) -> None:
    assert [each.process.name for each in covered] == sorted(library.processes)
    assert [f"{item.span}: {item.kind} {item.name}" for each in covered for item in each.missing] == []


def test_both_languages_are_spoken(outcomes: list[Outcome]) -> None:
    chinese = [each for each in outcomes if any("一" <= letter <= "鿿" for letter in each.scenario.name)]
    assert len(outcomes) / 3 < len(chinese) < len(outcomes) * 2 / 3
