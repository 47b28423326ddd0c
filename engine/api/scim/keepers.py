"""The two kinds of resources: who there is, what is read of them, what writing one changes among people."""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date
from typing import Any, Protocol, cast

from scim2_models import Extension, InvalidValueException, Reference, ScimProvider

from engine.api.desk import Caller
from engine.api.scim import persons
from engine.api.scim.offer import OWN
from engine.api.scim.shapes import Group, Member, User
from engine.runtime.importing import import_people
from engine.store import directory as stored
from engine.store.database import Connection
from engine.store.directory import Entry
from engine.store.people import members_of
from engine.store.people import persons as known_persons
from engine.words.errors import DefinitionInvalid

Resource = Any


class Keeper(Protocol):
    """One kind of resource."""

    kind: str

    def new_id(self, resource: Resource) -> str: ...

    def ids(self) -> list[str]:
        """Of all there are, in order."""

    def named(self, key: str) -> list[str]:
        """Who has this unique name, folded."""

    def read(self, ids: Collection[str], entries: Mapping[str, Entry]) -> dict[str, Resource]:
        """As they are now, by id: those that there are."""

    def write(self, resource: Resource, before: Entry | None) -> None:
        """Let people be what the resource says. Raises InvalidValueException with every fault."""

    def end(self, id: str) -> None:
        """What it means that the directory has deleted it."""


class Users:
    """People: whoever was pushed, and whoever came from a file."""

    kind = "User"

    def __init__(self, caller: Caller, connection: Connection, provider: ScimProvider) -> None:
        self._caller = caller
        self._connection = connection
        self._model: Any = provider.model_for("User")
        self._columns = persons.Columns(cast("type[Extension]", provider.model_for(OWN)))

    def new_id(self, resource: Resource) -> str:
        return persons.new_id(resource)

    def ids(self) -> list[str]:
        return stored.person_ids(self._connection)

    def named(self, key: str) -> list[str]:
        return stored.people_named(self._connection, key)

    def read(self, ids: Collection[str], entries: Mapping[str, Entry]) -> dict[str, Resource]:
        found = {}
        for id, person in known_persons(self._connection, ids).items():
            pushed = id in entries
            content = entries[id].content if pushed else {"userName": person.mail or id, "active": True}
            user = self._model.model_validate({"schemas": [User.__schema__], **content, "id": id})
            self._columns.show(user, person, self._today, self._columns.cells(user) if pushed else set(self._columns))
            found[id] = user
        return found

    def write(self, resource: Resource, before: Entry | None) -> None:
        person = known_persons(self._connection, [resource.id]).get(resource.id)
        pushed: dict[str, str] = {}
        if before is not None:
            pushed = self._columns.cells(self._model.model_validate(before.content))
        elif person is not None:
            self._columns.withhold(resource, person)
        told = self._columns.cells(resource)
        taken_away = {column: "" for column in pushed.keys() - told.keys() if not self._needed(column)}
        was = before is None or (not before.deleted_at and before.content.get("active"))
        left = persons.leaving(resource, was, person, self._today)
        take(self._caller, [{"id": resource.id, **told, **taken_away, **left}])

    def _needed(self, column: str) -> bool:
        """Whether everybody has one: then it stays as it was."""
        field = self._caller.workspace.library.organisation.facts.get(column)
        return field is not None and not field.optional

    def end(self, id: str) -> None:
        person = known_persons(self._connection, [id])[id]
        if person.left_on is None or person.left_on >= self._today:
            left = persons.last_day(self._today, person.hired_on)
            take(self._caller, [{"id": id, "name": person.name, "left_on": left.isoformat()}])

    @property
    def _today(self) -> date:
        return self._caller.now.astimezone(UTC).date()


class Groups:
    """Groups: those of the organisation, whose members are who is in them, and others, which are only kept."""

    kind = "Group"

    def __init__(self, caller: Caller, connection: Connection) -> None:
        self._caller = caller
        self._connection = connection
        self._ours = caller.workspace.library.organisation.groups

    def new_id(self, resource: Resource) -> str:
        named = persons.fold(resource.display_name)
        ours = (id for id, text in self._ours.items() if named in {persons.fold(each) for each in (id, *text.values())})
        return next(ours, uuid.uuid4().hex)

    def ids(self) -> list[str]:
        pushed = stored.entries(self._connection, self.kind)
        gone = {id for id, each in pushed.items() if each.deleted_at is not None}
        return sorted((pushed.keys() | self._ours.keys()) - gone)

    def named(self, key: str) -> list[str]:
        return []  # two groups may be called alike

    def read(self, ids: Collection[str], entries: Mapping[str, Entry]) -> dict[str, Resource]:
        found = {}
        for id in ids:
            if id in entries or id in self._ours:
                content = entries[id].content if id in entries else {"displayName": id}
                found[id] = Group.model_validate({"schemas": [Group.__schema__], **content, "id": id})
            if id in self._ours:
                members = [each.id for each in members_of(self._connection, id)]
                found[id].members = [
                    Member(value=each, ref=Reference(f"Users/{each}"), type="User") for each in members
                ] or None
        return found

    def write(self, resource: Resource, before: Entry | None) -> None:
        if resource.id in self._ours:
            self._make(resource.id, [each.value for each in resource.members or []])
            resource.members = None  # whoever is in it is known of the people

    def end(self, id: str) -> None:
        if id in self._ours:
            self._make(id, [])

    def _make(self, group: str, members: Collection[str]) -> None:
        """Let exactly these be in a group."""
        before = {each.id: each for each in members_of(self._connection, group)}
        people = {**before, **known_persons(self._connection, members)}
        strangers = sorted(set(members) - people.keys())
        if strangers:
            raise InvalidValueException(detail=f"members: there is no User with id {', '.join(strangers[:20])}")
        rows = []
        for id in sorted(before.keys() ^ set(members)):
            groups = set(people[id].groups) ^ {group}
            rows.append({"id": id, "name": people[id].name, "groups": ";".join(sorted(groups))})
        take(self._caller, rows)


def take(caller: Caller, rows: Sequence[Mapping[str, str]]) -> None:
    """Import lines of people that have the same columns, as from a file: with the same checks and consequences."""
    if not rows:
        return
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    try:
        import_people(caller.workspace, text.getvalue().encode(), caller.now, file="SCIM")
    except DefinitionInvalid as failure:
        told = dict.fromkeys(each.text(caller.language) for each in failure.problems if each.severity == "error")
        raise InvalidValueException(detail=" ".join(told)) from None
