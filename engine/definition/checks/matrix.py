"""Tables: every combination has a value, and every row and column is an option there is."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from engine.definition.checks.domains import kind_of_path
from engine.definition.checks.folder import Folder, ProcessFile
from engine.definition.checks.kinds import facts_of, names_of
from engine.definition.checks.telling import unknown
from engine.definition.known import Field, Matrix
from engine.expression import Expression
from engine.words.problems import Problem

Found = Iterator[Problem]
_SHOWN = 5


def check_matrices(folder: Folder) -> Found:
    """Only of processes without another fault, for then every name means something."""
    for file in folder.processes:
        for field in file.process.fields.values():
            if file.sound and field.matrix is not None:
                yield from _matrix(folder, file, field, field.matrix)


def _matrix(folder: Folder, file: ProcessFile, field: Field, matrix: Matrix) -> Found:
    rows = _options(folder, file, matrix.rows)
    columns = ("",) if matrix.columns is None else _options(folder, file, matrix.columns)
    heads = [(row, rows, place) for row, place in matrix.heads.items()]
    heads += [(column, columns, place) for (_, column), place in matrix.cells.items()]
    for found, known, place in heads:
        if known and found not in known:
            yield unknown("option", found, known, place)
    if matrix.whole:
        return
    for by, known in ((matrix.rows, rows), (matrix.columns, columns)):
        if by is not None and known is None:
            yield Problem(code="matrix-open", span=field.span, facts={"field": field.name, "by": by.source})
    holes = [" + ".join(filter(None, each)) for each in product(rows or (), columns or ()) if each not in matrix.cells]
    if holes:
        shown = ", ".join(holes[:_SHOWN]) + (", …" if len(holes) > _SHOWN else "")
        yield Problem(code="matrix-hole", span=field.span, facts={"field": field.name, "holes": shown})


def _options(folder: Folder, file: ProcessFile, by: Expression) -> tuple[str, ...] | None:
    """All that a field or a fact can be, as a file writes it; None where it may be anything. What means nothing is
    told where it stands."""
    path = next(iter(by.reads), ())
    if ".".join(path) != by.source.strip():
        return None
    kind = kind_of_path(path, names_of(folder, file), facts_of(folder.organisation[1] if folder.organisation else None))
    if kind is None:
        return ()
    return ("yes", "no") if kind.kind == "yes_no" else kind.options
