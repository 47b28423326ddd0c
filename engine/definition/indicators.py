"""Indicators as values: what is measured, and what is worked out of it. Evaluated by `engine.core.indicators`.

Numbers are exact decimals. A percent is said as people say it: 92.5 is 92.5 %; within a formula it is the fraction
0.925, so that `good / produced` and a measured share read alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from engine.definition.model import Text
from engine.expression import Expression
from engine.words.problems import Span

LEVELS = ("person", "department", "company", "product")  # narrowest first
UNITS = ("percent", "money", "count", "days", "hours", "rating")
PERIODS: Mapping[str, int] = {"day": 0, "month": 1, "quarter": 3, "half-year": 6, "year": 12}  # in months
EARLIER = ("previous", "last_year")
PARTS = ("value", "target", "score", "achievement", "title", "unit", "better", "standard")
NUMERIC_PARTS = ("value", "target", "score", "achievement")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """Something counted or weighed. `longer` builds a longer period's value from those of shorter ones, `departments`
    a department's from those of its people, where it has none of its own.
    """

    name: str
    title: Text
    unit: str | Text  # one of UNITS, or words
    levels: tuple[str, ...]
    longer: Literal["sum", "mean", "last"] = "sum"
    departments: Literal["sum", "mean"] | None = None
    source: Text
    span: Span | None = None

    @property
    def is_percent(self) -> bool:
        return self.unit == "percent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Values from `low` to `high` earn `points`; None is without end."""

    low: Decimal | None
    low_included: bool
    high: Decimal | None
    high_included: bool
    points: Decimal
    span: Span

    def __str__(self) -> str:
        """`≥80 <100`, as it is said in every language."""
        if self.low is not None and self.low == self.high:
            return f"{self.low:f}"
        parts = [] if self.low is None else [f"{'≥' if self.low_included else '>'}{self.low:f}"]
        return " ".join(
            [*parts, *([] if self.high is None else [f"{'≤' if self.high_included else '<'}{self.high:f}"])]
        )

    def holds(self, value: Decimal) -> bool:
        above = self.low is None or value > self.low or (self.low_included and value == self.low)
        below = self.high is None or value < self.high or (self.high_included and value == self.high)
        return above and below


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Points for a value, or for the achievement (percent of the target). Either `bands`, or `points` with straight
    lines in between; before the first and after the last point their points stand: the floor and the cap.
    """

    by: Literal["achievement", "value"]
    points: tuple[tuple[Decimal, Decimal], ...] = ()
    bands: tuple[Band, ...] = ()

    def __str__(self) -> str:
        """What earns what: `80 → 60, 100 → 100`."""
        said = [(f"{value:f}", points) for value, points in self.points] or [(str(x), x.points) for x in self.bands]
        return ", ".join(f"{value} → {points:f}" for value, points in said)


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """`target` is a number or an expression over measurements; the first true case over the person's facts wins.

    `missing`: what an unmeasured part of the formula does. `when_zero`: the value where the formula divides by zero.
    `longer`: how a longer period comes about, by default from the measurements of all of it.
    """

    name: str
    family: str
    title: Text
    levels: tuple[str, ...]
    formula: Expression
    unit: str | Text
    better: Literal["higher", "lower", "within"]
    period: str
    decimals: int = 2
    target: Decimal | Expression | None = None
    target_cases: tuple[tuple[Expression, Decimal | Expression], ...] = ()
    longer: Literal["recompute", "sum", "mean", "last"] = "recompute"
    missing: Literal["refuse", "zero"] = "refuse"
    when_zero: Decimal | None = None
    scale: Scale | None = None
    audience: Expression | None = None  # `for`: the people it is proposed to
    span: Span | None = None

    @property
    def is_percent(self) -> bool:
        return self.unit == "percent"

    @property
    def targets(self) -> tuple[Decimal | Expression, ...]:
        return (*(each for _, each in self.target_cases), *((self.target,) if self.target is not None else ()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """One file: measurements and the indicators made of them."""

    name: str
    title: Text
    measurements: Mapping[str, Measurement]
    indicators: Mapping[str, Indicator]
    text: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The whole library by name; names are unique over all families, measurements and indicators together."""

    families: Mapping[str, Family]
    measurements: Mapping[str, Measurement]
    indicators: Mapping[str, Indicator]


def board_of(families: Mapping[str, Family]) -> Board:
    return Board(
        families=families,
        measurements={name: each for family in families.values() for name, each in family.measurements.items()},
        indicators={name: each for family in families.values() for name, each in family.indicators.items()},
    )


def reads_of(expression: Expression) -> frozenset[tuple[str, str]]:
    """(when, name) of everything a formula reads; `when` is "", "previous" or "last_year"."""
    return frozenset(
        (path[0], path[1]) if path[0] in EARLIER and len(path) > 1 else ("", path[0]) for path in expression.reads
    )


NO_BOARD = Board(families={}, measurements={}, indicators={})
