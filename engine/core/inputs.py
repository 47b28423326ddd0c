"""One value from outside, read by its field's type: exact, bounded, or a fault that names the place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from engine.core.evidence import read_evidence
from engine.core.outside import outsider
from engine.core.world import People
from engine.definition.model import Field
from engine.words.problems import Fact, Problem, nearest
from engine.words.texts import LANGUAGES, say

LONGEST_TEXT = 20_000
MOST_ROWS = 1_000
DIGITS = 30
FIRST_YEAR, LAST_YEAR = 1900, 2200
D = TypeVar("D", date, datetime)


class Fault(Exception):
    """One or more problems found while reading a value; never leaves the core."""

    def __init__(self, code: str, /, **facts: Fact) -> None:
        self.problems = [Problem(code=code, facts=facts)]
        super().__init__(code)


def read_value(field: Field, value: Any, people: People, place: str | None = None) -> Any:
    """The plain value, ready to be stored. Raises `Fault` with every problem of it."""
    return _READERS[field.type](field, value, people, place or field.name)


def is_clean(text: str) -> bool:
    """Whether every database can keep it: no control signs but line breaks and tabs, no half characters."""
    return not any((ord(sign) < 32 and sign not in "\n\r\t") or 0xD800 <= ord(sign) < 0xE000 for sign in text)


def _kind(place: str, expected: str, value: Any) -> Fault:
    """`expected` is a type of the language; of moments the way they are written is said too."""
    kinds: Fact = {each: say("moment-filled-in", each, {}) for each in LANGUAGES} if expected == "moment" else expected
    found = value[:40] if isinstance(value, str) else type(value).__name__
    return Fault("form-kind", field=place, expected=kinds, found=found)


def _text(field: Field, value: Any, _: People, place: str) -> str:
    if not isinstance(value, str):
        raise _kind(place, "text", value)
    limit = field.max_length or LONGEST_TEXT
    if len(value) > limit:
        raise Fault("form-too-long", field=place, limit=limit, found=len(value))
    if not is_clean(value):
        raise Fault("form-characters", field=place)
    if not value.strip() and not field.optional:
        raise Fault("form-missing", field=place, title=field.title)
    return value


def _number(field: Field, value: Any, _: People, place: str) -> Decimal:
    if (
        isinstance(value, bool)
        or not isinstance(value, int | Decimal | str)
        or (isinstance(value, str) and len(value) > 40)
    ):
        raise _kind(place, "number", value)
    try:
        number = Decimal(value.strip().removesuffix("%") if isinstance(value, str) else value)
    except InvalidOperation:
        raise _kind(place, "number", value) from None
    if not number.is_finite() or len(number.as_tuple().digits) > DIGITS or abs(number.adjusted()) > DIGITS:
        raise _kind(place, "number", value)
    exponent = number.normalize().as_tuple().exponent
    if field.decimals is not None and isinstance(exponent, int) and -exponent > field.decimals:
        raise Fault("form-decimals", field=place, limit=field.decimals, found=str(number))
    if field.minimum is not None and number < field.minimum:
        raise Fault("form-too-small", field=place, limit=str(field.minimum), found=str(number))
    if field.maximum is not None and number > field.maximum:
        raise Fault("form-too-large", field=place, limit=str(field.maximum), found=str(number))
    return number


def _date(_: Field, value: Any, __: People, place: str) -> date:
    found = value
    if isinstance(value, str) and len(value) == 10 and "W" not in value:
        with suppress(ValueError):
            found = date.fromisoformat(value)
    if not isinstance(found, date) or isinstance(found, datetime):
        raise _kind(place, "date", value)
    return _within_years(found, place)


def _within_years(found: D, place: str) -> D:
    """A date that calendars can count from."""
    if found.year < FIRST_YEAR:
        raise Fault("form-too-small", field=place, limit=f"{FIRST_YEAR}-01-01", found=str(found))
    if found.year > LAST_YEAR:
        raise Fault("form-too-large", field=place, limit=f"{LAST_YEAR}-12-31", found=str(found))
    return found


def _moment(_: Field, value: Any, __: People, place: str) -> datetime:
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        raise _kind(place, "moment", value) from None
    if not isinstance(found, datetime) or found.tzinfo is None:
        raise _kind(place, "moment", value)
    return _within_years(found, place).astimezone(UTC)


def _yes_no(_: Field, value: Any, __: People, place: str) -> bool:
    words = {"yes": True, "no": False, "true": True, "false": False, True: True, False: False}
    if not isinstance(value, str | bool) or (value.lower() if isinstance(value, str) else value) not in words:
        raise _kind(place, "yes_no", value)
    return words[value.lower() if isinstance(value, str) else value]


def _choice(field: Field, value: Any, _: People, place: str) -> str:
    text = str(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else value
    if not isinstance(text, str):
        raise _kind(place, "choice", value)
    if text not in field.options:
        hint = nearest(text[:100], field.options) or "–"
        raise Fault("form-choice", field=place, known=", ".join(field.options), found=text[:60], nearest=hint)
    return text


def _choices(field: Field, value: Any, people: People, place: str) -> list[str]:
    """Those chosen, in the order of the options, each once."""
    values = [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value
    if not isinstance(values, list | tuple):
        raise _kind(place, "choices", value)
    found = [_choice(field, each, people, place) for each in values]
    if len(set(found)) < len(found):
        raise Fault("form-twice", field=place)
    if not found and not field.optional:
        raise Fault("form-missing", field=place, title=field.title)
    _count(field, found, place)
    return [each for each in field.options if each in found]


def _scale(field: Field, value: Any, people: People, place: str) -> Decimal:
    """A point of the scale, as a number."""
    number = _number(field, value, people, place)
    if number not in [Decimal(each) for each in field.options]:
        known = ", ".join(field.options)
        hint = nearest(str(number), field.options) or "–"
        raise Fault("form-choice", field=place, known=known, found=str(number), nearest=hint)
    return number


def _file(field: Field, value: Any, _: People, place: str) -> dict[str, Any]:
    found = read_evidence(value)
    if found is None:
        raise _kind(place, "file", value)
    if field.accept and str(found["name"]).rpartition(".")[2].lower() not in field.accept:
        raise Fault("form-file-ending", field=place, known=", ".join(field.accept), found=str(found["name"])[:100])
    return found


def _person(field: Field, value: Any, people: People, place: str) -> str:
    if not isinstance(value, str) or not is_clean(value):
        raise _kind(place, "person", value)
    found = people.person(value) if field.outside or outsider(value) is None else None
    if found is None or found.fact("active") is not True:
        raise Fault("form-person", field=place, found=value[:60])
    return value


def _unit(_: Field, value: Any, people: People, place: str) -> str:
    if not isinstance(value, str) or not is_clean(value):
        raise _kind(place, "unit", value)
    found = people.known(value) if people.person(value) is None else None
    if found is None or found.fact("active") is not True:
        raise Fault("form-unit", field=place, found=value[:60])
    return value


def _people(field: Field, value: Any, people: People, place: str) -> list[str]:
    values = [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value
    if not isinstance(values, list | tuple):
        raise _kind(place, "people", value)
    found = [_person(field, each, people, place) for each in values]
    if len(set(found)) < len(found):
        raise Fault("form-twice", field=place)
    _count(field, found, place)
    return found


def _count(field: Field, rows: list[Any], place: str) -> None:
    if field.min_items is not None and len(rows) < field.min_items:
        raise Fault("form-too-few", field=place, limit=field.min_items, found=len(rows))
    most = field.max_items if field.max_items is not None else MOST_ROWS
    if len(rows) > most:
        raise Fault("form-too-many", field=place, limit=most, found=len(rows))


def _list(field: Field, value: Any, people: People, place: str) -> list[dict[str, Any]]:
    if not isinstance(value, list | tuple):
        raise _kind(place, "list", value)
    _count(field, list(value), place)
    problems: list[Problem] = []
    rows = [_row(field, row, people, f"{place}[{index + 1}]", problems) for index, row in enumerate(value)]
    for column in field.unique:
        there = [row.get(column) for row in rows if row.get(column) is not None]
        problems += _alike(there, f"{place}.{column}")
    if problems:
        fault = Fault("refused")
        fault.problems = problems
        raise fault
    return rows


def _alike(values: list[Any], place: str) -> Iterator[Problem]:
    seen: list[Any] = []
    for value in values:
        if value in seen:
            yield Problem(code="form-alike", facts={"field": place, "found": str(value)[:60]})
        seen.append(value)


def _row(field: Field, row: Any, people: People, place: str, problems: list[Problem]) -> dict[str, Any]:
    if not isinstance(row, Mapping):
        problems.extend(_kind(place, "row", row).problems)
        return {}
    for name in row:
        if name not in field.item:
            facts = {"field": f"{place}.{name}", "known": ", ".join(field.item)}
            facts["nearest"] = nearest(str(name), field.item) or "–"
            problems.append(Problem(code="form-unknown-field", facts=facts))
    clean: dict[str, Any] = {}
    for name, column in field.item.items():
        given = row.get(name)
        if given is None:
            clean[name] = None
            continue
        try:
            clean[name] = read_value(column, given, people, f"{place}.{name}")
        except Fault as fault:
            problems.extend(fault.problems)
    return clean


_READERS: Mapping[str, Callable[[Field, Any, People, str], Any]] = {
    "text": _text,
    "number": _number,
    "percent": _number,
    "money": _number,
    "date": _date,
    "moment": _moment,
    "yes_no": _yes_no,
    "choice": _choice,
    "choices": _choices,
    "scale": _scale,
    "file": _file,
    "person": _person,
    "people": _people,
    "unit": _unit,
    "list": _list,
    "indicator": _text,  # whether the library has it, the form asks
}
