"""Letting a restored database go on: first it catches up, still held, then what the original has sent is withheld.

A preview does the same to a copy, so that it tells what will be and not what somebody estimates.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

from engine.runtime.backing_up import dump
from engine.runtime.holding import Hold, held, hold_of, let_go
from engine.runtime.restoring import load
from engine.runtime.tick import Ticked, tick
from engine.runtime.workspace import Workspace
from engine.store.database import snapshot, transaction
from engine.store.held import limits_passed, waiting_by_template, withhold_added
from engine.store.prepare import upgrade
from engine.words.errors import Refused
from engine.words.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """What a release did, or would do. `going`: template -> messages that go out now; `later`: those for later.

    `withheld`: messages the original may have sent. `passed`: open tasks whose limit came since the backup.
    """

    hold: Hold
    passed: int
    ticked: Ticked
    withheld: int
    going: Mapping[str, int]
    later: int


def release(workspace: Workspace, now: datetime) -> Released:
    """Catch up and let go. Raises Refused where nothing is held."""
    what = hold_of(workspace)
    if what is None:
        raise Refused([Problem(code="nothing-held")])
    with snapshot(workspace.database) as connection:
        passed = limits_passed(connection, what.backed_up_at, now)
    ticked = tick(workspace, now)
    with transaction(workspace.database) as connection:
        # What was queued before is judged already, when it was restored; here what catching up has added.
        withheld = withhold_added(connection, what.since, what.ran_until) if what.ran_until > what.backed_up_at else 0
        going, later = waiting_by_template(connection, now)
        let_go(connection)
    return Released(hold=what, passed=passed, ticked=ticked, withheld=withheld, going=going, later=later)


def preview(workspace: Workspace, now: datetime) -> Released:
    """What `release` would do now, found out on a copy of the rows; nothing is changed. Raises Refused likewise."""
    with snapshot(workspace.database) as connection:
        if held(connection) is None:
            raise Refused([Problem(code="nothing-held")])
    with TemporaryDirectory(prefix="reviewflow-") as folder:
        place = Path(folder)
        for each in ("processes", "templates"):
            if (workspace.home / each).is_dir():
                (place / each).symlink_to(workspace.home / each, target_is_directory=True)
        settings = replace(workspace.settings, database=f"sqlite:///{place / 'copy.db'}")
        copy = Workspace(home=place, settings=settings)
        with ZipFile(place / "copy.zip", "w") as archive:
            revision, tables = dump(workspace, archive)
        upgrade(copy.database, revision)
        try:
            with ZipFile(place / "copy.zip") as archive, transaction(copy.database) as connection:
                load(connection, archive, tables)
            return release(copy, now)
        finally:
            copy.database.dispose()
