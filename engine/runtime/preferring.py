"""How somebody wants to be reached: what they chose, and what the organisation says where they chose nothing.

A choice is a line of a file of people: all that such a file checks is checked, and a later file may replace it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from engine.core.arrival import digest_of, hours, language_of
from engine.definition.house import CHOSEN
from engine.runtime.importing import import_people
from engine.runtime.work import Work
from engine.runtime.workspace import Workspace
from engine.store.database import snapshot
from engine.words.errors import DefinitionInvalid, NotFound

CHOICES = ("language", *CHOSEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """What holds for a person; `own` names what they chose themselves. Hours are written `09:00-18:00`."""

    person: str
    name: str
    language: str
    time_zone: str
    work_hours: str
    quiet_hours: str | None
    digest: str
    own: tuple[str, ...]


def preferences(workspace: Workspace, person: str, now: datetime) -> Preferences:
    """Raises NotFound for somebody nobody knows."""
    with snapshot(workspace.database) as connection:
        people = Work(workspace, connection, now).people
        member = people.person(person)
        if member is None:
            raise NotFound("person-unknown", person=person[:60])
        theirs = hours(people, person)
        return Preferences(
            person=person,
            name=member.record.name,
            language=language_of(people, person),
            time_zone=theirs.zone.key,
            work_hours=f"{theirs.opens:%H:%M}-{theirs.closes:%H:%M}",
            quiet_hours=theirs.quiet and f"{theirs.quiet[0]:%H:%M}-{theirs.quiet[1]:%H:%M}",
            digest=digest_of(people, person),
            own=tuple(
                each
                for each in CHOICES
                if (member.record.language if each == "language" else people.chosen(person, each)) is not None
            ),
        )


def prefer(workspace: Workspace, person: str, chosen: Mapping[str, str], now: datetime) -> Preferences:
    """Let somebody choose; an empty value goes back to what the organisation says.

    Raises NotFound for somebody nobody knows, DefinitionInvalid with every value that cannot be.
    """
    known = preferences(workspace, person, now)
    line = {"id": person, "name": known.name, **chosen}
    table = io.StringIO()
    csv.writer(table).writerows([line, line.values()])
    try:
        import_people(workspace, table.getvalue().encode(), now)
    except DefinitionInvalid as refusal:
        raise DefinitionInvalid([replace(each, span=None) for each in refusal.problems]) from None
    return preferences(workspace, person, now)
