"""Instances in the order of their ids, a page at a time: for those who list them from outside."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, String, bindparam, cast, select

from engine.store.tables import INSTANCE, PARTICIPANT


def page_of(
    connection: Connection,
    after: str,
    limit: int,
    *,
    state: str | None = None,
    taking_part: str | None = None,
    **equal: str | None,
) -> list[str]:
    """At most `limit` ids behind `after`, sorted. `equal`: columns and what they must say (None: anything).

    `taking_part`: only what this person is the subject of, or has ever had a role in.
    """
    query = select(INSTANCE.c.id).where(INSTANCE.c.id > bindparam("after"))
    given: dict[str, Any] = {"after": after, "limit": limit}
    for name, value in equal.items():
        if value is not None:
            query = query.where(INSTANCE.c[name] == bindparam(f"b_{name}"))
            given[f"b_{name}"] = value
    if state is not None:  # names have no quotes, so this is the whole of one in the list
        query = query.where(cast(INSTANCE.c.state, String).contains(f'"{state}"', autoescape=True))
    if taking_part is not None:
        held = select(PARTICIPANT.c.instance_id).where(PARTICIPANT.c.person == bindparam("person"))
        query = query.where(INSTANCE.c.id.in_(held) | (INSTANCE.c.subject == bindparam("person")))
        given["person"] = taking_part
    return list(connection.execute(query.order_by(INSTANCE.c.id).limit(bindparam("limit")), given).scalars())
