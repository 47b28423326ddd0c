"""A date of a running cycle moves: limits, timers and starts move with it, and nobody is told twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from engine.runtime.launch import launch
from engine.runtime.retiming import retime
from engine.runtime.tick import tick
from engine.runtime.workspace import Workspace, open_workspace
from engine.store.cycles import starts_of
from engine.store.database import snapshot
from engine.store.events import history
from engine.store.instances import load_instance
from engine.store.tables import OUTBOX
from engine.store.timers import armed_timers
from engine.words.errors import Misuse, NotFound

NOW = datetime(2026, 6, 1, 2, tzinfo=UTC)
OPENED = datetime(2026, 7, 1, 2, tzinfo=UTC)
DAY = timedelta(days=1)
PROBE = """\
process: probe
version: 1
title: {en: Probe, zh: 试用}
subject: employee
roles: {employee: subject}
initial: open
states:
  open:
    tasks: {confirm: {for: employee}}
    due: cycle.closing
    reminders: [{at: 10 days before due, send: task_due_soon}]
    on: {done: {to: closed}}
    after: [{past: due, to: closed}]
  closed: {final: yes}
"""
APART = PROBE.replace("probe", "apart").replace("cycle.closing", "60 days")
CYCLE = """\
cycle: probes
title: {en: Probes, zh: 试用}
name: "probes-{year}"
start: 2026-07-01
period: {from: start, to: 2026-12-31}
people: {include: employee.department == 'Research'}
dates:
  opening: {default: start, title: {en: Opening, zh: 开始}}
  closing: {default: 2026-08-31, title: {en: Closing, zh: 结束}}
  second: {default: 1 month after cycle.closing, title: {en: Second, zh: 第二轮}}
starts:
  - {process: probe, at: opening}
  - {process: apart, at: opening}
  - {process: probe, at: second}
"""


@pytest.fixture
def opened(workspace: Workspace) -> Iterator[Workspace]:
    """Seven people with two reviews each, of which one counts from the cycle's closing."""
    for name, text in (("probe", PROBE), ("apart", APART), ("cycles/probes", CYCLE)):
        (workspace.home / "processes" / f"{name}.yaml").write_text(text, encoding="utf-8")
    found = open_workspace(workspace.home, workspace.settings.database)
    launch(found, "probes-2026", NOW)
    tick(found, OPENED)
    yield found
    found.database.dispose()


def limit(workspace: Workspace, process: str = "probe") -> str:
    with snapshot(workspace.database) as connection:
        return str(load_instance(connection, f"{process}/probes-2026/E1").tasks[0].due_on)


def timers(workspace: Workspace) -> list[str]:
    with snapshot(workspace.database) as connection:
        found = armed_timers(connection, ["probe/probes-2026/E1"])["probe/probes-2026/E1"]
    return [f"{each.due_at:%m-%d}" for each in found]


def sent(workspace: Workspace) -> list[str]:
    with snapshot(workspace.database) as connection:
        keys = connection.execute(select(OUTBOX.c.key)).scalars()
        return sorted(each for each in keys if each.startswith("probe/"))


def planned(workspace: Workspace) -> list[str]:
    with snapshot(workspace.database) as connection:
        return [f"{each.process} {each.due_at:%m-%d} {each.status}" for each in starts_of(connection, "probes-2026")]


def test_open_reviews_are_re_timed_with_an_entry_each(opened: Workspace) -> None:
    found = retime(opened, "probes-2026", "closing", "2026-09-30", "The merger.", OPENED + DAY)
    assert (found.instances, found.untouched, found.failed) == (7, 7, ())
    assert found.changed_dates == ("closing", "second")
    assert (limit(opened), limit(opened, "apart")) == ("2026-09-30", "2026-08-30")
    assert timers(opened) == ["09-19", "09-30"]
    assert len(found.limits) == 7
    with snapshot(opened.database) as connection:
        last = list(history(connection, "probe/probes-2026/E1"))[-1].entry
    assert last.name == "cycle.moved"
    told = {"date": "closing", "from": "2026-08-31", "to": "2026-09-30", "reason": "The merger."}
    assert dict(last.payload) == told


def test_a_moved_date_is_there_to_stay_and_may_move_again(opened: Workspace) -> None:
    retime(opened, "probes-2026", "closing", "2026-09-30", "The merger.", OPENED + DAY)
    tick(opened, OPENED + 2 * DAY)
    assert limit(opened) == "2026-09-30"
    found = retime(opened, "probes-2026", "closing", "2 months after cycle.opening", "As before.", OPENED + 3 * DAY)
    assert (found.before, limit(opened)) == ("2026-09-30", "2026-09-01")


def test_what_has_not_started_starts_on_the_new_day(opened: Workspace) -> None:
    assert planned(opened)[-1] == "probe 09-29 waiting"
    found = retime(opened, "probes-2026", "second", "2026-11-02", "Later.", OPENED + DAY)
    assert [f"{process} {at:%m-%d}" for process, at in found.dropped] == ["probe 09-29"]
    assert planned(opened)[-2:] == ["probe 09-29 cancelled", "probe 11-01 waiting"]
    assert found.instances == 0


def test_nobody_is_reminded_twice(opened: Workspace) -> None:
    tick(opened, datetime(2026, 8, 21, 2, tzinfo=UTC))
    before = sent(opened)
    assert sum("task_due_soon" in each for each in before) == 7
    found = retime(opened, "probes-2026", "closing", "2026-09-30", "The merger.", datetime(2026, 8, 24, 2, tzinfo=UTC))
    assert (found.messages, sent(opened)) == (0, before)
    tick(opened, datetime(2026, 9, 21, 2, tzinfo=UTC))
    assert sent(opened) == before


def test_a_date_moved_into_the_past_lets_what_waits_for_it_happen_once(opened: Workspace) -> None:
    now = OPENED + 20 * DAY
    found = retime(opened, "probes-2026", "closing", "2026-07-15", "At once.", now)
    assert len(found.limits) == 7  # closed only after the reminder that comes late, and two business days
    assert sum("task_due_soon" in each for each in sent(opened)) == 7
    tick(opened, now + 5 * DAY)
    with snapshot(opened.database) as connection:
        assert load_instance(connection, "probe/probes-2026/E1").place == "closed"


def test_a_preview_changes_nothing(opened: Workspace) -> None:
    before = (limit(opened), timers(opened), planned(opened), sent(opened))
    found = retime(opened, "probes-2026", "closing", "2026-07-15", "What if?", OPENED + 20 * DAY, dry_run=True)
    assert (found.instances, found.messages) == (7, 7)
    assert (limit(opened), timers(opened), planned(opened), sent(opened)) == before


def test_what_cannot_be_moved_is_refused(opened: Workspace) -> None:
    with pytest.raises(Misuse, match="say why"):
        retime(opened, "probes-2026", "closing", "2027-01-04", " ", OPENED)
    with pytest.raises(NotFound, match="Nearest: closing"):
        retime(opened, "probes-2026", "closng", "2027-01-04", "Typo.", OPENED)
    with pytest.raises(Misuse, match=r"Known: start, period\.from, period\.to, opening"):
        retime(opened, "probes-2026", "closing", "1 week before cycle.second", "Later ones are not known.", OPENED)


def test_a_date_moves_for_some_until_it_moves_for_all(opened: Workspace) -> None:
    def limits() -> dict[str, str]:
        with snapshot(opened.database) as connection:
            found = {id: load_instance(connection, f"probe/probes-2026/{id}") for id in ("E1", "E2")}
        return {id: str(each.tasks[0].due_on) for id, each in found.items()}

    some = retime(opened, "probes-2026", "closing", "2026-09-30", "Later.", OPENED, where="employee.id == 'E1'")
    assert some.instances == 1
    assert limits() == {"E1": "2026-09-30", "E2": "2026-08-31"}
    retime(opened, "probes-2026", "closing", "2026-10-15", "All of them.", OPENED)
    assert limits() == {"E1": "2026-10-15", "E2": "2026-10-15"}
    for where in ("employee.sight == 'Berlin'", "employee.site == 'Berln'", "employee.site =="):
        with pytest.raises(Misuse):
            retime(opened, "probes-2026", "closing", "2026-11-01", "x", OPENED, where=where)
