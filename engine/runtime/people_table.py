"""A table as lines of named cells, whether CSV, a workbook or JSON, and everything that is wrong with its form.

What the cells mean is `people_values`' to say. A cell's place is its line in the file and the number of its field.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.runtime.people_objects import is_json, objects_of
from engine.runtime.people_sheet import MAGIC, Unreadable, text_of
from engine.words.problems import Fact, Problem, Span, nearest

BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One person's line: column -> text as it stands there."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The columns that are known, with the number of their field, and the lines that fit them."""

    file: str
    columns: Mapping[str, int]
    lines: Sequence[Line]

    def place(self, line: int, column: str) -> Span:
        return Span(self.file, line, self.columns.get(column, 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """Text out of bytes. `encoding` is "UTF-8", "GB18030" or "Excel", "" if it is none and `problems` says so."""

    text: str
    encoding: str
    problems: tuple[Problem, ...] = ()


def decoded(content: bytes, file: str) -> Decoded:
    """The text behind a file's bytes: UTF-8 with or without its mark, a workbook, else GB18030, with a warning."""
    if content.startswith(MAGIC):
        try:
            return Decoded(text=text_of(content), encoding="Excel")
        except Unreadable as failure:
            broken = Problem(code="people-excel", facts={"why": str(failure)}, span=Span(file))
            return Decoded(text="", encoding="", problems=(broken,))
    try:
        return Decoded(text=content.decode("utf-8-sig"), encoding="UTF-8")
    except UnicodeDecodeError as failure:
        byte = failure.start + 1
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError:
        unreadable = Problem(code="people-encoding", facts={"byte": byte}, span=Span(file))
        return Decoded(text="", encoding="", problems=(unreadable,))
    guessed = Problem(code="people-encoding-guessed", span=Span(file), severity="warning")
    return Decoded(text=text, encoding="GB18030", problems=(guessed,))


def table_of(text: str, known: Sequence[str], required: Sequence[str], file: str) -> tuple[Table, list[Problem]]:
    """The table and the faults of its form; a line that does not fit the header is left out, with a problem."""
    empty = Table(file=file, columns={}, lines=())
    nul = list(_nul(text, file))
    if nul:
        return empty, nul
    if is_json(text.removeprefix(BYTE_ORDER_MARK)):
        return _of_objects(text.removeprefix(BYTE_ORDER_MARK), known, required, file)
    problems: list[Problem] = []
    rows = _rows(text.removeprefix(BYTE_ORDER_MARK), file, problems)
    if not rows:
        return empty, problems or [Problem(code="people-empty", span=Span(file))]
    first, header = rows[0]
    names = [each.strip() for each in header]
    if len(names) == 1 and any(sign in names[0] for sign in ";\t|"):
        return empty, [Problem(code="people-delimiter", span=Span(file, first))]
    columns, faults = _columns(names, known, required, Span(file, first))
    problems += faults
    lines = []
    for number, cells in rows[1:]:
        if len(cells) == len(names):
            lines.append(Line(number=number, cells={name: cells[field - 1] for name, field in columns.items()}))
        else:
            place = Span(file, number, min(len(cells), len(names)) + 1)
            problems.append(
                Problem(code="people-ragged", facts={"found": len(cells), "expected": len(names)}, span=place)
            )
    if len(rows) == 1:
        problems.append(Problem(code="people-empty", span=Span(file, first)))
    return Table(file=file, columns=columns, lines=lines), problems


def _of_objects(text: str, known: Sequence[str], required: Sequence[str], file: str) -> tuple[Table, list[Problem]]:
    objects, problems = objects_of(text, known, required, file)
    names = dict.fromkeys([*required, *(name for _, cells in objects for name in cells)])
    columns = {name: field for field, name in enumerate(names, start=1)} if objects else {}
    return Table(
        file=file, columns=columns, lines=[Line(number=number, cells=each) for number, each in objects]
    ), problems


def _nul(text: str, file: str) -> Iterator[Problem]:
    if "\0" in text:
        for number, line in enumerate(text.split("\n"), start=1):
            if "\0" in line:
                yield Problem(code="people-nul", span=Span(file, number, line.index("\0") + 1))


def _rows(text: str, file: str, problems: list[Problem]) -> list[tuple[int, list[str]]]:
    """(line in the file, fields) of every line that is not blank; reading stops at a broken one."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    found: list[tuple[int, list[str]]] = []
    while True:
        number = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return found
        except csv.Error as failure:
            problems.append(Problem(code="people-csv", facts={"why": str(failure)}, span=Span(file, number)))
            return found
        if any(each.strip() for each in row):
            found.append((number, row))


def _columns(
    names: Sequence[str], known: Sequence[str], required: Sequence[str], place: Span
) -> tuple[dict[str, int], list[Problem]]:
    columns: dict[str, int] = {}
    problems = []
    for field, name in enumerate(names, start=1):
        here = Span(place.file, place.line, field)
        if name in columns:
            facts: dict[str, Fact] = {"column": name, "first": columns[name]}
            problems.append(Problem(code="people-column-twice", facts=facts, span=here))
        elif name not in known:
            hint = nearest(name[:60], known) or "–"
            facts = {"column": name[:60], "known": ", ".join(known), "nearest": hint}
            problems.append(Problem(code="people-column-unknown", facts=facts, span=here))
        else:
            columns[name] = field
    problems += [
        Problem(code="people-column-missing", facts={"column": name, "known": ", ".join(known)}, span=place)
        for name in required
        if name not in columns
    ]
    return columns, problems
