"""`doctor`: everything outside the reviews themselves that could go wrong, looked at now. It changes nothing.

A check yields lines, one for each thing it looked at, sound ones too; one that cannot look says so, the others go on.
Begin with `examine`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from engine.runtime.doctor.database import database
from engine.runtime.doctor.files import calendars, definitions, files
from engine.runtime.doctor.line import House, Line
from engine.runtime.doctor.machine import clock_of_machine, disk, installation
from engine.runtime.doctor.reach import channels
from engine.runtime.doctor.rows import stuck, work
from engine.runtime.workspace import Workspace
from engine.words.errors import DefinitionInvalid, ReviewflowError

Check = Callable[[House], Iterator[Line]]
# What needs no database, what needs one, in the order in which one cause explains the next.
ALWAYS: tuple[tuple[str, Check], ...] = (
    ("installation", installation),
    ("files", files),
    ("disk", disk),
    ("channels", channels),
    ("database", database),
)
WITH_DATABASE: tuple[tuple[str, Check], ...] = (
    ("clock", clock_of_machine),
    ("calendars", calendars),
    ("definitions", definitions),
    ("work", work),
    ("reviews", stuck),
)


def examine(workspace: Workspace, now: datetime) -> Iterator[Line]:
    """Every line there is, as it is found."""
    house, usable = House(workspace, now), True
    for about, check in ALWAYS:
        for line in _looked(about, check, house):
            usable = usable and (about != "database" or line.level != "fault")
            yield line
    for about, check in WITH_DATABASE if usable else ():
        yield from _looked(about, check, house)


def _looked(about: str, check: Check, house: House) -> Iterator[Line]:
    try:
        yield from check(house)
    except DefinitionInvalid as failure:
        # The files' own line says which; whatever needs them cannot be looked at.
        yield Line("warning", about, "doctor-needs-files", {"count": len(failure.problems)})
    except ReviewflowError as failure:
        yield Line("fault", about, failure.code, dict(failure.facts))
