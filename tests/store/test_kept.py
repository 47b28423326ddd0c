"""What is kept between transactions is what the rows say."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import Engine, text

from engine.core.values import ActRecord, Decision, Instance, Pause
from engine.store import kept
from engine.store.codec import encode
from engine.store.database import open_database, transaction
from engine.store.decisions import write_decisions
from engine.store.instances import load_instance, lock_with_heads
from engine.store.memory import memory_of
from tests.store.samples import HOUR, NOW, instance, moved, started
from tests.support.statements import statements

FIRST = instance()


@pytest.fixture(autouse=True)
def keeping(monkeypatch: pytest.MonkeyPatch, rows_alone: None) -> None:
    """Here, and only here among the tests of the store."""
    monkeypatch.setattr(kept, "MOST", 3)


def write(database: Engine, *decisions: Decision) -> None:
    with transaction(database) as connection:
        write_decisions(connection, decisions, timers={}, now=NOW)


def load(database: Engine, id: str = FIRST.id) -> Instance:
    with transaction(database) as connection:
        return load_instance(connection, id)


def anew(database: Engine) -> Instance:
    """As somebody sees it who has kept nothing."""
    other = open_database(database.url.render_as_string(hide_password=False))
    try:
        return load(other)
    finally:
        other.dispose()


def test_tasks_are_read_once(database: Engine) -> None:
    write(database, started(FIRST))
    assert anew(database) == FIRST
    for _ in range(2):
        with statements(database) as seen:
            assert load(database) == FIRST
        assert [each for each in seen if "FROM task" in each] == []


def test_what_somebody_else_writes_is_seen(database: Engine) -> None:
    write(database, started(FIRST))
    load(database)
    step = moved(FIRST, tasks=(replace(FIRST.tasks[0], status="done", closed_at=NOW + HOUR), FIRST.tasks[1]))
    other = open_database(database.url.render_as_string(hide_password=False))
    write(other, step)
    other.dispose()
    assert load(database) == step.after


def test_a_moved_limit_is_seen_although_it_is_no_event(database: Engine) -> None:
    write(database, started(FIRST))
    load(database)
    later = replace(FIRST, revision=1, tasks=(replace(FIRST.tasks[0], due_at=NOW + HOUR), FIRST.tasks[1]))
    write(database, Decision(before=FIRST, after=later))
    assert load(database) == later == anew(database)


def test_what_is_rolled_back_is_not_kept(database: Engine) -> None:
    write(database, started(FIRST))
    with transaction(database) as connection:
        step = moved(FIRST, tasks=())
        write_decisions(connection, [step], timers={}, now=NOW)
        assert load_instance(connection, FIRST.id) == step.after
        connection.rollback()
    assert load(database) == FIRST
    write(database, moved(FIRST))
    assert load(database) == moved(FIRST).after


def test_a_row_changed_by_hand_is_seen(database: Engine) -> None:
    write(database, started(FIRST))
    load(database)
    with transaction(database) as connection:
        connection.execute(text("UPDATE instance SET version = 3, digest = 'other'"))
    assert load(database) == replace(FIRST, digest="other")


def test_no_more_than_so_many_are_kept(database: Engine) -> None:
    made = [instance(number) for number in range(1, 6)]
    write(database, *(started(each) for each in made))
    with statements(database) as seen:
        assert [load(database, each.id) for each in reversed(made)] == list(reversed(made))
    assert len([each for each in seen if "FROM task" in each]) == 2


def test_the_last_digit_is_written_although_the_number_is_the_same(database: Engine) -> None:
    first = replace(FIRST, data={"score": Decimal("1.5"), "goals": [{"weight": Decimal("60.0")}]})
    write(database, started(first))
    for changes in (
        {"score": Decimal("1.50")},
        {"score": True},
        {"score": Decimal(1)},
        {"score": "1"},
        {"goals": [{"weight": Decimal("60.00")}]},
        {"more": None},
    ):
        before = load(database)
        step = moved(before, data={**before.data, **changes})
        write(database, step)
        expected = repr(dict(sorted(step.after.data.items())))
        assert repr(anew(database).data) == repr(load(database).data) == expected


def test_known_heads_save_a_look(database: Engine) -> None:
    write(database, started(FIRST))
    with transaction(database) as connection:
        found, heads = lock_with_heads(connection, [FIRST.id])
        with statements(database) as seen:
            write_decisions(connection, [moved(found[FIRST.id])], timers={}, heads=heads, now=NOW)
    assert [each for each in seen if each.startswith("SELECT")] == []


def test_what_is_written_part_by_part_reads_as_a_whole(database: Engine) -> None:
    """Steps that each change other parts; whoever kept how it was written reads what everybody reads."""
    write(database, started(FIRST))
    changes: list[dict[str, Any]] = [
        {"entered": {"reviewing": NOW, "calibration": NOW + HOUR}, "fired": {"reviewing#1/remind": 1}},
        {"fired": {"reviewing#1/remind": 2, "reviewing#1/on done": 1}, "corrected": frozenset({"score", "grade"})},
        {"roles": {"manager": ("E2", "E3")}, "data": {**FIRST.data, "more": [{"weight": Decimal("1.50")}]}},
        {"pauses": (Pause(since=NOW),), "stood": {"reviewing#1": ((NOW, None),)}},
        {"pauses": (Pause(since=NOW, until=NOW + HOUR),), "acts": {"submit": ActRecord(count=1, at=NOW, by=("E1",))}},
        {"fired": {}, "corrected": frozenset(), "children": (), "data": {}},
    ]
    for each in changes:
        step = moved(load(database), **each)
        write(database, step)
        read = load(database)
        assert read == step.after
        assert repr(read) == repr(anew(database))
        with transaction(database) as connection:
            stands = connection.execute(text("SELECT data, memory FROM instance")).one()
        assert tuple(stands) == (encode(step.after.data), memory_of(step.after))


def test_threads_share_what_is_kept() -> None:
    """As those of a server do: more instances than are kept, all of them read and written at once."""
    shared = kept.Kept()
    several = [instance(id=f"evaluation/2026-h2/E{number}") for number in range(12)]

    def live(_: int) -> None:
        for _ in range(400):
            for each in several:
                shared.written(each, (1, 1, each.id), None)
                shared.spelling_of(each)

    def row(each: Instance) -> Any:
        return SimpleNamespace(id=each.id, revision=1, events=1, event_hash=each.id)

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(live, range(8)))
    finally:
        sys.setswitchinterval(before)
    assert sum(shared.tasks(row(each)) is not None for each in several) == kept.MOST
