"""A company whose letters carry links, served over real HTTP, and a real browser to open them with."""

from __future__ import annotations

import re
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import pytest
import uvicorn

from engine.api.app import create_app
from engine.api.desk import Desk
from engine.core.values import Triggered
from engine.runtime.deliver import deliver
from engine.runtime.importing import import_people
from engine.runtime.launch import launch
from engine.runtime.readiness import make_ready
from engine.runtime.tick import tick
from engine.runtime.trigger import trigger
from engine.runtime.workspace import Workspace, open_workspace
from notifications.message import Message
from tests.cli.shell import PEOPLE

KEY = "a key for tests that nobody needs to guess"
NOW = datetime(2026, 7, 1, 7, tzinfo=UTC)
BRIEF = {"unit_goals": [{"title": "华东区销售额"}], "expectations": "稳住老客户"}
LINK = re.compile(r"http://127\.0\.0\.1:\d+/go/\S+")


@dataclass(slots=True)
class Site:
    """A server, its workspace and the moment it believes to be now."""

    url: str
    workspace: Workspace
    now: datetime = NOW
    desk: Desk | None = None

    def browser(self, **headers: str) -> httpx2.Client:
        """A visitor without a screen: keeps cookies, follows where it is sent."""
        return httpx2.Client(base_url=self.url, follow_redirects=True, timeout=30, headers=headers)

    def act(self, instance: str, act: str, actor: str, **form: object) -> None:
        trigger(self.workspace, instance, Triggered(act=act, actor=actor, form=form), self.now)

    def look(self) -> None:
        """Have the server read its files anew now."""
        assert self.desk is not None
        self.desk.look()
        self.workspace = self.desk.workspace

    def leave(self, person: str) -> None:
        """Somebody leaves the company."""
        line = next(each for each in PEOPLE.splitlines() if each.startswith(f"{person},"))
        cells = line.split(",")
        cells[8] = f"{self.now - timedelta(days=1):%Y-%m-%d}"
        table = f"{PEOPLE.splitlines()[0]}\n{','.join(cells)}\n"
        import_people(self.workspace, table.encode(), self.now)

    def links(self, person: str) -> list[str]:
        """The links in the letters to a person, the latest letter last."""
        tick(self.workspace, self.now)
        deliver(self.workspace, self.now)
        box = Path(self.workspace.settings.channels["mailbox"]["folder"])
        mail = f"{person.lower()}@example.com"
        files = sorted((file for file in box.rglob("*") if file.is_file()), key=lambda each: each.stat().st_mtime_ns)
        found = [Message.from_bytes(file.read_bytes()) for file in files]
        return [link for each in found if each.to.address == mail for link in LINK.findall(each.text)]


@contextmanager
def site(home: Path, database: str, people: str = PEOPLE) -> Iterator[Site]:
    """Thirteen people whose goal setting begins at `NOW`."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        (home / "reviewflow.yaml").write_text(f"public_url: {url}\nlink_key: {KEY}\n", "utf-8")
        workspace = open_workspace(home, database)
        make_ready(workspace)
        import_people(workspace, people.encode(), NOW - timedelta(days=2))
        launch(workspace, "2026-h2", NOW - timedelta(days=2))
        tick(workspace, NOW)
        found = Site(url, workspace)
        with running(found, listening):
            yield found
        workspace.database.dispose()


@contextmanager
def running(found: Site, listening: socket.socket) -> Iterator[None]:
    app = create_app(found.workspace, lambda: found.now)
    found.desk = app.state.desk
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
            assert thread.is_alive()
        yield
    finally:
        server.should_exit = True
        thread.join(10)


@pytest.fixture
def fresh(sqlite_blueprint: Path, tmp_path: Path) -> Iterator[Site]:
    """A company of this test's own."""
    shutil.copy(sqlite_blueprint, tmp_path / "reviewflow.db")
    with site(tmp_path, f"sqlite:///{tmp_path / 'reviewflow.db'}") as found:
        yield found


@pytest.fixture
def either(prepared_url: str, tmp_path: Path) -> Iterator[Site]:
    """The same on each kind of database in turn."""
    with site(tmp_path, prepared_url) as found:
        yield found
