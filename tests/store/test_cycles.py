"""Definitions for ever, cycles, what they start, and the requests that may come twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Connection

from engine.store.cycles import (
    Cycle,
    StartDue,
    add_cycle,
    all_cycles,
    due_starts,
    load_cycle,
    next_start,
    pin_definitions,
    pinned_definitions,
    put_starts,
    set_cycle_facts,
    set_cycle_status,
    starts_of,
)
from engine.store.definitions import (
    Definition,
    digests_of,
    known_versions,
    load_definition,
    record_definitions,
)
from engine.store.requests import forget, recall, remember
from engine.words.errors import Conflict, NotFound
from tests.store.samples import DAY, HOUR, NOW

CYCLE = Cycle(
    id="2027-h1", template="half-year", start_on=date(2027, 1, 1), text="…", digest="c2", facts={"start": NOW}
)
DEFINITION = Definition(name="feedback", version=1, digest="d1", text="process: feedback")


def test_a_version_keeps_its_content_for_ever(connection: Connection) -> None:
    record_definitions(connection, [DEFINITION, replace(DEFINITION, version=2, digest="d2")], NOW)
    record_definitions(connection, [DEFINITION], NOW + DAY)
    assert load_definition(connection, "feedback", 1) == DEFINITION
    assert digests_of(connection, [("feedback", 2), ("feedback", 9)]) == {("feedback", 2): "d2"}
    assert known_versions(connection) == {("evaluation", 3): "d3", ("feedback", 1): "d1", ("feedback", 2): "d2"}


def test_other_content_under_the_same_version_is_refused(connection: Connection) -> None:
    record_definitions(connection, [DEFINITION], NOW)
    with pytest.raises(Conflict) as raised:
        record_definitions(connection, [replace(DEFINITION, digest="other", text="other")], NOW)
    assert raised.value.code == "definition-content-changed"
    assert raised.value.facts == {"name": "feedback", "version": 1}


def test_an_unknown_version_is_not_found(connection: Connection) -> None:
    with pytest.raises(NotFound) as raised:
        load_definition(connection, "feedback", 7)
    assert raised.value.text("zh") == "未记录过 feedback 第 7 版的定义。"


def test_a_cycle_comes_back_and_moves_on(connection: Connection) -> None:
    add_cycle(connection, CYCLE, NOW)
    set_cycle_status(connection, CYCLE.id, "running", NOW)
    set_cycle_facts(connection, CYCLE.id, {"start": None}, NOW)
    assert load_cycle(connection, CYCLE.id) == replace(CYCLE, status="running", facts={"start": None})
    assert [each.id for each in all_cycles(connection)] == ["2026-h2", "2027-h1"]


def test_an_unknown_cycle_is_not_found(connection: Connection) -> None:
    for ask in (
        lambda: load_cycle(connection, "2030-h1"),
        lambda: set_cycle_status(connection, "2030-h1", "ended", NOW),
        lambda: set_cycle_facts(connection, "2030-h1", {}, NOW),
    ):
        with pytest.raises(NotFound):
            ask()


def test_a_cycle_is_launched_once(connection: Connection) -> None:
    with pytest.raises(Conflict) as raised:
        add_cycle(connection, replace(CYCLE, id="2026-h2"), NOW)
    assert raised.value.facts == {"constraint": "pk_cycle"}


def test_starts_wait_until_they_are_due(connection: Connection) -> None:
    early = StartDue(cycle="2026-h2", process="evaluation", due_at=NOW)
    late = replace(early, due_at=NOW + HOUR)
    put_starts(connection, [late, early])
    assert next_start(connection) == NOW
    assert due_starts(connection, NOW) == [early]
    done = replace(early, status="started", started_at=NOW)
    put_starts(connection, [done])
    assert due_starts(connection, NOW) == []
    assert next_start(connection) == NOW + HOUR
    assert starts_of(connection, "2026-h2") == [done, late]


def test_a_cycle_keeps_the_versions_it_was_launched_with(connection: Connection) -> None:
    record_definitions(connection, [DEFINITION, replace(DEFINITION, version=2, digest="d2")], NOW)
    pin_definitions(connection, "2026-h2", {"feedback": 1, "evaluation": 3})
    pin_definitions(connection, "2026-h2", {"feedback": 2})
    assert pinned_definitions(connection, "2026-h2") == {"feedback": 1, "evaluation": 3}


def test_a_repeated_request_gets_its_first_answer(connection: Connection) -> None:
    assert recall(connection, "k1", "who+what") is None
    remember(connection, "k1", "who+what", {"revision": 4}, NOW, NOW + DAY)
    assert recall(connection, "k1", "who+what") == {"revision": 4}
    with pytest.raises(Conflict) as raised:
        recall(connection, "k1", "somebody else")
    assert raised.value.code == "request-key-reused"


def test_answers_are_forgotten_when_they_expire(connection: Connection) -> None:
    remember(connection, "k1", "f", {}, NOW, NOW + HOUR)
    remember(connection, "k2", "f", {}, NOW, NOW + DAY)
    assert forget(connection, NOW + HOUR) == 1
    assert recall(connection, "k1", "f") is None
    assert recall(connection, "k2", "f") == {}
    with pytest.raises(Conflict):
        remember(connection, "k2", "f", {}, NOW, NOW + DAY)
