"""The reference: every key has two examples that are run, every text can be looked up, nothing is stale."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from pathlib import Path

import pytest

import engine.words.texts as texts
from engine.definition.build.acts import ENGINE_EVENTS
from engine.definition.examples import EXAMPLES, FOLDER, Pair, problems_with
from engine.definition.house import BUILT_IN
from engine.definition.library import read_library
from engine.definition.reference import ROOTS, walk
from engine.expression.functions import CONTEXT_FUNCTIONS, USAGE
from engine.lab.manual import codes, expressions, messages, moments
from engine.lab.manual.page import EVENTS
from engine.words.problems import located
from notifications.offered import NAMES
from notifications.sandbox import FILTERS
from tests.docs.pages import GENERATED, name_of

MAPS, _ = walk(ROOTS)


def pair_of(name: str, key: str) -> Pair:
    """A key's examples; one that several maps share has them where the reference explains it."""
    shape = next(each for each in MAPS if each.name == name).keys[key]
    owners = [each.name for each in MAPS if each.keys.get(key) is shape and key in EXAMPLES[each.name]]
    return EXAMPLES[owners[0]][key]


EVERY_KEY = [(each.name, key) for each in MAPS for key in each.keys]


def test_every_key_has_examples_and_every_example_a_key() -> None:
    owned: set[int] = set()
    wanted: dict[str, set[str]] = {}
    for each in MAPS:
        wanted[each.name] = {name for name, key in each.keys.items() if id(key) not in owned}
        owned |= {id(key) for key in each.keys.values()}
    assert {name: set(keys) for name, keys in EXAMPLES.items()} == wanted


def test_the_folder_of_the_examples_is_sound() -> None:
    assert read_library(FOLDER)[1] == []


@pytest.mark.parametrize(("name", "key"), EVERY_KEY)
def test_the_right_example_reads_without_a_finding(name: str, key: str) -> None:
    pair = pair_of(name, key)
    assert [located(each) for each in problems_with(name, pair.right, pair.beside)] == []


@pytest.mark.parametrize(("name", "key"), EVERY_KEY)
def test_the_wrong_example_yields_exactly_the_finding_shown(name: str, key: str) -> None:
    pair = pair_of(name, key)
    problems = problems_with(name, pair.wrong, pair.beside)
    assert [each.code for each in problems] == [pair.code], [located(each) for each in problems]


@pytest.mark.parametrize(("page", "make"), GENERATED.items(), ids=lambda each: getattr(each, "name", ""))
def test_the_page_is_what_the_engine_says_today(page: Path, make: Callable[[], str]) -> None:
    assert page.read_text("utf-8") == make(), f"{name_of(page)} is stale: run “make docs”"


def test_every_kind_of_map_has_a_sentence_in_both_languages() -> None:
    assert [each.name for each in MAPS if set(each.doc) != {"en", "zh"}] == []


def test_every_function_fact_event_variable_and_filter_is_explained() -> None:
    explained = {name for name, *_ in expressions.FUNCTIONS}
    asked = {source.partition("(")[0] for source, *_ in expressions.CONTEXT}
    assert explained == set(USAGE)
    assert asked == CONTEXT_FUNCTIONS
    assert set(expressions.FACTS) == set(BUILT_IN)
    assert set(ENGINE_EVENTS) <= set(EVENTS)
    assert set(messages.SAID) == NAMES
    assert set(messages.EXAMPLES) == set(FILTERS)


def test_worked_examples_give_what_people_would_say() -> None:
    """A few, counted by hand; the page shows them all."""
    assert moments.given("3 business days") == "2026-10-05"  # Tue, Wed, then two days off and a weekend
    assert moments.given("1 month before 2026-03-31") == "2026-02-28"
    assert moments.given("2 days before due at 09:00") == "2026-10-10 09:00"
    assert expressions.worked_out("weighted_mean(goals, 'score', 'weight')") == "84"
    assert expressions.worked_out("band(score, D=0, C=60, B=75, A=90)") == "B"


def test_no_room_of_texts_is_forgotten() -> None:
    rooms = {each.name for each in pkgutil.iter_modules(texts.__path__)}
    assert rooms - codes.ANSWERS == set(codes.ROOMS), "engine/lab/manual/codes.py says which rooms hold findings"
