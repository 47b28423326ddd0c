"""The resources of one request: read, found and written in one transaction, which whoever opened it ends."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from hashlib import sha256
from typing import Any

from scim2_models import (
    Meta,
    NotFoundException,
    PreconditionFailedException,
    ResourceType,
    ResponseParameters,
    ScimProvider,
    SearchRequest,
    UniquenessException,
)
from scim2_models.path import CompareOperator, Comparison
from scim2_server.storage import ScimStorage, SearchPage

from engine.api.desk import Caller
from engine.api.scim.keepers import Groups, Keeper, Resource, Users
from engine.api.scim.persons import fold
from engine.store import directory as stored
from engine.store.codec import encode
from engine.store.database import Connection, transaction
from engine.store.directory import Entry, entries, keep_entry
from engine.words.errors import Conflict


class Directory(ScimStorage):
    """What the protocol's library reads and writes through. Part of the transaction of `connection`."""

    def __init__(self, caller: Caller, connection: Connection, provider: ScimProvider, *, writing: bool) -> None:
        self._caller = caller
        self._connection = connection
        self._writing = writing
        kinds: tuple[Keeper, ...] = (Users(caller, connection, provider), Groups(caller, connection))
        self._keepers = {each.kind: each for each in kinds}

    def operation(self) -> AbstractContextManager[Any]:
        """One of several in a bulk request fails alone."""
        return transaction(self._caller.workspace.database) if self._writing else nullcontext()

    def get(
        self,
        resource_type: ResourceType,
        resource_id: str,
        *,
        response_parameters: ResponseParameters[Any] | None = None,
    ) -> Resource:
        found = self._read(self._keeper(resource_type), [resource_id])
        if not found:
            raise NotFoundException(detail=f"There is no {resource_type.name} with id {resource_id}")
        return found[0]

    def search(
        self, resource_types: list[ResourceType], search_request: SearchRequest[Any], *, position: Any = None
    ) -> SearchPage:
        keepers = [self._keeper(each) for each in resource_types]
        start = search_request.start_index_0 or 0
        end = None if search_request.count is None else start + search_request.count
        if search_request.filter is None and search_request.sort_by is None and len(keepers) == 1:
            ids = keepers[0].ids()
            return SearchPage(len(ids), self._read(keepers[0], ids[start:end]))
        found = [each for keeper in keepers for each in self._read(keeper, self._candidates(keeper, search_request))]
        if search_request.filter is not None:
            found = [each for each in found if search_request.filter.match(each)]
        down = search_request.sort_order == SearchRequest.SortOrder.descending
        found.sort(key=lambda each: _rank(search_request, each), reverse=down and search_request.sort_by is not None)
        return SearchPage(len(found), found[start:end])

    def create(self, resource_type: ResourceType, resource: Resource) -> Resource:
        keeper = self._keeper(resource_type)
        made = resource.model_copy(deep=True)
        made.id = keeper.new_id(made)
        before = entries(self._connection, keeper.kind, [made.id]).get(made.id)
        if self._read(keeper, [made.id]):
            raise UniquenessException(detail=f"There is a {keeper.kind} with id {made.id} already")
        self._write(keeper, made, None if before is None else replace(before, content={}))
        return self.get(resource_type, made.id)

    def update(
        self, resource_type: ResourceType, resource: Resource, *, expected_version: str | None = None
    ) -> Resource:
        keeper = self._keeper(resource_type)
        self._expect(resource_type, str(resource.id), expected_version)
        made = resource.model_copy(deep=True)
        self._write(keeper, made, entries(self._connection, keeper.kind, [made.id]).get(made.id))
        return self.get(resource_type, made.id)

    def delete(self, resource_type: ResourceType, resource_id: str, *, expected_version: str | None = None) -> None:
        keeper = self._keeper(resource_type)
        resource = self._expect(resource_type, resource_id, expected_version)
        keeper.end(resource_id)
        before = entries(self._connection, keeper.kind, [resource_id]).get(resource_id)
        entry = before or self._entry(keeper, resource, None)
        gone = replace(entry, name_key=None, external_id=None, content={}, deleted_at=self._caller.now)
        keep_entry(self._connection, gone)  # whatever was pushed is forgotten, but that it is not to be shown

    def _keeper(self, resource_type: ResourceType) -> Keeper:
        return self._keepers[str(resource_type.name)]

    def _expect(self, resource_type: ResourceType, id: str, version: str | None) -> Resource:
        """Raises NotFoundException, PreconditionFailedException."""
        found = self.get(resource_type, id)
        if version is not None and found.meta.version != version:
            raise PreconditionFailedException
        return found

    def _read(self, keeper: Keeper, ids: Collection[str]) -> list[Resource]:
        """Those that there are, in the order of `ids`, as of now."""
        known = entries(self._connection, keeper.kind, ids)
        here = [id for id in ids if id not in known or known[id].deleted_at is None]
        found = keeper.read(here, known)
        told = stored.told_at(self._connection, keeper.kind, found)
        for id, resource in found.items():
            entry = known.get(id)
            times = [each for each in (told.get(id), entry and entry.changed_at) if each]
            changed = max(times, default=self._caller.now)
            content = encode(resource.model_dump(mode="json"))
            resource.meta = Meta(
                resource_type=keeper.kind,
                created=changed if entry is None else entry.created_at,
                last_modified=changed,
                version=f'W/"{sha256(content.encode()).hexdigest()[:20]}"',
            )
        return [found[id] for id in here if id in found]

    def _write(self, keeper: Keeper, resource: Resource, before: Entry | None) -> None:
        entry = self._entry(keeper, resource, before)
        if entry.name_key and set(keeper.named(entry.name_key)) - {resource.id}:
            raise UniquenessException(detail=f"There is a {keeper.kind} with this name already")
        keeper.write(resource, before)
        try:
            keep_entry(self._connection, replace(entry, content=_content(resource)))
        except Conflict:
            raise UniquenessException(detail=f"There is a {keeper.kind} with this name already") from None

    def _entry(self, keeper: Keeper, resource: Resource, before: Entry | None) -> Entry:
        now = self._caller.now
        name = getattr(resource, "user_name", None)
        return Entry(
            kind=keeper.kind,
            id=str(resource.id),
            name_key=fold(name) if name else None,
            external_id=resource.external_id,
            content=_content(resource),
            created_at=now if before is None or before.deleted_at else before.created_at,
            changed_at=now,
        )

    def _candidates(self, keeper: Keeper, asked: SearchRequest[Any]) -> Collection[str]:
        """Whoever may match: few where the filter names somebody, as directories ask before they push."""
        node = asked.filter.ast if asked.filter is not None else None
        if isinstance(node, Comparison) and node.op == CompareOperator.eq and isinstance(node.value, str):
            attribute = str(node.attr_path).rpartition(":")[2].lower()
            if attribute == "id":
                return [node.value]
            if attribute == "externalid":
                return stored.with_external_id(self._connection, keeper.kind, node.value)
            if attribute in ("emails", "emails.value") and keeper.kind == "User":
                return stored.people_mailed(self._connection, node.value)
            if attribute == "username":
                return keeper.named(fold(node.value))
        return keeper.ids()


def _content(resource: Resource) -> dict[str, Any]:
    whole: dict[str, Any] = resource.model_dump(mode="json")
    return {name: value for name, value in whole.items() if name not in ("id", "meta", "schemas")}


def _rank(asked: SearchRequest[Any], resource: Resource) -> tuple[bool, Any, str]:
    value = asked.sort_value(resource) if asked.sort_by is not None else None
    return value is None, "" if value is None else value, str(resource.id)
