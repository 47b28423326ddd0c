"""States that run side by side, through the database: rows, timers, messages and every view."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from engine.core.values import Triggered
from engine.runtime.deliver import deliver
from engine.runtime.folder import initialise
from engine.runtime.importing import import_people
from engine.runtime.opening import open_instance
from engine.runtime.tick import tick
from engine.runtime.trigger import trigger
from engine.runtime.workspace import Workspace, open_workspace
from engine.store.database import snapshot
from engine.store.instances import load_instance
from engine.store.outbox import messages_of
from engine.views.inbox import inbox
from engine.views.picture import standing
from engine.views.progress import progress
from engine.views.why import why
from tests.core.policies import titled
from tests.runtime.conftest import NOW, PEOPLE

HANDOVER = titled("""
process: handover
version: 1
title: {en: Handover, zh: 工作交接}
subject: employee
start: {by: manager}
roles: {employee: subject, manager: employee.manager, hr: group('hr')}
initial: reviewing
states:
  reviewing:
    due: 10 business days
    on: {done: {to: signing}}
    reminders: [{at: 1 business day before due, send: task_due_soon}]
    after: [{past: due, to: expired}]
    regions:
      papers:
        initial: drafting
        states:
          drafting: {tasks: {draft: {for: employee}}, due: 3 business days, on: {done: {to: completed}}}
          completed: {final: yes}
      access:
        initial: approving
        states:
          approving: {tasks: {approve: {for: hr}}, on: {done: {to: approved}}}
          approved: {final: yes}
  signing: {due: 5 days, tasks: {sign: {for: employee}}, on: {done: {to: closed}}}
  closed: {final: yes}
  expired: {final: yes}
""")
ID = "handover/2026-06-01/E1"
DAY = timedelta(days=1)


@pytest.fixture
def house(prepared_url: str, tmp_path: Path) -> Iterator[Workspace]:
    initialise(tmp_path)
    (tmp_path / "processes" / "handover.yaml").write_text(HANDOVER, "utf-8")
    workspace = open_workspace(tmp_path, prepared_url)
    import_people(workspace, PEOPLE.encode(), NOW)
    open_instance(workspace, "handover", "E1", "M1", {}, NOW)
    yield workspace
    workspace.database.dispose()


def state(workspace: Workspace) -> tuple[str, ...]:
    with snapshot(workspace.database) as connection:
        return load_instance(connection, ID).state


def test_each_part_goes_its_way_and_every_view_knows_where_all_of_them_are(house: Workspace) -> None:
    assert state(house) == ("drafting", "approving")
    seen = why(house, NOW, ID)
    assert (seen.about.state, seen.about.state_title["en"]) == ("reviewing", "drafting, approving")
    assert sorted((each.task, each.person.id) for each in seen.tasks) == [
        ("approve", "P1"),
        ("approve", "P2"),
        ("draft", "E1"),
    ]
    assert [each.task for each in inbox(house, NOW, "E1").tasks if each.about.instance == ID] == ["draft"]
    assert standing(house, NOW, ID).active == ("drafting", "approving", "reviewing")
    found = progress(house, NOW, None).processes
    lines = {line.state: line.count for each in found for line in each.states}
    assert (lines["drafting"], lines["approving"]) == (1, 1)
    outcome = trigger(house, ID, Triggered(act="approve", actor="P1"), NOW + DAY)
    assert outcome.state == "reviewing"
    assert state(house) == ("drafting", "approved")
    assert trigger(house, ID, Triggered(act="draft", actor="E1"), NOW + 2 * DAY).state == "signing"


def test_time_and_messages_follow_the_part_they_belong_to(house: Workspace) -> None:
    trigger(house, ID, Triggered(act="approve", actor="P1"), NOW + DAY)
    for days in range(1, 12):
        tick(house, NOW + days * DAY)
        deliver(house, NOW + days * DAY)
    with snapshot(house.database) as connection:
        reminders = [each for each in messages_of(connection, ID) if each.notice.template == "task_due_soon"]
    assert [each.notice.recipient for each in reminders] == ["E1"]
    assert state(house) == ("drafting", "approved")
    tick(house, NOW + 20 * DAY)
    assert state(house) == ("expired",)
