"""Indicators within an instance: which reading a name means here, and the cells of lists that readings fill.

A column `from: measured_by.value` takes its cell from the indicator the row names in its column `measured_by`. With
`live_until: STATE` the cell follows the measurements until that state is entered for the first time, and then stands;
without, it is filled once, where nobody wrote anything else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from engine.calendar.periods import Period
from engine.core.case import Case
from engine.core.indicators import Reading, built_of_people, reading, with_people
from engine.core.someone import Someone, ids
from engine.definition.indicators import LEVELS, NUMERIC_PARTS, Indicator
from engine.definition.model import Field
from engine.expression import EvaluationError, MissingValue
from engine.words.problems import Problem, nearest
from engine.words.texts import pick, say

Row = Mapping[str, Any]
Columns = Sequence[tuple[Field, str, str]]  # as `plan` orders them


class Conditions:
    """The names in the conditions of targets and of `for`: the person it is about."""

    def __init__(self, person: Someone) -> None:
        self._person = person

    def name(self, name: str) -> object:
        if name in ("employee", "subject", "person"):
            return self._person
        raise KeyError(name)


def named(case: Case, text: str) -> tuple[Indicator, str] | None:
    """The indicator and the level a name means: `department.pass_rate`, or the narrowest level there is."""
    head, _, rest = text.partition(".")
    level, name = (head, rest) if rest else ("", head)
    board = case.world.indicators.board if case.world.indicators else None
    found = board.indicators.get(name) if board else None
    if found is None or (level and level not in found.levels):
        return None
    return found, level or next(each for each in (*_own_levels(case), *LEVELS) if each in found.levels)


def read(case: Case, text: str, target: Decimal | None = None) -> Reading | None:
    """What an indicator says of the instance's subject in the period of its cycle; None where there is no such thing.

    What was read is noted for the history.
    """
    found, period, indicators = named(case, text), _period(case), case.world.indicators
    if found is None or period is None or indicators is None:
        return None
    indicator, level = found
    subject = _subject(case, level)
    if subject is None:
        return None
    key = (indicator.name, level, subject, case.before.subject, period, target)
    made = indicators.readings.get(key)
    if made is None:
        since = period.moved(-12).first
        rows = indicators.rows(level, subject, since)
        if level == "department" and built_of_people(indicators.board):
            rows = with_people(
                indicators.board, rows, [indicators.rows("person", id, since) for id in _of_department(case)]
            )
        made = indicators.readings[key] = reading(
            indicators.board,
            indicator,
            rows,
            period,
            level=level,
            subject=subject,
            person=Conditions(case.someone(case.before.subject)),
            target=target,
        )
    case.facts[noted(level, indicator.name, target)] = {part: getattr(made, part) for part in NUMERIC_PARTS}
    return made


def _of_department(case: Case) -> tuple[str, ...]:
    """Who belongs to the department an instance is about, or to that of its person, today."""
    about = case.someone(case.before.subject)
    if case.process.about == "unit":
        return ids(about.fact("members"))
    return (about.id, *ids(about.fact("department_members")))


def noted(level: str, name: str, target: Decimal | None) -> str:
    """Under which name a reading stands among the facts of the history; a target that was agreed upon belongs to it."""
    return f"indicator.{level}.{name}" + ("" if target is None else f"@{target:f}")


def part(case: Case, text: str, made: Reading, name: str) -> Any:
    """One of `definition.indicators.PARTS` of a reading; texts are in the language of the subject."""
    if name in NUMERIC_PARTS:
        return getattr(made, name)
    found = named(case, text)
    assert found is not None
    indicator, language = found[0], _language(case)
    if name == "better":
        return indicator.better
    if name == "unit":
        unit = indicator.unit
        return say(f"unit-{unit}", language, {}) if isinstance(unit, str) else pick(unit, language)
    if name == "standard":
        return standard(indicator, language)
    return pick(indicator.title, language)


def standard(indicator: Indicator, language: str) -> str | None:
    """The scale in words."""
    if indicator.scale is None:
        return None
    return say(f"scale-by-{indicator.scale.by}", language, {"scale": str(indicator.scale)})


def _language(case: Case) -> str:
    return str(case.world.people.language(case.before.subject))


def _own_levels(case: Case) -> tuple[str, ...]:
    """The levels the instance's own subject may be measured on, the likeliest first."""
    if case.process.about == "person":
        return ("person",)
    kind = case.someone(case.before.subject).fact("kind")
    return ("product", "department") if kind == "product" else ("department", "product")


def _subject(case: Case, level: str) -> str | None:
    if level == "company":
        return ""
    if level in _own_levels(case):
        return case.before.subject
    if level == "department" and case.process.about == "person":
        found = case.someone(case.before.subject).fact("department")
        return found if isinstance(found, str) else None
    return None


def _period(case: Case) -> Period | None:
    period = (None if case.world.cycle is None else case.world.cycle.get("period")) or {}
    first, last = _day(period.get("from")), _day(period.get("to"))
    return None if first is None or last is None or last < first else Period(first, last)


def _day(value: object) -> date | None:
    return value.date() if isinstance(value, datetime) else value if isinstance(value, date) else None


NEVER = "never"  # `live_until: never`: also when the instance has ended


def is_live(case: Case, column: Field) -> bool:
    if column.live_until == NEVER:
        return True
    return column.live_until is not None and case.visits.get(column.live_until, 0) == 0


def filled(case: Case, field: Field, rows: list[Row]) -> list[Row]:
    """The rows with the cells that readings fill; the same list where they fill none."""
    columns = case.plan.measured.get(field.name, ())
    by = {name for _, name, _ in columns}
    if not any(row.get(name) is not None for row in rows for name in by):
        return rows
    made = [_filled_row(case, columns, row) for row in rows]
    return made if any(new is not old for new, old in zip(made, rows, strict=True)) else rows


def _filled_row(case: Case, columns: Columns, row: Row) -> Row:
    found: dict[str, Any] = {}
    for column, name, part_name in columns:
        text = row.get(name)
        if text is None:
            continue
        live = is_live(case, column)
        if not live and (column.live_until is not None or row.get(column.name) is not None):
            continue
        made = read(case, text, _agreed({**row, **found}, columns, name))
        value = None if made is None else part(case, text, made, part_name)
        if value is not None and row.get(column.name) != value:
            found[column.name] = value
    return {**row, **found} if found else row


def _agreed(row: Row, columns: Columns, name: str) -> Decimal | None:
    """The target that stands in the row, which may be another than the library's."""
    for column, by, part_name in columns:
        if by == name and part_name == "target":
            found = row.get(column.name)
            return found if isinstance(found, Decimal) else None
    return None


def given(case: Case, field: Field, column: Field, row: Row) -> Any:
    """What stands in a cell that people do not fill in, since the indicator does; None if they do."""
    if column.measured is None or column.live_until is None or row.get(column.measured[0]) is None:
        return None
    if not is_live(case, column):
        return row.get(column.name)
    text = row[column.measured[0]]
    made = read(case, text, _agreed(row, case.plan.measured[field.name], column.measured[0]))
    return None if made is None else part(case, text, made, column.measured[1])


def unknown_indicators(case: Case, field: Field, rows: list[Row]) -> Iterator[Problem]:
    """Names in a list that no indicator of the library has."""
    names = [column.name for column in field.item.values() if column.type == "indicator"]
    for index, row in enumerate(rows):
        for name in names:
            text = row.get(name)
            if text is not None and named(case, text) is None:
                known = proposals(case)
                near = nearest(str(text)[:60], known) or "–"
                place = f"{field.name}[{index + 1}].{name}"
                facts = {"field": place, "found": str(text)[:60], "known": ", ".join(known) or "–", "nearest": near}
                yield Problem(code="form-indicator", facts=facts)


def proposals(case: Case) -> list[str]:
    """The indicators meant for the subject, by name."""
    if case.world.indicators is None:
        return []
    scope = Conditions(case.someone(case.before.subject))
    return [
        name
        for name, each in case.world.indicators.board.indicators.items()
        if "product" not in each.levels[:1] and meant_for(each, scope)
    ]


def meant_for(indicator: Indicator, scope: Conditions) -> bool:
    """Whether it is proposed to this person; a condition that cannot be known does not hold."""
    try:
        return indicator.audience is None or indicator.audience(scope) is True
    except (MissingValue, EvaluationError):
        return False
