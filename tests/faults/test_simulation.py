"""The short form of the simulation: a few lives. `make faults SEEDS=1000` lives a thousand."""

from __future__ import annotations

import pytest

from tests.faults.place import Place, Shared
from tests.faults.planted import BUGS
from tests.faults.simulation import live

UNLIVABLE = ("has a lease that never ends", "has one key for every visit of a state")


@pytest.mark.parametrize("seed", range(5))
def test_a_life_with_faults_loses_and_doubles_nothing(sqlite_place: Place, seed: int) -> None:
    played = live(sqlite_place, seed)
    assert played.failures == []
    assert played.acts > 0
    assert played.messages > 10


@pytest.mark.parametrize("seed", range(2))
def test_nor_does_one_on_a_shared_server(postgres_place: Shared, seed: int) -> None:
    played = live(postgres_place, seed, postgres_place.blocked)
    assert played.failures == []


def test_the_same_seed_gives_the_same_life(sqlite_place: Place) -> None:
    assert live(sqlite_place, 4) == live(sqlite_place, 4)


@pytest.mark.parametrize("bug", [each for each in BUGS if each.name in UNLIVABLE], ids=lambda each: each.name)
def test_a_life_with_a_planted_bug_does_not_come_out_well(sqlite_place: Place, bug: object) -> None:
    with bug.plant():  # type: ignore[attr-defined]
        assert any(live(sqlite_place, seed).failures for seed in range(10, 16))
