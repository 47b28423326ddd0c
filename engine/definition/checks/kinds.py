"""What a name in an expression stands for: a person, a single value, or something with parts.

`names_of` gives everything a process's expressions may say. Kinds are deliberately coarse: they find misspelt names
and options, they are no type system.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from engine.definition.answers import forms_of
from engine.definition.checks.folder import Folder, ProcessFile, children
from engine.definition.house import BUILT_IN, UNIT_BUILT_IN, CycleTemplate, Organisation
from engine.definition.model import Field, Process

_PEOPLE_FACTS = ("manager", "colleagues", "reports", "department_members", "lead", "members", "all_members")
# Facts that are several things at once, so that nobody belongs to one group by them.
SEVERAL = ("groups", "colleagues", "reports", "department_members", "units", "members", "all_members")
_UNIT_FACTS = ("unit", "parent", "units")


@dataclass(frozen=True, slots=True)
class Value:
    """A single value. `options` are all it can be, if they are known."""

    kind: str = ""
    options: tuple[str, ...] | None = None


Kind = Value | Literal["person", "unit", "any"] | Mapping[str, "Kind"]
Facts = Mapping[object, Mapping[str, Kind]]  # "person", "unit" -> the facts of one
PLAIN = Value()
_ACT: Mapping[str, Kind] = {"count": Value("number"), "at": PLAIN, "on": PLAIN, "by": "person"}
_TASK: Mapping[str, Kind] = {"done": PLAIN, "open": Value("number"), "count": Value("number")}


def person_facts(organisation: Organisation | None) -> Mapping[str, Kind]:
    """The facts of a person; nothing is known of them while the organisation could not be read."""
    facts = {name: _built_in(name) for name in BUILT_IN}
    if organisation is not None:
        facts["site"] = Value("text", tuple(organisation.sites))
        facts["groups"] = Value("text", tuple(organisation.groups))
        facts |= {name: kind_of_field(field) for name, field in organisation.facts.items()}
    return facts


def unit_facts(organisation: Organisation | None) -> Mapping[str, Kind]:
    """The facts of a unit."""
    facts = {name: _built_in(name) for name in UNIT_BUILT_IN}
    if organisation is not None:
        facts["site"] = Value("text", tuple(organisation.sites))
        facts["kind"] = Value("text", tuple(organisation.kinds)) if organisation.kinds else PLAIN
        facts |= {name: kind_of_field(field) for name, field in organisation.unit_facts.items()}
    return facts


def facts_of(organisation: Organisation | None) -> Facts:
    return {"person": person_facts(organisation), "unit": unit_facts(organisation)}


def _built_in(name: str) -> Kind:
    return "person" if name in _PEOPLE_FACTS else "unit" if name in _UNIT_FACTS else PLAIN


def kind_of_field(field: Field, columns: Mapping[str, Field] | None = None) -> Kind:
    if field.type in ("person", "people"):
        return "person"
    if field.type == "unit":
        return "unit"
    if field.type == "list":
        return {name: kind_of_field(each) for name, each in columns.items()} if columns else "any"
    if field.type == "file":
        return {"name": PLAIN, "media_type": PLAIN, "sha256": PLAIN, "size": Value("number")}
    return Value(field.type, field.options or None)


def names_of(folder: Folder, file: ProcessFile) -> dict[str, Kind]:
    """Every name an expression of the process may begin with."""
    process, draft = file.process, file.draft
    names: dict[str, Kind] = {}
    for child in children(process):
        names[child] = child_kind(folder, child)
    names |= fields_of(folder, process)
    names |= tasks_of(folder, process)
    names |= dict.fromkeys(process.roles, "person")
    for kind in ("field", "task", "role"):
        # what could not be read is not told again wherever it is named
        names |= {name: "any" for name in draft.placed(kind) if name not in names}
    about: Kind = {"id": PLAIN, "name": PLAIN} if process.about == "cycle" else process.about
    if process.about != "person":
        names[process.subject] = about
    names |= {
        "subject": about,
        "settings": dict.fromkeys(process.settings, PLAIN),
        "cycle": cycle_kind(folder.cycles_of(process.name) or [cycle for _, cycle in folder.cycles], folder),
        "parent": parent_kind(folder, process),
        "acts": acts_of(process),
        "visits": dict.fromkeys(process.states, Value("number")),
        "tasks": dict.fromkeys(forms_of(process), _TASK),
        "siblings": siblings_kind(folder),
        "state": Value("text", tuple(process.states)),
        "actor": "person",
        "reason": PLAIN,
        "today": PLAIN,
        "now": PLAIN,
    }
    return names


def fields_of(folder: Folder, process: Process) -> dict[str, Kind]:
    return {name: kind_of_field(field, folder.columns(field)) for name, field in process.fields.items()}


def tasks_of(folder: Folder, process: Process) -> dict[str, Kind]:
    """Answers of tasks: the fields their forms ask for."""
    fields = fields_of(folder, process)
    return {
        task: {name: fields[name] for each in form if (name := each.partition(".")[0]) in fields}
        for task, form in forms_of(process).items()
    }


def acts_of(process: Process) -> dict[str, Kind]:
    """The acts of a process; opening it by hand is one, called `start`."""
    acts = (name for state in process.states.values() for name, act in state.on.items() if not act.engine)
    return dict.fromkeys((*acts, *(("start",) if process.start is not None else ())), _ACT)


def siblings_kind(folder: Folder) -> Kind:
    """The person's other processes in the cycle: their fields, `state` and `status`."""
    own = {"id": Value("text"), "state": Value("text"), "status": Value("text", ("running", "ended"))}
    return {each.process.name: {**fields_of(folder, each.process), **own} for each in folder.processes}


def child_kind(folder: Folder, name: str) -> Kind:
    child = folder.named(name)
    if child is None:
        return "any"
    states = Value("text", tuple(child.states))
    return fields_of(folder, child) | {"state": states, "status": PLAIN}


def parent_kind(folder: Folder, process: Process) -> Kind:
    """What any of the processes that start this one has."""
    parents = folder.parents(process.name)
    if not parents:
        return "any" if folder.unread_names else {}
    found: dict[str, Kind] = {"state": PLAIN}
    acts: dict[str, Kind] = {}
    for parent in parents:
        found |= fields_of(folder, parent) | tasks_of(folder, parent) | dict.fromkeys(parent.roles, "person")
        acts |= acts_of(parent)
    return found | {"acts": acts}


def cycle_kind(cycles: Iterable[CycleTemplate], folder: Folder) -> Kind:
    if "cycle" in folder.unread:
        return "any"
    dates: dict[str, Kind] = {name: PLAIN for cycle in cycles for name in cycle.dates}
    period: Kind = {"from": PLAIN, "to": PLAIN}
    return {"name": PLAIN, "title": PLAIN, "start": PLAIN, "period": period} | dates
