"""The machine: what is installed, disk space, the clock and the time zones."""

from __future__ import annotations

import shutil
import zoneinfo
from collections.abc import Iterator
from datetime import timedelta
from importlib.metadata import packages_distributions, version
from pathlib import Path

from sqlalchemy import func, select

from engine.runtime.doctor.line import House, Line
from engine.store.database import snapshot
from engine.store.tables import INSTANCE
from engine.store.vendor import clock_of, is_sqlite
from engine.words import clock

OURS = ("engine", "notifications")
SKEW = timedelta(seconds=5)
SCARCE = 0.05
LITTLE, TOO_LITTLE = 1_000_000_000, 200_000_000  # bytes


def installation(_house: House) -> Iterator[Line]:
    """Another distribution that brings a package of our name takes its place, or has its place taken."""
    brings = packages_distributions()
    others = {name: sorted(set(brings.get(name, ())) - {"reviewflow"}) for name in OURS}
    for name, found in others.items():
        if found:
            yield Line("fault", "installation", "doctor-clash", {"package": name, "other": ", ".join(found)})
    if not any(others.values()):
        yield Line("ok", "installation", "doctor-version", {"version": version("reviewflow")})


def disk(house: House) -> Iterator[Line]:
    """Where the database of this machine, messages and files handed in are written."""
    url = house.workspace.database.url
    places = {house.workspace.home}
    if is_sqlite(house.workspace.database) and url.database:
        places.add(Path(url.database).resolve().parent)
    if house.workspace.settings.channel == "mailbox":
        places.add(Path(house.workspace.settings.channels["mailbox"]["folder"]).parent)
    seen: set[int] = set()
    for place in sorted(places):
        there = next(each for each in (place, *place.parents) if each.exists())
        if there.stat().st_dev in seen:
            continue
        seen.add(there.stat().st_dev)
        usage = shutil.disk_usage(there)
        level = "fault" if usage.free < TOO_LITTLE else "ok"
        if level == "ok" and usage.free < max(LITTLE, min(usage.total * SCARCE, 20 * LITTLE)):
            level = "warning"
        facts = {"place": str(place), "free": f"{usage.free / 1e9:.1f}", "total": f"{usage.total / 1e9:.1f}"}
        yield Line(level, "disk", "doctor-disk" if level == "ok" else "doctor-disk-scarce", facts)  # type: ignore[arg-type]


def clock_of_machine(house: House) -> Iterator[Line]:
    """This machine's clock against the database's, against what was written already, and its time zones."""
    with snapshot(house.workspace.database) as connection:
        theirs, ours = clock_of(connection), clock.now()
        latest = connection.execute(select(func.max(INSTANCE.c.changed_at))).scalar()
    skew = abs(theirs - ours)
    facts = {"seconds": f"{skew.total_seconds():.1f}"}
    yield Line("warning", "clock", "doctor-skew", facts) if skew > SKEW else Line("ok", "clock", "doctor-clock", facts)
    if latest is not None and latest > house.now + timedelta(minutes=1):
        yield Line("warning", "clock", "doctor-future", {"at": f"{latest:%Y-%m-%d %H:%M}Z"}, latest)
    release, place = zones()
    old = release[:4].isdigit() and int(release[:4]) < house.now.year - 1
    yield Line("warning" if old else "ok", "clock", "doctor-zones-old" if old else "doctor-zones",
               {"release": release, "place": place})  # fmt: skip


def zones() -> tuple[str, str]:
    """The release of the time zones in use, such as 2026a, and where they come from: the system goes first."""
    for place in zoneinfo.TZPATH:
        folder = Path(place)
        if (folder / "UTC").exists():
            for name in ("tzdata.zi", "+VERSION"):
                file = folder / name
                if file.is_file():
                    with file.open(encoding="utf-8") as lines:
                        return lines.readline().removeprefix("# version").strip(), place
            return "–", place
    return version("tzdata"), "tzdata"
