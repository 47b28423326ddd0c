"""A process hidden from its subject: whoever it is about gets the answers for a review that does not exist.

The subject is one of HR, who else see and do everything in it; a colleague stands in for them, and they for one.
"""

from __future__ import annotations

import mailbox
import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest

from engine.api.client import Client, Problem
from engine.core.roster import Delegation
from engine.core.values import Triggered
from engine.runtime.delegating import delegate
from engine.runtime.deliver import deliver
from engine.runtime.folder import initialise
from engine.runtime.importing import import_people
from engine.runtime.keys import SCOPES, make_token
from engine.runtime.links import links_of
from engine.runtime.opening import open_instance
from engine.runtime.trigger import trigger
from engine.runtime.workspace import Workspace, open_workspace
from engine.store.prepare import upgrade
from notifications.message import Message as Rendered
from tests.api.conftest import serving
from tests.runtime.conftest import PEOPLE

NOW = datetime(2026, 6, 1, 2, tzinfo=UTC)
SUBJECT, MANAGER, HR, DEPUTY = "P2", "P1", "P1", "E1"
TALK = """\
process: talk
version: 1
title: {en: Talk, zh: 面谈}
subject: employee
start: {by: hr}
roles: {employee: subject, manager: subject.manager, hr: group('hr')}
initial: talking
states:
  talking:
    title: {en: Talking, zh: 面谈中}
    on:
      look: {by: manager, start: umbra, title: {en: Look, zh: 查看}}
      close: {by: manager, to: closed, title: {en: Close, zh: 结束}}
  closed: {final: yes, title: {en: Closed, zh: 已结束}}
"""
UMBRA = """\
process: umbra
version: 1
title: {en: Umbra look, zh: 密评}
subject: employee
hidden_from_subject: {until: told}
roles: {employee: subject, manager: subject.manager, hr: group('hr')}
data:
  view: {type: text, title: {en: View, zh: 意见}}
visible:
  view: {to: [everyone, employee, hr, manager]}
initial: looking
states:
  looking:
    title: {en: Looking, zh: 评议中}
    due: 10 business days
    tasks:
      judge: {for: [manager, hr], form: [view], title: {en: Judge, zh: 评议}}
    on:
      note: {by: [hr, manager], form: [view], title: {en: Note, zh: 备注}, send: {template: returned, to: hr}}
      judge:
        {by: [manager, hr], title: {en: Judge, zh: 评议}, to: agreed, send: {template: returned, to: [hr, manager]}}
    after: [{past: due, to: agreed}]
  agreed:
    title: {en: Agreed, zh: 已商定}
    on:
      tell:
        {by: manager, to: told, title: {en: Tell, zh: 告知}, send: {template: task_overdue, to: employee}}
      drop: {by: manager, to: dropped, title: {en: Drop, zh: 作罢}}
  told:
    title: {en: Told, zh: 已告知}
    tasks:
      read: {for: employee, title: {en: Read, zh: 阅读}}
    on:
      done: {to: over}
  over: {final: yes, title: {en: Over, zh: 结束}}
  dropped: {final: yes, title: {en: Dropped, zh: 作罢}}
"""


def _until_july(person: str, to: str) -> Delegation:
    return Delegation(person=person, to=to, from_on=date(2026, 6, 1), until_on=date(2026, 6, 30))


@pytest.fixture
def workspace(database_url: str, tmp_path: Path) -> Iterator[Workspace]:
    home = tmp_path / "home"
    initialise(home)
    (home / "processes" / "talk.yaml").write_text(TALK, "utf-8")
    (home / "processes" / "umbra.yaml").write_text(UMBRA, "utf-8")
    opened = open_workspace(home, database_url)
    upgrade(opened.database)
    import_people(opened, PEOPLE.encode(), NOW)
    delegate(opened, _until_july(SUBJECT, DEPUTY), NOW)
    delegate(opened, _until_july(HR, SUBJECT), NOW)
    yield opened
    opened.database.dispose()


class Served:
    def __init__(self, workspace: Workspace, stack: ExitStack) -> None:
        self.workspace = workspace
        self.now = NOW
        url = stack.enter_context(serving(workspace, lambda: self.now))
        settings = replace(workspace.settings, public_url=url, link_key="for tests alone, " * 3)
        object.__setattr__(workspace, "settings", settings)
        scopes = [each for each in SCOPES if each != "everything:read"]
        self.clients, self.visits = {}, {}
        for person in (SUBJECT, HR, DEPUTY):
            key = make_token(workspace, person, scopes, timedelta(days=9), NOW, person)[1]
            self.clients[person] = stack.enter_context(Client(url, key, person=person))
            visit = stack.enter_context(httpx2.Client(base_url=url, follow_redirects=True, timeout=30))
            assert visit.get(links_of(workspace, person, NOW).pages).status_code == 200
            self.visits[person] = visit

    def answers(self, person: str, id: str) -> dict[str, Any]:
        """Everything somebody gets about one review, by API, page and calendar, with its id left out."""
        client, visit = self.clients[person], self.visits[person]
        given: dict[str, Any] = {"view": "x"}
        asked = {
            "read": lambda: client.instance(id),
            "options": lambda: client.options(id),
            "history": lambda: client.history(id),
            "form": lambda: client.call("GET", f"/instances/{id}/acts/note/form", params={"as": person}),
            "rehearsal": lambda: client.act(id, "note", given, dry_run=True),
            "act": lambda: client.act(id, "note", given),
            "for_another": lambda: client.act(id, "judge", given, on_behalf_of=HR),
            "list": lambda: [each for each in client.instances() if "umbra" in str(each)],
            "tasks": lambda: [each for each in client.tasks(person).values() if "umbra" in str(each)],
            "review": lambda: visit.get(f"/my/review/{id}").text,
            "page of an act": lambda: visit.get(f"/my/act/note/{id}").text,
            "inbox": lambda: visit.get("/my").text,
            "feed": lambda: visit.get(links_of(self.workspace, person, self.now).calendar).text,
        }
        found = {}
        for name, ask in asked.items():
            try:
                found[name] = ask()
            except Problem as refused:
                found[name] = refused.document
        random = re.compile(f'{re.escape(id)}|[0-9a-f-]{{32,36}}|value="[^"]{{40,}}"')
        return {name: random.sub("", str(each)) for name, each in found.items()}

    def letters(self) -> dict[str, str]:
        deliver(self.workspace, self.now)
        box = mailbox.Maildir(self.workspace.settings.channels["mailbox"]["folder"], factory=None, create=True)
        found: dict[str, str] = {}
        for key in list(box.keys()):
            each = Rendered.from_bytes(box[key].as_bytes())
            found[each.to.address] = found.get(each.to.address, "") + each.subject + each.text
            box.remove(key)
        return found


@pytest.fixture
def served(workspace: Workspace) -> Iterator[Served]:
    with ExitStack() as stack:
        yield Served(workspace, stack)


def do(served: Served, id: str, actor: str, act: str, **form: object) -> None:
    trigger(served.workspace, id, Triggered(act=act, actor=actor, form=form), served.now)


def opened(served: Served) -> str:
    parent = open_instance(served.workspace, "talk", SUBJECT, HR, {}, NOW).instance
    served.now += timedelta(hours=1)
    do(served, parent, MANAGER, "look")
    return f"{parent}/umbra"


def test_to_its_subject_it_is_as_if_it_were_not_there(served: Served) -> None:
    id = opened(served)
    nowhere = id.replace("/umbra", "/umbra-9")
    assert "Looking" in str(served.clients[HR].instance(id))
    for state in ("looking", "agreed"):
        if state == "agreed":
            do(served, id, HR, "judge", view="Good.")
        served.now += timedelta(minutes=5)
        for person in (SUBJECT, DEPUTY):
            found, expected = served.answers(person, id), served.answers(person, nowhere)
            assert found.keys() == expected.keys()
            for name in found:
                assert found[name] == expected[name], (person, state, name)
        told = served.letters()
        assert ("Agreed" in told["p1@example.com"] or "已商定" in told["p1@example.com"]) == (state == "agreed")
        for reader in ("p2@example.com", "e1@example.com"):
            assert not re.search("umbra|Looking|Agreed|评议中|已商定", told.get(reader, "")), (state, reader)
    do(served, id, MANAGER, "tell")
    assert "Told" in str(served.answers(SUBJECT, id)["read"])
    assert id in str(served.clients[SUBJECT].tasks(SUBJECT))
    assert "Told" in served.letters()["p2@example.com"]


def test_its_parent_does_not_betray_it(served: Served) -> None:
    id = opened(served)
    parent = id.removesuffix("/umbra")
    do(served, id, HR, "judge", view="Good.")
    do(served, id, MANAGER, "drop")
    seen = served.answers(SUBJECT, parent)
    assert "Talking" in seen["read"]
    for name, found in seen.items():
        assert not re.search("[Uu]mbra|密评|Dropped", found), name
    assert "umbra.ended" in str(served.clients[HR].history(parent))


def test_another_part_goes_to_somebody_else(served: Served) -> None:
    id = opened(served)
    roles = {each["person"]["id"] for each in served.clients[HR].tasks(HR)["tasks"] if "person" in each}
    assert SUBJECT not in roles
    with pytest.raises(Problem) as refused:
        served.clients[SUBJECT].act(id, "judge", {"view": "Mine."})
    assert refused.value.document["status"] == 404
