"""The cells of a person's line as values: what each column takes, and what is said of anything else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import available_timezones

from engine.definition.house import DIGESTS, Organisation, hours_of
from engine.definition.model import Field
from engine.words.problems import Fact, Problem, nearest
from engine.words.texts import LANGUAGES, say
from notifications.message import LetterInvalid, Party, check_party

BUILT_IN = ("id", "name", "mail", "language", "site", "department", "manager", "hired_on", "left_on", "groups")
REQUIRED = ("id", "name")
SEPARATOR = ";"
FORMULA = ("=", "+", "-", "@")
LONGEST_ID = 100
LONGEST_TEXT = 1000
DIGITS = 30
YEARS = range(1900, 2200)
_HOURS = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]")
YES_NO = {"yes": True, "no": False, "true": True, "false": False, "1": True, "0": False, "是": True, "否": False}


class CellFault(Exception):
    """What is wrong with one cell; never leaves the reading of a file."""

    def __init__(self, code: str, /, **facts: Fact) -> None:
        self.problem = Problem(code=code, facts=facts)
        super().__init__(code)


Reader = Callable[[str, str], Any]  # (column, text without white space around it) -> value


def readers(organisation: Organisation) -> Mapping[str, Reader]:
    """Column -> how its cells are read, of every column a file of people may have."""
    built_in: dict[str, Reader] = {
        "id": _id,
        "name": _name,
        "mail": _mail,
        "language": _language,
        "site": lambda column, text: _one_of(column, text, organisation.sites),
        "department": read_text,
        "manager": read_text,
        "hired_on": read_day,
        "left_on": read_day,
        "groups": lambda column, text: tuple(_one_of(column, each, organisation.groups) for each in several(text)),
    }
    chosen: dict[str, Reader] = {
        "time_zone": _zone,
        "work_hours": _work_hours,
        "quiet_hours": _hours,
        "digest": lambda column, text: _one_of(column, text, dict.fromkeys(DIGESTS)),
    }
    declared = {
        name: _declared(field)
        for name, field in organisation.facts.items()
        if field.type in _BY_TYPE and name not in built_in
    }
    return built_in | chosen | declared


def unit_readers(organisation: Organisation) -> Mapping[str, Reader]:
    """Column -> how its cells are read, of every column a file of units may have."""
    kinds = organisation.kinds
    built_in: dict[str, Reader] = {
        "id": _id,
        "name": _name,
        "kind": (lambda column, text: _one_of(column, text, kinds)) if kinds else read_text,
        "parent": read_text,
        "lead": read_text,
        "site": lambda column, text: _one_of(column, text, organisation.sites),
        "closed_on": read_day,
    }
    declared = {
        name: _declared(field)
        for name, field in organisation.unit_facts.items()
        if field.type in _BY_TYPE and name not in built_in
    }
    return built_in | declared


def several(text: str) -> list[str]:
    """The parts of a cell that holds more than one, each once."""
    return list(dict.fromkeys(part.strip() for part in text.split(SEPARATOR) if part.strip()))


def shown(text: str) -> str:
    """A doubtful text for a message: short, control characters made visible."""
    return "".join(ascii(sign)[1:-1] if _control(sign) else sign for sign in text[:60])


def _control(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp")


def _id(column: str, text: str) -> str:
    """Ids stand in the ids of instances and in keys, so they hold no sign that separates there."""
    if not text.strip():
        raise CellFault("people-missing", column=column)
    if text.startswith(FORMULA):
        raise CellFault("people-formula", column=column, found=shown(text))
    if len(text) > LONGEST_ID or any(sign in text for sign in "/| ") or (not text.isprintable() and _doubtful(text)):
        raise CellFault("people-id", found=shown(text), limit=LONGEST_ID)
    return text


def _doubtful(text: str) -> bool:
    return any(sign.isspace() or _control(sign) for sign in text)


def read_text(column: str, text: str, limit: int = LONGEST_TEXT) -> str:
    if not text.isprintable() and any(map(_control, text)):  # all that is printable is no control character
        raise CellFault("people-characters", column=column, found=shown(text))
    if len(text) > limit:
        raise CellFault("people-too-long", column=column, limit=limit, found=len(text))
    return text


def _name(column: str, text: str) -> str:
    return read_text(column, text, 200)


def _mail(column: str, text: str) -> str:
    if text.startswith(FORMULA):
        raise CellFault("people-formula", column=column, found=shown(text))
    try:
        check_party(Party(name="", address=text))
    except LetterInvalid:
        raise CellFault("people-mail", found=shown(text)) from None
    local, at, domain = text.partition("@")
    if not (local and at and domain) or "@" in domain:
        raise CellFault("people-mail", found=shown(text))
    return text


def _language(column: str, text: str) -> str:
    """`zh-CN` is read as `zh`."""
    return _one_of(column, text.replace("_", "-").partition("-")[0].lower() or text, dict.fromkeys(LANGUAGES))


def _zone(_: str, text: str) -> str:
    if text not in available_timezones():
        raise CellFault("unknown-zone", found=shown(text))
    return text


def _hours(column: str, text: str) -> str:
    """`12:00-13:30`; an end before the beginning is the next day's."""
    if not _HOURS.fullmatch(text):
        raise _expected(column, text, "people-hours")
    return text


def _work_hours(column: str, text: str) -> str:
    begins, ends = hours_of(_hours(column, text))
    if begins >= ends:
        raise CellFault("hours-end-first")
    return text


def _one_of(column: str, text: str, known: Mapping[str, object]) -> str:
    if text not in known:
        hint = nearest(text[:60], known) or "–"
        raise CellFault("people-choice", column=column, known=", ".join(known), found=shown(text), nearest=hint)
    return text


def _expected(column: str, text: str, what: str) -> CellFault:
    texts = {language: say(what, language, {}) for language in LANGUAGES}
    return CellFault("people-value", column=column, expected=texts, found=shown(text))


def read_day(column: str, text: str) -> date:
    """`2026-07-31`, or `2026/7/31` as spreadsheets write it; the year always first."""
    parts = text.replace("/", "-").split("-")
    if len(parts) == 3 and all(each.isascii() and each.isdigit() for each in parts) and len(parts[0]) == 4:
        year, month, day = map(int, parts)
        if year in YEARS and len(parts[1]) <= 2 and len(parts[2]) <= 2:
            try:
                return date(year, month, day)
            except ValueError:
                pass
    raise _expected(column, text, "people-a-date")


def _moment(column: str, text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None or found.year not in YEARS:
        raise _expected(column, text, "people-a-moment")
    return found.astimezone(UTC)


def _yes_no(column: str, text: str) -> bool:
    if text.lower() not in YES_NO:
        raise _expected(column, text, "people-a-yes-no")
    return YES_NO[text.lower()]


def read_number(field: Field, column: str, text: str) -> Decimal:
    plain = text.removesuffix("%").strip() if field.type == "percent" else text
    try:
        number = Decimal(plain if len(plain) <= 40 and plain.isascii() else "")
    except InvalidOperation:
        raise _expected(column, text, "people-a-number") from None
    if not number.is_finite() or len(number.as_tuple().digits) > DIGITS or abs(number.adjusted()) > DIGITS:
        raise _expected(column, text, "people-a-number")
    exponent = number.normalize().as_tuple().exponent
    if field.decimals is not None and isinstance(exponent, int) and -exponent > field.decimals:
        raise CellFault("people-decimals", column=column, limit=field.decimals, found=shown(text))
    if field.minimum is not None and number < field.minimum:
        raise CellFault("people-too-small", column=column, limit=str(field.minimum), found=shown(text))
    if field.maximum is not None and number > field.maximum:
        raise CellFault("people-too-large-number", column=column, limit=str(field.maximum), found=shown(text))
    return number


_BY_TYPE: Mapping[str, Callable[[Field, str, str], Any]] = {
    "text": lambda field, column, text: read_text(column, text, field.max_length or LONGEST_TEXT),
    "number": read_number,
    "percent": read_number,
    "money": read_number,
    "date": lambda _, column, text: read_day(column, text),
    "moment": lambda _, column, text: _moment(column, text),
    "yes_no": lambda _, column, text: _yes_no(column, text),
    "choice": lambda field, column, text: _one_of(column, text, dict.fromkeys(field.options)),
    "scale": lambda field, column, text: Decimal(_one_of(column, text, dict.fromkeys(field.options))),
    "person": lambda _, column, text: read_text(column, text),
    "unit": lambda _, column, text: read_text(column, text),
    "people": lambda _, column, text: [read_text(column, each) for each in several(text)],
}


def _declared(field: Field) -> Reader:
    read = _BY_TYPE[field.type]
    return lambda column, text: read(field, column, text)
