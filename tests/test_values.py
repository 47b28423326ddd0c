"""Values that come by the thousand: plain when made, and otherwise as a frozen dataclass is."""

from __future__ import annotations

import pickle
from dataclasses import fields, replace
from datetime import UTC, datetime

import pytest

from engine.core.values import Timer

TIMER = Timer(state="review", visit=1, rule="remind", occurrence=1, due_at=datetime(2026, 7, 1, tzinfo=UTC))


def test_equal_values_hash_alike_and_changed_copies_differ() -> None:
    same = replace(TIMER)
    later = replace(TIMER, occurrence=2)
    assert {TIMER, same} == {TIMER}
    assert hash(TIMER) == hash(same)
    assert later != TIMER
    assert TIMER.occurrence == 1


def test_a_value_is_pickled_has_its_fields_and_no_others() -> None:
    assert pickle.loads(pickle.dumps(TIMER)) == TIMER
    assert [each.name for each in fields(TIMER)] == ["state", "visit", "rule", "occurrence", "due_at"]
    with pytest.raises(AttributeError):
        TIMER.colour = "red"  # type: ignore[attr-defined]
