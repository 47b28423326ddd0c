"""A session about a whole cohort: it reaches those who are ready, on one day, and waits for nobody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from engine.core.values import Instance, Triggered
from engine.runtime.importing import import_people
from engine.runtime.launch import launch
from engine.runtime.replaying import replay_all
from engine.runtime.tick import tick
from engine.runtime.trigger import trigger
from engine.runtime.workspace import Workspace, open_workspace
from engine.store.database import snapshot
from engine.store.instances import load_instances
from engine.words.errors import Refused
from tests.runtime.conftest import NOW, PEOPLE
from tests.runtime.test_limits import JULY

RATING = """\
process: rate
version: 1
title: {en: Rating, zh: 评分}
subject: employee
roles: {employee: subject, manager: employee.manager, hr: group('hr')}
data: {grade: {type: choice, options: [C, B, A], title: {en: Grade, zh: 等级}}}
initial: rating
states:
  rating:
    title: {en: Rating, zh: 评分中}
    tasks: {rate: {for: manager, form: [grade], title: {en: Rate, zh: 评分}}}
    due: 40 business days
    on: {done: {to: calibrating}}
    after:
      - {past: due, to: closed}
  calibrating:
    on: {session.released: {to: told}}
    after:
      - {past: 90 days after entry, to: closed}
  told:
    title: {en: Told, zh: 已告知}
    after:
      - {past: 5 business days after entry, to: closed}
  closed: {final: yes}
"""
SESSION = """\
process: session
version: 1
title: {en: Session, zh: 校准会}
about: cycle
subject: cohort
roles: {committee: group('calibration')}
data:
  ready:
    type: number
    title: {en: Ready, zh: 待校准}
    compute: "count(members('rate') | where('state', '==', 'calibrating'))"
initial: meeting
states:
  meeting:
    title: {en: Meeting, zh: 会议中}
    tasks:
      release:
        for: committee
        title: {en: Release, zh: 公布}
        require: {that: ready > 0, else: {en: Nobody is ready., zh: 尚无人待校准。}}
    due: 10 business days
    on:
      release:
        title: {en: Release, zh: 公布}
        by: committee
        for_each: "members('rate') | where('state', '==', 'calibrating')"
        emit: released
        to: over
    after:
      - {past: due, to: over}
  over: {final: yes, title: {en: Over, zh: 已结束}}
"""
CYCLE = """\
cycle: rates
title: {en: Rates, zh: 评分}
start: 2026-07-01
period: {from: start, to: 2026-12-31}
people: {include: "employee.manager.id == 'M1'"}
starts:
  - {process: rate, at: start}
  - {process: session, at: 1 day after start}
limits:
  - from: session.release
    that: passed() <= 1
    else: {en: Once., zh: 一次。}
"""


@pytest.fixture
def rates(empty_workspace: Workspace) -> Iterator[Workspace]:
    folder = empty_workspace.home / "processes"
    for name, text in (("rate", RATING), ("session", SESSION), ("cycles/rates", CYCLE)):
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    workspace = open_workspace(empty_workspace.home, empty_workspace.settings.database)
    import_people(workspace, PEOPLE.encode(), NOW)
    launch(workspace, "2026", NOW)
    tick(workspace, JULY)
    tick(workspace, JULY + timedelta(days=1))
    yield workspace
    workspace.database.dispose()


def _at(workspace: Workspace, *ids: str) -> dict[str, Instance]:
    with snapshot(workspace.database) as connection:
        return load_instances(connection, ids)


def test_a_session_moves_those_who_are_ready_and_leaves_stragglers(rates: Workspace) -> None:
    session, later = "session/2026/2026", JULY + timedelta(days=2)
    with pytest.raises(Refused) as refused:
        trigger(rates, session, Triggered(act="release", actor="K1"), later)
    assert [each.text("en") for each in refused.value.blockers] == ["Nobody is ready."]
    for person in ("E1", "E2"):
        trigger(rates, f"rate/2026/{person}", Triggered(act="rate", actor="M1", form={"grade": "B"}), later)
    trigger(rates, session, Triggered(act="release", actor="K1"), later)
    found = _at(rates, session, *(f"rate/2026/E{number}" for number in (1, 2, 3, 4)))
    assert {id: each.place for id, each in found.items()} == {
        session: "over",
        "rate/2026/E1": "told",
        "rate/2026/E2": "told",
        "rate/2026/E3": "rating",
        "rate/2026/E4": "rating",
    }
    assert all(each.sound for each in replay_all(rates, [session, "rate/2026/E1"], later))
