"""A calendar that is another now: what is open is timed anew, whoever's limit moved is told once, with a preview.

Marks keep what each calendar was when limits were last worked out. The first round of a process compares them with the
files, and so does the first after they changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import Connection

from engine.core.values import Incident, Raised
from engine.runtime.retiming import Limit, limits_moved
from engine.runtime.starting import BATCH
from engine.runtime.work import NOBODYS_FAULT, Work
from engine.runtime.workspace import Workspace
from engine.store.bulk import chunks
from engine.store.database import snapshot, transaction
from engine.store.incidents import open_incidents, resolve_about
from engine.store.marks import marks_like, set_mark
from engine.store.pending import owe
from engine.store.running import running_of, versions_by_status
from engine.store.timers import due_from

CHANGED = "calendar.changed"
_MARK = "calendar "
_LOOKED = "calendars"


@dataclass(slots=True, kw_only=True)
class Reprojected:
    """What changed calendars would move: their names, how many reviews are open, limits that move, messages sent."""

    calendars: tuple[str, ...] = ()
    instances: int = 0
    limits: list[Limit] = field(default_factory=list)
    messages: int = 0
    failed: tuple[str, ...] = ()


def rehearse(workspace: Workspace, now: datetime) -> Reprojected:
    """What the next tick of a runner with these files would move. Nothing is written."""
    with transaction(workspace.database) as connection:
        found = Reprojected(calendars=_changed(workspace, marks_like(connection, _MARK)))
        ids = _running(connection) if found.calendars else []
        found.instances = len(ids)
        for some in chunks(ids, BATCH):
            _rehearse(Work(workspace, connection, now), some, found)
        connection.rollback()
    return found


def _rehearse(work: Work, ids: Sequence[str], found: Reprojected) -> None:
    work.load(ids)
    was = {id: work.instances[id] for id in ids}
    for id in ids:
        try:
            work.decide(id, Raised(name=CHANGED))
        except NOBODYS_FAULT:
            raise
        except Exception:  # noqa: BLE001 - the tick will make an incident of it
            found.failed = (*found.failed, id)
    work.drain()
    found.messages += sum(each.suppressed is None for decision in work.decisions for each in decision.notices)
    for id, before in was.items():
        found.limits += limits_moved(before, work.instances[id])


def notice_calendars(workspace: Workspace, now: datetime) -> None:
    """Once a process: let everything that runs hear of calendars that changed since limits were last worked out.

    At every tick, as long as there is such a year: an incident where something is due in one nobody has published.
    """
    if _LOOKED not in workspace.noticed:
        with transaction(workspace.database) as connection:
            _notice(workspace, connection, now)
            published = [_about(name) for name, each in workspace.calendars.items() if not each.unpublished]
            resolve_about(connection, published, None, now)
        workspace.noticed.add(_LOOKED)
    _tell_of_guesses(workspace, now)


def _notice(workspace: Workspace, connection: Connection, now: datetime) -> None:
    known = marks_like(connection, _MARK)
    states = {_MARK + name: calendar.state for name, calendar in workspace.calendars.items()}
    if known == states:
        return
    if _changed(workspace, known):
        owe(connection, dict.fromkeys(_running(connection), CHANGED), now)
    for name, state in states.items():
        if known.get(name) != state:
            set_mark(connection, name, state)


def _changed(workspace: Workspace, known: Mapping[str, str]) -> tuple[str, ...]:
    """Names of the calendars whose days are others now; one nobody has counted by yet is not."""
    calendars = sorted(workspace.calendars.items())
    return tuple(name for name, each in calendars if known.get(_MARK + name, each.state) != each.state)


def _running(connection: Connection) -> list[str]:
    versions = versions_by_status(connection)["running"]
    return [id for name, version in versions for id in running_of(connection, name, version)]


def _tell_of_guesses(workspace: Workspace, now: datetime) -> None:
    guessed = {name: each.unpublished for name, each in workspace.calendars.items() if each.unpublished}
    if not guessed:
        return
    first = datetime(min(min(years) for years in guessed.values()), 1, 1, tzinfo=UTC)
    with snapshot(workspace.database) as connection:
        if due_from(connection, first) is None:
            return
    with transaction(workspace.database) as connection:
        incidents = {
            _about(name): [
                Incident(
                    code="calendar-guessed",
                    facts={"calendar": name, "years": ", ".join(map(str, years))},
                    state="",
                    where=f"calendars/{name}.yaml",
                )
            ]
            for name, years in guessed.items()
        }
        open_incidents(connection, incidents, now)


def _about(calendar: str) -> str:
    return f"calendar {calendar}"
