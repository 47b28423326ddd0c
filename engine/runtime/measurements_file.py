"""A file of measurements: every line read and checked, all faults at once, each with its line and field.

Columns: measurement, subject, period, value; level where a measurement is made on several and the subject does not
tell; source and key, the source's own name for the value.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from engine.calendar.periods import Period, parse_period
from engine.definition.indicators import LEVELS, Board, Measurement
from engine.definition.model import Field
from engine.runtime.people_objects import is_json
from engine.runtime.people_table import Decoded, Line, Table, table_of
from engine.runtime.people_values import FORMULA, CellFault, read_number, read_text, shown
from engine.store.measurements import Key, MeasurementRecord
from engine.words.problems import Fact, Problem, nearest

REQUIRED = ("measurement", "period", "value")
COLUMNS = ("measurement", "level", "subject", "period", "value", "source", "key")
SOURCE = "file"
_VALUE = Field(name="value", type="number", title={})


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Whom a line may name: ids of people, and departments somebody works in."""

    people: Collection[str]
    departments: Collection[str]


def is_about_measurements(found: Decoded) -> bool:
    """Whether the first row names the column `measurement`; else it is a table of people."""
    if is_json(found.text):
        return re.search(r'"measurement"\s*:', found.text.partition("}")[0]) is not None
    head = found.text.lstrip().partition("\n")[0]
    return "measurement" in [each.strip().strip('"') for each in head.split(",")]


def read_measurements(
    found: Decoded, board: Board, known: Known, *, file: str
) -> tuple[list[MeasurementRecord], list[Problem]]:
    """What the file says, and every problem by place. With an error among them take nothing."""
    table = table_of(found.text, COLUMNS, REQUIRED, file)
    problems: list[Problem] = []
    if not set(REQUIRED) <= table.columns.keys():
        return [], _told(table, problems)
    records: dict[Key, MeasurementRecord] = {}
    lines: dict[Key, int] = {}
    keys: dict[tuple[str, str], int] = {}
    for line in table.lines:
        record, faults = _record(table, line, board, known)
        problems += faults
        if record is None:
            continue
        if record.key in lines:
            facts: dict[str, Fact] = {"first": lines[record.key]}
            problems.append(Problem(code="measurements-twice", facts=facts, span=table.place(line.number, "value")))
        elif record.source_key and (record.source, record.source_key) in keys:
            facts = {"found": shown(record.source_key), "first": keys[record.source, record.source_key]}
            problems.append(Problem(code="measurements-key-twice", facts=facts, span=table.place(line.number, "key")))
        records[record.key], lines[record.key] = record, line.number
        keys[record.source, record.source_key or ""] = line.number
    return list(records.values()), _told(table, problems)


def _told(table: Table, problems: Sequence[Problem]) -> list[Problem]:
    """Everything that was found, by its place."""
    return sorted([*problems, *map(_about_measurements, table.faults)], key=lambda each: each.order)


def _about_measurements(problem: Problem) -> Problem:
    return replace(problem, code="measurements-empty") if problem.code == "people-empty" else problem


def _record(table: Table, line: Line, board: Board, known: Known) -> tuple[MeasurementRecord | None, list[Problem]]:
    cells = {name: line.cells.get(name, "").strip() for name in COLUMNS}
    problems: list[Problem] = []

    def fault(column: str, code: str, /, **facts: Fact) -> None:
        place = table.place(line.number, column if column in table.columns else "measurement")
        problems.append(Problem(code=code, facts=facts, span=place))

    measurement = board.measurements.get(cells["measurement"])
    if not cells["measurement"]:
        fault("measurement", "people-missing", column="measurement")
    elif measurement is None:
        near = nearest(cells["measurement"][:60], board.measurements) or "–"
        fault("measurement", "measurements-unknown", found=shown(cells["measurement"]), nearest=near)
    period, value = _period(cells["period"]), Decimal(0)
    if period is None:
        fault("period", "measurements-period", found=shown(cells["period"]))
    level = "" if measurement is None else _level(measurement, cells, known, fault)
    source, key = cells["source"] or SOURCE, cells["key"] or None
    for column, read in (("value", cells["value"]), ("source", source), ("key", key or "-")):
        try:
            if column == "value":
                value = _value(read)
            else:
                _plain(column, read)
        except CellFault as failure:
            fault(column, failure.problem.code, **failure.problem.facts)
    if problems or period is None:
        return None, problems
    return MeasurementRecord(
        level=level, subject=cells["subject"], name=cells["measurement"], from_on=period.first, to_on=period.last,
        value=value, source=source, source_key=key,
    ), []  # fmt: skip


def _period(text: str) -> Period | None:
    """As people write it; a spreadsheet's `2026/7` is July too."""
    parts = text.split("/")
    if len(parts) > 1 and all(each.isdigit() for each in parts):
        text = "-".join(each.zfill(2) for each in parts)
    return parse_period(text)


def _value(text: str) -> Decimal:
    if not text:
        raise CellFault("people-missing", column="value")
    return read_number(_VALUE, "value", text.removesuffix("%").replace(",", "").strip())


def _plain(column: str, text: str) -> None:
    """Text that other programs will read again: no formula, no control characters."""
    if len(text) > 1 and text.startswith(FORMULA):
        raise CellFault("people-formula", column=column, found=shown(text))
    read_text(column, text, 200)


def _level(measurement: Measurement, cells: Mapping[str, str], known: Known, fault: object) -> str:
    """The level a line speaks of: the one it says, the only one there is, or the one its subject is known on."""
    assert callable(fault)
    subject, said = cells["subject"], cells["level"]
    if said and said not in measurement.levels:
        fault("level", "measurements-level", found=shown(said), known=", ".join(measurement.levels))
        return ""
    # Anything may be called like a product: a person's id that is misspelt must not become one.
    possible = [each for each in LEVELS if each in measurement.levels and each != "product"] or ["product"]
    fits = [said] if said else [each for each in possible if _is(each, subject, known)]
    if not fits or not _is(fits[0], subject, known):
        levels = said or ", ".join(measurement.levels)
        near = nearest(subject[:60], [*known.people, *known.departments]) or "–"
        fault("subject", "measurements-subject", found=shown(subject), known=levels, nearest=near)
        return ""
    return fits[0]


def _is(level: str, subject: str, known: Known) -> bool:
    match level:
        case "person":
            return subject in known.people
        case "department":
            return subject in known.departments
        case "company":
            return subject == ""
    return bool(subject) and not subject.startswith(FORMULA)
