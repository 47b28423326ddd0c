"""Interventions in a database: previewed without a trace, done in batches, each instance by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from engine.core.values import Instance, Intervened, Verb
from engine.runtime.deliver import deliver
from engine.runtime.intervening import intervene, preview
from engine.runtime.launch import launch
from engine.runtime.tick import tick
from engine.runtime.workspace import Workspace
from engine.store.database import snapshot, transaction
from engine.store.events import history
from engine.store.instances import load_instances
from engine.store.outbox import messages_with
from engine.store.tables import METADATA
from engine.views.selection import meant
from tests.runtime.conftest import NOW
from tests.store.chain import broken_in

START = datetime(2026, 7, 1, 2, tzinfo=UTC)
DAY = timedelta(days=1)
EVERY = [f"goal_setting/2026-h2/{person}" for person in ("E1", "E2", "E3", "E4")]


@pytest.fixture
def started(workspace: Workspace) -> Workspace:
    launch(workspace, "2026-h2", NOW)
    tick(workspace, START)
    return workspace


def event(verb: Verb, reason: str = "a mistake", **more: Any) -> Intervened:
    return Intervened(verb=verb, actor="P1", reason=reason, **more)


def found(workspace: Workspace, id: str = EVERY[0]) -> Instance:
    with snapshot(workspace.database) as connection:
        return load_instances(connection, [id])[id]


def rows(workspace: Workspace) -> dict[str, list[Any]]:
    with snapshot(workspace.database) as connection:
        return {each.name: sorted(map(repr, connection.execute(each.select()))) for each in METADATA.sorted_tables}


def test_a_preview_says_what_follows_and_writes_nothing(started: Workspace) -> None:
    before = rows(started)
    ahead = preview(started, EVERY, event("move", to="drafting"), START)
    assert rows(started) == before
    done = intervene(started, EVERY, event("move", to="drafting"), START)
    assert done == ahead
    assert [each.instance for each in done.done] == EVERY
    assert {share.person for share in done.done[0].opened} == {"E1"}
    assert {share.person for share in done.done[0].closed} == {"M1"}
    assert done.done[0].timers
    assert ("passed_over", "M1", "Ma Ming") in done.done[0].messages
    assert found(started).place == "drafting"


def test_those_passed_over_are_told_in_their_language(started: Workspace) -> None:
    deliver(started, START)
    intervene(started, EVERY[:1], event("move", to="drafting", reason="目标已确定"), START)
    assert deliver(started, START + timedelta(hours=1)).dead == 0
    with snapshot(started.database) as connection:
        told = [each for each in messages_with(connection, "sent", 99) if each.notice.template == "passed_over"]
    assert [each.notice.recipient for each in told] == ["M1"]
    assert told[0].language == "zh"


def test_whoever_is_refused_keeps_nobody_else(started: Workspace) -> None:
    intervene(started, EVERY[:1], event("move", to="drafting"), START)
    outcome = intervene(started, [*EVERY, "goal_setting/2026-h2/E99"], event("move", to="drafting"), START)
    assert [each.instance for each in outcome.done] == EVERY[1:]
    assert [(id, each.code) for id, each in outcome.failed] == [
        (EVERY[0], "already-there"),
        ("goal_setting/2026-h2/E99", "instance-unknown"),
    ]


def test_whoever_cannot_be_decided_on_keeps_nobody_else(started: Workspace) -> None:
    with transaction(started.database) as connection:
        connection.exec_driver_sql(f"UPDATE instance SET state = '[\"nowhere\"]' WHERE id = '{EVERY[1]}'")
    outcome = intervene(started, EVERY, event("move", to="drafting"), START)
    assert [each.instance for each in outcome.done] == [EVERY[0], *EVERY[2:]]
    assert [id for id, _ in outcome.failed] == [EVERY[1]]
    assert found(started, EVERY[2]).place == "drafting"


def test_the_history_says_who_did_what_and_why(started: Workspace) -> None:
    intervene(started, EVERY[:1], event("suspend"), START)
    with snapshot(started.database) as connection:
        entry = history(connection, EVERY[0])[-1].entry
        assert broken_in(connection, EVERY[0]) is None
    assert (entry.kind, entry.name, entry.actor, entry.payload) == (
        "intervened",
        "suspend",
        "P1",
        {"reason": "a mistake"},
    )


def test_a_suspended_review_sleeps_until_it_is_resumed(started: Workspace) -> None:
    intervene(started, EVERY[:1], event("suspend"), START)
    for days in (20, 30):
        tick(started, START + days * DAY)
    assert found(started).place == "briefing"
    assert found(started, EVERY[1]).place != "briefing"
    intervene(started, EVERY[:1], event("resume"), START + 30 * DAY)
    assert found(started).pauses[0].until == START + 30 * DAY
    assert found(started).place == "briefing"
    for days in (50, 60):
        tick(started, START + days * DAY)
    assert found(started).place != "briefing"


@pytest.mark.parametrize(
    ("said", "people"),
    [
        (
            {"process": "goal_setting", "cycle": "2026-h2", "unit": "Research"},
            ["E1", "E2", "E3", "E4", "M1", "M2", "H1"],
        ),
        ({"process": "goal_setting", "person": "E2"}, ["E2"]),
        ({"process": "goal_setting", "state": "drafting"}, ["E1"]),
        ({"process": "goal_setting", "state": "briefing", "person": "E1"}, []),
        ({"process": "goal_setting", "where": "employee.level == 6", "unit": "Research"}, ["E1", "E2"]),
        ({"process": "goal_setting", "person": "E3", "running": False}, ["E3"]),
    ],
)
def test_many_are_meant_by_what_is_said_of_them(started: Workspace, said: dict[str, Any], people: list[str]) -> None:
    intervene(started, EVERY[:1], event("move", to="drafting"), START)
    if "running" in said:
        intervene(started, EVERY[2:3], event("cancel"), START)
    assert {each.rpartition("/")[2] for each in meant(started, START, **said)} == set(people)
