"""Who plays in a scenario: people made of what it says, the rest made up so that every role can be held."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from engine.calendar.working_days import WorkingCalendar
from engine.core.roster import Delegation, Past, PersonRecord, Roster
from engine.core.units import UnitRecord
from engine.definition.house import UNIT_BUILT_IN, Library, Organisation
from engine.definition.model import Process
from engine.definition.scenario import Scenario
from engine.lab.past import Versions, named_in_facts, past_of, units_in_facts, with_facts

ABOVE = "manager"
BESIDE = ("colleagues", "reports", "department_members")
OTHERS = "others"
MEMBERS = "members"
_OF_UNIT = {"lead": ABOVE, MEMBERS: MEMBERS, "all_members": MEMBERS}
# What is worked out of who is there; a scenario says who is there.
WORKED_OUT = frozenset({"id", "active", "unit", *BESIDE})
SUBJECT = "Employee"
UNIT = "Unit"


Named = Mapping[str, Sequence[str]]  # a word of a scenario, such as a role -> the people it stands for


class Cast(Roster):
    """The organisation of a scenario, as of one moment."""

    def __init__(
        self,
        people: Mapping[str, PersonRecord],
        organisation: Organisation,
        calendars: Mapping[str, WorkingCalendar],
        now: datetime,
        versions: Mapping[str, Versions],
        units: Mapping[str, UnitRecord] | None = None,
        delegated: Sequence[Delegation] = (),
    ) -> None:
        super().__init__(organisation, calendars, now)
        self.people = people
        self.units = units or {}
        self._versions = versions
        self._stated = delegated

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

    def delegations(self) -> Sequence[Delegation]:
        return self._stated

    def pasts(self, ids: Collection[str]) -> Mapping[str, Past]:
        return {id: past_of(self._versions.get(id, ())) for id in ids if id in self.people}

    def holding(self, fact: str, value: str, day: date) -> Sequence[str]:
        return [
            id
            for id, past in self.pasts(self.people).items()
            for period in past.get(fact, ())
            if period.from_on <= day and (period.until_on is None or day < period.until_on)
            if (value in period.value if isinstance(period.value, list | tuple) else value == period.value)
        ]


def people_of(scenario: Scenario, library: Library) -> tuple[dict[str, PersonRecord], Named]:
    """Everybody by name, and whom each word of the scenario stands for.

    Whoever the scenario does not name is made up: a manager, and one member of each group.

    A name in `people` stands for the subject, the manager, those beside the subject, a group, or a role whose rule
    is a group, somebody in the subject's line (`employee.manager.manager`) or those beside (`employee.colleagues`);
    `others` are people with no part of their own. A yes-or-no nobody states is a yes where a role's `must` asks for
    it, so that those who are made up may hold it; else it is what an empty cell in a table of people is.
    """
    process, organisation = library.processes[scenario.process], library.organisation
    beside = _beside(process)
    named: dict[str, list[str]] = {}
    for key, names in scenario.people.items():
        named.setdefault(beside.get(key, key), []).extend(names)
    # Of a unit, its name; somebody is made up for it only where no member is named.
    made_up = UNIT if process.about == "unit" and named.get(MEMBERS) else SUBJECT
    subject = _one(named, (process.subject, "subject"), made_up)
    line = _line(process, named)
    manager = line[0]
    site = scenario.site or next(iter(organisation.sites))
    yes = dict.fromkeys(_asked(library), True)
    blank = PersonRecord(id="", name="", site=site, department="Department", hired_on=None, facts=yes)
    people: dict[str, PersonRecord] = {}

    def add(name: str, **more: Any) -> None:
        people[name] = replace(people.get(name, replace(blank, id=name, name=name)), **more)

    for name, above in zip(line, [*line[1:], None], strict=True):
        add(name, manager=above, department="Department" if name == manager else "Management")
    add(subject, manager=manager)
    for name in (*scenario.subjects, *_subjects_of_others(scenario, library)):
        add(name, manager=manager)
    apart: dict[str, dict[str, Any]] = {
        "colleagues": {"manager": manager},
        "reports": {"manager": subject},
        "department_members": {},
        MEMBERS: {},
        OTHERS: {"department": None},
    }
    for part, known in apart.items():
        for name in named.pop(part, []):
            add(name, **known)
    for group, members in _groups(process, named, organisation).items():
        for name in members:
            joined = people.get(name, blank).groups
            add(name, groups=(*joined, group), **({} if name in people else {"department": group}))
    named |= {role: [line[height - 1]] for role, height in _heights(process).items() if height <= len(line)}
    named |= {process.subject: [subject], "employee": [subject], "subject": [subject]}
    _state_facts(people, named, scenario.facts)
    met = dict.fromkeys(name for name in named_in_facts(scenario, organisation) if name not in people)
    for name in met:  # somebody who is or was a manager must be somebody
        add(name, manager=line[1])
    _state_facts(people, {}, {who: stated for who, stated in scenario.facts.items() if who in met})
    return people, named


def with_unit(
    people: Mapping[str, PersonRecord], scenario: Scenario, process: Process
) -> tuple[dict[str, PersonRecord], dict[str, UnitRecord]]:
    """The unit a scenario is about: its lead is the manager, everybody of the made-up department its members."""
    name = next(iter(scenario.people.get(process.subject, scenario.people.get("subject", ()))), UNIT)
    given = {**scenario.units.get(name, {}), **scenario.facts.get(process.subject, {})}
    beside = _beside(process)
    leads = [each for key, names in scenario.people.items() if beside.get(key, key) == ABOVE for each in names]
    unit = _unit(name, given, lead=next(iter(leads), "Manager"))
    members = {
        id: replace(each, department=name) if each.department == "Department" else each
        for id, each in people.items()
        if id != name
    }
    return members, {name: unit}


def _state_facts(people: dict[str, PersonRecord], named: Named, facts: Mapping[str, Mapping[str, Any]]) -> None:
    for who, stated in facts.items():
        for name in [who] if who in people else named.get(who, ()):
            if name in people:
                people[name] = with_facts(people[name], stated)


def names_of_people(process: Process, organisation: Organisation) -> frozenset[str]:
    """What `people` may name: parts around the subject, groups, and roles that are a group."""
    roles = (role for role, _ in _group_roles(process))
    line = (process.subject, "subject", ABOVE, *_heights(process))
    return frozenset((*line, *BESIDE, OTHERS, *organisation.groups, *roles, *_beside(process)))


def units_of(scenario: Scenario, organisation: Organisation) -> dict[str, UnitRecord]:
    """The units a scenario says something of, and those it names in what it says of others."""
    named = dict.fromkeys(units_in_facts(scenario, organisation))
    return {name: _unit(name, scenario.units.get(name, {})) for name in (*scenario.units, *named)}


def _unit(name: str, facts: Mapping[str, Any], **more: Any) -> UnitRecord:
    own = {each: value for each, value in facts.items() if each in UNIT_BUILT_IN}
    rest = {each: value for each, value in facts.items() if each not in UNIT_BUILT_IN}
    return UnitRecord(**{"id": name, "name": name, "facts": rest, **more, **own})


def _asked(library: Library) -> frozenset[str]:
    """The yes-or-nos somebody must have for a role."""
    flags = {name for name, field in library.organisation.facts.items() if field.type == "yes_no"}
    rules = (role.must for process in library.processes.values() for role in process.roles.values() if role.must)
    return frozenset(path[1] for rule in rules for path in rule.reads if path[0] == "person" and path[-1] in flags)


def _beside(process: Process) -> dict[str, str]:
    """Roles that are those beside the subject: `team` is `candidate.colleagues`; of a unit, its lead and members."""
    found = dict(_OF_UNIT) if process.about == "unit" else {}
    parts = {**{each: each for each in BESIDE}, **found}
    for role in process.roles.values():
        start, _, part = (role.rule.source.strip() if role.rule else "").partition(".")
        if start in ("subject", process.subject) and part in parts and role.name not in BESIDE:
            found[role.name] = parts[part]
    return found


def _subjects_of_others(scenario: Scenario, library: Library) -> list[str]:
    """The people whose instances of other processes play along."""
    about = {name: process.about for name, process in library.processes.items()}
    return [who for name, whose in scenario.instances.items() if about.get(name) == "person" for who in whose]


def _one(named: dict[str, list[str]], keys: Sequence[str], otherwise: str) -> str:
    for key in keys:
        found = named.pop(key, None)
        if found:
            return found[0]
    return otherwise


def _line(process: Process, named: dict[str, list[str]]) -> list[str]:
    """Who stands above the subject, from the manager up; two at least, whoever is not named made up."""
    heights = _heights(process)
    given = {heights[key]: named.pop(key) for key in sorted(heights, reverse=True) if key in named}
    found: list[str] = []
    for height in range(1, max((2, *given)) + 1):
        made_up = f"{found[-1]}'s manager" if found else "Manager"
        found.append(given[height][0] if given.get(height) else made_up)
    return found


def _heights(process: Process) -> dict[str, int]:
    """Name -> how many steps above the subject: `manager`, and roles such as `employee.manager.manager`."""
    heights = {ABOVE: 1}
    base = {"subject": 0, process.subject: 0}
    for role in process.roles.values():
        start, *steps = (role.rule.source if role.rule else "").split(".")
        if start in base and steps and set(steps) == {"manager"}:
            heights[role.name] = base[role.name] = base[start] + len(steps)
    return heights


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
