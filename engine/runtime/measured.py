"""The library of indicators with what is measured, as a transaction sees it: many subjects read together, once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from datetime import date

from sqlalchemy import Connection

from engine.calendar.periods import Period
from engine.core.indicators import Measured, Reading, Rows
from engine.definition.indicators import Board
from engine.store.measurements import MeasurementRecord, standing_of

_NOTHING: Rows = {}


class StoredMeasurements:
    """Serves `core.world.Indicators`. People are read when the first of those expected is asked for."""

    def __init__(self, connection: Connection, board: Board) -> None:
        self.board = board
        self.readings: dict[tuple[object, ...], Reading] = {}
        self._connection = connection
        self._expected: set[str] = set()
        self._known: dict[tuple[str, date], dict[str, Rows]] = defaultdict(dict)  # (level, since) -> subject -> rows

    def expect(self, people: Collection[str]) -> None:
        """These persons' values may be asked for."""
        self._expected.update(people)

    def rows(self, level: str, subject: str, since: date) -> Rows:
        known = self._known[level, since]
        if subject not in known:
            missing = ({subject} | (self._expected if level == "person" else set())) - known.keys()
            known.update(dict.fromkeys(missing, _NOTHING))
            known.update(rows_of(standing_of(self._connection, level, missing, since)))
        return known[subject]


class KeptIndicators:
    """The library as a cycle keeps it, over the measurements of a transaction. Serves `core.world.Indicators`.

    Looked up when an indicator is read: few decisions do.
    """

    def __init__(self, board: Callable[[], Board], measurements: StoredMeasurements) -> None:
        self.readings: dict[tuple[object, ...], Reading] = {}
        self._board = board
        self._measurements = measurements

    @property
    def board(self) -> Board:
        return self._board()

    def rows(self, level: str, subject: str, since: date) -> Rows:
        return self._measurements.rows(level, subject, since)


def rows_of(records: Iterable[MeasurementRecord]) -> dict[str, Rows]:
    """By subject, and by measurement."""
    found: dict[str, dict[str, list[Measured]]] = {}
    for each in records:
        made = Measured(period=Period(each.from_on, each.to_on), value=each.value)
        found.setdefault(each.subject, {}).setdefault(each.name, []).append(made)
    return dict(found)
