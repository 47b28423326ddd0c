"""Which instances a change of people reaches: those they take part in, and those whose rules look at them.

A definition says by its expressions which relations it looks along (managers, colleagues, a department, a group).
Rather one instance too many: deciding anew where nothing differs writes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from engine.core.plan import plan
from engine.definition.model import Process
from engine.runtime.work import Work
from engine.store.imports import FactChange
from engine.store.participants import ended_with, running_with
from engine.store.people import Post, posts
from engine.store.running import ended_of, running_about, running_of, versions_by_status
from engine.words.errors import DefinitionInvalid

# What rules look at only if they say so.
PERSONAL = frozenset({"name", "mail", "language", "work_hours", "quiet_hours", "digest"})
_RELATIONS = frozenset({"manager", "reports", "colleagues", "department_members"})

Organisation = Mapping[str, Post]
Definitions = Mapping[tuple[str, int], Process]


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """What running definitions look at: facts, how many managers up, and whether from others than the subject."""

    facts: frozenset[str]
    height: int
    beyond_subject: bool


_NOBODY: Organisation = {}


def touched(work: Work, changes: Sequence[FactChange], before: Organisation = _NOBODY) -> set[str]:
    """Ids of the instances that may have to decide anew: what runs, and what has ended and lives on.

    The changes are written. `before`: where people stood, if that is otherwise now.
    """
    running, living, found = _in_use(work)
    definitions = [*running.values(), *living.values()]
    if not definitions:
        return found
    looks = _looks(definitions)
    ignored = PERSONAL - looks.facts
    persons = {each.person for each in changes if each.fact not in ignored}
    if not persons:
        return found
    after = posts(work.connection)
    related = {person for each in (before, after) for person in _related(persons, each, looks)}
    found.update(running_with(work.connection, persons))
    if looks.beyond_subject:
        found.update(running_with(work.connection, related))
    else:
        found |= running_about(work.connection, related)
    found |= ended_with(work.connection, persons | related, {name for name, _ in living})
    groups = {group for each in (before, after) for person in persons for group in _groups(each, person)}
    facts = _unit_facts(work)
    return found | _of_those(
        work, running, living, lambda process: bool(groups & _groups_read(process)) or _reads_units(process, facts)
    )


def touched_by_units(work: Work) -> set[str]:
    """Ids of the instances that a change of units may reach: those about units, and those that read one."""
    running, living, found = _in_use(work)
    facts = _unit_facts(work)
    return found | _of_those(work, running, living, lambda process: _reads_units(process, facts))


def _of_those(work: Work, running: Definitions, living: Definitions, wanted: Callable[[Process], bool]) -> set[str]:
    """Ids of all instances of the definitions that are wanted."""
    found: set[str] = set()
    for definitions, of in ((running, running_of), (living, ended_of)):
        for (name, version), process in definitions.items():
            if wanted(process):
                found.update(of(work.connection, name, version))
    return found


def _in_use(work: Work) -> tuple[Definitions, Definitions, set[str]]:
    """Definitions something runs under, and those whose ends live on; what runs under those that cannot be read."""
    versions = versions_by_status(work.connection)
    running, blind = _readable(work, versions["running"])
    ended, _ = _readable(work, versions["ended"])
    return running, {key: process for key, process in ended.items() if plan(process).lives_on}, blind


def _unit_facts(work: Work) -> frozenset[str]:
    """The facts of a person that are units."""
    facts = work.workspace.library.organisation.facts
    return frozenset(("unit", *(name for name, field in facts.items() if field.type == "unit")))


def _reads_units(process: Process, facts: frozenset[str]) -> bool:
    if process.about == "unit" or any(not facts.isdisjoint(path[1:]) for path in plan(process).reads):
        return True
    return any(each.type == "unit" for field in process.fields.values() for each in (field, *field.item.values()))


def _readable(work: Work, versions: Iterable[tuple[str, int]]) -> tuple[Definitions, set[str]]:
    """These definitions, and what runs under those of them that cannot be read: anything may reach it."""
    found: dict[tuple[str, int], Process] = {}
    blind: set[str] = set()
    for name, version in versions:
        try:
            found[name, version] = work.process(name, version)
        except DefinitionInvalid:
            blind.update(running_of(work.connection, name, version))
    return found, blind


def _looks(processes: Iterable[Process]) -> Looks:
    paths = [(path, process.subject) for process in processes for path in plan(process).reads if len(path) > 1]
    return Looks(
        facts=frozenset(segment for path, _ in paths for segment in path[1:]),
        height=max((path[1:].count("manager") for path, _ in paths), default=0),
        beyond_subject=any(
            path[0] not in ("subject", subject, "parent") and not _RELATIONS.isdisjoint(path[1:])
            for path, subject in paths
        ),
    )


def _groups_read(process: Process) -> frozenset[object]:
    return frozenset(args[0] for name, args in plan(process).calls if name == "group" and args)


def _groups(people: Organisation, person: str) -> tuple[str, ...]:
    return people[person].groups if person in people else ()


def _related(persons: Collection[str], people: Organisation, looks: Looks) -> set[str]:
    """Those who have one of `persons` above them, beside them or below them, as far as anybody looks."""
    found: set[str] = set()
    known = [people[each] for each in persons if each in people]
    managers = {each.manager for each in known if each.manager}
    if "reports" in looks.facts:
        found |= managers
    departments = {each.department for each in known if each.department}
    below: dict[str, list[str]] = defaultdict(list)
    for id, each in people.items():
        if each.manager:
            below[each.manager].append(id)
        if "department_members" in looks.facts and each.department in departments:
            found.add(id)
    if "colleagues" in looks.facts:
        found.update(id for manager in managers for id in below[manager])
    level = set(persons)
    for _ in range(looks.height):
        level = {id for manager in level for id in below.get(manager, ())}
        found |= level
    return found
