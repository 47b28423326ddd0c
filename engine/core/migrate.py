"""Moving a running instance to another version of its process: what is called otherwise, what is kept, what is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from engine.core.case import Case
from engine.core.completion import without
from engine.core.compute import compute
from engine.core.decide import fix_settings
from engine.core.judging import holds
from engine.core.roles import holders
from engine.core.settle import settle
from engine.core.tasks import give
from engine.core.values import Decision, Instance
from engine.core.world import World
from engine.definition.model import Process, State
from engine.words.problems import Fact, Problem

MIGRATED = "migrated"  # the name of the entry in the history


@dataclass(frozen=True, slots=True)
class Renamed:
    """Old name -> new name of what a definition says `was` called otherwise."""

    states: Mapping[str, str]
    fields: Mapping[str, str]
    tasks: Mapping[str, str]
    roles: Mapping[str, str]


def renamed(process: Process) -> Renamed:
    """What the definition calls otherwise than an earlier version did."""
    states = process.states.values()
    return Renamed(
        {old: each.name for each in states for old in each.was if old not in process.states},
        {old: each.name for each in process.fields.values() for old in each.was if old not in process.fields},
        {old: each.name for state in states for each in state.tasks.values() for old in each.was},
        {old: each.name for each in process.roles.values() for old in each.was if old not in process.roles},
    )


def forgotten(process: Process, instance: Instance) -> Iterator[Problem]:
    """Why the instance cannot move: it is in a state the definition knows neither by its name nor by `was`."""
    names = renamed(process)
    for place in instance.state:
        state = process.states.get(names.states.get(place, place))
        if state is None or len(state.inside) > 1:
            facts: dict[str, Fact] = {"state": place, "instance": instance.id, "version": process.version}
            yield Problem(code="migration-forgets-state", facts=facts)


def dropped(process: Process, instance: Instance) -> tuple[str, ...]:
    """Filled-in fields that the definition no longer knows; their values stay in the history alone."""
    names = renamed(process).fields
    return tuple(
        name
        for name, value in instance.data.items()
        if value is not None and names.get(name, name) not in process.fields
    )


def migrate(process: Process, instance: Instance, world: World) -> Decision:
    """The instance under `process`, its tasks, roles and settings put right, and what then follows at once.

    Limits count from where they counted; what has fired stays fired; a rule of another id is a new one.
    """
    case = Case(process, world, _called_anew(process, instance))
    case.now()
    for role in process.roles.values():
        if role.name not in case.roles or role.on_change == "follow":
            case.roles[role.name] = holders(case, role)
    for gone in set(case.roles) - set(process.roles):
        del case.roles[gone]
    before = dict(case.settings)
    fix_settings(case)
    case.settings.update({name: value for name, value in before.items() if name in process.settings})
    for name in case.active:
        if not case.visits.get(name):
            case.visits[name], case.entered[name] = 1, world.now
    compute(case)
    _put_tasks_right(case)
    payload: dict[str, Any] = {
        "from": instance.version,
        "to": process.version,
        "dropped": list(dropped(process, instance)),
    }
    case.log("event", MIGRATED, from_state=instance.place, to_state=case.standing, payload=payload)
    if case.status == "running":
        settle(case)
    return replace(case.close(), before=instance)


def _called_anew(process: Process, instance: Instance) -> Instance:
    names = renamed(process)

    def state(name: str) -> str:
        return names.states.get(name, name)

    def field(name: str) -> str:
        return names.fields.get(name, name)

    def task(name: str) -> str:
        return names.tasks.get(name, name)

    def role(name: str) -> str:
        return names.roles.get(name, name)

    def first(key: str, mark: str, called: Callable[[str], str]) -> str:
        head, found, rest = key.partition(mark)
        return f"{called(head)}{found}{rest}"

    def stay(key: str) -> str:
        return first(key, "#", state)

    def owed(key: str) -> str:
        """A stay, or with a blank behind it a task, and with another its holder."""
        place, *rest = stay(key).split(" ", 2)
        return " ".join((place, *map(task, rest[:1]), *rest[1:]))

    return replace(
        instance,
        version=process.version,
        digest=process.digest,
        state=tuple(state(each) for each in instance.state),
        data={field(name): value for name, value in instance.data.items() if field(name) in process.fields},
        corrected=frozenset(field(name) for name in instance.corrected if field(name) in process.fields),
        answers={
            task(name): {
                person: {field(each): value for each, value in given.items()} for person, given in some.items()
            }
            for name, some in instance.answers.items()
        },
        released={first(key, "/", task): shown for key, shown in instance.released.items()},
        acts={task(name): done for name, done in instance.acts.items()},
        roles={role(name): held for name, held in instance.roles.items()},
        assigned=frozenset(role(name) for name in instance.assigned),
        known={first(key, ".", role): known for key, known in instance.known.items()},
        visits={state(name): count for name, count in instance.visits.items()},
        entered={owed(name): at for name, at in instance.entered.items()},
        fired={stay(key): count for key, count in instance.fired.items()},
        extended={owed(key): granted for key, granted in instance.extended.items()},
        stood={owed(key): stood for key, stood in instance.stood.items()},
        tasks=tuple(
            replace(each, state=state(each.state), name=task(each.name), role=role(each.role))
            for each in instance.tasks
        ),
    )


def _put_tasks_right(case: Case) -> None:
    """Close what nobody owes under the new definition, and open what it asks for where the instance is."""
    for state in case.views():
        for row in [each for each in case.open_tasks() if each.state == state.name and each.name not in state.tasks]:
            case.settle_task(row, "lapsed")
        _open_new(case, state)


def _open_new(case: Case, state: State) -> None:
    for task in state.tasks.values():
        if case.visit_tasks(task.name) or without(case, task.name) in case.fired:
            continue
        if holds(case, task.when, f"{case.place}/tasks/{task.name}"):
            give(case, task)
        else:
            case.fired[without(case, task.name)] = 1
