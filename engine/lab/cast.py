"""Who plays in a scenario: people made of what it says, the rest made up so that every role can be held."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from engine.calendar.working_days import WorkingCalendar
from engine.core.roster import PersonRecord, Roster
from engine.core.units import UnitRecord
from engine.definition.house import BUILT_IN, Organisation
from engine.definition.model import Process
from engine.definition.scenario import Scenario

ABOVE = "manager"
BESIDE = ("colleagues", "reports", "department_members")
SUBJECT = "Employee"


class Cast(Roster):
    """The organisation of a scenario, as of one moment."""

    def __init__(
        self,
        people: Mapping[str, PersonRecord],
        organisation: Organisation,
        calendars: Mapping[str, WorkingCalendar],
        now: datetime,
        units: Mapping[str, UnitRecord] | None = None,
    ) -> None:
        super().__init__(organisation, calendars, now)
        self.people = people
        self.units = units or {}

    def records(self, ids: Collection[str]) -> Mapping[str, PersonRecord]:
        return {id: self.people[id] for id in ids if id in self.people}

    def members_of(self, group: str) -> Sequence[PersonRecord]:
        return [each for each in self.people.values() if group in each.groups]

    def reports_of(self, manager: str) -> Sequence[PersonRecord]:
        return [each for each in self.people.values() if each.manager == manager]

    def people_in(self, department: str) -> Sequence[PersonRecord]:
        return [each for each in self.people.values() if each.department == department]

    def unit_records(self, ids: Collection[str]) -> Mapping[str, UnitRecord]:
        return {id: self.units[id] for id in ids if id in self.units}

    def units_under(self, parent: str) -> Sequence[UnitRecord]:
        return [each for each in self.units.values() if each.parent == parent]


def people_of(scenario: Scenario, process: Process, organisation: Organisation) -> dict[str, PersonRecord]:
    """Everybody by name. Whoever the scenario does not name is made up: a manager, and one member of each group.

    A name in `people` stands for the subject, the manager, those beside the subject, a group, or a role whose rule
    is a group. Facts a role's `must` asks for are the scenario's to say; a yes-or-no nobody states is yes here.
    """
    named = {key: list(names) for key, names in scenario.people.items()}
    subject = _one(named, (process.subject, "subject"), SUBJECT)
    manager = _one(named, (ABOVE,), "Manager")
    above = f"{manager}'s manager"
    site = scenario.site or next(iter(organisation.sites))
    yes = {name: True for name, field in organisation.facts.items() if field.type == "yes_no" and name != "on_leave"}
    blank = PersonRecord(id="", name="", site=site, department="Department", hired_on=None, facts=yes)
    people: dict[str, PersonRecord] = {}

    def add(name: str, **more: Any) -> None:
        people[name] = replace(people.get(name, replace(blank, id=name, name=name)), **more)

    add(above, department="Management")
    add(manager, manager=above)
    add(subject, manager=manager)
    for name in named.pop("colleagues", []):
        add(name, manager=manager)
    for name in named.pop("reports", []):
        add(name, manager=subject)
    for name in named.pop("department_members", []):
        add(name)
    for group, members in _groups(process, named, organisation).items():
        for name in members:
            joined = people.get(name, blank).groups
            add(name, groups=(*joined, group), **({} if name in people else {"department": group}))
    for who, facts in scenario.facts.items():
        for name in _who(who, subject, manager, named, people):
            people[name] = with_facts(people[name], facts)
    return people


def names_of_people(process: Process, organisation: Organisation) -> frozenset[str]:
    """What `people` may name: parts around the subject, groups, and roles that are a group."""
    roles = (role for role, _ in _group_roles(process))
    return frozenset((process.subject, "subject", ABOVE, *BESIDE, *organisation.groups, *roles))


def with_facts(person: PersonRecord, facts: Mapping[str, Any]) -> PersonRecord:
    """The person with other facts: built-in ones replaced, declared ones laid over."""
    own = {name: value for name, value in facts.items() if name in BUILT_IN}
    rest = {name: value for name, value in facts.items() if name not in BUILT_IN}
    return replace(person, **own, facts={**person.facts, **rest})


def _one(named: dict[str, list[str]], keys: Sequence[str], otherwise: str) -> str:
    for key in keys:
        found = named.pop(key, None)
        if found:
            return found[0]
    return otherwise


def _groups(
    process: Process, named: Mapping[str, Sequence[str]], organisation: Organisation
) -> dict[str, Sequence[str]]:
    """Group -> members: as named by the group or by a role that is one, else one made-up member."""
    roles = dict(_group_roles(process))
    given = {roles.get(key, key): names for key, names in named.items()}
    return {group: given.get(group, [f"Member of {group}"]) for group in {**organisation.groups, **given}}


def _group_roles(process: Process) -> Iterator[tuple[str, str]]:
    for role in process.roles.values():
        groups = [str(args[0]) for name, args in (role.rule.calls if role.rule else ()) if name == "group"]
        if groups:
            yield role.name, groups[0]


def _who(
    who: str, subject: str, manager: str, named: Mapping[str, Sequence[str]], people: Mapping[str, PersonRecord]
) -> Sequence[str]:
    if who in people:
        return [who]
    if who in ("employee", "subject"):
        return [subject]
    return [manager] if who == ABOVE else [name for name in named.get(who, ()) if name in people]
