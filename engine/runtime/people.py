"""The organisation as a transaction sees it: people are read when somebody asks for them, many at once.

It lives as long as one transaction, so nobody sees yesterday's organisation.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import Connection

from engine.calendar.working_days import WorkingCalendar
from engine.core.roster import Delegation, Past, PersonRecord, Roster
from engine.core.units import UnitRecord
from engine.definition.house import Organisation
from engine.store import people as stored
from engine.store import units
from engine.store.known import KnownPeople
from engine.store.subscriptions import Subscription


class StoredPeople(Roster):
    """The roster of the database."""

    def __init__(
        self,
        connection: Connection,
        organisation: Organisation,
        calendars: Mapping[str, WorkingCalendar],
        now: datetime,
    ) -> None:
        super().__init__(organisation, calendars, now)
        self._connection = connection
        self._stored = KnownPeople(connection)

    def records(self, ids: Collection[str]) -> Mapping[str, PersonRecord]:
        return self._stored.persons(ids)

    def members_of(self, group: str) -> Sequence[PersonRecord]:
        return self._stored.members_of(group)

    def reports_of(self, manager: str) -> Sequence[PersonRecord]:
        return self._stored.reports_of(manager)

    def people_in(self, department: str) -> Sequence[PersonRecord]:
        return self._stored.people_in(department)

    def unit_records(self, ids: Collection[str]) -> Mapping[str, UnitRecord]:
        return units.units(self._connection, ids)

    def units_under(self, parent: str) -> Sequence[UnitRecord]:
        return units.units_under(self._connection, parent)

    def subscriptions(self) -> Sequence[Subscription]:
        """The other systems that hear of what happens."""
        return self._stored.subscriptions()

    def delegations(self) -> Sequence[Delegation]:
        return self._stored.delegations(self._now.date())

    def pasts(self, ids: Collection[str]) -> Mapping[str, Past]:
        return stored.pasts(self._connection, ids)

    def holding(self, fact: str, value: str, day: date) -> Sequence[str]:
        return stored.holding(self._connection, fact, value, day)
