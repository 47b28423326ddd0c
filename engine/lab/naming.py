"""The names of a scenario held against what there is: all that are wrong, before anything is played."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

from engine.core.outside import outsider
from engine.core.plan import effects_of, plan
from engine.definition.house import BUILT_IN, UNIT_BUILT_IN, Library, Organisation
from engine.definition.model import Process
from engine.definition.scenario import Name, NameKind, Scenario
from engine.lab.cast import WORKED_OUT, names_of_people, people_of
from engine.words.problems import Fact, Problem, nearest
from engine.words.texts import LANGUAGES, say


def check_names(library: Library, scenario: Scenario) -> list[Problem]:
    """A finding for every name nobody knows, with the nearest that is known."""
    found = []
    wrong = {each.text for each in scenario.names if each.kind == "process" and each.text not in library.processes}
    for name in scenario.names:
        if name.kind == "process":
            if name.text in wrong:
                near = nearest(name.text, library.processes) or "–"
                found.append(Problem(code="scenario-process", span=name.span, facts={"found": name.text, "near": near}))
        elif not wrong & {name.process, scenario.process}:
            found += _unknown(name, _known(library, scenario, name), library.processes.get(name.process))
    return found


def _unknown(name: Name, known: Collection[str], process: Process | None) -> Iterator[Problem]:
    if name.text not in known and not (name.kind == "who" and outsider(name.text)):
        what = {each: say(f"scenario-name-{name.kind}", each, {}) for each in LANGUAGES}
        near = nearest(name.text, known)
        facts: dict[str, Fact] = {"what": what, "found": name.text, "process": name.process, "near": near or ""}
        if name.kind == "people" and process is not None and name.text in process.roles:
            yield Problem(code="scenario-role-found", span=name.span, facts={"found": name.text})
            return
        worked_out = name.kind == "fact" and name.text in WORKED_OUT
        code = "scenario-worked-out" if worked_out else "scenario-unknown" if near else "scenario-unknown-at-all"
        yield Problem(code=code, span=name.span, facts=facts)


def _known(library: Library, scenario: Scenario, name: Name) -> Collection[str]:
    process, organisation = library.processes[name.process], library.organisation
    house: Mapping[str, Callable[[], Collection[str]]] = {
        "site": lambda: organisation.sites,
        "calendar": lambda: library.calendars,
        "fact": lambda: _facts(process, organisation),
        "unit-fact": lambda: _unit_facts(organisation),
        "cycle-fact": lambda: _cycle_facts(library, process),
        "period-part": lambda: ("from", "to"),
        "measurement": lambda: library.board.measurements,
        "people": lambda: names_of_people(process, organisation),
        "who": lambda: {
            *process.roles,
            "admins",
            *names_of_people(library.processes[scenario.process], organisation),
            *people_of(scenario, library)[0],
        },
    }
    return house[name.kind]() if name.kind in house else _OF_PROCESS[name.kind](process)


def _facts(process: Process, organisation: Organisation) -> Collection[str]:
    known = {*BUILT_IN, *organisation.facts} - WORKED_OUT
    return known | _unit_facts(organisation) if process.about == "unit" else known


def _unit_facts(organisation: Organisation) -> set[str]:
    return {*UNIT_BUILT_IN, *organisation.unit_facts} - _OF_UNITS


_OF_UNITS = frozenset({"id", "active", "units", "members", "all_members"})


def _cycle_facts(library: Library, process: Process) -> Collection[str]:
    """What the process reads of a cycle, and what any cycle has."""
    dates = {name for cycle in library.cycles.values() for name in cycle.dates}
    read = {path[1] for path in plan(process).reads if path[0] == "cycle" and len(path) > 1}
    anchored = {name.split(".")[1] for each in plan(process).moments for name in each.anchors if "cycle." in name}
    return {"name", "title", "start", "period", *dates, *read, *anchored}


def _acts(process: Process) -> Collection[str]:
    return {name for state in process.states.values() for name, act in state.on.items() if not act.engine}


def _tasks(process: Process) -> Collection[str]:
    return {name for state in process.states.values() for name in state.tasks}


def _fields(process: Process) -> Collection[str]:
    columns = {f"{field.name}.{column}" for field in process.fields.values() for column in field.item}
    return {*process.fields, *columns}


def _seen(process: Process) -> Collection[str]:
    asked = {f"{task}.{name}" for task, form in plan(process).forms.items() for name in form}
    return {*_fields(process), *_tasks(process), *asked}


def _templates(process: Process) -> Collection[str]:
    states = process.states.values()
    sent = {message.template for state in states for each in effects_of(state) for message in each.send}
    return sent | {task.notice for state in states for task in state.tasks.values() if task.notice is not None}


_OF_PROCESS: Mapping[NameKind, Callable[[Process], Collection[str]]] = {
    "state": lambda process: process.states,
    "role": lambda process: process.roles,
    "act": _acts,
    "task": _tasks,
    "field": _fields,
    "seen": _seen,
    "told-of": lambda process: {*_fields(process), "state", "status"},
    "template": _templates,
}
