"""The short form of the sweep: some points of every piece of work. `make faults` strikes all of them."""

from __future__ import annotations

import pytest

from tests.faults.pieces import PIECES, Piece
from tests.faults.place import Place
from tests.faults.planted import BUGS, Bug, catch
from tests.faults.sweep import sweep

named = pytest.mark.parametrize("piece", PIECES, ids=lambda each: each.name)


@named
def test_a_fault_loses_and_doubles_nothing_on_sqlite(sqlite_place: Place, piece: Piece) -> None:
    found = sweep(sqlite_place, piece, stride=23, first=PIECES.index(piece))
    assert found.failures == []
    assert found.points > 30


@named
def test_a_fault_loses_and_doubles_nothing_on_postgresql(postgres_place: Place, piece: Piece) -> None:
    found = sweep(postgres_place, piece, stride=53, first=3 * PIECES.index(piece))
    assert found.failures == []
    assert found.points > 30


@pytest.mark.parametrize("bug", BUGS, ids=lambda each: each.name)
def test_a_planted_bug_is_caught(sqlite_place: Place, bug: Bug) -> None:
    """Acknowledging too early, committing apart, believing what was rolled back, …: the list is `planted.BUGS`."""
    assert catch(sqlite_place, bug).said
