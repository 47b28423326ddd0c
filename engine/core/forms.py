"""What somebody filled in, held against the form of an act: exact values out, or every fault at once.

A form names fields (`achievements`) and columns of lists (`goals.score`). A column comes as a list of values, one a
row, under "goals.score", or as rows under "goals" that hold nothing but columns of the form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from engine.calendar.instant import at_local
from engine.core.case import Case
from engine.core.inputs import Fault, read_value
from engine.core.measured import filled, unknown_indicators
from engine.core.measured import given as given_by_indicator
from engine.core.places import zone_of
from engine.core.values import Data, Triggered
from engine.definition.known import Rows
from engine.definition.model import Act, Field
from engine.words.problems import Fact, Problem, nearest

_LOCAL = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}")


def fill(case: Case, act: Act, event: Triggered) -> tuple[dict[str, Any], list[Problem]]:
    """Clean values by field, merged with what is there already, the actor's own answer first; and all problems."""
    form, given = act.form, event.form
    there = {**case.data, **_own_answer(case, act, event.actor)}
    whole = [name for name in form if "." not in name]
    columns: dict[str, list[str]] = {}
    for name in form:
        if "." in name:
            head, _, column = name.partition(".")
            columns.setdefault(head, []).append(column)
    known = {*form, *columns}
    problems = [
        Problem(
            code="form-unknown-field",
            facts={"field": str(name)[:60], "known": ", ".join(form) or "–", "nearest": _hint(str(name)[:60], known)},
        )
        for name in given
        if name not in known
    ]
    clean: dict[str, Any] = {}
    for name in whole:
        problems += _one(case, case.process.fields[name], given, there, clean)
    for name, wanted in columns.items():
        problems += _columns(case, case.process.fields[name], wanted, given, clean)
    return clean, problems


def _hint(name: str, known: set[str]) -> str:
    return nearest(name, sorted(known)) or "–"


def _own_answer(case: Case, act: Act, actor: str) -> Data:
    """What the actor answered to the task before; what others answered, and other tasks', is not theirs to keep."""
    owner = act.task or act.name
    answered = case.plan.answered.get(owner, frozenset())
    return {**dict.fromkeys(answered), **case.answers.get(owner, {}).get(actor, {})}


def _one(
    case: Case, field: Field, given: Mapping[str, Any], there: Mapping[str, Any], clean: dict[str, Any]
) -> Iterator[Problem]:
    if field.name not in given or given[field.name] is None:
        if field.name in given:
            clean[field.name] = None
        kept = None if field.name in given else there.get(field.name)
        if kept is None and not field.optional:
            yield Problem(code="form-missing", facts={"field": field.name, "title": field.title})
        elif kept is not None:
            clean[field.name] = kept
        return
    try:
        clean[field.name] = read_value(field, _where_it_is(case, field, given[field.name]), case.world.people)
    except Fault as fault:
        yield from fault.problems
        return
    if field.type == "list":
        rows, beforehand = case.data.get(field.name) or (), field.default
        if field.fixed and (rows or isinstance(beforehand, Rows)) and len(rows) != len(clean[field.name]):
            facts: dict[str, Fact] = {"title": field.title, "expected": len(rows), "found": len(clean[field.name])}
            yield Problem(code="form-fixed", facts=facts)
        elif field.fixed and isinstance(beforehand, Rows):
            yield from _beforehand(field, beforehand, rows, clean[field.name])
        yield from unknown_indicators(case, field, clean[field.name])
        clean[field.name] = filled(case, field, clean[field.name])
        yield from _empty_columns(case, field, clean[field.name])


def _where_it_is(case: Case, field: Field, value: Any) -> Any:
    """A day and an hour without a zone, as people say them, are meant by the clocks of the review."""
    if field.type == "list" and isinstance(value, list | tuple):
        moments = [column for column in field.item.values() if column.type == "moment"]
        return [_row_where_it_is(case, moments, row) for row in value] if moments else value
    if field.type != "moment" or not isinstance(value, str) or not _LOCAL.fullmatch(value):
        return value
    with suppress(ValueError):
        found = datetime.fromisoformat(value)
        return at_local(found.date(), found.time(), zone_of(case))
    return value


def _row_where_it_is(case: Case, moments: Sequence[Field], row: Any) -> Any:
    if not isinstance(row, Mapping):
        return row
    return {**row, **{each.name: _where_it_is(case, each, row[each.name]) for each in moments if each.name in row}}


def _beforehand(
    field: Field, given: Rows, there: Sequence[Mapping[str, Any]], rows: Sequence[dict[str, Any]]
) -> Iterator[Problem]:
    """What rows were given with stands: it may be left out or said again, nobody writes anything else."""
    for index, (before, row) in enumerate(zip(there, rows, strict=True)):
        for column in given.given:
            stands = before.get(column)
            if stands is None:
                continue
            if row[column] not in (None, stands):
                place = f"{field.name}[{index + 1}].{column}"
                facts: dict[str, Fact] = {"field": place, "title": field.item[column].title, "stands": str(stands)}
                yield Problem(code="form-given", facts=facts)
            row[column] = stands


def _empty_columns(case: Case, field: Field, rows: Sequence[Mapping[str, Any]]) -> Iterator[Problem]:
    later = case.plan.columns
    for index, row in enumerate(rows):
        for name, column in field.item.items():
            if row[name] is None and not column.optional and f"{field.name}.{name}" not in later:
                place = f"{field.name}[{index + 1}].{name}"
                yield Problem(code="form-missing", facts={"field": place, "title": column.title})


def _columns(
    case: Case, field: Field, wanted: list[str], given: Mapping[str, Any], clean: dict[str, Any]
) -> Iterator[Problem]:
    """Write columns of the rows that are there; rows are neither added nor removed."""
    rows = [dict(row) for row in case.data.get(field.name) or []]
    if isinstance(field.default, Rows) and case.data.get(field.name) is None:  # for whom they are is not known yet
        yield Problem(code="form-missing", facts={"field": field.name, "title": field.title})
    for column in wanted:
        spec = field.item[column]
        try:
            values = _column_values(field, column, wanted, given, rows)
        except Fault as fault:
            yield from fault.problems
            continue
        for index, row in enumerate(rows):
            value = values[index] if values is not None else row.get(column)
            place = f"{field.name}[{index + 1}].{column}"
            stands = given_by_indicator(case, field, spec, row)
            if stands is not None:
                yield from _another(spec, value, stands, row[column], place)
                row[column] = stands
                continue
            if value is None:
                row[column] = None
                if not spec.optional:
                    yield Problem(code="form-missing", facts={"field": place, "title": spec.title})
                continue
            try:
                row[column] = read_value(spec, _where_it_is(case, spec, value), case.world.people, place)
            except Fault as fault:
                yield from fault.problems
    clean[field.name] = rows


def _another(spec: Field, value: Any, stands: Any, before: Any, place: str) -> Iterator[Problem]:
    """What the indicator says may be said again, or left out; nobody writes anything else."""
    if value not in (None, before) and str(value) != str(stands):
        yield Problem(code="form-measured", facts={"field": place, "title": spec.title, "stands": str(stands)})


def _column_values(
    field: Field, column: str, wanted: list[str], given: Mapping[str, Any], there: Sequence[Mapping[str, Any]]
) -> list[Any] | None:
    """One value a row, or None when the column was not given at all."""
    values = given.get(f"{field.name}.{column}")
    rows = given.get(field.name)
    if values is None and rows is None:
        return None
    if values is None:
        values = _from_rows(field, column, wanted, rows, there)
    if not isinstance(values, list | tuple):
        raise Fault("form-kind", field=f"{field.name}.{column}", expected="list", found=type(values).__name__)
    if len(values) != len(there):
        raise Fault("form-rows", field=f"{field.name}.{column}", expected=len(there), found=len(values))
    return list(values)


def _from_rows(
    field: Field, column: str, wanted: list[str], rows: Any, there: Sequence[Mapping[str, Any]]
) -> list[Any]:
    """The column of the rows given; a row that does not speak of it keeps what is there."""
    if not isinstance(rows, list | tuple) or not all(isinstance(row, Mapping) for row in rows):
        raise Fault("form-kind", field=field.name, expected="list", found=type(rows).__name__)
    strange = sorted({str(name) for row in rows for name in row} - set(wanted))
    if strange:
        raise Fault(
            "form-unknown-field",
            field=f"{field.name}.{strange[0]}",
            known=", ".join(f"{field.name}.{each}" for each in wanted),
            nearest=_hint(strange[0], set(wanted)),
        )
    kept = [row.get(column) for row in there] + [None] * len(rows)
    return [row.get(column, old) for row, old in zip(rows, kept, strict=False)]
