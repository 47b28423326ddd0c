"""Taking over people from a file: joiners, moves and leavers in one transaction, with all that follows from them.

Instances that are reached hear of it in the same transaction, up to a batch; what is more is owed to the rest and
settled at once in further transactions, so that a crash in between loses nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from engine.runtime.leaving import BATCH, events_of, hold_looks, raise_now, settle_owed
from engine.runtime.people_file import read_people
from engine.runtime.people_table import Decoded, decoded
from engine.runtime.starting import IMPORTED, catch_up
from engine.runtime.touched import PERSONAL, touched
from engine.runtime.work import Work
from engine.runtime.workspace import Workspace
from engine.store.database import transaction
from engine.store.imports import upsert_people
from engine.store.marks import set_mark
from engine.store.pending import owe
from engine.store.people import everybody
from engine.words.errors import Conflict, DefinitionInvalid, Unavailable
from engine.words.problems import Problem, Span

ATTEMPTS = 5
LARGEST = 50_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """Numbers of people, and of instances that changed because of them. `left`: no longer active by today."""

    joined: int
    changed: int
    left: int
    unchanged: int
    affected_instances: int
    encoding: str
    warnings: tuple[Problem, ...] = ()


def import_people(
    workspace: Workspace, source: Path | bytes, now: datetime, *, dry_run: bool = False, file: str | None = None
) -> Imported:
    """Make people what the file says; whoever is not in it stays as they are.

    With `dry_run` everything is worked out and nothing is written. Raises DefinitionInvalid with every fault, and
    then nobody is imported; Unavailable for a file that cannot be read.
    """
    name = file or (source.name if isinstance(source, Path) else "people.csv")
    found = decoded(content(source, name), name)
    refuse(found.problems)
    size = sys.maxsize if dry_run else BATCH
    for attempt in range(ATTEMPTS):
        try:
            with transaction(workspace.database) as connection:
                result = _once(Work(workspace, connection, now), name, found, size)
                if dry_run:
                    connection.rollback()
                    return result
            break
        except Conflict:
            if attempt == ATTEMPTS - 1:
                raise
        except (DefinitionInvalid, Unavailable):
            raise
        except Exception:
            if not size:
                raise
            size = 0  # one of the instances reached cannot be written: people first, instances one by one
    return replace(result, affected_instances=result.affected_instances + settle_owed(workspace, now))


def content(source: Path | bytes, name: str) -> bytes:
    """The bytes of a file. Raises DefinitionInvalid for a huge one, Unavailable for one that cannot be read."""
    try:
        size = len(source) if isinstance(source, bytes) else source.stat().st_size
        if size > LARGEST:
            facts = {"size": size // 1_000_000, "limit": LARGEST // 1_000_000}
            raise DefinitionInvalid([Problem(code="people-too-large", facts=facts, span=Span(name))])
        return source if isinstance(source, bytes) else source.read_bytes()
    except OSError as failure:
        raise Unavailable("file-unreadable", file=str(source), why=failure.strerror or "") from None


def refuse(problems: Sequence[Problem]) -> None:
    """Raise DefinitionInvalid with the errors, if there are any."""
    errors = [each for each in problems if each.severity == "error"]
    if errors:
        raise DefinitionInvalid(errors)


def _once(work: Work, name: str, found: Decoded, size: int) -> Imported:
    """The import, and the first `size` of the instances it reaches; the others are owed the event."""
    connection, now = work.connection, work.now
    # Two imports at once wait for each other: either alone may be right and both together a circle of managers.
    set_mark(connection, IMPORTED, now.isoformat())
    before = {each.id: each for each in everybody(connection)}
    people, problems = read_people(found.text, work.workspace.library.organisation, before, file=name)
    refuse(problems)
    today = now.astimezone(UTC).date()
    looked_on = hold_looks(connection) or today
    changes = upsert_people(connection, people, on=today, now=now)
    after = {**before, **{each.id: each for each in people}}
    gone = {
        each.person
        for each in changes
        if each.fact == "left_on"
        and each.new is not None
        and each.new <= max(today, looked_on)
        and each.person in before
    }
    events = events_of(work, touched(work, changes, before, after), gone)
    first, rest = dict(list(events.items())[:size]), dict(list(events.items())[size:])
    affected, failed = raise_now(work, first)
    owe(connection, {**rest, **{id: events[id] for id in failed}}, now)
    touched_people = {each.person for each in changes}
    if any(each.fact not in PERSONAL for each in changes):
        catch_up(work, touched_people)
    work.write()
    joined = sum(each.id not in before for each in people)
    left = len(gone)
    return Imported(
        joined=joined,
        changed=len(touched_people) - joined - left,
        left=left,
        unchanged=len(people) - len(touched_people),
        affected_instances=affected,
        encoding=found.encoding,
        warnings=(*found.problems, *problems),
    )
