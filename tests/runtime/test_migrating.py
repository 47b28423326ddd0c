"""Running instances move to a new version: renamed states and fields, tasks and timers put right, nothing forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from engine.core.values import Instance, Triggered
from engine.runtime.importing import import_people
from engine.runtime.launch import launch
from engine.runtime.migrating import migrate
from engine.runtime.replaying import replay_all
from engine.runtime.tick import tick
from engine.runtime.trigger import trigger
from engine.runtime.workspace import Workspace, open_workspace
from engine.store.cycles import pinned_definitions
from engine.store.database import snapshot
from engine.store.events import history
from engine.store.instances import load_instances
from engine.words.errors import DefinitionInvalid, Misuse, NotFound, Refused
from tests.runtime.conftest import NOW, PEOPLE
from tests.runtime.test_limits import JULY

OLD = """\
process: talk
version: 1
title: {en: Talk, zh: 面谈}
subject: employee
roles: {employee: subject, manager: {is: employee.manager, on_change: keep}}
data:
  note: {type: text, title: {en: Note, zh: 备注}}
  extra: {type: text, optional: yes, title: {en: Extra, zh: 其他}}
initial: asking
states:
  asking:
    title: {en: Asking, zh: 提问}
    tasks: {answer: {for: employee, form: [note, extra]}}
    due: 5 business days
    on: {done: {to: telling}}
    after:
      - {past: due, to: closed}
  telling:
    title: {en: Telling, zh: 告知}
    tasks: {sign: {for: manager}}
    due: 5 business days
    on: {done: {to: closed}}
    after:
      - {past: due, to: closed}
  closed: {final: yes}
"""
NEW = (
    OLD.replace("version: 1", "version: 2")
    .replace("  telling:\n    title", "  explaining:\n    was: telling\n    title")
    .replace("to: telling", "to: explaining")
    .replace("  note: {type", "  remark: {was: note, type")
    .replace("[note, extra]", "[remark]")
    .replace("manager: {is", "boss: {was: manager, title: {en: Boss, zh: 上级}, is")
    .replace("  extra: {type: text, optional: yes, title: {en: Extra, zh: 其他}}\n", "")
    .replace("{sign: {for: manager}}\n    due: 5 business days", "{agree: {for: employee}}\n    due: 9 business days")
)
CYCLE = """\
cycle: talks
title: {en: Talks, zh: 面谈}
start: 2026-07-01
period: {from: start, to: 2026-12-31}
people: {include: "employee.manager.id == 'M1'"}
starts: [{process: talk, at: start}]
"""
LATER = JULY + timedelta(days=1)


@pytest.fixture
def talks(empty_workspace: Workspace) -> Iterator[Workspace]:
    """Two are being told, two are asked, all under version 1."""
    folder = empty_workspace.home / "processes"
    (folder / "talk.yaml").write_text(OLD, "utf-8")
    (folder / "cycles" / "talks.yaml").write_text(CYCLE, "utf-8")
    workspace = open_workspace(empty_workspace.home, empty_workspace.settings.database)
    import_people(workspace, PEOPLE.encode(), NOW)
    launch(workspace, "2026", NOW)
    tick(workspace, JULY)
    for person in ("E1", "E2"):
        event = Triggered(act="answer", actor=person, form={"note": "Fine", "extra": "More"})
        trigger(workspace, f"talk/2026/{person}", event, JULY)
    yield workspace
    workspace.database.dispose()


def _under(workspace: Workspace, text: str) -> Workspace:
    (workspace.home / "processes" / "talk.yaml").write_text(text, "utf-8")
    return open_workspace(workspace.home, workspace.settings.database)


def _at(workspace: Workspace, person: str) -> Instance:
    with snapshot(workspace.database) as connection:
        return load_instances(connection, [f"talk/2026/{person}"])[f"talk/2026/{person}"]


def test_a_plan_tells_what_would_happen_and_changes_nothing(talks: Workspace) -> None:
    new = _under(talks, NEW)
    before = _at(talks, "E1")
    moves = {each.instance: each for each in migrate(new, "talk", LATER, rehearse=True).moves}
    told = moves["talk/2026/E1"]
    assert (told.version, told.state, told.to) == (1, "telling", "explaining")
    assert (told.dropped, told.opened, told.closed) == (("extra",), ("agree",), ("sign",))
    assert told.timers_moved == ("past due → closed",)
    assert moves["talk/2026/E3"].timers_kept == ("past due → closed",)
    assert _at(talks, "E1") == before
    new.database.dispose()


def test_instances_move_with_what_they_hold_and_their_history_says_so(
    talks: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.runtime.migrating.BATCH", 3)
    new = _under(talks, NEW)
    import_people(new, PEOPLE.replace("Research,M1,2018", "Research,M2,2018").encode(), LATER)
    assert len(migrate(new, "talk", LATER).moves) == 4
    found = _at(new, "E1")
    assert found.roles == {"employee": ("E1",), "boss": ("M1",)}
    assert found.acts.keys() == {"answer"}
    assert (found.version, found.place, dict(found.data)) == (2, "explaining", {"remark": "Fine"})
    assert {each.name: each.status for each in found.tasks if each.state == "explaining"} == {
        "sign": "lapsed",
        "agree": "open",
    }
    with snapshot(new.database) as connection:
        assert pinned_definitions(connection, "2026") == {"talk": 2}
        assert [each.entry.name for each in history(connection, found.id)][-1] == "migrated"
    trigger(new, found.id, Triggered(act="agree", actor="E1"), LATER)
    assert _at(new, "E1").status == "ended"
    assert all(each.sound for each in replay_all(new, [found.id, "talk/2026/E3"], LATER))
    with pytest.raises(Misuse):
        migrate(new, "talk", LATER)
    new.database.dispose()


def test_some_move_and_the_others_finish_as_they_began(talks: Workspace) -> None:
    new = _under(talks, NEW)
    migrate(new, "talk", LATER, ["talk/2026/E2"])
    assert [_at(new, person).version for person in ("E1", "E2")] == [1, 2]
    trigger(new, "talk/2026/E1", Triggered(act="sign", actor="M1"), LATER)
    with pytest.raises(NotFound):
        migrate(new, "talk", LATER, ["talk/2026/E1"])
    new.database.dispose()


def test_a_migration_that_forgets_a_populated_state_names_everybody_in_it(talks: Workspace) -> None:
    new = _under(talks, NEW.replace("    was: telling\n", ""))
    with pytest.raises(Refused) as refused:
        migrate(new, "talk", LATER)
    assert [(each.code, each.facts["instance"]) for each in refused.value.blockers] == [
        ("migration-forgets-state", "talk/2026/E1"),
        ("migration-forgets-state", "talk/2026/E2"),
    ]
    assert _at(new, "E3").version == 1
    new.database.dispose()


def test_the_same_version_with_other_content_moves_nobody(talks: Workspace) -> None:
    new = _under(talks, NEW.replace("version: 2", "version: 1"))
    with pytest.raises(DefinitionInvalid):
        migrate(new, "talk", LATER)
    new.database.dispose()
