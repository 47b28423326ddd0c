"""Rules across people, counted while many are decided on at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from engine.core.values import Triggered
from engine.runtime.launch import launch
from engine.runtime.tick import next_moment, tick
from engine.runtime.trigger import do, trigger
from engine.runtime.work import Work
from engine.runtime.workspace import Workspace
from engine.store.database import snapshot, transaction
from engine.store.instances import load_instances
from engine.words.errors import Refused
from tests.runtime.conftest import NOW

CYCLE = "2026-h2"
ENDED = datetime(2027, 3, 1, tzinfo=UTC)
TEAM = ("E1", "E2", "E3", "E4")


def evaluation(person: str) -> str:
    return f"evaluation/{CYCLE}/{person}"


@pytest.fixture
def calibrating(workspace: Workspace) -> datetime:
    """Nobody did anything; time has brought every evaluation to the committee. The moment it has."""
    launch(workspace, CYCLE, NOW)
    moment = NOW
    while moment < ENDED:
        with snapshot(workspace.database) as connection:
            found = load_instances(connection, [evaluation(each) for each in TEAM])
        if found and all(each.place == "calibrating" for each in found.values()):
            return moment
        ahead = next_moment(workspace)
        assert ahead is not None
        moment = max(ahead, moment + timedelta(hours=6))
        tick(workspace, moment)
    raise AssertionError("the evaluations never came to the committee")


def approve(actor: str = "K1") -> Triggered:
    form = {"calibrated_grade": "A", "calibration_reason": "Compared with the others."}
    return Triggered(act="approve", actor=actor, form=form)


def test_a_quota_counts_what_the_same_transaction_has_decided(workspace: Workspace, calibrating: datetime) -> None:
    """Twelve take part in Shanghai, so that two of them may be graded A."""
    with transaction(workspace.database) as connection:
        work = Work(workspace, connection, calibrating)
        do(work, evaluation("E1"), approve())
        do(work, evaluation("E2"), approve())
        with pytest.raises(Refused) as refused:
            do(work, evaluation("E3"), approve())
        work.write()
    assert [each.code for each in refused.value.blockers] == ["limit-breached"]


def test_a_quota_counts_the_same_one_transaction_after_the_other(workspace: Workspace, calibrating: datetime) -> None:
    for person in TEAM[:2]:
        trigger(workspace, evaluation(person), approve(), calibrating)
    with pytest.raises(Refused):
        trigger(workspace, evaluation(TEAM[2]), approve(), calibrating)
