"""A file of people: every line read and checked, all faults at once, each with its place.

Columns are the built-in ones and the facts the organisation declares. A column that is not in the file leaves what is
known of a person as it is; an empty cell takes it away.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from engine.definition.house import Organisation
from engine.runtime.people_table import Decoded, Line, Table, decoded, table_of
from engine.runtime.people_values import BUILT_IN, FORMULA, REQUIRED, CellFault, Reader, readers, shown
from engine.store.people import PersonRecord
from engine.words.problems import Fact, Problem

_NOBODY: Mapping[str, PersonRecord] = {}


def read_people(
    given: str | bytes,
    organisation: Organisation,
    known: Mapping[str, PersonRecord] = _NOBODY,
    *,
    file: str = "people.csv",
) -> tuple[list[PersonRecord], list[Problem]]:
    """What the file says of whom, and every problem by place. With an error among them take nobody.

    `known` are the people imported before: managers may be among them, and columns not in the file stay theirs.
    """
    found = decoded(given, file) if isinstance(given, bytes) else Decoded(text=given, encoding="")
    problems = list(found.problems)
    if any(each.severity == "error" for each in problems):
        return [], problems
    read = readers(organisation)
    table, faults = table_of(found.text, list(read), REQUIRED, file)
    problems += faults
    if not set(REQUIRED) <= table.columns.keys():
        return [], sorted(problems, key=lambda each: each.order)
    people: dict[str, PersonRecord] = {}
    lines: dict[str, int] = {}
    for line in table.lines:
        record, faults = _person(table, line, read, organisation, known)
        problems += faults
        id = record.id
        if id in lines:
            facts: dict[str, Fact] = {"found": shown(id), "first": lines[id]}
            problems.append(Problem(code="people-id-twice", facts=facts, span=table.place(line.number, "id")))
        elif id:
            people[id], lines[id] = record, line.number
    problems += _relations(table, people, lines, organisation, known)
    return list(people.values()), sorted(problems, key=lambda each: each.order)


def _person(
    table: Table,
    line: Line,
    read: Mapping[str, Reader],
    organisation: Organisation,
    known: Mapping[str, PersonRecord],
) -> tuple[PersonRecord, list[Problem]]:
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for column, raw in line.cells.items():
        text = raw if column == "id" else raw.strip()
        try:
            values[column] = _cell(column, text, read, organisation)
        except CellFault as fault:
            problems.append(replace(fault.problem, span=table.place(line.number, column)))
    name = values.get("name") or ""
    if name.startswith(FORMULA):
        facts = {"found": shown(name)}
        place = table.place(line.number, "name")
        problems.append(Problem(code="people-formula-name", facts=facts, span=place, severity="warning"))
    hired, left = values.get("hired_on"), values.get("left_on")
    if hired and left and left < hired:
        facts = {"hired": str(hired), "left": str(left)}
        place = table.place(line.number, "left_on")
        problems.append(Problem(code="people-left-before-hired", facts=facts, span=place))
    return _record(values, known), problems


def _cell(column: str, text: str, read: Mapping[str, Reader], organisation: Organisation) -> Any:
    if text:
        return read[column](column, text)
    field = organisation.facts.get(column)
    # An empty yes-or-no is a no.
    if column in REQUIRED or (field is not None and not field.optional and field.type != "yes_no"):
        raise CellFault("people-missing", column=column)
    return () if column == "groups" else None


def _record(values: Mapping[str, Any], known: Mapping[str, PersonRecord]) -> PersonRecord:
    id = values.get("id") or ""
    before = known.get(id) or PersonRecord(id=id, name="")
    own = {name: values[name] for name in BUILT_IN if name in values}
    stated = {name: value for name, value in values.items() if name not in BUILT_IN}
    facts = {name: value for name, value in {**before.facts, **stated}.items() if value is not None}
    return replace(before, **{**own, "id": id, "name": own.get("name") or before.name, "facts": facts})


def _relations(
    table: Table,
    people: Mapping[str, PersonRecord],
    lines: Mapping[str, int],
    organisation: Organisation,
    known: Mapping[str, PersonRecord],
) -> Iterator[Problem]:
    """Everybody who is named must be somebody, and nobody may be above themselves."""
    for id, record in people.items():
        for column, named in _named(record, organisation):
            if named in people or named in known:
                continue
            place = table.place(lines[id], column)
            yield Problem(code="people-unknown", facts={"column": column, "found": shown(named)}, span=place)
        if record.manager == id:
            yield Problem(code="people-own-manager", facts={"found": shown(id)}, span=table.place(lines[id], "manager"))
    managers = {id: each.manager for id, each in {**known, **people}.items() if each.manager and each.manager != id}
    for circle in circles(managers):
        inside = [id for id in circle if id in lines]
        if inside:
            first = min(inside, key=lines.__getitem__)
            start = circle.index(first)
            shown_circle = [*circle[start:], *circle[:start], first]
            facts = {"circle": " → ".join(map(shown, shown_circle[:12]))}
            place = table.place(lines[first], "manager")
            yield Problem(code="people-manager-circle", facts=facts, span=place)


def _named(record: PersonRecord, organisation: Organisation) -> Iterable[tuple[str, str]]:
    if record.manager:
        yield "manager", record.manager
    for name, field in organisation.facts.items():
        value = record.facts.get(name)
        if value and field.type == "person":
            yield name, value
        elif value and field.type == "people":
            for each in value:
                yield name, each


def circles(managers: Mapping[str, str | None]) -> Iterator[list[str]]:
    """Each circle once, as the ids on it in order."""
    done: set[str] = set()
    for start in managers:
        path: dict[str, int] = {}
        at: str | None = start
        while at is not None and at not in done and at not in path:
            path[at] = len(path)
            at = managers.get(at)
        if at is not None and at in path:
            yield list(path)[path[at] :]
        done.update(path)
