"""Taking over people from a file: joiners, moves and leavers in one transaction, with all that follows from them.

Instances that are reached hear of it in the same transaction, up to a batch; what is more is owed to the rest and
settled at once in further transactions, so that a crash in between loses nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from engine.runtime.consequences import Consequence, consequences
from engine.runtime.effective import follow, take_over
from engine.runtime.leaving import BATCH, settle_owed
from engine.runtime.people_file import Row, read_people
from engine.runtime.people_table import decoded
from engine.runtime.starting import IMPORTED
from engine.runtime.work import Work
from engine.runtime.workspace import Workspace
from engine.store.database import transaction
from engine.store.marks import set_mark
from engine.store.people import Post, posts
from engine.store.units import all_units
from engine.store.waiting import Coming, wait
from engine.words.errors import Conflict, DefinitionInvalid, Unavailable
from engine.words.problems import Problem, Span

if TYPE_CHECKING:
    from engine.runtime.measuring import MeasurementsImported

ATTEMPTS = 5
LARGEST = 50_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """Numbers of people, and of instances that changed because of them.

    `left`: no longer active by today. `later`: lines about a day to come, kept until then.
    `consequences`: of a dry run, what each of the instances would come to.
    """

    joined: int
    changed: int
    left: int
    unchanged: int
    affected_instances: int
    encoding: str
    later: int = 0
    warnings: tuple[Problem, ...] = ()
    consequences: tuple[Consequence, ...] = ()


Taken = TypeVar("Taken", Imported, "MeasurementsImported")


def import_people(
    workspace: Workspace,
    source: Path | bytes,
    now: datetime,
    *,
    dry_run: bool = False,
    file: str | None = None,
    valid_from: date | None = None,
) -> Imported:
    """Make people what the file says; whoever is not in it stays as they are.

    A line is so from its `valid_from` on, else from `valid_from`, else from today: what was so earlier is written
    into the past, until the next change that is known; what will be so later takes effect with the tick of its day.

    With `dry_run` everything is worked out and nothing is written. Raises DefinitionInvalid with every fault, and
    then nobody is imported; Unavailable for a file that cannot be read.
    """
    name = file or (source.name if isinstance(source, Path) else "people.csv")
    given = content(source, name)
    return taken_over(workspace, now, lambda work, size: _once(work, name, given, size, valid_from), dry_run=dry_run)


def taken_over(workspace: Workspace, now: datetime, once: Callable[[Work, int], Taken], *, dry_run: bool) -> Taken:
    """What `once` brings in, in one transaction with the first instances it reaches; the others hear at once after.

    `once` gets the number of instances it may decide on. With `dry_run` nothing stays.
    """
    size = sys.maxsize if dry_run else BATCH
    for attempt in range(ATTEMPTS):
        try:
            with transaction(workspace.database) as connection:
                work = Work(workspace, connection, now)
                result = once(work, size)
                if dry_run:
                    result = replace(result, consequences=consequences(work))
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
            size = 0  # one of the instances reached cannot be written: the file first, instances one by one
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


def _once(work: Work, name: str, given: bytes, size: int, valid_from: date | None) -> Imported:
    """The import, and the first `size` of the instances it reaches; the others are owed the event."""
    connection, now = work.connection, work.now
    # Two imports at once wait for each other: either alone may be right and both together a circle of managers.
    set_mark(connection, IMPORTED, now.isoformat())
    before = posts(connection)
    rows, encoding, warnings = _read(work, name, given, before)
    today = now.astimezone(UTC).date()
    day = valid_from or today
    stated = [Coming(person=row.person, from_on=row.valid_from or day, cells=row.stated) for row in rows]
    later = [each for each in stated if each.from_on > today]
    wait(connection, later, now)
    changes = take_over(connection, [each for each in stated if each.from_on <= today], before, today, now)
    people = {each.person for each in stated if each.from_on <= today}
    followed = follow(work, changes, before, size)
    joined = len(people - before.keys())
    return Imported(
        joined=joined,
        changed=len(followed.people) - joined - followed.left,
        left=followed.left,
        unchanged=len(people) - len(followed.people),
        later=len(later),
        affected_instances=followed.affected,
        encoding=encoding,
        warnings=warnings,
    )


def _read(work: Work, name: str, given: bytes, known: Mapping[str, Post]) -> tuple[list[Row], str, tuple[Problem, ...]]:
    """The lines, the encoding they are in, and what is odd about them; the text itself need not be held any longer."""
    found = decoded(given, name)
    refuse(found.problems)
    units = {each.id for each in all_units(work.connection)}
    rows, problems = read_people(found.text, work.workspace.library.organisation, known, units=units, file=name)
    refuse(problems)
    return rows, found.encoding, (*found.problems, *problems)
