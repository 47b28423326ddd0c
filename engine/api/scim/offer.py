"""What is served: people with the columns of this organisation, groups, and how much the protocol may ask for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from scim2_models import (
    URN,
    Attribute,
    AuthenticationScheme,
    Bulk,
    ChangePassword,
    ETag,
    Extension,
    Filter,
    Patch,
    ResourceType,
    Schema,
    ScimPolicy,
    ScimProvider,
    ServiceProviderConfig,
    Sort,
)

from engine.api.scim.shapes import Enterprise, Group, User
from engine.definition.house import Organisation

MOST_FOUND = 1000
MOST_AT_ONCE = 1000
LARGEST_BULK = 5_000_000  # bytes
OWN = "urn:reviewflow:scim:schemas:1.0:Person"
_DAY = ("2026-01-31",)
_NUMBERS = ("number", "percent", "money")


_CONFIG = ServiceProviderConfig(
    patch=Patch(supported=True),
    bulk=Bulk(supported=True, max_operations=MOST_AT_ONCE, max_payload_size=LARGEST_BULK),
    filter=Filter(supported=True, max_results=MOST_FOUND),
    change_password=ChangePassword(supported=False),
    sort=Sort(supported=True),
    etag=ETag(supported=True),
    authentication_schemes=[
        AuthenticationScheme(
            type=AuthenticationScheme.Type.oauthbearertoken,
            name="Key",
            description="A key of `reviewflow token` with the scope people:write.",
            primary=True,
        )
    ],
)
# As the big directories write: attributes we do not keep, what to remove in `value`, a mail address by its type.
_POLICY = ScimPolicy(
    unknown=ScimPolicy.Unknown.ignore,
    remove_value_as_filter=ScimPolicy.RemoveValue.apply,
    unmatched_path_filter=ScimPolicy.UnmatchedPathFilter.create,
)


@dataclass(frozen=True, slots=True)
class OwnColumn:
    """A column of people that SCIM has no word for; `usual` are values it may have."""

    name: str
    title: str
    whether: bool = False
    usual: tuple[str, ...] = ()


def own_columns(organisation: Organisation) -> Iterator[OwnColumn]:
    """Site, first day, and the facts the organisation declares. Facts that name people come by file."""
    yield OwnColumn("site", "Site", usual=tuple(organisation.sites))
    yield OwnColumn("hired_on", "First day", usual=_DAY)
    for name, field in organisation.facts.items():
        title = field.title.get("en", name) if field.title else name
        if field.type in ("choice", "scale"):
            yield OwnColumn(name, title, usual=tuple(map(str, field.options)))
        elif field.type == "date":
            yield OwnColumn(name, title, usual=_DAY)
        elif field.type in _NUMBERS:
            yield OwnColumn(name, title, usual=(str(field.minimum or 1),))
        elif field.type in ("text", "yes_no"):
            yield OwnColumn(name, title, whether=field.type == "yes_no")


def provider_of(columns: tuple[OwnColumn, ...]) -> ScimProvider:
    """What is served where people have these columns: what `own` names them by is an extension of User."""
    own = Extension.from_schema(
        Schema(
            id=URN(OWN),
            name="Person",
            description="What this organisation knows of people besides: the columns of an imported file.",
            attributes=[
                Attribute(
                    name=each.name,
                    type=Attribute.Type.boolean if each.whether else Attribute.Type.string,
                    description=each.title,
                    multi_valued=False,
                    canonical_values=list(each.usual) or None,
                )
                for each in columns
            ],
        )
    )
    users: Any = User[Enterprise | own]  # type: ignore[valid-type]
    return ScimProvider(
        models=[User, Enterprise, own, Group],
        resource_types=[ResourceType.from_resource(users), ResourceType.from_resource(Group)],
        config=_CONFIG,
        policy=_POLICY,
    )
