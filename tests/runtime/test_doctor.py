"""The doctor finds what was spoilt, line by line, says what to do, and changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from engine.runtime.doctor import examine
from engine.runtime.doctor.line import Line
from engine.runtime.launch import launch
from engine.runtime.presence import note_tick
from engine.runtime.runner import round_of
from engine.runtime.workspace import Workspace, open_workspace
from engine.store.database import transaction
from engine.words.texts import LANGUAGES
from tests.runtime.conftest import NOW

START = datetime(2026, 7, 1, 2, tzinfo=UTC)
AFTER = START + timedelta(minutes=1)


@pytest.fixture
def sound(workspace: Workspace) -> Workspace:
    launch(workspace, "2026-h2", NOW)
    round_of(workspace, START)
    note_tick(workspace, START, 0)
    return workspace


def lines(workspace: Workspace, now: datetime = AFTER) -> dict[str, Line]:
    """Code -> line, as somebody finds them who has just opened the folder."""
    opened = Workspace(home=workspace.home, settings=workspace.settings)
    try:
        return {each.code: each for each in examine(opened, now)}
    finally:
        opened.database.dispose()


def spoil(workspace: Workspace, *statements: str) -> None:
    with transaction(workspace.database) as connection:
        for each in statements:
            connection.execute(text(each))


def test_nothing_is_wrong_with_a_sound_house(sound: Workspace) -> None:
    found = lines(sound)
    # The version of SQLite, the disk and the zones are this machine's matter.
    machine = {"doctor-sqlite-old", "doctor-disk-scarce", "doctor-zones-old", "doctor-postgres-unsafe"}
    assert {code for code, each in found.items() if each.level != "ok"} - machine == {
        "doctor-files-warned"
    } & found.keys()
    assert {each.about for each in found.values()} == {
        "installation", "files", "disk", "channels", "database", "clock", "calendars", "definitions", "work", "reviews",
    }  # fmt: skip


def test_an_absent_database_is_not_made_by_looking(tmp_path: Path) -> None:
    found = lines(open_workspace(tmp_path, f"sqlite:///{tmp_path / 'none.db'}"))
    assert found["database-absent"].level == "fault"
    assert "doctor-files" in found or "doctor-files-warned" in found
    assert not (tmp_path / "none.db").exists()


SPOILT: list[tuple[str, str, list[str]]] = [
    ("doctor-definition-lost", "fault", ["UPDATE definition SET text = 'process: [' WHERE name = 'goal_setting'"]),
    ("doctor-waits-outside", "ok", ["DELETE FROM task", "DELETE FROM timer"]),
    ("health-dead", "warning", ["UPDATE outbox SET status = 'dead', sent_at = NULL"]),
    ("doctor-retried", "warning", ["UPDATE outbox SET status = 'queued', sent_at = NULL, attempts = 5"]),
]


@pytest.mark.parametrize(("code", "level", "statements"), SPOILT, ids=[code for code, _, _ in SPOILT])
def test_what_is_spoilt_is_found(sound: Workspace, code: str, level: str, statements: list[str]) -> None:
    spoil(sound, *statements)
    found = lines(sound)
    assert found[code].level == level
    assert found[code].since is not None
    assert all(found[code].text(language) for language in LANGUAGES)


def test_a_review_that_waits_for_nothing_is_a_fault(sound: Workspace) -> None:
    """A final state that is not ended: nothing is heard there."""
    spoil(sound, "DELETE FROM task", "DELETE FROM timer", """UPDATE instance SET state = '["closed"]'""")
    stuck = lines(sound)["doctor-stuck"]
    assert (stuck.level, stuck.facts["count"]) == ("fault", 12)
    assert "goal_setting/2026-h2/E1" in str(stuck.facts["first"]) or "goal_setting/2026-h2" in str(stuck.facts["first"])


def test_a_calendar_that_ends_before_open_limits_is_a_fault(sound: Workspace) -> None:
    later = "2036-01-05T00:00:00.000000Z" if sound.database.dialect.name == "sqlite" else "2036-01-05 00:00+00"
    spoil(sound, f"UPDATE task SET due_at = '{later}'")
    found = lines(sound)
    assert found["doctor-calendar-ends"].level == "fault"
    assert found["doctor-calendar-ends"].facts["limit"] == "2036-01-05"
    soon = lines(sound, datetime(2029, 12, 1, tzinfo=UTC))
    assert {"doctor-calendar-soon", "doctor-calendar-ends"} & soon.keys()


NOWHERE = {"host": "127.0.0.1", "port": "9", "security": "none"}
NO_HOOK = {"url": "http://127.0.0.1:9/", "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "allow_private": "yes"}


@pytest.mark.parametrize(
    ("settings", "code", "level"),
    [
        ({"channel": "smtp", "channels": {"smtp": NOWHERE}}, "doctor-channel-down", "fault"),
        ({"channels": {"mailbox": {"folder": "box"}, "webhook": NO_HOOK}}, "doctor-channel-down", "warning"),
        ({"sender": "nobody"}, "sender-invalid", "fault"),
        ({"database": "postgresql://nobody@127.0.0.1:9/none"}, "store-unreachable", "fault"),
    ],
    ids=["smtp", "webhook", "sender", "database"],
)
def test_what_cannot_be_reached_is_said(sound: Workspace, settings: dict[str, object], code: str, level: str) -> None:
    spoilt = Workspace(home=sound.home, settings=replace(sound.settings, **settings))  # type: ignore[arg-type]
    assert lines(spoilt)[code].level == level


def test_faulty_files_and_an_open_password_are_said_and_the_rest_is_looked_at(sound: Workspace) -> None:
    (sound.home / "reviewflow.yaml").write_text("channels:\n  smtp: {host: m, user: u, password: hunter2}\n")
    (sound.home / "reviewflow.yaml").chmod(0o644)
    (sound.home / "processes" / "goal_setting.yaml").write_text("process: [")
    sound = Workspace(home=sound.home, settings=sound.settings)
    found = lines(sound)
    assert found["doctor-files-wrong"].level == "fault"
    assert found["doctor-secret-open"].level == "warning"
    assert found["doctor-definitions"].level == "ok"
    (sound.home / "reviewflow.yaml").chmod(0o600)
    assert "doctor-secret-open" not in lines(sound)
