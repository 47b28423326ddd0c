"""What names mean in a cycle's expressions and moments."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from engine.calendar.moment import Instant, Moment, parse_moment, resolve
from engine.calendar.working_days import WorkingCalendar
from engine.core.someone import Someone
from engine.core.values import Data
from engine.core.world import People
from engine.expression import MISSING

OF_SUBJECT = ("employee", "subject", "unit")  # before a fact of whoever a moment is worked out for


class Subject:
    """Names in a cycle's expressions: `employee` is the person, `unit` the unit (a person's own), `subject` either,
    `cycle` the turn's facts."""

    def __init__(
        self,
        id: str,
        people: People,
        facts: Mapping[str, Any],
        now: datetime,
        siblings: Mapping[str, Data] = MappingProxyType({}),
    ) -> None:
        self._person = Someone(id, {}, people)
        self._people = people
        self._facts = facts
        self._now = now
        self._siblings = siblings

    def name(self, name: str) -> object:
        match name:
            case "subject":
                return self._person
            case "employee" | "person":
                return MISSING if self._people.person(self._person.id) is None else self._person
            case "unit":
                return self._person if self._people.person(self._person.id) is None else self._person.fact("unit")
            case "cycle":
                return self._facts
            case "siblings":
                return self._siblings
            case "today":
                return self._now.astimezone(self._people.zone(self._person.id)).date()
            case "moment":
                return self._moment
        raise KeyError(name)

    def _moment(self, text: str) -> object:
        instant = self.resolved(parse_moment(text))
        return MISSING if instant is None else instant.day or instant.at

    def resolved(self, moment: Moment) -> Instant | None:
        """A moment over the cycle's dates and the person's facts, by the person's calendar and clock."""
        people, id = self._people, self._person.id
        known = tuple((name, self._anchor(name)) for name in moment.anchors)
        return _resolved(moment, known, people.calendar(id), people.zone(id))

    def _anchor(self, name: str) -> Any:
        head, _, rest = name.partition(".")
        if head in OF_SUBJECT:
            found = self._person.fact(rest)
            return None if found is MISSING else found
        found = self._facts
        for part in name.removeprefix("cycle.").split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
        return found


@lru_cache(maxsize=10_000)
def _resolved(
    moment: Moment, known: tuple[tuple[str, Any], ...], calendar: WorkingCalendar, zone: ZoneInfo
) -> Instant | None:
    """A cycle means the same days to everybody on a site, and every transaction asks for them again."""
    return resolve(moment, dict(known).get, calendar, zone)
