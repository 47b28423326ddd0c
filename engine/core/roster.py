"""The organisation as people see it: who is whose manager, who belongs where. Relations are worked out here.

Where the records come from is the caller's: the runtime's come from the database, the lab's from a scenario.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import cast
from zoneinfo import ZoneInfo

from engine.calendar.working_days import WorkingCalendar
from engine.core.outside import outsider
from engine.core.units import Unit, UnitRecord
from engine.core.values import Data
from engine.definition.house import DATED, Organisation, Site
from engine.definition.model import Field
from engine.expression import MISSING, Ordered
from engine.expression.served import FactPeriod
from engine.words.errors import Unavailable

Past = Mapping[str, Sequence[FactPeriod]]  # fact -> what it was, the earliest first


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRecord:
    """What is known of a person. `facts` are the declared ones beside these; `manager` an id, `left_on` a last day."""

    id: str
    name: str
    mail: str | None = None
    language: str | None = None
    site: str | None = None
    department: str | None = None
    manager: str | None = None
    hired_on: date | None = None
    left_on: date | None = None
    groups: tuple[str, ...] = ()
    facts: Data = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegation:
    """`to` acts for `person` from a day until another, both included; in one process, or in all."""

    person: str
    to: str
    from_on: date
    until_on: date | None = None
    process: str | None = None


class Member:
    """A person with facts. Relations are people again, looked up when asked for."""

    __slots__ = ("_people", "id", "record")

    def __init__(self, record: PersonRecord, people: Roster) -> None:
        self.id = record.id
        self.record = record
        self._people = people

    def fact(self, name: str) -> object:
        record = self.record
        match name:
            case "manager":
                found = self._people.person(record.manager) if record.manager else None
                return MISSING if found is None else found
            case "colleagues":
                return [each for each in self._people.reports(record.manager) if each.id != self.id]
            case "reports":
                return list(self._people.reports(self.id))
            case "department_members":
                return [each for each in self._people.department(record.department) if each.id != self.id]
            case "unit":
                return _or_missing(self._people.unit(record.department) if record.department else None)
            case "active":
                return record.left_on is None or record.left_on >= self._people.today(self.id)
            case "groups":
                return list(record.groups)
        if name in OWN:
            return _or_missing(getattr(record, name))
        return self._people.declared(self._people.organisation.facts[name], record.facts)

    def history(self, name: str) -> Sequence[FactPeriod]:
        """What a dated fact was from when until when, people as persons. KeyError for one that is not kept."""
        if name not in DATED and name not in self._people.organisation.facts:
            raise KeyError(name)
        return [replace(each, value=self._then(name, each.value)) for each in self._people.past(self.id).get(name, ())]

    def _then(self, name: str, value: object) -> object:
        if name == "manager":
            return self._people.person(str(value)) or MISSING
        return value if name in DATED else self._people.read(self._people.organisation.facts[name], value)


OWN = frozenset({"id", "name", "mail", "language", "site", "department", "hired_on", "left_on"})


def _or_missing(found: object) -> object:
    return MISSING if found is None else found


class Roster(ABC):
    """People by id, group, manager and department at one moment, each read once. Serves `core.world.People`."""

    def __init__(self, organisation: Organisation, calendars: Mapping[str, WorkingCalendar], now: datetime) -> None:
        self.organisation = organisation
        self.calendars = calendars
        self._now = now
        self._known: dict[str, Member | None] = {}
        self._reports: dict[str, Sequence[Member]] = {}
        self._departments: dict[str, Sequence[Member]] = {}
        self._groups: dict[str, Sequence[Member]] = {}
        self._units: dict[str, Unit | None] = {}
        self._sites: dict[str, Site] = {}
        self._delegated: tuple[dict[str, list[Delegation]], dict[str, list[Delegation]]] | None = None
        self._pasts: dict[str, Past] = {}
        self._earlier: dict[date, Roster] = {}
        self._zones: dict[str, ZoneInfo] = {}  # person -> zone, asked for more often than anything else

    @abstractmethod
    def records(self, ids: Collection[str]) -> Mapping[str, PersonRecord]:
        """Those of `ids` that are known, by id."""

    @abstractmethod
    def members_of(self, group: str) -> Sequence[PersonRecord]:
        """Who belongs to a group, by id, leavers too."""

    @abstractmethod
    def reports_of(self, manager: str) -> Sequence[PersonRecord]:
        """Whose manager this is, by id, leavers too."""

    @abstractmethod
    def people_in(self, department: str) -> Sequence[PersonRecord]:
        """Who belongs to a department, by id, leavers too."""

    @abstractmethod
    def unit_records(self, ids: Collection[str]) -> Mapping[str, UnitRecord]:
        """Those of `ids` that are units, by id."""

    @abstractmethod
    def units_under(self, parent: str) -> Sequence[UnitRecord]:
        """The units right under this one, by id, closed ones too."""

    def declared(self, field: Field, facts: Data) -> object:
        """A declared fact among these."""
        return self.read(field, facts.get(field.name))

    def read(self, field: Field, value: object) -> object:
        """A value of a declared fact. An empty cell is a no, where it may not be left open, and nobody in a list."""
        if value is None:
            return [] if field.type == "people" else False if field.type == "yes_no" and not field.optional else MISSING
        match field.type:
            case "choice":
                return Ordered(str(value), field.options)
            case "person":
                return _or_missing(self.person(str(value)))
            case "unit":
                return _or_missing(self.unit(str(value)))
            case "people" if isinstance(value, list | tuple):
                found = (self.person(str(each)) for each in value)
                return [each for each in found if each is not None]
        return value

    @abstractmethod
    def delegations(self) -> Sequence[Delegation]:
        """Every delegation that may be in force today, somewhere."""

    def delegates(self, person: str, process: str) -> Sequence[str]:
        """Who acts for this person in a process today, by id."""
        found = self._in_force()[0].get(person, ())
        return [each.to for each in found if each.process in (None, process) and self._works(each.to)]

    def principals(self, person: str, process: str) -> Sequence[str]:
        """For whom this person acts in a process today, by id."""
        found = self._in_force()[1].get(person, ())
        return [each.person for each in found if each.process in (None, process) and self._works(each.person)]

    def all_principals(self, person: str) -> Sequence[str]:
        """For whom this person acts in any process today, by id."""
        return sorted({each.person for each in self._in_force()[1].get(person, ()) if self._works(each.person)})

    def _in_force(self) -> tuple[dict[str, list[Delegation]], dict[str, list[Delegation]]]:
        """Today's delegations by whose they are, and by who acts."""
        if self._delegated is None:
            self._delegated = ({}, {})
            for each in sorted(self.delegations(), key=lambda each: (each.person, each.to)):
                today = self.today(each.person)
                if each.from_on <= today and (each.until_on is None or today <= each.until_on):
                    self._delegated[0].setdefault(each.person, []).append(each)
                    self._delegated[1].setdefault(each.to, []).append(each)
        return self._delegated

    def _works(self, person: str) -> bool:
        member = self.person(person)
        return member is not None and member.fact("active") is True

    @abstractmethod
    def pasts(self, ids: Collection[str]) -> Mapping[str, Past]:
        """What is known of the past of those of `ids` that are known: person -> fact -> periods, values as stored."""

    @abstractmethod
    def holding(self, fact: str, value: str, day: date) -> Sequence[str]:
        """Ids of those whose fact was `value` on that day, or, of `groups`, held it; by id."""

    def past(self, person: str) -> Past:
        """What is known of one person's past, read together with that of everybody known by now."""
        if person not in self._pasts:
            wanted = {person, *(id for id, member in self._known.items() if member is not None)} - self._pasts.keys()
            found = self.pasts(wanted)
            self._pasts.update({id: found.get(id, {}) for id in wanted})
        return self._pasts[person]

    def on(self, day: date) -> Roster:
        """The organisation as it was known on a day; one in the future is as today."""
        if day >= self._now.date():
            return self
        if day not in self._earlier:
            from engine.core.earlier import Earlier  # which is a roster itself

            self._earlier[day] = Earlier(self, day)
        return self._earlier[day]

    def today(self, person: str) -> date:
        """The day it is where this person works."""
        return self._now.astimezone(self.zone(person)).date()

    def prefetch(self, ids: Collection[str]) -> None:
        """Read many people, and their managers, in a statement or two."""
        self._fetch(ids)
        self._fetch({member.record.manager for id in ids if (member := self._known[id]) and member.record.manager})

    def _fetch(self, ids: Collection[str]) -> None:
        wanted = [id for id in ids if id not in self._known]
        if wanted:
            found = self.records(wanted)
            for id in wanted:
                self._known[id] = Member(found[id], self) if id in found else self._outsider(id)

    def _outsider(self, id: str) -> Member | None:
        """Somebody admitted by name and mail, whom no file of people knows."""
        known = outsider(id)
        return None if known is None else Member(PersonRecord(id=id, name=known[0], mail=known[1]), self)

    def _active(self, records: Sequence[PersonRecord]) -> list[Member]:
        members = []
        for record in records:
            member = self._known.get(record.id) or Member(record, self)
            self._known[record.id] = member
            if member.fact("active") is True:
                members.append(member)
        return members

    def person(self, id: str) -> Member | None:
        if id not in self._known:
            self._fetch([id])
        return self._known[id]

    def known(self, id: str) -> Member | Unit | None:
        """Whoever or whatever bears this id: a person, else a unit."""
        return self.person(id) or self.unit(id)

    def unit(self, id: str) -> Unit | None:
        if id not in self._units:
            self.fetch_units([id])
        return self._units[id]

    def fetch_units(self, ids: Collection[str]) -> None:
        """Read many units in a statement."""
        wanted = [id for id in ids if id not in self._units]
        if wanted:
            found = self.unit_records(wanted)
            for id in wanted:
                self._units[id] = Unit(found[id], self) if id in found else None

    def units_of(self, parent: str) -> list[Unit]:
        """The open units right under this one."""
        found = [Unit(each, self) for each in self.units_under(parent)]
        return [each for each in found if each.fact("active") is True]

    def group(self, name: str) -> Sequence[Member]:
        """Active members of a group."""
        if name not in self._groups:
            self._groups[name] = self._active(self.members_of(name))
        return self._groups[name]

    def admins(self) -> Sequence[Member]:
        """Who may step in where a definition says nothing of it; nobody unless the organisation names a group."""
        return self.group(self.organisation.admins) if self.organisation.admins else ()

    def reports(self, manager: str | None) -> Sequence[Member]:
        """Active people whose manager this is."""
        if manager is None:
            return ()
        if manager not in self._reports:
            self._reports[manager] = self._active(self.reports_of(manager))
        return self._reports[manager]

    def department(self, name: str | None) -> Sequence[Member]:
        """Active people of a department."""
        if name is None:
            return ()
        if name not in self._departments:
            self._departments[name] = self._active(self.people_in(name))
        return self._departments[name]

    def site(self, person: str) -> Site:
        """The site of a person or a unit; of somebody without one, the first of the organisation."""
        if person not in self._sites:
            self._sites[person] = self._site(person)
        return self._sites[person]

    def _site(self, person: str) -> Site:
        known = self.known(person)
        name = None if known is None else known.fact("site")
        sites = self.organisation.sites
        if isinstance(name, str) and name in sites:
            return sites[name]
        if not sites:
            raise Unavailable("no-sites")
        return next(iter(sites.values()))

    def chosen(self, person: str, what: str) -> str | None:
        """What somebody chose for themselves: `time_zone`, `work_hours`, `quiet_hours`, `digest`."""
        member = self.person(person)
        return None if member is None else cast(str | None, member.record.facts.get(what))

    def zone(self, person: str) -> ZoneInfo:
        """Where somebody's days begin and end: their own choice, else their site's."""
        if person not in self._zones:
            self._zones[person] = ZoneInfo(self.chosen(person, "time_zone") or self.site(person).time_zone)
        return self._zones[person]

    def language(self, person: str) -> str:
        """The person's own, else that of their site."""
        member = self.person(person)
        return (member.record.language if member else None) or self.site(person).language

    def calendar(self, person: str) -> WorkingCalendar:
        return self.calendars[self.site(person).calendar]

    def calendar_named(self, name: str) -> WorkingCalendar:
        if name not in self.calendars:
            raise Unavailable("no-calendar", calendar=name)
        return self.calendars[name]
