"""Where processes read indicators: columns that are filled from them, and `indicator('…')` in expressions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.definition.build.draft import ExpressionUse
from engine.definition.checks.folder import Folder
from engine.definition.checks.telling import unknown, unknown_part
from engine.definition.indicators import LEVELS, NUMERIC_PARTS, PARTS
from engine.definition.model import Field
from engine.words.problems import Fact, Problem, Span

Found = Iterator[Problem]
_PART = re.compile(r"""\bindicator\([^()]*\)\.(\w+)""")
_NUMBERS = ("number", "percent", "money")


def check_measured(folder: Folder) -> Found:
    for file in folder.processes:
        for field in file.process.fields.values():
            columns = folder.columns(field)
            for column in field.item.values():
                yield from _column(columns, column)
        for use in file.draft.expressions:
            yield from _calls(folder, use)
    for draft, organisation in [folder.organisation] if folder.organisation else ():
        for fact in organisation.facts.values():
            if fact.type == "indicator" or fact.measured:
                yield Problem(code="indicator-elsewhere", span=fact.span or Span(draft.file), facts={"name": fact.name})


def _column(columns: dict[str, Field], column: Field) -> Found:
    span = column.span or Span("")
    if column.live_until and column.measured is None:
        yield Problem(code="live-without-from", span=span, facts={"column": column.name})
    if column.measured is None:
        return
    name, part = column.measured
    named = [each.name for each in columns.values() if each.type == "indicator"]
    if name not in named:
        yield unknown("indicator-column", name, named, span)
    if part not in PARTS:
        yield unknown_part(name, part, PARTS, span)
    elif (part in NUMERIC_PARTS) != (column.type in _NUMBERS):
        facts: dict[str, Fact] = {"column": column.name, "part": part, "type": column.type}
        yield Problem(code="part-of-other-type", span=span, facts=facts)


def _calls(folder: Folder, use: ExpressionUse) -> Found:
    board = folder.board
    for name, given in sorted(use.expression.calls, key=str):
        if name != "indicator" or "family" in folder.unread:
            continue
        text = given[0] if given and isinstance(given[0], str) else None
        level = given[1] if len(given) > 1 and isinstance(given[1], str) else None
        if text is None:
            yield Problem(code="indicator-in-quotes", span=use.place((name,)))
        elif text not in board.indicators:
            yield unknown("indicator", text, board.indicators, use.quoted(text))
        elif level is not None and level not in board.indicators[text].levels:
            known = [each for each in LEVELS if each in board.indicators[text].levels]
            yield unknown_part(text, level, known, use.quoted(level))
    for found in _PART.finditer(use.expression.source):
        if found[1] not in PARTS:
            yield unknown_part("indicator(…)", found[1], PARTS, use.node.at(use.shift + found.start(1)))
