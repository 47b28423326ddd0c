"""The form of a sheet as a page shows it: a control for each field, the rows of lists, every fault beside its own."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from engine.definition.model import Field, Text
from engine.pages.answers import Answers, Cell, Row, columns_of
from engine.pages.faults import Faults
from engine.pages.hints import LONG, hint
from engine.pages.written import NONE, written
from engine.views.sheet import Part, Sheet
from engine.words.texts import pick, say

Kind = Literal["line", "lines", "date", "moment", "radio", "select", "checks", "file", "fixed"]
# More than these are a list to unfold.
MOST_RADIOS = 6
MOST_CHECKS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    value: str
    title: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """One thing to fill in. `said` is what it holds in words; `hint` what may stand in it."""

    id: str
    name: str
    kind: Kind
    label: str
    value: str = ""
    help: str = ""
    hint: str = ""
    optional: bool = False
    numeric: bool = False
    longest: int | None = None
    choices: tuple[Choice, ...] = ()
    said: str = NONE
    errors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of a list. `beside`: what stands in it already, title and value."""

    number: int
    title: str
    beside: tuple[tuple[str, str], ...]
    controls: tuple[Control, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A field: one control, or the rows of a list."""

    id: str
    name: str
    title: str
    help: str
    hint: str
    optional: bool
    control: Control | None = None
    lines: tuple[Line, ...] = ()
    grows: bool = False
    errors: tuple[str, ...] = ()


def blocks(sheet: Sheet, answers: Answers, language: str, faults: Faults) -> tuple[Block, ...]:
    """The fields in the order of the form."""
    return tuple(_block(sheet, part, answers.get(part.field.name, ""), language, faults) for part in sheet.parts)


def _block(sheet: Sheet, part: Part, answer: Cell | list[Row], language: str, faults: Faults) -> Block:
    spec, id = part.field, f"f-{part.field.name}"
    columns = columns_of(part)
    told = Block(
        id=id,
        name=spec.name,
        title=pick(spec.title, language),
        help=pick(spec.help, language),
        hint=hint(spec, language),
        optional=spec.optional,
        errors=tuple(faults.at.get(id, ())),
    )
    if columns is None:
        cell = [each for each in answer if isinstance(each, str)] if isinstance(answer, list) else answer
        return replace(told, control=_control(sheet, part, spec, f"f.{spec.name}", cell, language, faults))
    rows = [each for each in answer if isinstance(each, dict)] if isinstance(answer, list) else []
    known = part.value if isinstance(part.value, list | tuple) else ()
    lines = tuple(
        _line(sheet, part, columns, index, row, known[index] if index < len(known) else {}, language, faults)
        for index, row in enumerate(rows)
    )
    return replace(told, lines=lines, grows=not part.columns and not (spec.fixed and part.there))


def _line(
    sheet: Sheet,
    part: Part,
    columns: Sequence[Field],
    index: int,
    row: Row,
    known: Mapping[str, object],
    language: str,
    faults: Faults,
) -> Line:
    name = f"f.{part.field.name}.{index}"
    controls = tuple(
        _fixed(each, known.get(each.name), sheet, language)
        if (index, each.name) in part.stands
        else _control(sheet, part, each, f"{name}.{each.name}", row.get(each.name, ""), language, faults)
        for each in columns
    )
    beside = [
        (each, written(known.get(each.name), language, sheet.zone, each.option_titles, sheet.names))
        for each in part.beside
        if known.get(each.name) is not None
    ]
    # The first text of a row is what people call it by.
    known_as = next((said for each, said in beside if each.type == "text"), "")
    number = say("page-row", language, {"row": index + 1})
    return Line(
        number=index,
        title=f"{number} · {known_as}" if known_as else number,
        beside=tuple((pick(each.title, language), said) for each, said in beside if said != known_as),
        controls=controls,
    )


def _fixed(spec: Field, value: object, sheet: Sheet, language: str) -> Control:
    """What nobody fills in."""
    said = written(value, language, sheet.zone, spec.option_titles, sheet.names)
    return Control(id="", name="", kind="fixed", label=pick(spec.title, language), value=said, said=said)


def _control(sheet: Sheet, part: Part, spec: Field, name: str, cell: Cell, language: str, faults: Faults) -> Control:
    id = name.replace(".", "-")
    choices = tuple(_choices(part, spec, cell, language))
    text = cell if isinstance(cell, str) else (cell[0] if cell else "")
    kind = _kind(spec, part, choices)
    return Control(
        id=id,
        name=name,
        kind=kind,
        label=pick(spec.title, language),
        value=text,
        help=pick(spec.help, language),
        hint=hint(spec, language),
        optional=spec.optional,
        numeric=spec.type in ("number", "percent", "money"),
        longest=spec.max_length if spec.type == "text" else None,
        choices=choices,
        said=_said(kind, text, choices, language, sheet.zone),
        errors=tuple(faults.at.get(id, ())),
    )


def _kind(spec: Field, part: Part, choices: Sequence[Choice]) -> Kind:
    match spec.type:
        case "yes_no":
            return "radio"
        case "choices":
            return "checks"
        case "choice" | "scale":
            return "radio" if len(choices) <= MOST_RADIOS and spec is part.field else "select"
        case "indicator":
            return "select"
        case "people" | "person" if part.people is not None and spec is part.field:
            return "checks" if spec.type == "people" else "select"
        case "text":
            return "line" if spec.max_length is not None and spec.max_length <= LONG else "lines"
        case "date" | "moment" | "file":
            return spec.type
    return "line"


def _choices(part: Part, spec: Field, cell: Cell, language: str) -> Iterator[Choice]:
    held = [cell] if isinstance(cell, str) else cell
    match spec.type:
        case "yes_no":
            options = [(each, say(f"page-{each}", language, {})) for each in ("yes", "no")]
        case "choice" | "choices" | "scale":
            options = [(each, pick(spec.option_titles.get(each, each), language)) for each in spec.options]
        case "indicator":
            named = dict.fromkeys([*part.indicators, *(each for each in held if each)])
            options = [(each, pick(part.indicators.get(each, each), language)) for each in named]
        case "people" | "person" if part.people is not None and spec is part.field:
            options = [(each.id, each.name) for each in part.people]
        case _:
            return
    yield from (Choice(value=value, title=title, chosen=value in held) for value, title in options)


def _said(kind: Kind, text: str, choices: Sequence[Choice], language: str, zone: str) -> str:
    if choices:
        return written([each.title for each in choices if each.chosen] or None, language, zone)
    if kind == "file" and text:
        return str(_file(text).get("name", NONE))
    if kind == "date" and re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        with_day = _day(text)
        return written(with_day, language, zone) if with_day else text
    return text.replace("T", " ") if kind == "moment" else text or NONE


def _day(text: str) -> object:
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return None


def _file(text: str) -> Mapping[str, object]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def reason_control(sheet: Sheet, value: str, language: str, faults: Faults) -> Control | None:
    """What is asked where an act takes a reason."""
    option = sheet.option
    if not option.needs_reason:
        return None
    titles: Mapping[str, Text] = sheet.reason_titles
    choices = tuple(
        Choice(value=each, title=pick(titles.get(each, each), language), chosen=each == value)
        for each in option.reasons
    )
    return Control(
        id="f-reason",
        name="reason",
        kind=("radio" if len(choices) <= MOST_RADIOS else "select") if choices else "lines",
        label=say("page-reason", language, {}),
        value=value,
        choices=choices,
        said=next((each.title for each in choices if each.chosen), value or NONE),
        errors=tuple(faults.at.get("f-reason", ())),
    )


def amount_control(sheet: Sheet, value: str, language: str) -> Control | None:
    """What is asked where an act gives more time."""
    if not sheet.extends:
        return None
    return Control(
        id="f-amount",
        name="amount",
        kind="line",
        label=say("page-amount", language, {}),
        hint=say("page-amount-hint", language, {}),
        value=value,
        said=value or NONE,
    )
