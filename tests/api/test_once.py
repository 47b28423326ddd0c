"""What a key makes happen once, with several servers before one database and an end in the middle."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest

from engine.api.client import Client, Problem
from engine.runtime.folder import initialise
from engine.runtime.importing import import_people
from engine.runtime.keys import SCOPES, make_token
from engine.runtime.workspace import Workspace, open_workspace
from engine.store import requests
from tests.api.conftest import serving
from tests.runtime.conftest import NOW, PEOPLE
from tests.runtime.test_opening import PRAISE

FORM = {"reason_given": "Stayed late."}


@pytest.fixture
def houses(prepared_url: str, tmp_path: Path) -> Iterator[list[Workspace]]:
    """One company, served by two."""
    initialise(tmp_path)
    (tmp_path / "processes" / "praise.yaml").write_text(PRAISE.replace("SEVERAL", "yes"), "utf-8")
    found = [open_workspace(tmp_path, prepared_url) for _ in range(2)]
    import_people(found[0], PEOPLE.encode(), NOW)
    yield found
    for each in found:
        each.database.dispose()


@pytest.fixture
def clients(houses: list[Workspace]) -> Iterator[list[Client]]:
    key = make_token(houses[0], "all", SCOPES, timedelta(days=9), NOW, "*")[1]
    with ExitStack() as stack:
        urls = [stack.enter_context(serving(each, lambda: NOW)) for each in houses]
        found = [stack.enter_context(Client(url, key, person="M1")) for url in urls for _ in range(3)]
        for each in found:  # two servers in one process must not build their routes at the same time
            assert opened(each) == []
        yield found


def opened(client: Client) -> list[str]:
    return [each["about"]["instance"] for each in client.instances(process="praise")]


def test_whatever_server_is_asked_it_is_opened_once(clients: list[Client]) -> None:
    for round in range(5):
        together = Barrier(len(clients))

        def ask(client: Client, key: str = f"praise {round}", together: Barrier = together) -> str:
            together.wait()
            return str(client.start("praise", "E1", FORM, key=key)["instance"])

        with ThreadPoolExecutor(len(clients)) as pool:
            answers = set(pool.map(ask, clients))
        assert len(answers) == 1
        assert len(opened(clients[0])) == round + 1


def test_what_ends_before_its_answer_is_kept_has_not_happened(
    clients: list[Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, *_ = clients
    with monkeypatch.context() as broken:
        broken.setattr(requests, "remember", lambda *_: 1 / 0)
        with pytest.raises(Problem):
            client.start("praise", "E1", FORM, key="k")
    assert opened(client) == []
    first = client.start("praise", "E1", FORM, key="k")
    assert client.start("praise", "E1", FORM, key="k") == first
    assert opened(client) == [first["instance"]]


def test_a_refusal_is_not_kept(clients: list[Client]) -> None:
    client, *_ = clients
    with pytest.raises(Problem) as refused:
        client.start("praise", "E1", {"reason_given": "Nothing."}, key="k")
    assert refused.value.blockers
    assert client.start("praise", "E1", FORM, key="k")["instance"] == "praise/2026-06-01/E1"
