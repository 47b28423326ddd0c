"""A file of people: every line read and checked, all faults at once, each with its place.

Columns are the built-in ones and the facts the organisation declares. A column that is not in the file leaves what is
known of a person as it is; an empty cell takes it away. `valid_from` says since when, or from when on, a line is so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from engine.definition.house import Organisation
from engine.runtime.people_table import Decoded, Line, Table, decoded, table_of
from engine.runtime.people_values import BUILT_IN, FORMULA, REQUIRED, CellFault, Reader, read_day, readers, shown
from engine.store.people import PersonRecord, Post
from engine.words.problems import Fact, Problem

_NOBODY: Mapping[str, Post] = {}
# Of each column so many texts are read once only: a department has many people.
_REMEMBERED = 4096
VALID_FROM = "valid_from"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What a line says of a person, from a day on; None: from the day of the import."""

    person: str
    stated: Mapping[str, Any]  # column or fact -> value, None where the cell takes it away
    valid_from: date | None
    line: int


def read_people(
    given: str | bytes,
    organisation: Organisation,
    known: Mapping[str, Post] = _NOBODY,
    *,
    units: Collection[str] = (),
    file: str = "people.csv",
) -> tuple[list[Row], list[Problem]]:
    """What the file says of whom, by day where it says days, and every problem by place. With an error take nobody.

    `known` are the people imported before: managers may be among them, and who is not in the file stays below theirs.
    `units` are the ids of units.
    """
    found = decoded(given, file) if isinstance(given, bytes) else Decoded(text=given, encoding="")
    problems = list(found.problems)
    if any(each.severity == "error" for each in problems):
        return [], problems
    read = {
        name: lru_cache(_REMEMBERED)(each) for name, each in (*readers(organisation).items(), (VALID_FROM, read_day))
    }
    table = table_of(found.text, list(read), REQUIRED, file)
    if not set(REQUIRED) <= table.columns.keys():
        return [], sorted([*problems, *table.faults], key=lambda each: each.order)
    rows: list[Row] = []
    lines: dict[tuple[str, date | None], int] = {}
    for line in table.lines:
        stated, faults = _stated(table, line, read, organisation)
        problems += faults
        id, day = str(stated.get("id") or ""), stated.pop(VALID_FROM, None)
        if (id, day) in lines:
            facts: dict[str, Fact] = {"found": shown(id), "first": lines[id, day]}
            problems.append(Problem(code="people-id-twice", facts=facts, span=table.place(line.number, "id")))
        elif id in units:
            problems.append(
                Problem(code="person-is-unit", facts={"found": shown(id)}, span=table.place(line.number, "id"))
            )
        elif id:
            lines[id, day] = line.number
            rows.append(Row(person=id, stated=stated, valid_from=day, line=line.number))
    problems += table.faults
    problems += _relations(table, rows, organisation, known)
    problems += _unknown_units(table, rows, organisation, units)
    return rows, sorted(problems, key=lambda each: each.order)


def merged(before: PersonRecord | None, stated: Mapping[str, Any]) -> PersonRecord:
    """The person as they were known, with what is stated."""
    id = str(stated["id"])
    known = before or PersonRecord(id=id, name="")
    own = {name: stated[name] for name in BUILT_IN if name in stated}
    declared = {name: value for name, value in stated.items() if name not in BUILT_IN}
    facts = {name: value for name, value in {**known.facts, **declared}.items() if value is not None}
    if "groups" in own:
        own["groups"] = tuple(own["groups"] or ())
    return replace(known, **{**own, "id": id, "name": own.get("name") or known.name, "facts": facts})


def _stated(
    table: Table, line: Line, read: Mapping[str, Reader], organisation: Organisation
) -> tuple[dict[str, Any], list[Problem]]:
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
    return values, problems


def _cell(column: str, text: str, read: Mapping[str, Reader], organisation: Organisation) -> Any:
    if text:
        return read[column](column, text)
    field = organisation.facts.get(column)
    # An empty yes-or-no is a no.
    if column in REQUIRED or (field is not None and not field.optional and field.type != "yes_no"):
        raise CellFault("people-missing", column=column)
    return () if column == "groups" else None


def _relations(
    table: Table, rows: Sequence[Row], organisation: Organisation, known: Mapping[str, Post]
) -> Iterator[Problem]:
    """Everybody who is named must be somebody, and nobody may be above themselves."""
    ids = {row.person for row in rows} | known.keys()
    lines: dict[str, int] = {}
    managers = {id: each.manager for id, each in known.items()}
    for row in sorted(rows, key=lambda row: (row.valid_from or date.min, row.line)):
        id = row.person
        lines[id], managers[id] = row.line, row.stated.get("manager", managers.get(id))
        for column, named in _named(row.stated, organisation):
            if named not in ids:
                place = table.place(row.line, column)
                yield Problem(code="people-unknown", facts={"column": column, "found": shown(named)}, span=place)
        if row.stated.get("manager") == id:
            yield Problem(code="people-own-manager", facts={"found": shown(id)}, span=table.place(row.line, "manager"))
    for circle in circles({id: each for id, each in managers.items() if each and each != id}):
        inside = [id for id in circle if id in lines]
        if inside:
            first = min(inside, key=lines.__getitem__)
            start = circle.index(first)
            shown_circle = [*circle[start:], *circle[:start], first]
            facts = {"circle": " → ".join(map(shown, shown_circle[:12]))}
            place = table.place(lines[first], "manager")
            yield Problem(code="people-manager-circle", facts=facts, span=place)


def _unknown_units(
    table: Table, rows: Sequence[Row], organisation: Organisation, units: Collection[str]
) -> Iterator[Problem]:
    """Units may come in after the people who lead them, so that naming one nobody knows yet is no error."""
    naming = [name for name, field in organisation.facts.items() if field.type == "unit"]
    for row in rows if naming else ():
        for column in naming:
            named = row.stated.get(column)
            if named and named not in units:
                facts: dict[str, Fact] = {"column": column, "found": shown(named)}
                place = table.place(row.line, column)
                yield Problem(code="unit-not-yet", facts=facts, span=place, severity="warning")


def _named(stated: Mapping[str, Any], organisation: Organisation) -> Iterator[tuple[str, str]]:
    for column, value in stated.items():
        field = organisation.facts.get(column)
        if not value:
            continue
        if column == "manager" or (field is not None and field.type == "person"):
            yield column, value
        elif field is not None and field.type == "people":
            for each in value:
                yield column, each


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
