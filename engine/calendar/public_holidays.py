"""The public holidays of a country, from the `holidays` library: days off, and weekends worked for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from engine.calendar.errors import CalendarInvalid
from engine.words.problems import nearest

if TYPE_CHECKING:
    from holidays import HolidayBase

_LANGUAGES: Mapping[str, tuple[str, ...]] = {
    "en": ("en_US", "en_GB", "en"),
    "zh": ("zh_CN", "zh", "en_US", "en"),
}
_FIRST_KNOWN = 2001  # the library warns on the screen about India before


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicHolidays:
    """Days off with their names by language, and the weekend days that are worked instead."""

    names: Mapping[date, Mapping[str, str]]
    worked: frozenset[date]


def public_holidays(country: str, first_year: int, last_year: int) -> PublicHolidays:
    """The holidays of `country`, an ISO code with an optional part as in DE-BY; both years included."""
    # a swap is listed under its day off, so the worked day of a December may stand in the next year
    years = range(first_year, last_year + 2)
    names: dict[date, dict[str, str]] = {}
    worked: set[date] = set()
    for language in _LANGUAGES:
        found = _library(country, years, language)
        worked |= found.weekend_workdays
        for day, name in found.items():
            if first_year <= day.year <= last_year:
                names.setdefault(day, {})[language] = name
    return PublicHolidays(names=names, worked=frozenset(worked))


@cache
def years_without_swaps(country: str, last_year: int) -> tuple[int, ...]:
    """Years up to `last_year` whose worked weekends are not announced yet, as far as the library knows.

    Only for a country that had worked weekends in each of the five years before: there the absence
    of any is not a fact but a gap (CN announces a year in the autumn before). Data cannot tell a
    custom given up (TW after 2025) from one not announced, so such a country is asked about too.
    """
    known = {day.year for day in _library(country, range(_FIRST_KNOWN, last_year + 2), "en").weekend_workdays}
    if not known:
        return ()
    last_known = max(known)
    if not known.issuperset(range(last_known - 4, last_known + 1)):
        return ()
    return tuple(range(last_known + 1, last_year + 1))


def _library(country: str, years: Iterable[int], language: str) -> HolidayBase:
    # imported late: it costs every command 50 ms, and most never ask for a holiday
    import holidays

    code, _, part = country.partition("-")
    known = holidays.list_supported_countries()
    if code not in known:
        raise CalendarInvalid("calendar-country", found=country, near=nearest(code, known) or "CN, DE, GB, US")
    if part and part not in known[code]:
        near = nearest(part, known[code]) or ", ".join(known[code])
        raise CalendarInvalid("calendar-part", country=code, found=part, near=near)
    spoken = holidays.country_holidays(code, subdiv=part or None)
    # always said: left open, the library names the days in the language of the machine it runs on
    chosen = next(
        (each for each in _LANGUAGES[language] if each in spoken.supported_languages), spoken.default_language
    )
    return holidays.country_holidays(code, subdiv=part or None, years=list(years), language=chosen)
