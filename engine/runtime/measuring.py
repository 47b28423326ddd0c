"""Taking over measurements from a file: all lines checked, everything in one transaction, open reviews told.

A value that is there already changes nothing. Another value for the same subject and period corrects it: the old one
stays in the history. A key of the source is taken once, so that a file sent twice does nothing twice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from engine.core.decide import MEASURED
from engine.core.plan import plan
from engine.runtime.consequences import Consequence
from engine.runtime.importing import content, refuse, taken_over
from engine.runtime.leaving import raise_now
from engine.runtime.measurements_file import Known, read_measurements
from engine.runtime.people_table import Decoded, decoded
from engine.runtime.turns import kept_indicators
from engine.runtime.work import Work
from engine.runtime.workspace import Workspace
from engine.store.cycles import load_cycle, set_cycle_facts
from engine.store.database import transaction
from engine.store.marks import set_mark
from engine.store.measurements import MeasurementRecord, keyed, standing, write_measurements
from engine.store.pending import owe
from engine.store.people import posts
from engine.store.running import about_under, running_in, versions_by_status
from engine.store.units import all_units
from engine.words.errors import DefinitionInvalid
from engine.words.problems import Problem, Span

MEASURED_AT = "measurements imported"


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasurementsImported:
    """Numbers of values, and of instances that changed because of them. `corrected` ones replace an earlier value."""

    added: int
    corrected: int
    unchanged: int
    affected_instances: int
    encoding: str
    warnings: tuple[Problem, ...] = ()
    consequences: tuple[Consequence, ...] = ()  # of a dry run


@dataclass(frozen=True, slots=True, kw_only=True)
class Adopted:
    """A cycle reads the indicators of the files from now on. `changed`: families that are others, new ones too."""

    cycle: str
    changed: tuple[str, ...]
    instances: int


def adopt(workspace: Workspace, cycle: str, now: datetime, *, dry_run: bool = False) -> Adopted:
    """Let a cycle keep the indicators as the files have them; its reviews are worked out anew by the next tick.

    Raises NotFound for an unknown cycle. With `dry_run` nothing is written.
    """
    with transaction(workspace.database) as connection:
        row = load_cycle(connection, cycle)
        before, after = row.facts.get("indicators", {}), kept_indicators(workspace.library.board)
        changed = tuple(sorted(name for name in {*before, *after} if before.get(name) != after.get(name)))
        work = Work(workspace, connection, now)
        running = running_in(connection, cycle) if changed else []
        reading = [each.id for each in running if plan(work.process(each.process, each.version)).reads_indicators]
        if changed and not dry_run:
            set_cycle_facts(connection, cycle, {**row.facts, "indicators": after}, now)
            owe(connection, dict.fromkeys(reading, MEASURED), now)
        return Adopted(cycle=cycle, changed=changed, instances=len(reading))


def import_measurements(
    workspace: Workspace, source: Path | bytes, now: datetime, *, dry_run: bool = False, file: str | None = None
) -> MeasurementsImported:
    """Add the values of the file. With `dry_run` everything is worked out and nothing is written.

    Raises DefinitionInvalid with every fault, and then nothing is taken; Unavailable for a file that cannot be read.
    """
    name = file or (source.name if isinstance(source, Path) else "measurements.csv")
    found = decoded(content(source, name), name)
    refuse(found.problems)
    return taken_over(workspace, now, lambda work, size: _once(work, name, found, size), dry_run=dry_run)


def _once(work: Work, name: str, found: Decoded, size: int) -> MeasurementsImported:
    connection, now = work.connection, work.now
    set_mark(connection, MEASURED_AT, now.isoformat())  # two imports at once wait for each other
    departments = {id: each.department for id, each in posts(connection).items()}
    units = {each.id for each in all_units(connection)}
    known = Known(people=departments.keys(), departments={*units, *(each for each in departments.values() if each)})
    records, problems = read_measurements(found, work.workspace.library.board, known, file=name)
    problems += _keys_taken(work, records, name)
    refuse(problems)
    before = standing(connection, [each.key for each in records])
    fresh = [each for each in records if each.key not in before]
    other = [each for each in records if each.key in before and before[each.key].value != each.value]
    corrected = [replace(each, revision=before[each.key].revision + 1) for each in other]
    write_measurements(connection, [*fresh, *corrected], [before[each.key] for each in other], now)
    everyone = [*departments.items(), *((each, each) for each in units)]
    ids = sorted(_reached(work, [*fresh, *corrected], everyone))
    affected, failed = raise_now(work, dict.fromkeys(ids[:size], MEASURED))
    owe(connection, dict.fromkeys([*ids[size:], *failed], MEASURED), now)
    work.write()
    return MeasurementsImported(
        added=len(fresh),
        corrected=len(corrected),
        unchanged=len(records) - len(fresh) - len(corrected),
        affected_instances=affected,
        encoding=found.encoding,
        warnings=(*found.problems, *(each for each in problems if each.severity == "warning")),
    )


def _keys_taken(work: Work, records: Sequence[MeasurementRecord], file: str) -> Iterator[Problem]:
    """A key that came before with something else in it."""
    wanted = {(each.source, each.source_key): each for each in records if each.source_key}
    for (source, key), known in keyed(work.connection, [(source, key or "") for source, key in wanted]).items():
        given = wanted[source, key]
        if (given.key, given.value) != (known.key, known.value):
            facts = {"key": key, "source": source, "name": known.name, "value": f"{known.value:f}"}
            yield Problem(code="measurements-key-taken", facts=facts, span=Span(file))


def _reached(
    work: Work, changes: Sequence[MeasurementRecord], subjects: Collection[tuple[str, str | None]]
) -> set[str]:
    """Ids of the instances that read indicators of what was measured; ended ones where their process says so.

    `subjects` are people with their departments, and units with themselves.
    """
    measured = {(each.level, each.subject) for each in changes}
    known, whose = work.workspace.library.board.measurements, dict(subjects)
    measured |= {
        ("department", whose.get(each.subject) or "")
        for each in changes
        if each.level == "person" and each.name in known and known[each.name].departments
    }
    about = {
        id
        for id, department in subjects
        if measured & {("person", id), ("product", id), ("department", department), ("company", "")}
    }
    if not about:
        return set()
    connection = work.connection
    found: set[str] = set()
    in_use = versions_by_status(connection)
    for status in ("running", "ended"):
        for name, version in in_use[status]:
            with suppress(DefinitionInvalid):  # told about each instance once it is to be decided on
                read = plan(work.process(name, version))
                if read.reads_indicators if status == "running" else read.follows_when_ended:
                    found |= about_under(connection, name, version, about, status)
    return found
