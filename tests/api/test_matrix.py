"""Nothing that is hidden shows over the network: every role, state and field of a generated process, on every way out.

The API as each reader sees it, their pages, their calendar, and what a webhook is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import httpx2
import pytest

from engine.api.client import Client, Problem
from engine.runtime import announcing
from engine.runtime.keys import SCOPES, make_token
from engine.runtime.links import links_of
from engine.runtime.opening import open_instance
from engine.runtime.workspace import Workspace
from tests.api.conftest import serving
from tests.notifications.receiver import Receiver
from tests.views.test_matrix import NOW, PEERS, READERS, WAY, allowed, do, form, words, workspace

__all__ = ["workspace"]

OUTSIDE = ("E5", "B1")  # who have no part in it


@dataclass(slots=True)
class World:
    """A process that is filled in, served at a moment that goes on."""

    workspace: Workspace
    url: str
    clients: dict[str, Client]
    id: str
    clock: list[datetime]
    visits: dict[str, httpx2.Client] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        return self.clock[0]

    def go_on(self) -> None:
        self.clock[0] += timedelta(minutes=1)

    def api(self, person: str) -> dict[str, Any]:
        """Everything the API answers somebody about the review; a refusal is an answer too."""
        client = self.clients[person]
        asked: dict[str, Callable[[], Any]] = {
            "read": lambda: client.instance(self.id),
            "list": lambda: list(client.instances(subject="E1")),
            "options": lambda: client.options(self.id),
            "history": lambda: client.history(self.id),
            "tasks": lambda: client.tasks(person),
            "form": lambda: client.call("GET", f"/instances/{self.id}/acts/tease/form", params={"as": person}),
            "rehearsal": lambda: client.act(self.id, "tease", {"nothing": "x"}, dry_run=True),
            "refusal": lambda: client.act(self.id, "tease", {"nothing": "x"}),
        }
        return {name: _answer(ask) for name, ask in asked.items()}

    def pages(self, person: str) -> dict[str, str]:
        """What their browser and their calendar get."""
        visit = self.visits[person]
        feed = links_of(self.workspace, person, self.now).calendar
        return {
            "inbox": visit.get("/my").text,
            "review": visit.get(f"/my/review/{self.id}").text,
            "act": visit.get(f"/my/act/tease/{self.id}").text,
            "feed": visit.get(feed).text,
        }


def _answer(ask: Callable[[], Any]) -> Any:
    try:
        return ask()
    except Problem as refused:
        return refused.document


@pytest.fixture
def world(workspace: Workspace, receiver: Receiver) -> Iterator[World]:
    opened = open_instance(workspace, "secrets", "E1", "P1", {}, NOW).instance
    with ExitStack() as stack:
        clock = [NOW + timedelta(minutes=1)]
        url = stack.enter_context(serving(workspace, lambda: clock[0]))
        channels = {**workspace.settings.channels, "webhook": {"allow_private": "yes"}}
        settings = replace(workspace.settings, public_url=url, link_key="for tests alone, " * 3, channels=channels)
        object.__setattr__(workspace, "settings", settings)
        announcing.subscribe(workspace, receiver.url, NOW)
        people = {*READERS.values(), *PEERS, *OUTSIDE}
        scopes = [each for each in SCOPES if each != "everything:read"]
        keys = {each: make_token(workspace, each, scopes, timedelta(days=9), NOW, each)[1] for each in people}
        clients = {each: stack.enter_context(Client(url, key, person=each)) for each, key in keys.items()}
        made = World(workspace, url, clients, opened, clock)
        for each in people:
            visit = stack.enter_context(httpx2.Client(base_url=url, follow_redirects=True, timeout=30))
            assert visit.get(links_of(workspace, each, NOW).pages).status_code == 200
            made.visits[each] = visit
        yield made


def test_nothing_hidden_shows_over_the_network(world: World, receiver: Receiver) -> None:
    do(world.workspace, world.id, "P1", "fill", world.now, **form())
    for peer in PEERS:
        do(world.workspace, world.id, peer, "peer_review", world.now, opinion=f"a_{peer}_a")
    path: tuple[str, ...] = ()
    seen_on_pages = 0
    for state in WAY:
        path = (*path, state)
        world.go_on()
        if len(path) > 1:
            do(world.workspace, world.id, "P1", "back" if path[-2:] == ("third", "second") else "move", world.now)
        for role, reader in READERS.items():
            may = allowed(role, path)
            if role == "manager":
                may |= {f"a_{peer}_a" for peer in PEERS}
            answers = world.api(reader)
            assert words(answers["read"]) == may, (role, path)
            assert len(answers["list"]) == 1
            for name, found in {**answers, **world.pages(reader)}.items():
                assert words(found) <= may, (role, path, name)
            seen_on_pages += len(words(world.pages(reader)["review"]))
        for peer in PEERS:
            for name, found in {**world.api(peer), **world.pages(peer)}.items():
                assert words(found) <= {f"a_{peer}_a"}, (peer, path, name)
        for stranger in OUTSIDE:
            answers = world.api(stranger)
            assert words([answers, world.pages(stranger)]) == set(), (stranger, path)
            assert answers["list"] == []
            assert {answers[name]["status"] for name in ("read", "options", "history", "form", "refusal")} == {404}
    assert seen_on_pages > 0
    assert announcing.announce(world.workspace, world.now).sent > 3
    assert words([body.decode() for _, _, body in receiver.got]) == set()
