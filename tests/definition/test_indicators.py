"""Families of indicators: what they become, and every fault of one, told at once with its place."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.definition.library import read_library
from engine.words.problems import located
from engine.words.texts.indicators import TEXTS
from tests.definition.folders import changed, right, shipped

FAMILY = """\
family: works
title: {en: Works, zh: 车间}
measurements:
  made: {title: {en: Made, zh: 产量}, unit: count, of: [person, department], source: {en: Counter, zh: 计数器}}
  good: {title: {en: Good, zh: 合格数}, unit: count, of: person, source: {en: Counter, zh: 计数器}}
indicators:
  rate:
    title: {en: Rate, zh: 比率}
    level: person
    formula: good / made
    unit: percent
    better: higher
    period: month
    target: 95
    score: {bands: {below 80: 0, 80 to 100: 60, from 100: 100}}
  more:
    title: {en: More, zh: 更多}
    level: person
    formula: rate + 1
    unit: percent
    better: higher
    period: month
"""
# What is put in the place of what, and the one line it is told.
WRONG = {
    "formula: rate + 1 -> formula: more + 1": "16:3: error[indicator-circle]",
    "formula: good / made -> formula: more / made": "7:3: error[indicator-circle]",
    "formula: good / made -> formula: good / 0.0": "10:19: error[divides-by-zero]",
    "formula: good / made -> formula: previous.god / made": "10:23: error[no-such-name-near]",
    "formula: good / made -> formula: made.good": "10:14: error[value-without-parts]",
    "formula: good / made -> formula: history('x', 'y')": "10:14: error[function-elsewhere]",
    "level: person\n    formula: good -> level: department\n    formula: good": "9:12: error[level-not-measured]",
    "  made: {title ->   previous: {title": "4:3: error[name-of-the-engine]",
    "of: [person, department], -> of: company, departments: sum,": "4:76: error[built-of-nobody]",
    "target: 95 -> decimals: 1": "15:12: error[scale-needs-target]",
    "target: 95 -> target: 0": "14:13: error[target-zero]",
    "target: 95 -> target: soon": "14:13: error[target-no-number]",
    "better: higher\n    period: month\n    target -> better: within\n    period: month\n    target":
        "15:12: error[achievement-within]",
    "{below 80: 0, -> {0 to 80: 0,": "15:21: error[band-hole]",
    "80 to 100: 60 -> 70 to 100: 60": "15:34: error[band-overlap]",
    "80 to 100: 60 -> 80 up to 100: 60": "15:52: error[band-overlap]",
    "80 to 100: 60 -> over 80 to 100: 60": "15:34: error[band-hole]",
    ", from 100: 100 -> ": "15:34: error[band-hole]",
    "bands: {below 80: 0, 80 to 100: 60, from 100: 100} -> points: {80: 0, 80.0: 5}": "15:29: error[points-order]",
    "score: {bands: -> score: {points: {1: 1, 2: 2}, bands:": "15:12: error[scale-one-way]",
    "from 100: 100 -> from 100: 50": "15:12: warning[scale-against]",
}  # fmt: skip


def told(text: str) -> list[str]:
    _, problems = read_library({**right(), "indicators/works.yaml": text})
    return [located(problem) for problem in problems]


def test_a_family_becomes_what_its_file_says() -> None:
    library, problems = read_library({**right(), "indicators/works.yaml": FAMILY})
    assert library is not None, problems
    rate = library.board.indicators["rate"]
    assert (rate.levels, rate.unit, rate.better, rate.target, rate.decimals) == (
        ("person",), "percent", "higher", Decimal(95), 2,
    )  # fmt: skip
    assert rate.scale is not None
    assert [(band.low, band.high, band.points) for band in rate.scale.bands] == [
        (None, Decimal(80), Decimal(0)), (Decimal(80), Decimal(100), Decimal(60)), (Decimal(100), None, Decimal(100)),
    ]  # fmt: skip


@pytest.mark.parametrize("change", WRONG)
def test_each_fault_is_told_with_its_place(change: str) -> None:
    old, new = change.split(" -> ")
    assert old in FAMILY
    lines = told(FAMILY.replace(old, new, 1))
    assert any(line.startswith(f"indicators/works.yaml:{WRONG[change]}") for line in lines), lines


COLUMN = "      weight: {type: number, min: 0, max: 100, title: {en: Weight, zh: 权重}}\n"
NAMED = "      by: {type: indicator, title: {en: By, zh: 指标}}\n"
# A column beside the others of a list, or an expression of the process, and what it is told.
IN_A_PROCESS = {
    "x: {type: number, from: by.score, live_until: published, title: {en: X, zh: X}}": None,
    "x: {type: number, from: by.value, live_until: never, title: {en: X, zh: X}}": None,
    "x: {type: number, live_until: published, title: {en: X, zh: X}}": "live-without-from",
    "x: {type: text, from: by.score, title: {en: X, zh: X}}": "part-of-other-type",
    "x: {type: number, from: by.points, title: {en: X, zh: X}}": "no-such-part",
    "x: {type: number, from: buy.score, title: {en: X, zh: X}}": "no-such-name-near",
    "x: {type: number, from: by.score, live_until: publishd, title: {en: X, zh: X}}": "no-such-name-near",
}
EXPRESSIONS = {
    "indicator('rate').score": None,
    "indicator('rate', 'person').value": None,
    "indicator('rat').score": "no-such-name-near",
    "indicator('rate', 'company').value": "no-such-part",
    "indicator('rate').skore": "no-such-part-near",
    "indicator(grade).score": "indicator-in-quotes",
}


@pytest.mark.parametrize("column", IN_A_PROCESS)
def test_columns_that_take_from_indicators_are_checked(column: str) -> None:
    files = changed(COLUMN, f"{COLUMN}{NAMED}      {column}\n")
    _, problems = read_library({**files, "indicators/works.yaml": FAMILY})
    assert [each.code for each in problems] == [code for code in [IN_A_PROCESS[column]] if code]


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_expressions_that_ask_indicators_are_checked(expression: str) -> None:
    field = f'  worked_out: {{type: number, compute: "{expression}", title: {{en: W, zh: W}}}}\n'
    files = changed("  rating: {type: number", f"{field}  rating: {{type: number")
    _, problems = read_library({**files, "indicators/works.yaml": FAMILY})
    assert [each.code for each in problems] == [code for code in [EXPRESSIONS[expression]] if code]


def test_a_fact_of_a_person_names_no_indicator() -> None:
    fact = "  best: {type: indicator, title: {en: Best, zh: 最佳}}\n"
    files = changed("  certified:", f"{fact}  certified:", "organisation.yaml")
    assert [each.code for each in read_library(files)[1]] == ["indicator-elsewhere"]


def test_every_finding_of_indicators_is_among_them() -> None:
    shown = {code for line in WRONG.values() for code in [line.partition("[")[2].rstrip("]")]}
    shown |= {*IN_A_PROCESS.values(), *EXPRESSIONS.values(), "indicator-elsewhere"} - {None}
    said = {code for code in TEXTS if not code.startswith(("unit-", "scale-by-", "measurements-"))}
    assert said - shown == {"not-measured", "indicator-unknown", "indicator-level", "period-unreadable"}


def test_two_families_share_one_set_of_names() -> None:
    other = FAMILY.replace("family: works", "family: again")
    _, problems = read_library({**right(), "indicators/works.yaml": FAMILY, "indicators/again.yaml": other})
    assert [problem.code for problem in problems] == ["name-taken"] * 4


def test_the_shipped_library_holds_the_indicators_of_the_field_with_scales_that_leave_nothing_out() -> None:
    library, _ = read_library(dict(shipped()))
    assert library is not None
    assert len(library.board.indicators) >= 40
    assert {level for each in library.board.indicators.values() for level in each.levels} == {
        "company", "department", "person", "product",
    }  # fmt: skip
