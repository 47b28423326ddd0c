"""What can be worked out once per process: where forms write, which tasks share a field, who starts whom.

Definitions are compiled once and held by their digest, so a plan is found by its process object.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace

from engine.calendar.moment import Moment, parse_moment
from engine.core.dues import Dues
from engine.core.machine import Graph, build
from engine.definition.answers import answered, forms_of, tasks_by_name
from engine.definition.model import Act, Effects, Field, Process, Role, State, Task
from engine.expression import Expression

CHANGED = ".changed"
OTHERS = frozenset({"parent", "siblings", "last", "history"})  # words that lead to other instances
PLURAL_CALLS = frozenset({"group", "column"})
_CLOCK = frozenset({"today", "now"})
PLURAL_FACTS = frozenset({"colleagues", "reports", "department_members"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """`answered`: tasks and the fields each answers per person, beside the instance's own data."""

    process: Process
    tasks: Mapping[str, Task]
    forms: Mapping[str, tuple[str, ...]]  # task -> fields of the acts that complete it
    answered: Mapping[str, frozenset[str]]
    written_with: Mapping[str, str]  # field of the data -> the one task whose form holds it
    columns: frozenset[str]  # "list.column" of every form: not asked for when the list itself is written
    defaulted: tuple[Field, ...]
    computed_from_acts: bool  # whether a computed field reads what an act does beside its form
    children: frozenset[str]
    watched: frozenset[str]  # those of them that a rule reads which is not about an event of theirs
    heard: frozenset[str]  # "role.fact" of every event `role.fact.changed`
    role_order: tuple[str, ...]  # roles after those they ask for
    data_roles: tuple[str, ...]  # roles that data, the day or what others did may change
    daily_roles: bool  # whether a day alone may change who holds a role
    nameless: Mapping[str, tuple[str, ...]]  # tasks -> roles they are anonymous to
    totalled: tuple[str, ...]  # tasks of which somebody sees totals
    plural: frozenset[str]  # roles that are lists in expressions
    sequel: frozenset[str]  # states with tasks that open later, or again
    joint: Mapping[str, tuple[str, ...]]  # state -> its acts that several must do together
    over: Mapping[str, str]  # act that goes over a group -> the fact that makes it
    acts: Mapping[str, tuple[str, ...]]  # act -> states it stands in, engine events left out
    reads: frozenset[tuple[str, ...]]  # every dotted path any expression reads
    calls: frozenset[tuple[str, tuple[object, ...]]]
    siblings: frozenset[str]  # processes whose data this one takes, by `from` or by `siblings.…`
    past: frozenset[str]  # processes whose earlier instances it reads with `last` or `history`
    current: frozenset[str]  # processes whose running instances it reads with `current`
    leads: Mapping[str, frozenset[str]]  # act -> the states it leads to
    moments: tuple[Moment, ...]
    waits_for_others: bool  # whether any moment hangs on another instance
    pauses: bool  # whether any clock may stand
    latecomers: bool  # whether any task may still be answered after its state was left
    graph: Graph
    measured: Mapping[str, tuple[tuple[Field, str, str], ...]]  # list -> columns that indicators fill, see `_measured`
    reads_indicators: bool
    lives_on: bool  # whether an end still listens or waits, so that those who take part go on mattering
    follows_when_ended: bool  # whether a measurement still changes what has ended
    resolvers: dict[str, object] = field(default_factory=dict)  # filled by `names`
    running: dict[str, frozenset[str]] = field(default_factory=dict)  # state -> anchors its clock counts, by `pausing`
    dues: Dues = field(default_factory=Dues)  # filled by `schedule`


def is_fact_event(name: str) -> bool:
    """Whether an event is that of somebody's fact: `manager.department.changed`."""
    return name.endswith(CHANGED) and name.count(".") == 2


MOST_PLANS = 500
_PLANS: dict[int, Plan] = {}


def plan(process: Process) -> Plan:
    known = _PLANS.get(id(process))
    if known is None or known.process is not process:
        if len(_PLANS) >= MOST_PLANS:
            _PLANS.clear()
        known = _PLANS[id(process)] = _make(process)
    return known


def _make(process: Process) -> Plan:
    states = process.states.values()
    tasks = tasks_by_name(process)
    forms = forms_of(process)
    own = answered(process, tasks, forms)
    joint = {state.name: tuple(act.name for act in state.on.values() if act.together) for state in states}
    own |= _votes(process)
    expressions = list(expressions_in(process))
    moments = tuple(moments_in(process))
    reads = frozenset(path for each in expressions for path in each.reads)
    calls = frozenset(call for each in expressions for call in each.calls)
    return Plan(
        process=process,
        graph=build(process),
        tasks=tasks,
        forms=forms,
        answered=own,
        written_with={
            field: task
            for task, form in forms.items()
            for field in form
            if "." not in field and field not in own[task] and not process.fields[field].shared
        },
        columns=frozenset(name for state in states for act in state.on.values() for name in act.form if "." in name),
        defaulted=tuple(each for each in process.fields.values() if each.default is not None),
        computed_from_acts=_computed_from_acts(process),
        children=_children(process),
        watched=_watched(process),
        heard=_heard(process),
        role_order=tuple(_in_order(process.roles)),
        data_roles=tuple(name for name in _in_order(process.roles) if _hangs_on_data(process, process.roles[name])),
        daily_roles=any(_reads_clock(role) and role.on_change != "keep" for role in process.roles.values()),
        nameless={name: task.anonymous_to for name, task in tasks.items() if task.anonymous_to},
        totalled=_totalled(process, tasks),
        plural=frozenset(name for name, role in process.roles.items() if _plural(process, role)),
        sequel=frozenset(
            state.name
            for state in states
            if any(task.follows or task.opens or task.every for task in state.tasks.values())
        ),
        joint={name: each for name, each in joint.items() if each},
        over={act.name: act.over for state in states for act in state.on.values() if act.over},
        acts=_places(process),
        reads=reads,
        calls=calls,
        siblings=frozenset(source for field in process.fields.values() for source, _ in field.sources)
        | {path[1] for path in reads if path[0] == "siblings" and len(path) > 1},
        past=frozenset(str(args[0]) for name, args in calls if name in ("last", "history") and args),
        current=frozenset(str(args[0]) for name, args in calls if name == "current" and args),
        leads=_leads(process),
        measured=_measured(process),
        lives_on=any(state.ends and (state.on or state.timed) for state in states),
        follows_when_ended=any(each.live_until == "never" for each in _columns(process)),
        reads_indicators=any(name == "indicator" for name, _ in calls)
        or any(each.type == "indicator" for each in _columns(process)),
        moments=moments,
        waits_for_others=any(name.partition(".")[0] in OTHERS for moment in moments for name in moment.anchors),
        pauses=any(state.pauses for state in states),
        latecomers=any(task.keep for task in tasks.values()),
    )


def _children(process: Process) -> frozenset[str]:
    states = process.states.values()
    return frozenset(start.process for state in states for each in effects_of(state) for start in each.start)


def _watched(process: Process) -> frozenset[str]:
    """What a child's own event says of it comes with the event; whatever else is read must be told by itself."""
    children = _children(process)
    if not children:
        return children
    found: set[str] = set()
    for each in (process.fields, process.roles, process.settings, process.visible, *process.states.values()):
        parts = (each,) if not isinstance(each, State) else (replace(each, on={}), *each.on.values())
        for part in parts:
            about = part.name.partition(".")[0] if isinstance(part, Act) else ""
            for expression in expressions_in(part):
                found |= {path[0] for path in expression.reads if path[0] != about}
                found |= {str(args[0]) for name, args in expression.calls if name == "children" and args}
    return frozenset(found & children)


def _computed_from_acts(process: Process) -> bool:
    return any(
        path[0] in ("acts", "tasks")
        for each in process.fields.values()
        for expression in expressions_in((each.compute, each.default))
        for path in expression.reads
    )


def _columns(process: Process) -> Iterator[Field]:
    return (column for each in process.fields.values() for column in each.item.values())


def _measured(process: Process) -> dict[str, tuple[tuple[Field, str, str], ...]]:
    """List -> (column, the column that names the indicator, part of the reading), targets before what hangs on them."""
    found = {}
    for each in process.fields.values():
        columns = [(column, *column.measured) for column in each.item.values() if column.measured]
        if columns:
            found[each.name] = tuple(sorted(columns, key=lambda column: column[2] != "target"))
    return found


def _leads(process: Process) -> dict[str, frozenset[str]]:
    """Where each act leads, by itself or by completing its task. Not back to where everybody has been."""
    found: dict[str, set[str]] = {}
    for state in process.states.values():
        done = state.on.get("done")
        for name, act in state.on.items():
            if act.engine:
                continue
            own = _targets(act)
            targets = own or (_targets(done) if done is not None and act.task is not None else set())
            found.setdefault(name, set()).update(targets - {state.name, process.initial})
    return {name: frozenset(targets) for name, targets in found.items()}


def _targets(act: Act) -> set[str]:
    return {choice.effects.to for choice in act.choices if choice.effects.to is not None}


def _votes(process: Process) -> dict[str, frozenset[str]]:
    """Acts without a task that something is voted on by: the votes stand beside the data as well."""
    acts = (act for state in process.states.values() for act in state.on.values())
    return {
        act.name: frozenset((act.together.vote,))
        for act in acts
        if act.together and act.together.vote and act.task is None
    }


def effects_of(state: State) -> list[Effects]:
    """Everything that may happen in a state."""
    return [
        *(choice.effects for choice in state.entry),
        *(choice.effects for act in state.on.values() for choice in act.choices),
        *(rule.effects for rule in state.timed),
    ]


def _places(process: Process) -> dict[str, tuple[str, ...]]:
    """Act -> the states it stands in; engine events left out."""
    found: dict[str, list[str]] = {}
    for state in process.states.values():
        for name, act in state.on.items():
            if not act.engine:
                found.setdefault(name, []).append(state.name)
    return {name: tuple(places) for name, places in found.items()}


def _heard(process: Process) -> frozenset[str]:
    names = (name for state in process.states.values() for name in state.on)
    return frozenset(name.removesuffix(CHANGED) for name in names if is_fact_event(name))


def _totalled(process: Process, tasks: Collection[str]) -> tuple[str, ...]:
    """The tasks of which somebody sees totals."""
    shown = (name.partition(".")[0] for name, lines in process.visible.items() if any(line.total for line in lines))
    return tuple(dict.fromkeys(name for name in shown if name in tasks))


def _hangs_on_data(process: Process, role: Role) -> bool:
    read = {path[0] for path in _read_by(role)}
    found = _reads_clock(role) or (not role.chosen_by and not read.isdisjoint(process.fields))
    found = found or bool(role.independent_of or role.above)
    return found and role.on_change != "keep"


def _reads_clock(role: Role) -> bool:
    """Whether time alone may change who holds a role: `must: person.mandate_until >= today`."""
    rules = [each for each in (role.must, role.unless, role.rule, *role.first_of) if each is not None]
    words = {path[0] for each in rules for path in each.reads}
    return not words.isdisjoint(_CLOCK) or any(
        not moment.anchors.isdisjoint(_CLOCK) for moment in moments_in(tuple(rules))
    )


def _read_by(role: Role) -> set[tuple[str, ...]]:
    return {path for each in expressions_in(role) for path in each.reads}


def _in_order(roles: Mapping[str, Role]) -> list[str]:
    """Each role after those its rules name; a circle is broken where it closes."""
    found: list[str] = []
    begun: set[str] = set()

    def visit(name: str) -> None:
        if name in begun:
            return
        begun.add(name)
        role = roles[name]
        asked = {path[0] for path in _read_by(role)} | {*role.independent_of, *role.above}
        for other in roles:
            if other in asked:
                visit(other)
        found.append(name)

    for name in roles:
        visit(name)
    return found


def _plural(process: Process, role: Role) -> bool:
    """Whether a role is a list in expressions, even when it happens to hold one person."""
    if role.chosen_by:
        chosen = process.fields.get(role.name)
        return chosen is None or chosen.type == "people"
    if role.rule is None:
        return False
    called = {name for name, _ in role.rule.calls}
    return not called.isdisjoint(PLURAL_CALLS) or any(path[-1] in PLURAL_FACTS for path in role.rule.reads)


def completing(state: State, act: Act) -> list[Task]:
    """The tasks of a state that an act completes."""
    return [
        task
        for task in state.tasks.values()
        if act.name in task.ends_with or (not task.ends_with and task.name == act.name)
    ]


def moments_in(value: object) -> Iterator[Moment]:
    """Every moment anywhere in a value of the model, those within expressions too."""
    if isinstance(value, Moment):
        yield value
    elif isinstance(value, Expression):
        for name, given in value.calls:
            if name == "moment" and given and isinstance(given[0], str):
                yield parse_moment(given[0])
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from moments_in(each)
    elif isinstance(value, tuple):
        for each in value:
            yield from moments_in(each)
    elif is_dataclass(value):
        for part in fields(value):
            yield from moments_in(getattr(value, part.name))


def expressions_in(value: object) -> Iterator[Expression]:
    """Every expression anywhere in a value of the model."""
    if isinstance(value, Expression):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from expressions_in(each)
    elif isinstance(value, tuple):
        for each in value:
            yield from expressions_in(each)
    elif is_dataclass(value):
        for part in fields(value):
            yield from expressions_in(getattr(value, part.name))
