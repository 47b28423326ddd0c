"""Taking over units from a file in one transaction; the instances they reach hear of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from engine.runtime.consequences import Consequence, consequences
from engine.runtime.importing import content, refuse
from engine.runtime.leaving import events_of, hold_looks, raise_now, settle_owed
from engine.runtime.people_table import decoded
from engine.runtime.starting import IMPORTED, catch_up
from engine.runtime.touched import touched_by_units
from engine.runtime.units_file import read_units
from engine.runtime.work import Work
from engine.runtime.workspace import Workspace
from engine.store.database import transaction
from engine.store.marks import set_mark
from engine.store.pending import owe
from engine.store.people import posts
from engine.store.units import all_units, upsert_units
from engine.words.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitsImported:
    """Numbers of units, and of instances that changed because of them."""

    added: int
    changed: int
    unchanged: int
    affected_instances: int
    encoding: str
    warnings: tuple[Problem, ...] = ()
    consequences: tuple[Consequence, ...] = ()  # of a dry run


def import_units(
    workspace: Workspace, source: Path | bytes, now: datetime, *, dry_run: bool = False, file: str | None = None
) -> UnitsImported:
    """Make units what the file says; whichever is not in it stays as it is.

    With `dry_run` everything is worked out and nothing is written. Raises DefinitionInvalid with every fault, and
    then no unit is imported; Unavailable for a file that cannot be read.
    """
    name = file or (source.name if isinstance(source, Path) else "units.csv")
    found = decoded(content(source, name), name)
    refuse(found.problems)
    with transaction(workspace.database) as connection:
        work = Work(workspace, connection, now)
        set_mark(connection, IMPORTED, now.isoformat())
        before = {each.id: each for each in all_units(connection)}
        people = posts(connection).keys()
        units, problems = read_units(found.text, workspace.library.organisation, before, people, file=name)
        refuse(problems)
        changed = upsert_units(connection, units, now)
        last_day = max(now.astimezone(UTC).date(), hold_looks(connection) or now.astimezone(UTC).date())
        closed = {each.id for each in units if each.closed_on is not None and each.closed_on <= last_day}
        events = events_of(work, touched_by_units(work), closed & set(changed)) if changed else {}
        if dry_run:
            raise_now(work, events)
        else:
            owe(connection, events, now)
        catch_up(work, changed)
        found_out = consequences(work)
        if dry_run:
            connection.rollback()
    affected = len(found_out) if dry_run else settle_owed(workspace, now)
    return UnitsImported(
        added=sum(id not in before for id in changed),
        changed=sum(id in before for id in changed),
        unchanged=len(units) - len(changed),
        affected_instances=affected,
        encoding=found.encoding,
        warnings=(*found.problems, *problems),
        consequences=found_out if dry_run else (),
    )
