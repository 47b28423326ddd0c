"""A file of units: every line read and checked, all faults at once, each with its place.

A column that is not in the file leaves what is known of a unit as it is; an empty cell takes it away.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from engine.core.units import UnitRecord
from engine.definition.house import Organisation
from engine.runtime.people_file import circles
from engine.runtime.people_table import Table, table_of
from engine.runtime.people_values import CellFault, Reader, shown, unit_readers
from engine.words.problems import Fact, Problem

REQUIRED = ("id", "name")
BUILT_IN = ("id", "name", "kind", "parent", "lead", "site", "closed_on")


def read_units(
    text: str, organisation: Organisation, known: Mapping[str, UnitRecord], people: Collection[str], *, file: str
) -> tuple[list[UnitRecord], list[Problem]]:
    """What the file says of which unit, and every problem by place. With an error among them take none.

    `known` are the units imported before, `people` everybody's ids: leads are among them, no unit bears one of them.
    """
    read = unit_readers(organisation)
    table = table_of(text, list(read), REQUIRED, file)
    if not set(REQUIRED) <= table.columns.keys():
        return [], sorted(table.faults, key=lambda each: each.order)
    problems: list[Problem] = []
    found: dict[str, UnitRecord] = {}
    lines: dict[str, int] = {}
    for line in table.lines:
        values: dict[str, Any] = {}
        for column, raw in line.cells.items():
            try:
                values[column] = _cell(column, raw.strip(), read, organisation)
            except CellFault as fault:
                problems.append(replace(fault.problem, span=table.place(line.number, column)))
        id = values.get("id") or ""
        if id in lines:
            facts: dict[str, Fact] = {"found": shown(id), "first": lines[id]}
            problems.append(Problem(code="people-id-twice", facts=facts, span=table.place(line.number, "id")))
        elif id:
            found[id], lines[id] = _record(id, values, known), line.number
    problems += table.faults
    problems += _relations(table, found, lines, organisation, known, people)
    return list(found.values()), sorted(problems, key=lambda each: each.order)


def _cell(column: str, text: str, read: Mapping[str, Reader], organisation: Organisation) -> Any:
    if text:
        return read[column](column, text)
    field = organisation.unit_facts.get(column)
    if column in REQUIRED or (field is not None and not field.optional and field.type != "yes_no"):
        raise CellFault("people-missing", column=column)
    return None


def _record(id: str, values: Mapping[str, Any], known: Mapping[str, UnitRecord]) -> UnitRecord:
    before = known.get(id) or UnitRecord(id=id, name="")
    own = {name: values[name] for name in BUILT_IN if name in values}
    stated = {name: value for name, value in values.items() if name not in BUILT_IN}
    facts = {name: value for name, value in {**before.facts, **stated}.items() if value is not None}
    return replace(before, **{**own, "name": own.get("name") or before.name, "facts": facts})


def _relations(
    table: Table,
    found: Mapping[str, UnitRecord],
    lines: Mapping[str, int],
    organisation: Organisation,
    known: Mapping[str, UnitRecord],
    people: Collection[str],
) -> Iterator[Problem]:
    """Every unit and person that is named must exist; no unit is above itself, and none is called as a person is."""
    for id, record in found.items():
        if id in people:
            yield Problem(code="unit-is-person", facts={"found": shown(id)}, span=table.place(lines[id], "id"))
        above = {"parent": record.parent, **_facts_of(record, organisation, "unit")}
        for column, unit in above.items():
            if unit and unit not in found and unit not in known:
                facts: dict[str, Fact] = {"column": column, "found": shown(unit)}
                yield Problem(code="unit-unknown", facts=facts, span=table.place(lines[id], column))
        named = {"lead": record.lead, **_facts_of(record, organisation, "person")}
        for column, person in named.items():
            if person and person not in people:
                facts = {"column": column, "found": shown(person)}
                yield Problem(code="people-unknown", facts=facts, span=table.place(lines[id], column))
    for circle in circles({id: each.parent for id, each in {**known, **found}.items() if each.parent}):
        first = next((id for id in circle if id in lines), None)
        if first is not None:
            facts = {"circle": " → ".join(map(shown, [*circle, circle[0]][:12]))}
            yield Problem(code="unit-circle", facts=facts, span=table.place(lines[first], "parent"))


def _facts_of(record: UnitRecord, organisation: Organisation, kind: str) -> dict[str, str | None]:
    return {name: record.facts.get(name) for name, field in organisation.unit_facts.items() if field.type == kind}
