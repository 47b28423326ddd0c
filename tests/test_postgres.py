"""The launcher: both sources of binaries, databases of one's own, and no server left behind."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.support import postgres

RUN = """
from tests.support.postgres import running
with running() as server:
    print(server.url.query["host"], flush=True)
    input()
"""


def test_both_databases_start_empty_and_speak_chinese(database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE person (name TEXT)"))
        connection.execute(text("INSERT INTO person VALUES ('张伟')"))
        assert connection.scalars(text("SELECT name FROM person")).all() == ["张伟"]
    engine.dispose()


def test_the_newest_version_is_chosen_by_number(tmp_path: Path) -> None:
    for version in ("9", "15", "16", "8"):
        folder = tmp_path / "usr/lib/postgresql" / version / "bin"
        folder.mkdir(parents=True)
        (folder / "initdb").touch()
    assert postgres.system_binaries(tmp_path) == tmp_path / "usr/lib/postgresql/16/bin"


def test_the_wheel_serves_where_nothing_is_installed() -> None:
    binaries = postgres.wheel_binaries()
    if binaries is None:
        pytest.skip("the wheel has no build for this platform")
    with postgres.running(binaries) as server:
        url = server.create()
        engine = create_engine(url)
        with engine.connect() as connection:
            assert connection.scalar(text("SELECT 1")) == 1
        engine.dispose()
        server.drop(url)
    assert not _home(server).exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the server to somebody who may not enter")
def test_a_wheel_in_a_folder_of_root_is_copied_out(tmp_path: Path) -> None:
    binaries = postgres.wheel_binaries()
    if binaries is None:
        pytest.skip("the wheel has no build for this platform")
    tmp_path.chmod(0o700)
    package = binaries.parents[1]
    for tree in package.parent.glob(f"{package.name}*"):
        (tmp_path / tree.name).symlink_to(tree)
    with postgres.running(tmp_path / package.name / binaries.relative_to(package)) as server:
        server.drop(server.create())
    assert not _home(server).exists()


def test_a_killed_run_leaves_no_server_and_no_folder() -> None:
    run = subprocess.Popen(
        [sys.executable, "-c", RUN], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    with run:
        assert run.stdout is not None
        assert run.stderr is not None
        home = Path(run.stdout.readline().decode().strip())
        assert (home / "data/postmaster.pid").exists()
        run.kill()
        # The supervisor holds the other end; it ends only when it has stopped the server.
        assert run.stderr.read() == b""
    assert not home.exists()


def test_a_server_that_cannot_start_says_why(tmp_path: Path) -> None:
    with (
        pytest.raises(RuntimeError, match="no_such_setting"),
        postgres.running(options=["-c", "no_such_setting=1"]),
    ):
        pass


def _home(server: postgres.Server) -> Path:
    return Path(str(server.url.query["host"]))
