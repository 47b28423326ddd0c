"""Incidents: what stops something, until somebody has mended it. The same one is open once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, update

from engine.core.values import Incident
from engine.store.among import among
from engine.store.bulk import add_missing, chunks
from engine.store.codec import decode, encode
from engine.store.tables import INCIDENT

_OPEN = INCIDENT.c.resolved_at.is_(None)
_ALL_OPEN = select(INCIDENT).where(_OPEN).order_by(INCIDENT.c.opened_at, INCIDENT.c.id)
_OPEN_ABOUT = _ALL_OPEN.where(among(INCIDENT.c.about, "subjects"))
_LAST = select(func.coalesce(func.max(INCIDENT.c.id), 0))
_SINCE = select(INCIDENT).where(INCIDENT.c.id > bindparam("last")).order_by(INCIDENT.c.id)
_CLOSE = (
    update(INCIDENT)
    .where(INCIDENT.c.id.in_(bindparam("ids", expanding=True)), _OPEN)
    .values(resolved_at=bindparam("now"), resolved_by=bindparam("by"))
)
_EXPLAIN = update(INCIDENT).where(INCIDENT.c.id == bindparam("b_id"), _OPEN).values(facts=bindparam("facts"))
_CLOSE_ABOUT = (
    update(INCIDENT)
    .where(among(INCIDENT.c.about, "subjects"), _OPEN)
    .values(resolved_at=bindparam("now"), resolved_by=bindparam("by"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenIncident:
    """An incident nobody has mended yet. `about` is an instance's id, or a name such as a template's."""

    id: int
    about: str
    incident: Incident
    opened_at: datetime


def open_incidents(connection: Connection, incidents: Mapping[str, Sequence[Incident]], now: datetime) -> None:
    """About what -> its incidents. One that is open already (same code, state and rule) stays as it is."""
    rows: list[dict[str, Any]] = [
        {
            "about": about,
            "code": each.code,
            "state": each.state,
            "rule": each.where or "",
            "facts": encode(each.facts),
            "opened_at": now,
        }
        for about, some in incidents.items()
        for each in some
    ]
    add_missing(connection, INCIDENT, rows)


def unresolved(connection: Connection) -> list[OpenIncident]:
    """All open incidents, the oldest first."""
    return [_incident(row) for row in connection.execute(_ALL_OPEN)]


def last_incident(connection: Connection) -> int:
    """The highest number an incident has; 0 without any."""
    found: int = connection.execute(_LAST).scalar_one()
    return found


def opened_since(connection: Connection, last: int) -> list[OpenIncident]:
    """Every incident with a higher number, resolved or not."""
    return [_incident(row) for row in connection.execute(_SINCE, {"last": last})]


def unresolved_about(connection: Connection, about: Collection[str]) -> list[OpenIncident]:
    """The open incidents about these, the oldest first."""
    return [
        _incident(row)
        for some in chunks(sorted(set(about)))
        for row in connection.execute(_OPEN_ABOUT, {"subjects": some})
    ]


def resolve(connection: Connection, ids: Collection[int], by: str | None, now: datetime) -> int:
    """Close these incidents; the number that was open."""
    return sum(
        connection.execute(_CLOSE, {"ids": some, "now": now, "by": by}).rowcount for some in chunks(sorted(set(ids)))
    )


def resolve_about(connection: Connection, about: Collection[str], by: str | None, now: datetime) -> int:
    """Close every incident about these; the number that was open."""
    return sum(
        connection.execute(_CLOSE_ABOUT, {"subjects": some, "now": now, "by": by}).rowcount
        for some in chunks(sorted(set(about)))
    )


def dismiss(connection: Connection, incidents: Collection[OpenIncident], by: str, reason: str, now: datetime) -> int:
    """Close these for good: who did it and why stays with each. The number that was open."""
    for each in incidents:
        connection.execute(_EXPLAIN, {"b_id": each.id, "facts": encode({**each.incident.facts, "dismissed": reason})})
    return resolve(connection, [each.id for each in incidents], by, now)


def _incident(row: Any) -> OpenIncident:
    incident = Incident(code=row.code, facts=decode(row.facts), state=row.state, where=row.rule or None)
    return OpenIncident(id=row.id, about=row.about, incident=incident, opened_at=row.opened_at)
