"""What stands still until somebody mends it: one incident for one cause, with its place in the file and its reviews."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.core.values import Incident
from engine.definition.places import place_of
from engine.runtime.definitions import process_of
from engine.runtime.workspace import Workspace
from engine.store.codec import encode
from engine.store.database import snapshot
from engine.store.incidents import OpenIncident, unresolved
from engine.store.running import versions_of
from engine.words.errors import DefinitionInvalid, NotFound
from engine.words.texts import catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """One cause and all it stops. `id` names it for as long as one of `ids` is open; `since` is when it first showed.

    `about` are instances, or names such as a template's. `place` is "file:line:column" in the definition of `version`.
    """

    id: int
    ids: tuple[int, ...]
    incident: Incident
    process: str | None
    version: int | None
    place: str | None
    about: tuple[str, ...]
    since: datetime

    @property
    def todo(self) -> str:
        """The code of the text that says what to do."""
        own = f"todo-{self.incident.code}"
        return own if own in catalogue() else "todo"


def troubles(workspace: Workspace) -> tuple[Trouble, ...]:
    """Every open incident, those of one cause as one, the oldest first. For the administrator."""
    with snapshot(workspace.database) as connection:
        found = unresolved(connection)
        versions = versions_of(connection, {each.about for each in found})
        groups: dict[tuple[Any, ...], list[OpenIncident]] = {}
        for each in found:
            groups.setdefault(_cause(each, versions), []).append(each)
        places: dict[tuple[str, int, str, str | None], str | None] = {}
        made = []
        for some in groups.values():
            process, version = versions.get(some[0].about, (None, None))
            incident, place = some[0].incident, None
            if process is not None and version is not None:
                key = (process, version, incident.state, incident.where)
                if key not in places:
                    try:
                        span = place_of(process_of(workspace, connection, process, version), *key[2:])
                        places[key] = None if span is None else str(span)
                    except (DefinitionInvalid, NotFound):
                        places[key] = None
                place = places[key]
            made.append(_trouble(some, process, version, place))
        return tuple(made)


def _cause(each: OpenIncident, versions: Mapping[str, tuple[str, int]]) -> tuple[Any, ...]:
    incident = each.incident
    known = versions.get(each.about)
    return (incident.code, known, incident.state, incident.where, encode(incident.facts))


def _trouble(some: Sequence[OpenIncident], process: str | None, version: int | None, place: str | None) -> Trouble:
    return Trouble(
        id=min(each.id for each in some),
        ids=tuple(sorted(each.id for each in some)),
        incident=some[0].incident,
        process=process,
        version=version,
        place=place,
        about=tuple(each.about for each in some),
        since=min(each.opened_at for each in some),
    )
