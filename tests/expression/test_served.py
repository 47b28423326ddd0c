"""Functions over dated facts, as a table over one career."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest

from engine.expression import MISSING, EvaluationError, compile_expression
from engine.expression.served import FactPeriod
from tests.expression.world import Names

D = Decimal


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


class Career:
    """Sales until February, nowhere for ten days, then Finance, noted twice, and one day in Sales in between."""

    def history(self, name: str, /) -> Sequence[FactPeriod]:
        return {
            "unit": [
                FactPeriod(value="Sales", from_on=day("01-01"), until_on=day("02-01")),
                FactPeriod(value="Finance", from_on=day("02-11"), until_on=day("03-01")),
                FactPeriod(value="Finance", from_on=day("03-01"), until_on=day("03-10")),
                FactPeriod(value="Sales", from_on=day("03-10"), until_on=day("03-11")),
                FactPeriod(value="Finance", from_on=day("03-11"), until_on=day("03-20")),
                FactPeriod(value="Finance", from_on=day("03-20")),
            ],
            "groups": [FactPeriod(value=["hr", "board"], from_on=day("01-01"), until_on=day("01-03"))],
            "none": [],
        }[name]


SCOPE = Names({"me": Career(), "a": day("01-30"), "b": day("03-15"), "text": "x"})
TABLE: list[tuple[str, object]] = [
    ("known_on(me, 'unit', date('2026-01-31'))", "Sales"),
    ("known_on(me, 'unit', date('2026-02-01'))", MISSING),  # the first day after it
    ("known_on(me, 'unit', date('2026-02-11'))", "Finance"),
    ("known_on(me, 'none', a)", MISSING),
    ("since(me, 'unit')", day("03-11")),
    ("since(me, 'groups')", MISSING),  # it is no longer so
    ("since(me, 'none')", MISSING),
    ("days_with(me, 'unit', 'Sales', a, b)", D(3)),  # 30 and 31 January, 10 March
    ("days_with(me, 'unit', 'Finance', a, b)", D(32)),  # 18 + 9 + 5
    ("days_with(me, 'unit', 'Finance', b, a)", D(0)),
    ("days_with(me, 'groups', 'board', date('2026-01-02'), b)", D(1)),
    ("longest(me, 'unit', a, b)", "Finance"),
    ("longest(me, 'unit', date('2026-02-28'), date('2026-02-28'))", "Finance"),
    ("longest(me, 'unit', date('2026-03-09'), date('2026-03-10'))", "Sales"),  # a day each: the later
    ("longest(me, 'unit', date('2026-02-02'), date('2026-02-03'))", MISSING),
    ("intervals(me, 'unit', a, b) | column('days')", [D(2), D(27), D(1), D(5)]),
    ("intervals(me, 'unit', a, b) | column('from')", [day("01-30"), day("02-11"), day("03-10"), day("03-11")]),
    ("intervals(me, 'unit', a, b) | column('to')", [day("01-31"), day("03-09"), day("03-10"), b := day("03-15")]),
    ("served(me, 'unit', a, b) | column('value')", ["Sales", "Finance"]),
    ("sum(served(me, 'unit', a, b), 'days')", D(35)),
]


@pytest.mark.parametrize(("source", "expected"), TABLE)
def test_time_served(source: str, expected: object) -> None:
    assert compile_expression(source)(SCOPE) == expected


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("since(text, 'unit')", "person-needed"),
        ("since(me, 'shoe_size')", "unknown-fact"),
        ("known_on(me, 'unit', text)", "date-needed"),
    ],
)
def test_what_has_no_past_is_refused(source: str, code: str) -> None:
    with pytest.raises(EvaluationError) as refused:
        compile_expression(source)(SCOPE)
    assert refused.value.code == code
