"""A table as JSON: a list of objects, or one object with the list under `rows`.

An object names only what it says: a key that is not there leaves what is known as it is, null takes it away. Numbers
keep every digit, a list is the several values of a cell. A place is the number of an object and of a key in it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from engine.runtime.people_values import SEPARATOR
from engine.words.problems import Problem, Span, nearest

Objects = Sequence[tuple[int, dict[str, str]]]


def is_json(text: str) -> bool:
    return text.lstrip()[:1] in ("[", "{")


def objects_of(text: str, known: Sequence[str], required: Sequence[str], file: str) -> tuple[Objects, list[Problem]]:
    """Number of each object from 1 on, with its cells, and every problem."""
    try:
        whole: Any = json.loads(text, parse_float=str, parse_int=str, parse_constant=str, object_pairs_hook=_Object)
    except json.JSONDecodeError as failure:
        why = {"why": failure.msg}
        return [], [Problem(code="people-json", facts=why, span=Span(file, failure.lineno, failure.colno))]
    except RecursionError:
        return [], [Problem(code="people-json", facts={"why": "nested too deeply"}, span=Span(file, 1, 1))]
    rows = dict(whole.pairs).get("rows") if isinstance(whole, _Object) else whole
    if not isinstance(rows, list) or not rows:
        return [], [Problem(code="people-json-list", span=Span(file, 1, 1))]
    found: list[tuple[int, dict[str, str]]] = []
    problems: list[Problem] = []
    for number, row in enumerate(rows, start=1):
        if isinstance(row, _Object):
            cells, faults = _cells(row, known, required, file, number)
            found.append((number, cells))
            problems += faults
        else:
            problems.append(Problem(code="people-json-list", span=Span(file, number, 1)))
    return found, problems


class _Object:
    """An object's pairs in order: a key may stand twice, and then nobody knows which is meant."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        self.pairs = pairs


def _cells(
    row: _Object, known: Sequence[str], required: Sequence[str], file: str, number: int
) -> tuple[dict[str, str], list[Problem]]:
    cells: dict[str, str] = {}
    problems = []
    for field, (name, value) in enumerate(row.pairs, start=1):
        place = Span(file, number, field)
        cell = _cell(value)
        if name in cells:
            first = [key for key, _ in row.pairs].index(name) + 1
            problems.append(Problem(code="people-column-twice", facts={"column": name, "first": first}, span=place))
        elif name not in known:
            facts = {"column": name[:60], "known": ", ".join(known), "nearest": nearest(name[:60], known) or "–"}
            problems.append(Problem(code="people-column-unknown", facts=facts, span=place))
        elif cell is None:
            problems.append(Problem(code="people-json-cell", facts={"column": name}, span=place))
        else:
            cells[name] = cell
    return {**dict.fromkeys(required, ""), **cells}, problems


def _cell(value: Any) -> str | None:
    """None for what is no value of a cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        parts = [_cell(each) for each in value if not isinstance(each, list)]
        whole = len(parts) == len(value) and all(each and SEPARATOR not in each for each in parts)
        return SEPARATOR.join(map(str, parts)) if whole else None
    return value if isinstance(value, str) else None
