"""Readings of indicators, each worked out by hand: exact, of stretches that are known, by scales without holes."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.calendar.periods import Period, parse_period
from engine.core.indicators import NOT_MEASURED, Measured, Reading, points, reading
from engine.definition.indicators import Board
from engine.definition.library import read_library
from tests.definition.folders import right, shipped

FAMILY = """\
family: works
title: {en: Works, zh: 车间}
measurements:
  made: {title: {en: Made, zh: 产量}, unit: count, of: person, source: {en: Counter, zh: 计数器}}
  plan: {title: {en: Plan, zh: 计划}, unit: count, of: person, source: {en: Plan, zh: 计划}}
  content: {title: {en: Content, zh: 满意度}, unit: percent, of: person, longer: mean, source: {en: Survey, zh: 调查}}
  stock: {title: {en: Stock, zh: 库存}, unit: count, of: person, longer: last, source: {en: Stock, zh: 仓库}}
indicators:
  completion: {title: {en: C, zh: 完成率}, level: person, formula: made / plan, unit: percent, better: higher,
    period: month, target: 100, score: {points: {60: 0, 80: 60, 100: 100, 120: 120}}}
  monthly: {title: {en: M, zh: 月均}, level: person, formula: made / plan, unit: percent, better: higher,
    period: month, longer: mean}
  loose: {title: {en: L, zh: 宽}, level: person, formula: made / plan, unit: percent, better: higher,
    period: month, missing: zero, when_zero: 0}
  growth: {title: {en: G, zh: 增长}, level: person, formula: (made - previous.made) / previous.made, unit: percent,
    better: higher, period: month}
  yearly: {title: {en: Y, zh: 同比}, level: person, formula: made / last_year.made, unit: percent, better: higher,
    period: month}
  happy: {title: {en: H, zh: 满意}, level: person, formula: content, unit: percent, better: higher,
    period: month, target: 90,
    score: {by: value, bands: {below 80: 0, 80 to 90: 60, 90 up to 95: 100, over 95: 120}}}
  left_over: {title: {en: S, zh: 余}, level: person, formula: stock, unit: count, better: lower,
    period: month, target: 50,
    score: {points: {0: 0, 100: 100, 150: 120}}}
  twice: {title: {en: T, zh: 双}, level: person, formula: completion * 2, unit: percent, better: higher,
    period: month}
  aimed: {title: {en: A, zh: 量}, level: person, formula: made, unit: count, better: higher,
    period: month, target: = plan}
"""


def board() -> Board:
    library, problems = read_library({**right(), "indicators/works.yaml": FAMILY})
    assert library is not None, problems
    return library.board


BOARD = board()


def period(text: str) -> Period:
    found = parse_period(text)
    assert found is not None
    return found


def read(name: str, over: str, **values: dict[str, object]) -> Reading:
    rows = {
        measured: [Measured(period=period(text), value=Decimal(str(value))) for text, value in given.items()]
        for measured, given in values.items()
    }
    return reading(BOARD, BOARD.indicators[name], rows, period(over), level="person", subject="E1")


def test_a_month_is_what_was_measured_in_it() -> None:
    found = read("completion", "2026-07", made={"2026-07": 90}, plan={"2026-07": 120})
    assert (found.value, found.target, found.achievement) == (Decimal("75.00"), Decimal(100), Decimal("75.00"))
    assert found.score == Decimal("45.00")  # 60 → 0, 80 → 60: three quarters of the way
    assert dict(found.used) == {"made": Decimal(90), "plan": Decimal(120)}


def test_a_longer_period_is_recomputed_from_all_its_measurements_or_is_the_mean_of_the_months() -> None:
    values = {"made": {"2026-07": 90, "2026-08": 110}, "plan": {"2026-07": 100, "2026-08": 50}}
    assert read("completion", "2026-q3", **values).value == Decimal("133.33")  # 200 / 150
    assert read("monthly", "2026-q3", **values).value == Decimal("155.00")  # (90 + 220) / 2


def test_only_what_is_known_on_all_sides_counts_so_far() -> None:
    plan = {f"2026-{month:02}": 100 for month in range(7, 13)}
    found = read("completion", "2026-h2", made={"2026-07": 90, "2026-08": 80}, plan=plan)
    assert found.value == Decimal("85.00")  # 170 of 200, not of 600
    assert [str(each) for each in found.stretches] == ["2026-07", "2026-08"]


def test_a_plan_of_a_quarter_waits_for_all_its_months() -> None:
    made = {"2026-07": 90, "2026-08": 80}
    assert read("completion", "2026-h2", made=made, plan={"2026-q3": 300}).why == NOT_MEASURED
    assert read("completion", "2026-h2", made={**made, "2026-09": 70}, plan={"2026-q3": 300}).value == Decimal("80.00")


def test_a_longer_value_goes_before_the_shorter_ones_within_it() -> None:
    found = read("aimed", "2026-q3", made={"2026-07": 1, "2026-08": 1, "2026-q3": 300})
    assert found.value == Decimal("300.00")


def test_missing_counts_zero_only_where_that_is_said() -> None:
    assert read("completion", "2026-07", made={"2026-07": 5}).value is None
    assert read("loose", "2026-07", made={"2026-07": 5}).value == Decimal(0)  # 5 / 0: `when_zero`
    assert read("loose", "2026-07", plan={"2026-07": 5}).value == Decimal(0)
    assert read("loose", "2026-07").why == NOT_MEASURED


def test_nothing_divides_by_zero_unseen() -> None:
    found = read("completion", "2026-07", made={"2026-07": 5}, plan={"2026-07": 0})
    assert (found.value, found.score) == (None, None)
    assert found.why is not None
    assert found.why.code == "division-by-zero"


def test_the_period_before_and_the_year_before_are_of_the_same_length() -> None:
    made = {"2026-06": 80, "2026-07": 100, "2025-07": 50}
    assert read("growth", "2026-07", made=made).value == Decimal("25.00")
    assert read("yearly", "2026-07", made=made).value == Decimal("200.00")
    quarters = {"2026-q2": 200, "2026-07": 50, "2026-08": 60, "2026-09": 100}
    assert read("growth", "2026-q3", made=quarters).value == Decimal("5.00")  # 210 against 200


def test_of_a_year_under_way_the_same_months_are_compared() -> None:
    made = {**{f"2025-{month:02}": 10 for month in range(1, 13)}, "2026-01": 12, "2026-02": 13}
    assert read("growth", "2026", made=made).value == Decimal("25.00")  # 25 against 20


def test_a_measured_percent_is_a_fraction_in_the_formula_and_a_percent_again() -> None:
    found = read("happy", "2026-q3", content={"2026-07": 94, "2026-08": 96})
    assert (found.value, found.score) == (Decimal("95.00"), Decimal(100))


@pytest.mark.parametrize(("value", "score"), [("79.99", 0), (80, 60), (90, 100), (95, 100), ("95.01", 120)])
def test_bands_include_what_they_say(value: object, score: int) -> None:
    assert read("happy", "2026-07", content={"2026-07": value}).score == score


@pytest.mark.parametrize(
    ("stock", "achieved", "score"), [(50, 100, 100), (25, 150, 120), (0, 200, 120), (150, -100, 0)]
)
def test_where_lower_is_better_the_achievement_turns_round(stock: int, achieved: int, score: int) -> None:
    found = read("left_over", "2026-q3", stock={"2026-08": 999, "2026-09": stock})
    assert (found.value, found.achievement, found.score) == (stock, achieved, score)


def test_an_indicator_may_be_made_of_another() -> None:
    assert read("twice", "2026-07", made={"2026-07": 40}, plan={"2026-07": 100}).value == Decimal("80.00")


def test_a_target_out_of_measurements_is_that_of_the_whole_period() -> None:
    found = read("aimed", "2026-q3", made={"2026-07": 30}, plan={"2026-07": 40, "2026-08": 40, "2026-09": 40})
    assert (found.value, found.target, found.achievement) == (Decimal(30), Decimal(120), Decimal(25))


def test_an_agreed_target_goes_before_that_of_the_library() -> None:
    rows = {"made": [Measured(period=period("2026-07"), value=Decimal(90))]}
    rows["plan"] = [Measured(period=period("2026-07"), value=Decimal(100))]
    found = reading(BOARD, BOARD.indicators["completion"], rows, period("2026-07"), level="person", subject="E1",
                    target=Decimal(90))  # fmt: skip
    assert (found.achievement, found.score) == (Decimal(100), Decimal(100))


SCALES = [each.scale for each in read_library(dict(shipped()))[0].board.indicators.values() if each.scale]  # type: ignore[union-attr]


@settings(max_examples=200)
@given(which=st.integers(0, len(SCALES) - 1), value=st.decimals(-1000, 1000, places=2))
def test_every_shipped_scale_gives_points_for_every_value(which: int, value: Decimal) -> None:
    found = points(SCALES[which], value)
    assert found is not None
    assert 0 <= found <= 120


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026", "2026-01-01", "2026-12-31"), ("2026-h2", "2026-07-01", "2026-12-31"),
        ("2026-Q1", "2026-01-01", "2026-03-31"), ("2028-02", "2028-02-01", "2028-02-29"),
        ("2026-07-15", "2026-07-15", "2026-07-15"), ("2026-07-15..2026-08", "2026-07-15", "2026-08-31"),
    ],
)  # fmt: skip
def test_periods_are_read_as_people_write_them(text: str, first: str, last: str) -> None:
    found = period(text)
    assert (str(found.first), str(found.last)) == (first, last)
    assert parse_period(str(found)) == found


@pytest.mark.parametrize(
    "text", ["", "26", "2026-13", "2026-q5", "2026-h0", "2026-02-30", "July", "2026-08..2026-07", "１２３４"]
)
def test_what_is_no_period_is_none(text: str) -> None:
    assert parse_period(text) is None


def test_a_period_moves_by_months_and_keeps_its_end_of_the_month() -> None:
    assert str(period("2026-02").moved(1)) == "2026-03"
    assert str(period("2026-q1").moved(-12)) == "2025-q1"
    assert str(period("2026-h2").moved(-6)) == "2026-h1"
