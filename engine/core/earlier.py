"""The organisation as it was known on an earlier day, made of the dated facts of another roster."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from engine.core.roster import Delegation, Past, PersonRecord, Roster
from engine.core.units import UnitRecord
from engine.definition.house import DATED

_COLUMNS = tuple(name for name in DATED if name != "groups")


class Earlier(Roster):
    """Names, mail and languages are today's; every dated fact is that of the day, nobody knew more."""

    def __init__(self, present: Roster, day: date) -> None:
        super().__init__(present.organisation, present.calendars, datetime.combine(day, time(12), ZoneInfo("UTC")))
        self._present = present
        self._day = day

    def records(self, ids: Collection[str]) -> Mapping[str, PersonRecord]:
        found = self._present.records(ids)
        pasts = self._present.pasts(found)
        return {id: self._record(record, pasts.get(id, {})) for id, record in found.items()}

    def _record(self, record: PersonRecord, past: Past) -> PersonRecord:
        then: dict[str, Any] = {
            name: period.value
            for name, periods in past.items()
            for period in periods
            if period.from_on <= self._day and (period.until_on is None or self._day < period.until_on)
        }
        columns: dict[str, Any] = {name: then.get(name) for name in _COLUMNS}
        return replace(
            record,
            **columns,
            groups=tuple(then.get("groups", ())),
            facts={name: value for name, value in then.items() if name not in DATED},
        )

    def today(self, person: str) -> date:
        return self._day

    def on(self, day: date) -> Roster:
        return self._present.on(day)

    def delegations(self) -> Sequence[Delegation]:
        return self._present.delegations()

    def pasts(self, ids: Collection[str]) -> Mapping[str, Past]:
        return self._present.pasts(ids)

    def holding(self, fact: str, value: str, day: date) -> Sequence[str]:
        return self._present.holding(fact, value, day)

    def unit_records(self, ids: Collection[str]) -> Mapping[str, UnitRecord]:
        return self._present.unit_records(ids)

    def units_under(self, parent: str) -> Sequence[UnitRecord]:
        return self._present.units_under(parent)

    def _who_held(self, fact: str, value: str) -> Sequence[PersonRecord]:
        ids = self.holding(fact, value, self._day)
        found = self.records(ids)
        return [found[id] for id in ids if id in found]

    def members_of(self, group: str) -> Sequence[PersonRecord]:
        return self._who_held("groups", group)

    def reports_of(self, manager: str) -> Sequence[PersonRecord]:
        return self._who_held("manager", manager)

    def people_in(self, department: str) -> Sequence[PersonRecord]:
        return self._who_held("department", department)
