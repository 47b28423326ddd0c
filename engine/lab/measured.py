"""Measurements of a scenario: brought in step by step, read by the real core."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from engine.calendar.periods import Period
from engine.core.indicators import Measured, Reading, Rows
from engine.definition.indicators import NO_BOARD, Board


@dataclass(slots=True)
class Gauges:
    """What is measured of whom, as it stands. A later value of the same period replaces the earlier one."""

    board: Board = NO_BOARD
    readings: dict[tuple[object, ...], Reading] = field(default_factory=dict)
    _values: dict[tuple[str, str], dict[str, dict[Period, Decimal]]] = field(default_factory=dict)

    def measure(self, level: str, subject: str, name: str, period: Period, value: Decimal) -> None:
        self._values.setdefault((level, subject), {}).setdefault(name, {})[period] = value
        self.readings.clear()

    def rows(self, level: str, subject: str, since: date) -> Rows:
        return {name: _rows(values) for name, values in self._values.get((level, subject), {}).items()}


def _rows(values: dict[Period, Decimal]) -> Sequence[Measured]:
    return [Measured(period=period, value=value) for period, value in sorted(values.items())]
