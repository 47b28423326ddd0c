"""The owner's files: whether they are sound, what they say about years to come, and what was kept of earlier ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from engine.runtime.definitions import kept_process
from engine.runtime.doctor.line import House, Line
from engine.runtime.settings import FILE
from engine.store.audit import last_limits, versions_in_use
from engine.store.database import snapshot
from engine.words.errors import DefinitionLost

# A calendar is extended once a year, when the next one is published.
AHEAD = timedelta(days=120)
_SECRET = re.compile(r"""\b(?:password|secret)\s*:\s*(?!["']?\$\{)["']?\w|://[^/\s:@]+:(?!\$\{)[^@\s]+@""")


def files(house: House) -> Iterator[Line]:
    """Errors and warnings as `check` finds them, counted; and a password that others may read."""
    library, problems = house.workspace.read()
    errors = [each for each in problems if each.severity == "error"]
    if library is None or errors:
        first = str(errors[0].span) if errors and errors[0].span else "–"
        yield Line("fault", "files", "doctor-files-wrong", {"count": len(errors), "first": first})
    elif problems:
        yield Line("warning", "files", "doctor-files-warned", {"count": len(problems)})
    else:
        counts = {"processes": len(library.processes), "cycles": len(library.cycles)}
        yield Line("ok", "files", "doctor-files", counts)
    if library is not None and not library.organisation.admins:
        yield Line("warning", "files", "doctor-no-admins")
    if _open_secret(house.workspace.home / FILE):
        yield Line("warning", "files", "doctor-secret-open", {"file": FILE})


def calendars(house: House) -> Iterator[Line]:
    """Whether each site's calendar covers the limits that are open there, and the next months."""
    organisation = house.workspace.library.organisation
    with snapshot(house.workspace.database) as connection:
        last = last_limits(connection)
    sites: dict[str, list[str]] = {}
    for site in organisation.sites.values():
        sites.setdefault(site.calendar, []).append(site.name)
    for name, calendar in sorted(house.workspace.calendars.items()):
        facts = {"calendar": name, "until": calendar.last.isoformat()}
        used = sites.get(name, [])
        reached = max((last[site] for site in used if site in last), default=house.now).date()
        if used and reached > calendar.last:
            yield Line("fault", "calendars", "doctor-calendar-ends", {**facts, "limit": reached.isoformat()})
        elif used and (house.now + AHEAD).date() > calendar.last:
            yield Line("warning", "calendars", "doctor-calendar-soon", facts)
        else:
            yield Line("ok", "calendars", "doctor-calendar", facts)
        unpublished = [year for year in calendar.unpublished if year <= reached.year]
        if used and unpublished:
            years = ", ".join(map(str, unpublished))
            yield Line("warning", "calendars", "doctor-calendar-unpublished", {"calendar": name, "years": years})


def definitions(house: House) -> Iterator[Line]:
    """Every version that anything runs under can be read."""
    with snapshot(house.workspace.database) as connection:
        used = versions_in_use(connection)
        lost = 0
        for (process, version), (count, since) in sorted(used.items()):
            try:
                kept_process(connection, process, version)
            except DefinitionLost as failure:
                lost += 1
                yield Line("fault", "definitions", "doctor-definition-lost", {**failure.facts, "count": count}, since)
    if not lost:
        yield Line("ok", "definitions", "doctor-definitions", {"count": len(used)})


def _open_secret(file: Path) -> bool:
    """Whether a password stands in a file that others on this machine may read."""
    try:
        return bool(file.stat().st_mode & 0o044) and _SECRET.search(file.read_text("utf-8")) is not None
    except (OSError, UnicodeDecodeError):
        return False
