"""A launched company: played once, copied for each test."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.shell import GOALS, UNIT_GOALS, Shell


@pytest.fixture(scope="session")
def launched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a company on the first day of its cycle. Not to be changed."""
    home = tmp_path_factory.mktemp("launched")
    Shell(home=home).begin()
    return home


@pytest.fixture
def shell(launched: Path, tmp_path: Path) -> Shell:
    """A company on the first day of its cycle, this test's own."""
    home = tmp_path / "company"
    shutil.copytree(launched, home)
    return Shell(home=home)


@pytest.fixture
def agreed(shell: Shell) -> Shell:
    """As `shell`; the goals of E3 and E4 are in force."""
    brief, goals = shell.write("brief.yaml", UNIT_GOALS), shell.write("goals.yaml", GOALS)
    for person in ("E3", "E4"):
        review = f"goal_setting/2026-h2/{person}"
        shell.ok("trigger", review, "brief", "--as", "E2", "--form", brief)
        shell.ok("trigger", review, "propose", "--as", person, "--form", goals)
        shell.ok("trigger", review, "agree", "--as", "E2", "--with", "talked_on=2026-07-01")
        shell.ok("trigger", review, "commit", "--as", person)
    return shell
