"""What expressions refuse: faults of the text, missing values, values that do not fit, and hostility."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.expression import (
    CONTEXT_FUNCTIONS,
    FILTERS,
    FUNCTIONS,
    EvaluationError,
    ExpressionError,
    MissingValue,
    compile_expression,
)
from engine.expression.functions import USAGE
from tests.expression.world import scope

FAULTS: list[tuple[str, str, int]] = [
    ("", "expression-empty", 0),
    ("   ", "expression-empty", 0),
    ("score >", "expression-ends-early", 7),
    ("(score", "expression-ends-early", 6),
    ("score 3", "expression-unexpected", 6),
    ("score > > 3", "expression-unexpected", 8),
    ("score = 3", "write-instead", 6),
    ("score && 3", "write-instead", 6),
    ("score ＞ 3", "write-instead", 6),
    ("grade == “A”", "write-instead", 9),
    ("'abc", "text-not-closed", 0),
    ("1 + 'a\ud800'", "text-not-clean", 4),
    ("'a\\d'", "text-escape", 2),
    ("'\\u0041'", "text-escape", 1),
    ("1 + ¼", "expression-unexpected", 4),
    ("¼", "expression-unexpected", 0),
    ("1 }} {{ 2", "expression-unexpected", 2),
    ("score) > 2", "expression-unexpected", 5),
    ("scores is defined", "not-allowed", 7),
    ("1 + 2 ** 3", "not-allowed", 4),
    ("7 % 2", "not-allowed", 0),
    ("7 // 2", "not-allowed", 0),
    ("{'a': 1}", "not-allowed", 0),
    ("f(*score)", "not-allowed", 1),
    ("1 if on_time", "else-needed", 0),
    ("grade == none", "compare-with-none", 9),
    ("goals[0]", "no-index", 5),
    ("goals[0:1]", "no-index", 5),
    ("employee._secret", "name-hidden", 8),
    ("employee['__class__']", "name-hidden", 8),
    ("every(goals, '__class__', '==', 1)", "name-hidden", 0),
    ("bnad(score, A=1)", "unknown-function", 0),
    ("1 + zzzzz(2)", "unknown-function", 4),
    ("goals | map('score')", "unknown-filter", 8),
    ("comment.upper()", "only-functions", 13),
    ("(score)(3)", "unknown-function", 1),
    ("count()", "wrong-arguments", 0),
    ("round(1, 2, 3)", "wrong-arguments", 0),
    ("weighted_mean(goals, 'score')", "wrong-arguments", 0),
    ("sum(goals, weight)", "field-in-quotes", 0),
    ("every(goals, 'score', '=>', 3)", "unknown-operator", 0),
    ("band(score, A=1, A=2)", "argument-twice", 19),
    ("date('2026-02-30')", "not-a-date", 0),
    ("1" * 31, "number-too-long", 0),
    ("a" * 1001, "expression-too-long", 1000),
    ("[" + "1," * 100 + "1]", "list-too-long", 0),
    ("(" * 51 + "1" + ")" * 51, "expression-too-deep", 50),
    ("1+" * 60 + "1", "expression-too-deep", 17),
    ("not " * 100 + "on_time", "expression-too-deep", 204),
]


@pytest.mark.parametrize(("source", "code", "offset"), FAULTS, ids=[source[:30] for source, _, _ in FAULTS])
def test_a_fault_of_the_text_is_named_and_placed(source: str, code: str, offset: int) -> None:
    with pytest.raises(ExpressionError) as refusal:
        compile_expression(source)
    assert refusal.value.code == code
    if code != "expression-too-deep":
        assert refusal.value.offset == offset
    assert refusal.value.text("en") != refusal.value.text("zh")


def test_the_nearest_function_is_offered() -> None:
    with pytest.raises(ExpressionError, match="weighted_mean"):
        compile_expression("weighted_maen(goals, 'score', 'weight')")


MISSING_PATHS: list[tuple[str, tuple[str, ...]]] = [
    ("nothing > 3", ("nothing",)),
    ("unset == 'x'", ("unset",)),
    ("not nothing", ("nothing",)),
    ("1 + nothing", ("nothing",)),
    ("-nothing", ("nothing",)),
    ("nothing in tags", ("nothing",)),
    ("'x' in nothing", ("nothing",)),
    ("nothing and on_time", ("nothing",)),
    ("on_time and nothing", ("nothing",)),
    ("count(nothing)", ("nothing",)),
    ("[nothing]", ("nothing",)),
    ("1 if nothing else 2", ("nothing",)),
    ("employee.mentor == manager", ("employee", "mentor")),
    ("nothing.department == 'Sales'", ("nothing",)),
    ("employee.manager.manager.level > 1", ("employee", "manager", "manager")),
    ("settings.absent == 1", ("settings", "absent")),
    ("last('goal_setting').grade == 'A'", ("last('goal_setting')",)),
    ("sum(unrated, 'score')", ("unrated", "score")),
    ("every(unrated, 'score', '>', 3)", ("unrated", "score")),
    ("any_of(unrated, 'score', '>', 99)", ("unrated", "score")),
    ("mean(none_yet)", ("none_yet",)),
    ("max(none_yet)", ("none_yet",)),
    ("(none_yet | first).title == 'x'", ("first(…)",)),
]


@pytest.mark.parametrize(("source", "path"), MISSING_PATHS, ids=[source for source, _ in MISSING_PATHS])
def test_a_missing_value_that_is_reached_is_named(source: str, path: tuple[str, ...]) -> None:
    with pytest.raises(MissingValue) as missing:
        compile_expression(source)(scope())
    assert missing.value.path == path
    assert path[-1] in missing.value.text("zh")


MISFITS: list[tuple[str, str]] = [
    ("nobody > 1", "unknown-name"),
    ("employee.shoe_size > 1", "unknown-fact"),
    ("comment.length", "no-fields"),
    ("share('x') > 1", "function-not-here"),
    ("grade == 3", "kinds-differ"),
    ("on_time == 1", "kinds-differ"),
    ("employee.hired_on <= '2026-01-01'", "kinds-differ"),
    ("score > '80'", "kinds-differ"),
    ("comment < 'x'", "no-order"),
    ("on_time < true", "no-order"),
    ("grade < 'E'", "not-an-option"),
    ("3 in 5", "not-a-list"),
    ("not score", "not-yes-or-no"),
    ("score and on_time", "not-yes-or-no"),
    ("1 if comment else 2", "not-yes-or-no"),
    ("score / 0", "division-by-zero"),
    ("0 / (score - score)", "division-by-zero"),
    ("1e40 * 1e40", "number-out-of-range"),
    ("'a' * 3", "not-for-numbers"),
    ("on_time + 1", "not-for-numbers"),
    ("employee.hired_on + 3", "not-for-numbers"),
    ("-comment", "not-a-number"),
    ("sum(tags)", "not-a-number"),
    ("round(score, 0.5)", "not-a-whole-number"),
    ("round(score, 1e30)", "number-out-of-range"),
    ("count(comment)", "list-needed"),
    ("min(goals, 'score', 3)", "list-or-values"),
    ("lower(score)", "text-needed"),
    ("days_between(score, employee.hired_on)", "date-needed"),
    ("date(comment)", "not-a-date"),
    ("band(score)", "band-pairs"),
    ("band(score, A=90)", "below-bands"),
    ("lookup(score, 80, 'B', 90, 'A')", "nothing-beside"),
]


@pytest.mark.parametrize(("source", "code"), MISFITS, ids=[source for source, _ in MISFITS])
def test_values_that_do_not_fit_are_refused_in_words(source: str, code: str) -> None:
    with pytest.raises(EvaluationError) as refusal:
        compile_expression(source)(scope())
    assert refusal.value.code == code
    assert refusal.value.text("en") != refusal.value.text("zh")


def test_texts_do_not_grow_without_bound() -> None:
    long = scope(x="x" * 9_000)
    with pytest.raises(EvaluationError) as refusal:
        compile_expression("x + x")(long)
    assert refusal.value.code == "text-too-long"


def test_a_number_that_is_none_is_refused() -> None:
    for source in ("x > 1", "x + 1 > 1", "round(x)"):
        with pytest.raises(EvaluationError):
            compile_expression(source)(scope(x=Decimal("sNaN")))


HOSTILE = [
    "'a' * 10**9",
    "10**10**8",
    "9**9**9",
    "[0] * 10**9",
    "range(10**9)|list",
    "employee.__class__.__mro__",
    "employee._secret",
    "''.__class__.__base__.__subclasses__()",
    "'{0.__class__}'.format(employee)",
    "'%1000000000d' % 1",
    "'{:>1000000000}'.format('x')",
    "'x'.ljust(10**9)",
    "'x'|center(10**9)",
    "goals.pop('a')",
    "employee.fact()",
    "1 }}{{ 2",
    "{% for x in goals %}",
    "employee[('__cla' 'ss__')]",
    "goals|map(attribute='__class__')|list",
    "lipsum(1000000)",
    "cycler.__init__.__globals__",
    "self.__init__",
    "[" * 900,
    "(" * 999,
    "-" * 900 + "1",
    "not " * 249 + "x",
    "a." * 499 + "a",
    "1" + "+1" * 499,
    "1 if " * 199 + "1",
    "1e999999999 + 1",
    "x|" * 499 + "x",
    "'" * 999,
    "\\" * 500,
    "'" + "\\'" * 400,
    "1e59 * 1e59",
]


@pytest.mark.parametrize("source", HOSTILE, ids=[source[:30] for source in HOSTILE])
def test_hostile_input_ends_quickly_in_a_clear_refusal(source: str) -> None:
    began = time.perf_counter()
    with pytest.raises((ExpressionError, EvaluationError)):
        compile_expression(source)(scope())
    assert time.perf_counter() - began < 1


SIGNS = "( ) [ ] , . | : = == != < <= > >= + - * / % ** ~ ! { } \\ ，"
NAMES = "score grade goals employee nothing 员工 _x and or not in is if else true none count band where first sum"
WORDS = f"{SIGNS} {NAMES} every last date 'A' 'score' '<' '2026-01-01' 3 0.5 1e9".split()


@given(st.one_of(st.text(max_size=120), st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join)))
def test_no_text_ends_in_anything_but_a_value_or_a_refusal(source: str) -> None:
    offset = 0
    try:
        compile_expression(source)(scope())
    except ExpressionError as fault:
        offset = fault.offset
        fault.text("zh")
    except (EvaluationError, MissingValue) as refusal:
        refusal.text("zh")
    assert 0 <= offset <= len(source)


def test_every_function_has_a_published_usage_that_compiles() -> None:
    assert set(USAGE) == {*FUNCTIONS, *FILTERS}
    assert not CONTEXT_FUNCTIONS & set(FUNCTIONS)
    for usages in USAGE.values():
        for usage in usages.split(" / "):
            compile_expression(usage)
