"""What somebody typed into a form: read from a request or from what is there, and given on as the form takes it.

Names of a page: `f.quality`, `f.goals.0.title` with `n.goals` rows, `f.peers` several times; `reason`, `amount`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from engine.definition.model import Field
from engine.views.sheet import Part, Sheet

Cell = str | list[str]
Row = dict[str, str]
Answers = dict[str, Cell | list[Row]]
MOST_ROWS = 200


def there(sheet: Sheet) -> Answers:
    """What the sheet holds, as somebody would have typed it."""
    found: Answers = {}
    for part in sheet.parts:
        name, columns = part.field.name, columns_of(part)
        if columns is None:
            found[name] = ticked(part.value) if _ticks(part) else typed(part.field, part.value, sheet)
            continue
        rows = part.value if isinstance(part.value, list | tuple) else ()
        least = 0 if part.field.optional else max(1, part.field.min_items or 0)
        empty: list[Row] = [{} for _ in range(least)]
        found[name] = [{each.name: typed(each, row.get(each.name), sheet) for each in columns} for row in rows] or empty
    return found


def columns_of(part: Part) -> tuple[Field, ...] | None:
    """The columns that are filled in row by row; None for a field that is no list."""
    return part.columns or (tuple(part.field.item.values()) if part.field.type == "list" else None)


def _ticks(part: Part) -> bool:
    """Whether it is answered by ticking: people who are proposed, options of which several may hold."""
    return part.people is not None or part.field.type == "choices"


def ticked(value: object) -> list[str]:
    """Those that are chosen: ids, or options."""
    return [] if value is None else [str(each) for each in value] if isinstance(value, list | tuple) else [str(value)]


def typed(field: Field, value: Any, sheet: Sheet) -> str:
    """A value as its control of the page holds it; people by name and id."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case Decimal():
            return _point(field, value)
        case datetime():
            return f"{value.astimezone(ZoneInfo(sheet.zone)):%Y-%m-%dT%H:%M}"
        case date():
            return value.isoformat()
        case Mapping():
            return json.dumps({name: _whole(each) for name, each in value.items()})
        case list() | tuple():
            return ", ".join(_named(str(each), sheet) for each in value)
    return _named(value, sheet) if field.type == "person" else str(value)


def _point(field: Field, value: Decimal) -> str:
    """A point of a scale as the file writes it."""
    if field.type == "scale":
        return next((each for each in field.options if Decimal(each) == value), format(value, "f"))
    return format(value, "f")


def _whole(value: object) -> object:
    return int(value) if isinstance(value, Decimal) else value


def _named(id: str, sheet: Sheet) -> str:
    name = sheet.names.get(id, id)
    return name if name == id else f"{name} ({id})"


def posted(sheet: Sheet, pairs: Sequence[tuple[str, str]]) -> Answers:
    """What came with a request, as far as the sheet asks for it."""
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value.replace("\r\n", "\n").strip())
    found: Answers = {}
    for part in sheet.parts:
        name = part.field.name
        columns = columns_of(part)
        if columns is None:
            found[name] = values.get(f"f.{name}", []) if _ticks(part) else _last(values, f"f.{name}")
            continue
        count = part.rows if part.columns else _count(_last(values, f"n.{name}"))
        rows: list[Row] = [
            {each.name: _last(values, f"f.{name}.{index}.{each.name}") for each in columns} for index in range(count)
        ]
        found[name] = rows
    return found


def _last(values: Mapping[str, list[str]], name: str) -> str:
    return values[name][-1] if values.get(name) else ""


def _count(text: str) -> int:
    return min(int(text), MOST_ROWS) if text.isdecimal() and len(text) < 6 else 0


def flat(answers: Answers) -> Iterator[tuple[str, str]]:
    """The names and values a page carries on, so that `posted` reads the same again."""
    for name, answer in answers.items():
        rows = [each for each in answer if isinstance(each, dict)] if isinstance(answer, list) else []
        if isinstance(answer, str):
            yield f"f.{name}", answer
        elif not rows:
            yield from ((f"f.{name}", each) for each in answer if isinstance(each, str))
        else:
            yield f"n.{name}", str(len(rows))
            for index, row in enumerate(rows):
                yield from ((f"f.{name}.{index}.{column}", cell) for column, cell in row.items())


def with_row(answers: Answers, name: str) -> None:
    """One more row at the end of a list."""
    rows = answers.get(name)
    if isinstance(rows, list) and len(rows) < MOST_ROWS:
        rows.append({})  # type: ignore[arg-type]


def without_row(answers: Answers, name: str, index: int) -> None:
    rows = answers.get(name)
    if isinstance(rows, list) and 0 <= index < len(rows):
        del rows[index]


def without_blank_rows(sheet: Sheet, answers: Answers) -> None:
    """What is handed in has no empty rows, so that a fault of row 2 is shown at row 2."""
    for part in sheet.parts:
        rows = answers.get(part.field.name)
        if columns_of(part) is None or part.columns or not isinstance(rows, list):
            continue
        filled: list[Row] = [row for row in rows if isinstance(row, dict) and any(row.values())]
        blank: list[Row] = [] if part.field.optional else [{}]
        answers[part.field.name] = filled or blank


def people_typed(sheet: Sheet, answers: Answers) -> Iterator[str]:
    """Every text that names somebody."""
    for part in sheet.parts:
        columns, answer = columns_of(part), answers.get(part.field.name, "")
        if columns is None:
            if part.people is None:
                yield from _names(part.field, answer)
            continue
        for row in answer:
            if isinstance(row, dict):
                for each in columns:
                    yield from _names(each, row.get(each.name, ""))


def _names(field: Field, cell: object) -> Iterator[str]:
    if isinstance(cell, str) and cell and field.type in ("person", "people"):
        yield from _split(cell) if field.type == "people" else [cell]


def _split(text: str) -> list[str]:
    for sign in "，、;；\n":
        text = text.replace(sign, ",")
    return [each.strip() for each in text.split(",") if each.strip()]


def form_of(sheet: Sheet, answers: Answers, ids: Mapping[str, Collection[str]]) -> dict[str, Any]:
    """The form of an act. What is empty is taken away if it was there to be seen; else nothing is said of it.

    `ids`: what was typed for people -> whom it may mean.
    """
    found: dict[str, Any] = {}
    for part in sheet.parts:
        name, answer = part.field.name, answers.get(part.field.name, "")
        columns = columns_of(part)
        if columns is None:
            value = _value(part.field, answer, ids)
        elif part.columns:
            cells = [row if isinstance(row, dict) else {} for row in answer]
            found |= {
                f"{name}.{each.name}": [
                    None if (index, each.name) in part.stands else _value(each, row.get(each.name, ""), ids)
                    for index, row in enumerate(cells)
                ]
                for each in part.columns
            }
            continue
        else:
            rows = [
                {each.name: _value(each, row.get(each.name, ""), ids) for each in columns}
                for row in answer
                if isinstance(row, dict)
            ]
            value = [row for row in rows if any(cell is not None for cell in row.values())] or None
        if value is not None or part.there:
            found[name] = value
    return found


def _value(field: Field, cell: object, ids: Mapping[str, Collection[str]]) -> Any:
    if isinstance(cell, list):
        one = field.type in ("person", "unit")
        return (cell[0] if one else cell) if cell else None
    text = str(cell)
    if not text:
        return None
    match field.type:
        case "person":
            return _id(text, ids)
        case "people":
            return [_id(each, ids) for each in _split(text)]
        case "file":
            return _evidence(text)
        case "number" | "percent" | "money":
            return _number(text)
    return text


def _id(text: str, ids: Mapping[str, Collection[str]]) -> str:
    found = list(ids.get(text, ()))
    return found[0] if len(found) == 1 else text


def _number(text: str) -> str:
    """Without signs that group digits, where that is what they do."""
    plain = text.replace(" ", "").replace("\u00a0", "").replace("，", ",").replace("．", ".")
    whole, _, rest = plain.partition(".")
    groups = whole.lstrip("+-").split(",")
    if len(groups) > 1 and all(len(each) == 3 for each in groups[1:]) and 0 < len(groups[0]) < 4:
        plain = whole.replace(",", "") + (f".{rest}" if rest else "")
    try:
        Decimal(plain.removesuffix("%"))
    except InvalidOperation:
        return text
    return plain


def _evidence(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
