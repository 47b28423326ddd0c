"""A table as lines of named cells, whether CSV, a workbook or JSON, and everything that is wrong with its form.

What the cells mean is `people_values`' to say. A cell's place is its line in the file and the number of its field.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from engine.runtime.people_objects import is_json, objects_of
from engine.runtime.people_sheet import MAGIC, Unreadable, text_of
from engine.words.problems import Fact, Problem, Span, nearest

BYTE_ORDER_MARK = "\ufeff"
# As a text file is read line by line, without a second copy of it.
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One person's line: column -> text as it stands there."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The columns that are known, with the number of their field, and the lines that fit them: to be read once.

    `faults` is what is wrong with the form, all of it once the lines were read.
    """

    file: str
    columns: Mapping[str, int]
    lines: Iterable[Line]
    faults: list[Problem]

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


def table_of(text: str, known: Sequence[str], required: Sequence[str], file: str) -> Table:
    """The table; a line that does not fit the header is left out, with a fault."""
    faults = list(_nul(text, file))
    table = Table(file=file, columns={}, lines=(), faults=faults)
    if faults:
        return table
    text = text.removeprefix(BYTE_ORDER_MARK)
    if is_json(text):
        return _of_objects(text, known, required, file)
    rows = _rows(text, file, faults)
    first, header = next(rows, (1, None))
    if header is None:
        faults += [] if faults else [Problem(code="people-empty", span=Span(file))]
        return table
    names = [each.strip() for each in header]
    if len(names) == 1 and any(sign in names[0] for sign in ";\t|"):
        faults.append(Problem(code="people-delimiter", span=Span(file, first)))
        return table
    columns, wrong = _columns(names, known, required, Span(file, first))
    faults += wrong
    lines = _lines(rows, columns, len(names), Span(file, first), faults)
    # Where nobody will read the lines for want of a column, what is wrong with them is told all the same.
    return replace(table, columns=columns, lines=lines if set(required) <= columns.keys() else list(lines))


def _lines(
    rows: Iterator[tuple[int, list[str]]], columns: Mapping[str, int], width: int, header: Span, faults: list[Problem]
) -> Iterator[Line]:
    number = 0
    for number, cells in rows:
        if len(cells) == width:
            yield Line(number=number, cells={name: cells[field - 1] for name, field in columns.items()})
        else:
            place = Span(header.file, number, min(len(cells), width) + 1)
            faults.append(Problem(code="people-ragged", facts={"found": len(cells), "expected": width}, span=place))
    if not number:
        faults.append(Problem(code="people-empty", span=header))


def _of_objects(text: str, known: Sequence[str], required: Sequence[str], file: str) -> Table:
    objects, problems = objects_of(text, known, required, file)
    names = dict.fromkeys([*required, *(name for _, cells in objects for name in cells)])
    columns = {name: field for field, name in enumerate(names, start=1)} if objects else {}
    lines = [Line(number=number, cells=each) for number, each in objects]
    return Table(file=file, columns=columns, lines=lines, faults=problems)


def _nul(text: str, file: str) -> Iterator[Problem]:
    if "\0" in text:
        for number, line in enumerate(text.split("\n"), start=1):
            if "\0" in line:
                yield Problem(code="people-nul", span=Span(file, number, line.index("\0") + 1))


def _rows(text: str, file: str, faults: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    """(line in the file, fields) of every line that is not blank; reading stops at a broken one."""
    reader = csv.reader((found[0] for found in _LINE.finditer(text)), strict=True)
    while True:
        number = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as failure:
            faults.append(Problem(code="people-csv", facts={"why": str(failure)}, span=Span(file, number)))
            return
        if any(map(str.strip, row)):
            yield number, row


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
