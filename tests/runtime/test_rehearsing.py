"""Scenarios through a real database come out as they do in memory, down to every value, and leave nothing there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import Engine, text

from engine.definition.house import Library
from engine.definition.library import read_library, read_scenarios
from engine.definition.scenario import Scenario
from engine.lab.scenarios import play
from engine.runtime.rehearsing import own_database, play_stored
from engine.store.database import open_database, snapshot
from engine.words.problems import located
from tests.definition.folders import shipped

FILES = ("appeal", "feedback", "improvement_plan", "mid_period_check_in")


@pytest.fixture(scope="module")
def library() -> Library:
    found, problems = read_library(dict(shipped()))
    assert found is not None, problems
    return found


def scenarios(name: str) -> list[Scenario]:
    path = f"tests/{name}.yaml"
    found, problems = read_scenarios(path, shipped()[path])
    assert problems == []
    return list(found)


@pytest.fixture
def database(prepared_url: str) -> Iterator[Engine]:
    found = open_database(prepared_url)
    yield found
    found.dispose()


@pytest.mark.parametrize("name", FILES)
def test_what_is_read_back_makes_the_same_story(library: Library, database: Engine, name: str) -> None:
    for each in scenarios(name):
        here, there = play(library, each), play_stored(database, library, each)
        assert [located(problem) for problem in there.failures] == [], each.name
        assert here.stage is not None
        assert there.stage is not None
        assert there.stage.instances == here.stage.instances, each.name
        assert there.stage.sent == here.stage.sent, each.name
    with snapshot(database) as connection:
        assert connection.execute(text("SELECT count(*) FROM instance")).scalar_one() == 0


def test_what_is_not_so_is_told_in_the_same_words(library: Library, database: Engine) -> None:
    (first, *_) = scenarios("feedback")
    wrong = replace(first, steps=tuple(replace(each, refused="never") if each.act else each for each in first.steps))
    here, there = play(library, wrong), play_stored(database, library, wrong)
    assert [located(each) for each in there.failures] == [located(each) for each in here.failures] != []


def test_a_database_of_its_own_goes_with_it(library: Library) -> None:
    with own_database() as database:
        path = database.url.database
        assert path is not None
        assert play_stored(database, library, scenarios("feedback")[0]).failures == []
    with pytest.raises(FileNotFoundError), open(path, "rb"):
        pass
