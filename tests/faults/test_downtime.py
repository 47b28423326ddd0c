"""The runner was away for 0, 1, 7 or 90 days: how many messages each person gets; nobody is hurt unwarned."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import pytest

from engine.runtime.runner import round_of
from engine.runtime.tick import next_moment
from engine.runtime.workspace import Workspace
from engine.store.database import snapshot
from engine.store.instances import load_instance
from engine.store.outbox import DIGEST, Message, messages_of
from tests.faults.pieces import DAY, OPENING, at, review
from tests.faults.place import Place
from tests.faults.sound import nothing_lost

LADDER = {"task_due_soon", "task_due_today", "task_overdue"}
# The day after the start, before the first reminder; everybody is at work at this hour.
AWAY_FROM = at("03-03 09:00")


@pytest.fixture
def worker(sqlite_place: Place) -> Workspace:
    """Reviews have begun, everybody has been told, and nothing is due."""
    sqlite_place.restore("begun")
    fresh = sqlite_place.process()
    round_of(fresh, OPENING)
    round_of(fresh, AWAY_FROM)
    return fresh


def ladder(worker: Workspace, person: str) -> list[Message]:
    """Every reminder of the first step of somebody's review, suppressed ones too."""
    with snapshot(worker.database) as connection:
        found = messages_of(connection, review(person))
    return [each for each in found if each.notice.template in LADDER and each.notice.rule.startswith("time/")]


def gone(message: Message) -> bool:
    """Whether it went out, by itself or in a digest."""
    return message.status == "sent" or f"{message.last_error}".startswith(DIGEST)


def standing(worker: Workspace, person: str) -> str:
    with snapshot(worker.database) as connection:
        return load_instance(connection, review(person)).place


def live_on(worker: Workspace, now: datetime, until: datetime) -> None:
    """A runner that never sleeps."""
    while (ahead := next_moment(worker)) is not None and ahead <= until:
        now = max(ahead, now)
        round_of(worker, now)


def test_a_runner_that_was_never_away_sends_each_step_on_its_day(worker: Workspace) -> None:
    live_on(worker, AWAY_FROM, at("03-10 10:00"))
    went = [(f"{each.notice.planned_on:%m-%d}", each.notice.recipient) for each in ladder(worker, "E1") if gone(each)]
    assert went == [
        ("03-04", "E1"), ("03-05", "E1"), ("03-06", "E1"), ("03-06", "M1"), ("03-09", "E1"), ("03-09", "M1"),
    ]  # fmt: skip


@pytest.mark.parametrize("days", [1, 7, 90])
def test_a_ladder_that_fell_due_meanwhile_collapses_to_its_latest_step(worker: Workspace, days: int) -> None:
    """One message a person and review; nobody hears of somebody who was never reminded; every other step says why."""
    back = AWAY_FROM + days * DAY
    round_of(worker, back)
    for person in ("B1", "H1", "M1", "E1", "E2"):
        steps = ladder(worker, person)
        sent = [each for each in steps if gone(each)]
        assert Counter(each.notice.recipient for each in sent) == {person: 1}
        assert sent[0].notice.planned_at == max(each.notice.planned_at for each in steps)
        others = [each for each in steps if not gone(each)]
        assert {each.status for each in others} <= {"suppressed"}
        assert all(each.last_error for each in others)
        assert len(others) == {1: 0, 7: 3, 90: 3}[days]


@pytest.mark.parametrize("days", [7, 90])
def test_nobody_is_passed_over_before_the_reminder_that_came_late_could_be_heeded(worker: Workspace, days: int) -> None:
    back = AWAY_FROM + days * DAY
    round_of(worker, back)
    assert standing(worker, "E1") == "writing"
    live_on(worker, back, back + timedelta(hours=40))
    assert standing(worker, "E1") == "writing"
    live_on(worker, back, back + 6 * DAY)
    assert standing(worker, "E1") == "rating"
    with snapshot(worker.database) as connection:
        told = [each for each in messages_of(connection, review("E1")) if each.notice.template == "passed_over"]
    assert Counter(each.notice.recipient for each in told) == {"E1": 1, "M1": 1}


@pytest.mark.parametrize("days", [1, 7, 90])
def test_a_start_that_was_missed_begins_once_and_counts_from_the_day_it_began(sqlite_place: Place, days: int) -> None:
    sqlite_place.restore("launched")
    late = sqlite_place.process()
    back = OPENING + days * DAY
    round_of(late, back)
    round_of(late, back + DAY)
    for person in ("E1", "E2"):
        with snapshot(late.database) as connection:
            owed = messages_of(connection, review(person))
        assert [each.notice.template for each in owed if each.notice.rule.startswith("task ")] == ["new_task"]
        assert standing(late, person) == "writing"


@pytest.mark.parametrize("days", [0, 1, 7, 90])
def test_whatever_the_downtime_everything_comes_to_rest_and_nothing_is_lost(sqlite_place: Place, days: int) -> None:
    sqlite_place.restore("begun")
    sqlite_place.tap.received.clear()
    with sqlite_place.tap.mail() as received:
        worker = sqlite_place.process()
        round_of(worker, AWAY_FROM)
        back = AWAY_FROM + days * DAY
        round_of(worker, back)
        live_on(worker, back, back + 60 * DAY)
        assert nothing_lost(sqlite_place.process(), received, back + 60 * DAY) == []
        assert len({each.message_id for each in received}) == len(received)
    assert standing(worker, "E1") == "lapsed"
