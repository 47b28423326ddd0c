"""One of several says to be on a task: the others see it, nobody is kept out, and it ends by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import httpx2
import pytest

from engine.api.client import Client, Problem
from engine.runtime.folder import initialise
from engine.runtime.importing import import_people
from engine.runtime.keys import SCOPES, make_token
from engine.runtime.links import links_of
from engine.runtime.opening import open_instance
from engine.runtime.pruning import prune
from engine.runtime.workspace import Workspace, open_workspace
from tests.api.conftest import serving
from tests.runtime.conftest import NOW, PEOPLE

DESK = """\
process: desk
version: 1
title: {en: Desk, zh: 值班台}
subject: employee
start: {by: desk}
roles:
  employee: subject
  desk: {is: group('hr'), title: {en: Desk, zh: 值班人员}}
initial: waiting
states:
  waiting:
    title: {en: Waiting, zh: 等待}
    tasks:
      answer: {for: desk, title: {en: Answer, zh: 答复}}
      read_it: {for: desk, each: yes, title: {en: Read it, zh: 阅读}}
    due: 5 business days
    on:
      answer: {to: closed, title: {en: Answer, zh: 答复}}
    after:
      - {past: due, to: closed}
  closed: {final: yes, title: {en: Closed, zh: 已结束}}
"""
FIRST, SECOND = "P1", "P2"  # of human resources


@dataclass(slots=True)
class Desk:
    workspace: Workspace
    id: str
    clock: list[datetime]
    clients: dict[str, Client]

    def claim(self, who: str, task: str = "answer", method: str = "PUT") -> dict[str, object]:
        more = {"json": {"as": who}} if method == "PUT" else {"params": {"as": who}}
        path = f"/instances/{self.id}/tasks/{task}/claim"
        found: dict[str, object] = self.clients[who].call(method, path, **more)
        return found

    def refused(self, who: str, task: str = "answer", method: str = "PUT") -> str:
        with pytest.raises(Problem) as refused:
            self.claim(who, task, method)
        return refused.value.blockers[0]["code"] if refused.value.blockers else refused.value.code

    def seen(self, who: str) -> str | None:
        """Whom somebody sees on the task."""
        owed = next(each for each in self.clients[who].tasks(who)["tasks"] if each["task"] == "answer")
        assert owed["shared"]
        return owed["claimed_by"] and str(owed["claimed_by"]["id"])


@pytest.fixture
def desk(prepared_url: str, tmp_path: Path) -> Iterator[Desk]:
    initialise(tmp_path)
    (tmp_path / "processes" / "desk.yaml").write_text(DESK, "utf-8")
    workspace = open_workspace(tmp_path, prepared_url)
    import_people(workspace, PEOPLE.encode(), NOW)
    opened = open_instance(workspace, "desk", "E1", FIRST, {}, NOW).instance
    clock = [NOW]
    with ExitStack() as stack:
        url = stack.enter_context(serving(workspace, lambda: clock[0]))
        settings = replace(workspace.settings, public_url=url, link_key="for tests alone, " * 3)
        object.__setattr__(workspace, "settings", settings)
        keys = {
            each: make_token(workspace, each, SCOPES, timedelta(days=9), NOW, each)[1] for each in (FIRST, SECOND, "E1")
        }
        clients = {each: stack.enter_context(Client(url, key, person=each)) for each, key in keys.items()}
        yield Desk(workspace, opened, clock, clients)
    workspace.database.dispose()


def test_the_others_see_who_is_on_it_and_may_still_do_it(desk: Desk) -> None:
    assert desk.seen(SECOND) is None
    desk.claim(FIRST)
    assert (desk.seen(FIRST), desk.seen(SECOND)) == (FIRST, FIRST)
    assert desk.refused(SECOND) == "task-claimed"
    assert desk.refused(SECOND, method="DELETE") == "task-claimed"
    assert desk.clients[SECOND].act(desk.id, "answer")["state"] == "closed"


def test_it_is_taken_back_and_ends_by_itself(desk: Desk) -> None:
    desk.claim(FIRST)
    desk.claim(FIRST, method="DELETE")
    desk.claim(FIRST, method="DELETE")
    assert desk.claim(SECOND)["person"] == SECOND
    desk.clock[0] += timedelta(hours=23)
    assert desk.refused(FIRST) == "task-claimed"
    desk.claim(SECOND)  # goes on
    desk.clock[0] += timedelta(hours=25)
    assert desk.seen(FIRST) is None
    pruned = prune(desk.workspace, desk.clock[0])
    assert pruned is not None
    assert pruned.claims == 1
    assert desk.claim(FIRST)["person"] == FIRST


def test_nobody_is_on_what_is_not_theirs(desk: Desk) -> None:
    assert desk.refused(FIRST, "answr") == "task-not-yours"
    assert desk.refused(FIRST, "read_it") == "task-everybodys"
    assert desk.refused("E1") in ("task-not-yours", "instance-unknown")


def test_a_page_has_a_button_for_it(desk: Desk) -> None:
    with httpx2.Client(follow_redirects=True, timeout=30) as visit:
        assert visit.get(links_of(desk.workspace, FIRST, NOW).pages).status_code == 200
        site = desk.workspace.settings.public_url
        page = visit.get(f"{site}/my/review/{desk.id}", params={"lang": "en"}).text
        assert "I am on it" in page
        csrf = re.findall(r'name="csrf" value="([^"]+)"', page)[-1]
        address = f"{site}/my/claim/answer/{desk.id}"
        assert visit.post(address, data={"do": "claim"}).status_code == 403
        page = visit.post(address, data={"csrf": csrf, "do": "claim"}).text
        assert "I am not on it any more" in page
        assert desk.seen(SECOND) == FIRST
        visit.post(address, data={"csrf": csrf, "do": "release"})
        assert desk.seen(SECOND) is None
        desk.claim(SECOND)
        page = visit.get(f"{site}/my/review/{desk.id}").text
        assert "Pat Pole is on it" in page
        assert "I am on it" not in page
