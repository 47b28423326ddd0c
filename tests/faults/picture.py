"""What a database holds, without what may differ between two runs that did the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from sqlalchemy import Connection, select

from engine.store.people import CHANGED
from engine.store.tables import METADATA

# Salts are drawn, numbers given by the database; how often and when a message was tried is how, not what.
_LEFT_OUT: Mapping[str, frozenset[str]] = {
    "event": frozenset({"payload_digest", "previous_hash", "hash"}),
    "event_payload": frozenset({"salt"}),
    "instance": frozenset({"event_hash"}),
    "incident": frozenset({"id", "opened_at"}),
    "outbox": frozenset({"epoch", "attempts", "lease_until", "sent_at", "frozen", "not_before", "created_at"}),
}
Picture = Mapping[str, Counter[str]]


def picture(connection: Connection) -> Picture:
    """Table -> its rows as text, each with how often it is there; of incidents the open ones."""
    found = {}
    for table in METADATA.sorted_tables:
        columns = [each for each in table.columns if each.name not in _LEFT_OUT.get(table.name, ())]
        query = select(*columns)
        if table.name == "incident":
            query = query.where(table.columns.resolved_at.is_(None))
        if table.name == "mark":
            query = query.where(table.columns.name != CHANGED)  # drawn anew by each import
        found[table.name] = Counter(str(tuple(row)) for row in connection.execute(query))
    return found


def differences(expected: Picture, found: Picture) -> list[str]:
    """Each row that is missing (-) or too many (+)."""
    said = []
    for table in expected:
        said += [f"- {table} {row}" for row in (expected[table] - found[table]).elements()]
        said += [f"+ {table} {row}" for row in (found[table] - expected[table]).elements()]
    return said
