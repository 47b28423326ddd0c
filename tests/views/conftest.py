"""A company of thirteen on either database, whose evaluations have begun."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from engine.core.values import Triggered
from engine.runtime.importing import import_people
from engine.runtime.launch import launch
from engine.runtime.readiness import make_ready
from engine.runtime.tick import tick
from engine.runtime.trigger import trigger
from engine.runtime.workspace import Workspace, open_workspace
from tests.cli.shell import PEOPLE

REVIEW = "evaluation/2026-h2/E3"
OPINION = {"quality": "4", "cooperation": "5", "initiative": "3"}


def at(text: str) -> datetime:
    """A moment in Shanghai."""
    return datetime.fromisoformat(f"{text}+08:00")


def act(workspace: Workspace, who: str, name: str, when: str, **form: object) -> None:
    trigger(workspace, REVIEW, Triggered(act=name, actor=who, form=form), at(when))


@pytest.fixture
def workspace(database_url: str, tmp_path: Path) -> Iterator[Workspace]:
    """The first day of the evaluations: twelve people review themselves and choose peers."""
    opened = open_workspace(tmp_path, database_url)
    assert make_ready(opened) == "created"
    assert make_ready(opened) == "ready"
    import_people(opened, PEOPLE.encode(), at("2026-12-01T09:00"))
    launch(opened, "2026-h2", at("2026-12-01T09:00"))
    tick(opened, at("2026-12-10T15:00"))
    yield opened
    opened.database.dispose()


@pytest.fixture
def reviewed(workspace: Workspace) -> Workspace:
    """E3 has been reviewed by E3, the manager E2 and three peers."""
    act(workspace, "E3", "self_review", "2026-12-11T10:00", achievements="做了很多", **OPINION)
    act(workspace, "E3", "choose_peers", "2026-12-11T10:10", peers="E4,E5,E6")
    act(workspace, "E2", "manager_review", "2026-12-12T10:00", comment="稳", **OPINION)
    for peer in ("E4", "E5", "E6"):
        act(workspace, peer, "peer_review", "2026-12-12T11:00", comment=f"同事{peer}", **OPINION)
    return workspace
