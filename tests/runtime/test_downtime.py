"""A runner that stood still for a while: how much each person gets at once, and whom it may not hurt.

The rules are those of docs/admins.md, "When the runner stood still".
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from engine.runtime.deliver import Delivered, deliver
from engine.runtime.launch import launch
from engine.runtime.runner import round_of
from engine.runtime.workspace import Workspace
from engine.store.database import snapshot
from engine.store.outbox import Message, listed
from engine.views.messages import mail
from tests.runtime.conftest import NOW

DAY = timedelta(days=1)
START = datetime(2026, 7, 1, 2, tzinfo=UTC)  # a Wednesday, ten in the morning in Shanghai


@pytest.fixture(params=[0, 1, 7, 90])
def woken(request: pytest.FixtureRequest, workspace: Workspace) -> tuple[Workspace, datetime, list[Message]]:
    """A runner that did its round on the first day and then none for so many days; what came of its waking."""
    launch(workspace, "2026-h2", NOW)
    deliver(workspace, NOW + DAY)
    if request.param:
        round_of(workspace, START)
    at = START + request.param * DAY
    round_of(workspace, at)
    with snapshot(workspace.database) as connection:
        found, _ = listed(connection, limit=10_000)
    return workspace, at, found


def test_nobody_gets_more_than_one_letter_about_a_review_and_few_at_all(
    woken: tuple[Workspace, datetime, list[Message]],
) -> None:
    _, at, found = woken
    letters = [each for each in found if each.sent_at == at]
    said = Counter((each.notice.recipient, each.instance) for each in letters if each.instance)
    assert set(said.values()) <= {1}
    assert max(Counter(each.notice.recipient for each in letters).values(), default=0) <= 2


def test_nobody_is_escalated_and_nothing_lapses_who_was_never_reminded(
    woken: tuple[Workspace, datetime, list[Message]],
) -> None:
    _, at, found = woken
    fresh = [each for each in found if each.created_at == at and each.notice.suppressed is None]
    assert "task_escalated" not in {each.notice.template for each in fresh}
    reminded = {(each.instance, each.notice.recipient) for each in found if each.notice.template == "task_overdue"}
    owing = {(each.instance, each.notice.recipient) for each in found if each.notice.needs_task}
    assert reminded <= owing, "somebody else was told of it than who owes it"


def test_every_notice_that_did_not_go_out_says_why_and_can_be_listed(
    woken: tuple[Workspace, datetime, list[Message]],
) -> None:
    workspace, at, found = woken
    silent = [each for each in found if each.status == "suppressed"]
    assert all(each.last_error for each in silent)
    shown = {each.why for each in mail(workspace, at, kind="suppressed", limit=10_000).messages}
    assert shown <= {"overtaken", "state-left", "task-closed", "past-at-entry", "expired"}
    merged = mail(workspace, at, kind="merged", limit=10_000).messages
    assert merged
    assert all(each.digest for each in merged)
    assert not mail(workspace, at, kind="waiting", limit=10_000).messages
    assert round_of(workspace, at)[1] == Delivered()
