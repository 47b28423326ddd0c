"""Values as people read them: numbers, days and moments by language, choices by title, people by name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from engine.definition.model import Text
from engine.words.texts import pick
from notifications.formats import YES_NO, Formats

NONE = "–"
NO_WORDS: Mapping[str, Text] = {}


def day(on: date | None, language: str) -> str:
    return NONE if on is None else Formats(language).date(on)


def moment(at: datetime | None, language: str, zone: str) -> str:
    if at is None:
        return NONE
    local = at.astimezone(ZoneInfo(zone))
    return f"{Formats(language).date(local)} {local:%H:%M}"


def written(
    value: object,
    language: str,
    zone: str,
    words: Mapping[str, Text] = NO_WORDS,
    people: Mapping[str, str] | None = None,
) -> str:
    """One value in a line. `words`: what options are called; `people`: id -> name."""
    match value:
        case None | "":
            return NONE
        case bool():
            return YES_NO[language][0 if value else 1]
        case Decimal():
            point = next((each for each in words if _same(each, value)), None)
            return pick(words[point], language) if point is not None else _number(value)
        case datetime():
            return moment(value, language, zone)
        case date():
            return day(value, language)
        case Mapping():
            return str(value.get("name", NONE))
        case list() | tuple():
            return Formats(language).join([written(each, language, zone, words, people) for each in value])
    text = str(value)
    if text in words:
        return pick(words[text], language)
    return (people or {}).get(text, text)


def _same(point: str, value: Decimal) -> bool:
    return point.replace(".", "", 1).lstrip("-").isdecimal() and Decimal(point) == value


def _number(value: Decimal) -> str:
    plain = format(value, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain
