"""A backup moves a house from one database to another; the copy is held, and never sends what its original has sent."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlalchemy import text

from engine.core.values import Incident
from engine.runtime.announcing import enable, renew, subscribe
from engine.runtime.backing_up import back_up
from engine.runtime.deliver import deliver
from engine.runtime.holding import ensure_free, hold_of
from engine.runtime.launch import launch
from engine.runtime.releasing import preview, release
from engine.runtime.replaying import replay_all
from engine.runtime.restoring import NOT_TAKEN, restore
from engine.runtime.rounds import Rounds
from engine.runtime.runner import round_of
from engine.runtime.tick import tick
from engine.runtime.workspace import Workspace, open_workspace
from engine.store.archive import rows_of, shapes
from engine.store.database import snapshot, transaction
from engine.store.incidents import open_incidents
from engine.store.prepare import upgrade
from engine.store.subscriptions import subscriptions
from engine.words.errors import Misuse, Refused, ReviewflowError, Unavailable
from tests.runtime.conftest import NOW

START = datetime(2026, 7, 1, 2, tzinfo=UTC)
DAY = timedelta(days=1)
MONTH = timedelta(days=30)
PROVES = {"mark", *NOT_TAKEN}


@pytest.fixture
def original(workspace: Workspace) -> Workspace:
    """A company some days into its cycle, with something queued for later."""
    launch(workspace, "2026-h2", NOW)
    round_of(workspace, START)
    return workspace


@pytest.fixture
def empty(original: Workspace, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Workspace]:
    """An empty database of the other kind, in a folder of its own."""
    other = "postgres_url" if original.database.dialect.name == "sqlite" else "sqlite_url"
    home = tmp_path / "elsewhere"
    home.mkdir()
    found = open_workspace(home, request.getfixturevalue(other))
    yield found
    found.database.dispose()


def everything(workspace: Workspace) -> dict[str, list[str]]:
    with snapshot(workspace.database) as connection:
        return {
            each.name: sorted(
                json.dumps(dict(zip(dict(each.columns), row, strict=True)), sort_keys=True)
                for row in rows_of(connection, each)
            )
            for each in shapes(connection)
        }


def sent(workspace: Workspace) -> set[str]:
    with snapshot(workspace.database) as connection:
        return set(connection.execute(text("SELECT key FROM outbox WHERE status = 'sent'")).scalars())


def test_a_house_moves_whole_from_one_kind_of_database_to_the_other(
    original: Workspace, empty: Workspace, tmp_path: Path
) -> None:
    (original.home / "evidence" / "x").mkdir(parents=True)
    (original.home / "evidence" / "x" / "paper").write_bytes(b"\x00\xff")
    made = back_up(original, tmp_path / "b.zip", START)
    done = restore(empty, tmp_path / "b.zip", START, START)
    before, after = everything(original), everything(empty)
    assert {name: rows for name, rows in after.items() if name not in PROVES} == {
        name: rows for name, rows in before.items() if name not in PROVES
    }
    assert (done.expired, done.kept, done.written) == (0, 0, len(made.files))
    assert (empty.home / "evidence" / "x" / "paper").read_bytes() == b"\x00\xff"
    assert (empty.home / "processes" / "goal_setting.yaml").exists()
    there = open_workspace(empty.home, empty.settings.database)
    assert all(each.sound for each in replay_all(there, [], START))
    with transaction(there.database) as connection:  # numbers go on where they ended
        open_incidents(connection, {"x": [Incident(code="calendar-ends", facts={}, state="")]}, START)
    release(there, START + DAY)
    assert round_of(there, START + 30 * DAY)[1].sent > 0
    there.database.dispose()


def test_a_restored_database_does_nothing_until_it_is_released(
    original: Workspace, empty: Workspace, tmp_path: Path
) -> None:
    back_up(original, tmp_path / "b.zip", START)
    restore(empty, tmp_path / "b.zip", START + MONTH)
    before = everything(empty)
    with pytest.raises(Refused):
        ensure_free(empty)
    rounds = Rounds(empty, threading.Event())
    assert rounds.wake() is None
    assert everything(empty) == before
    foreseen = preview(empty, START + MONTH)
    assert everything(empty) == before
    done = release(empty, START + MONTH)
    assert (done.ticked, done.withheld, done.going) == (foreseen.ticked, foreseen.withheld, foreseen.going)
    assert (done.passed > 0, done.ticked.changed > 0, hold_of(empty)) == (True, True, None)
    for does in (preview, release):
        with pytest.raises(Refused):
            does(empty, START + MONTH)


def test_a_copy_never_sends_what_its_original_has_sent(original: Workspace, empty: Workspace, tmp_path: Path) -> None:
    back_up(original, tmp_path / "b.zip", START)
    already = sent(original)
    for day in range(1, 25):
        round_of(original, START + day * DAY)
    end = START + 24 * DAY + timedelta(hours=1)
    restore(empty, tmp_path / "b.zip", end)
    release(empty, end)
    deliver(empty, end)
    assert len(sent(original)) > len(already)
    assert sent(empty) == already
    with snapshot(empty.database) as connection:
        why = connection.execute(text("SELECT DISTINCT last_error FROM outbox WHERE status = 'suppressed'")).scalars()
        assert "restored" in set(why)
    for day in range(25, 60):
        round_of(empty, START + day * DAY)
    later = sent(empty) - already
    with snapshot(empty.database) as connection:
        planned = connection.execute(text("SELECT key, planned_at FROM outbox WHERE status = 'sent'")).all()
    assert later
    assert all(str(at) > f"{end:%Y-%m-%d}" for key, at in planned if key in later)


def test_a_move_whose_original_stood_still_sends_all_it_owes(
    original: Workspace, empty: Workspace, tmp_path: Path
) -> None:
    tick(original, START + 8 * DAY)
    back_up(original, tmp_path / "b.zip", START + 8 * DAY)
    owed = restore(empty, tmp_path / "b.zip", START + 9 * DAY, START + 8 * DAY)
    assert owed.expired == 0
    going = release(empty, START + 9 * DAY).going
    assert deliver(empty, START + 9 * DAY).sent > 0
    assert sum(going.values()) > 0


def test_what_is_damaged_newer_or_no_backup_is_refused_before_anything_is_written(
    original: Workspace, empty: Workspace, tmp_path: Path
) -> None:
    file = tmp_path / "b.zip"
    back_up(original, file, START)
    with pytest.raises(Misuse):
        back_up(original, file, START)
    with pytest.raises(Refused):
        restore(original, file, START)
    for code, spoil in (
        ("backup-damaged", lambda name, content: content[:-9] if name == "tables/event.jsonl" else content),
        ("backup-damaged", lambda name, content: content.replace(b'"processes/', b'"../processes/')),
        ("backup-newer", lambda name, content: content.replace(b'"version": 1', b'"version": 2')),
        ("backup-newer", lambda name, content: content.replace(b'"revision": "0', b'"revision": "9')),
        ("backup-unreadable", lambda name, content: content.replace(b'"reviewflow-backup"', b'"other"')),
    ):
        bad = tmp_path / "bad.zip"
        with ZipFile(file) as good, ZipFile(bad, "w") as spoilt:
            for name in good.namelist():
                spoilt.writestr(name, spoil(name, good.read(name)))  # type: ignore[no-untyped-call]
        with pytest.raises(Unavailable) as raised:
            restore(empty, bad, START)
        assert raised.value.code == code
    (tmp_path / "no.zip").write_text("no")
    with pytest.raises(ReviewflowError, match="backup-unreadable"):
        restore(empty, tmp_path / "no.zip", START)
    assert not any(empty.home.iterdir())
    with snapshot(empty.database) as connection:
        assert shapes(connection) == []


def test_a_backup_holds_no_secret_and_is_the_owners_alone(original: Workspace, tmp_path: Path) -> None:
    (original.home / "reviewflow.yaml").write_text(
        "database: postgresql://me:hunter2@db/x\nsender: R <r@example.com>\nchannels:\n"
        "  smtp: {host: mail.example.com, user: me, password: hunter2}\n"
        "  feishu: {url: 'https://open.feishu.cn/hook/hunter2', secret: '${FEISHU}'}\n"
    )
    back_up(original, tmp_path / "b.zip", START)
    assert (tmp_path / "b.zip").stat().st_mode & 0o077 == 0
    with ZipFile(tmp_path / "b.zip") as archive:
        assert [name for name in archive.namelist() if b"hunter2" in archive.read(name)] == []
        kept = archive.read("settings.yaml").decode()
    assert "mail.example.com" in kept
    assert "${SMTP_PASSWORD}" in kept
    assert "${FEISHU}" in kept


def test_a_backup_of_earlier_tables_is_brought_up_to_date(tmp_path: Path) -> None:
    old = open_workspace(tmp_path, f"sqlite:///{tmp_path / 'old.db'}")
    upgrade(old.database, "0007")
    back_up(old, tmp_path / "b.zip", START)
    new = open_workspace(tmp_path, f"sqlite:///{tmp_path / 'new.db'}")
    upgrade(new.database)
    restore(new, tmp_path / "b.zip", START)
    assert everything(new)["runner"] == []
    old.database.dispose()
    new.database.dispose()


class Writer(threading.Thread):
    """Goes on writing while a backup is made."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace, self.days, self.stop = workspace, 0, threading.Event()

    def run(self) -> None:
        while not self.stop.is_set() and self.days < 40:
            self.days += 1
            round_of(self.workspace, START + self.days * DAY)


def test_a_backup_beside_a_runner_is_of_one_moment(original: Workspace, empty: Workspace, tmp_path: Path) -> None:
    writer = Writer(original)
    writer.start()
    for number in range(5):
        back_up(original, tmp_path / f"{number}.zip", START)
    writer.stop.set()
    writer.join()
    restore(empty, tmp_path / "4.zip", START)
    there = open_workspace(empty.home, empty.settings.database)
    assert all(each.sound for each in replay_all(there, [], START + MONTH))
    there.database.dispose()


def test_webhooks_come_without_their_secrets_and_say_nothing_until_they_have_new_ones(
    original: Workspace, empty: Workspace, tmp_path: Path
) -> None:
    made = subscribe(original, "https://93.184.215.14/heard", START)
    tick(original, START + 8 * DAY)
    back_up(original, tmp_path / "b.zip", START + 8 * DAY)
    with ZipFile(tmp_path / "b.zip") as archive:
        assert not any(made.secret.encode() in archive.read(each) for each in archive.namelist())
    restore(empty, tmp_path / "b.zip", START + 9 * DAY)
    with snapshot(empty.database) as connection:
        (found,) = subscriptions(connection)
        owed = connection.execute(text("SELECT status, last_error, count(*) FROM announcement GROUP BY 1, 2")).all()
    assert (found.secret, found.disabled_at) == ("", START + 9 * DAY)
    assert "secret" in (found.disabled_because or "")
    assert [tuple(each)[:2] for each in owed] == [("dropped", "restored")]
    assert owed[0][2] > 5
    release(empty, START + 9 * DAY)
    with pytest.raises(Refused):
        enable(empty, made.id)
    assert renew(empty, made.id) not in ("", made.secret)
    enable(empty, made.id)
    with snapshot(empty.database) as connection:
        assert subscriptions(connection)[0].disabled_at is None
