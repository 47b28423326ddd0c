"""A company on the first day of its cycle, served over real HTTP."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import pytest
import uvicorn

from engine.api.app import create_app
from engine.api.client import Client
from engine.runtime.importing import import_people
from engine.runtime.keys import SCOPES, make_token
from engine.runtime.launch import launch
from engine.runtime.readiness import make_ready
from engine.runtime.tick import tick
from engine.runtime.workspace import Workspace, open_workspace
from tests.cli.shell import PEOPLE
from tests.notifications.conftest import receiver

__all__ = ["receiver"]

NOW = datetime(2026, 7, 1, 7, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Served:
    """A server and its workspace. `key` is an administrator's who acts for everybody, `admin` a client with it."""

    url: str
    workspace: Workspace
    key: str
    admin: Client

    def token(self, *scopes: str, acts_for: str | None = None) -> str:
        return make_token(self.workspace, "portal", scopes, timedelta(days=9), NOW, acts_for)[1]

    def client(self, key: str = "", person: str | None = None, language: str = "en") -> Client:
        return Client(self.url, key or self.key, person=person, language=language)

    def http(self, key: str = "", **headers: str) -> httpx2.Client:
        """For what no well-behaved client would send."""
        return httpx2.Client(
            base_url=f"{self.url}/v1", headers={"Authorization": f"Bearer {key or self.key}", **headers}, timeout=20
        )


@contextmanager
def serving(workspace: Workspace, now: Callable[[], datetime]) -> Iterator[str]:
    """The address of a server on a port of its own."""
    config = uvicorn.Config(create_app(workspace, now), port=0, log_level="critical", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
            assert thread.is_alive()
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)


def begun(home: Path, database: str) -> Workspace:
    """Thirteen people whose goal setting begins at `NOW`."""
    workspace = open_workspace(home, database)
    make_ready(workspace)
    import_people(workspace, PEOPLE.encode(), NOW - timedelta(days=2))
    launch(workspace, "2026-h2", NOW - timedelta(days=2))
    tick(workspace, NOW)
    return workspace


@contextmanager
def as_admin(workspace: Workspace) -> Iterator[Served]:
    key = make_token(workspace, "all", SCOPES, timedelta(days=9), NOW, "*")[1]
    with serving(workspace, lambda: NOW) as url, Client(url, key) as admin:
        yield Served(url, workspace, key, admin)
    workspace.database.dispose()


@pytest.fixture
def served(prepared_url: str, tmp_path: Path) -> Iterator[Served]:
    """A company of this test's own, on each kind of database in turn."""
    with as_admin(begun(tmp_path, prepared_url)) as found:
        yield found


@pytest.fixture(scope="module")
def shared(sqlite_blueprint: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A company that a module's tests only read from."""
    home = tmp_path_factory.mktemp("served")
    shutil.copy(sqlite_blueprint, home / "reviewflow.db")
    with as_admin(begun(home, f"sqlite:///{home / 'reviewflow.db'}")) as found:
        yield found
