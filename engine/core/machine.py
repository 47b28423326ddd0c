"""The graph of a process as a machine of the `transitions` library: one machine a process, shared by all instances.

Guards are judged before, because a refusal needs reasons; the machine then makes the move and knows no other. A flat
definition has the flat machine; where states nest, the hierarchical one says what is left and entered, in order.
A move depends on nothing but where it starts, so each is made once and remembered.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from threading import Lock
from typing import Any

from transitions import Machine, MachineError
from transitions.extensions.nesting import HierarchicalMachine, NestedState

from engine.core.nesting import active
from engine.definition.model import Process, State
from engine.words.values import value

OUTSIDE = "."  # where an instance is before it begins; no state can be called so


@value(frozen=True, slots=True)
class Step:
    """The leaves after a move, the states it leaves (inner first) and enters (outer first), regions left out."""

    leaves: tuple[str, ...]
    left: tuple[str, ...]
    entered: tuple[str, ...]


@dataclass(slots=True)
class Token:
    """What the machine moves: names of states, and a note of what it passes."""

    state: Any
    left: list[str] = field(default_factory=list)
    entered: list[str] = field(default_factory=list)


class _Nested(NestedState):
    separator = "/"


class _NestedMachine(HierarchicalMachine):
    state_cls = _Nested


@dataclass(slots=True)
class Graph:
    """The machine of a process and the moves it has made. `lock`: a nested machine serves one move at a time."""

    process: Process
    machine: Machine
    steps: dict[tuple[tuple[str, ...], str, str], Step] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def move(self, leaves: tuple[str, ...], place: str, rule: str, target: str) -> Step:
        """What `rule` of the active state `place` leads to. One the process does not have there: MachineError."""
        known = self.steps.get((leaves, place, rule))
        if known is None:
            made = self._nested(leaves, place, target) if self.process.nested else self._flat(place, rule)
            known = self.steps[leaves, place, rule] = made
        return known

    def begin(self, target: str) -> Step:
        """Into `target` from outside, and as far within as its initial states lead."""
        if not self.process.nested:
            return Step((target,), (), (target,))
        return self._nested((), OUTSIDE, target)

    def jump(self, leaves: tuple[str, ...], target: str) -> Step:
        """Into `target` from wherever it is, without a rule; what surrounds both, and the regions beside it, stay."""
        states = self.process.states
        fresh, path = self.begin(target), states[target].path
        here = active(self.process, leaves)
        common = next((each for each in path[1:] if each in here), None)
        if common is None:
            return Step(leaves=fresh.leaves, left=here, entered=fresh.entered)
        root = path[path.index(common) - 1]

        def gives_way(name: str) -> bool:
            """Whether a state lies within the common one, in the region of the target."""
            around = states[name].path
            if common not in around[1:]:
                return False
            return states[around[around.index(common) - 1]].region == states[root].region

        kept = [each for each in leaves if not gives_way(each)]
        come = [each for each in fresh.leaves if root in states[each].path]
        return Step(
            leaves=tuple(sorted((*kept, *come), key=list(states).index)),
            left=tuple(each for each in here if gives_way(each)),
            entered=tuple(each for each in fresh.entered if root in states[each].path),
        )

    def _flat(self, place: str, rule: str) -> Step:
        if rule not in self.machine.events:
            raise MachineError(f"no {rule} in {self.process.name}")
        token = Token(place)
        self.machine.events[rule].trigger(token)
        return Step((token.state,), (place,), (token.state,))

    def _nested(self, leaves: tuple[str, ...], place: str, target: str) -> Step:
        states = self.process.states
        paths = [_path(self.process, leaf) for leaf in leaves] or [OUTSIDE]
        token = Token(paths if len(paths) > 1 else paths[0])
        active = {name for leaf in leaves for name in states[leaf].path}
        source = place
        with self.lock:
            for stop in (*(each for each in _parallels(self.process, target) if each not in active), target):
                self.machine.trigger_event(token, _trigger(source, stop))
                source = stop
        reached = sorted((path.rpartition("/")[2] for path in _flatten(token.state)), key=list(states).index)
        # What a parallel state began with on the way, and what it went on to from there, was never anywhere.
        there = {name for leaf in reached for name in states[leaf].path}
        return Step(
            leaves=tuple(reached),
            left=tuple(name for name in token.left if name in active),
            entered=tuple(dict.fromkeys(name for name in token.entered if name in there)),
        )


def build(process: Process) -> Graph:
    if process.nested:
        return Graph(process, _hierarchy(process))
    built = Machine(
        model=None,
        states=list(process.states),
        initial=process.initial,
        auto_transitions=False,
        queued=False,
    )
    for state in process.states.values():
        for rule, target in exits(state):
            built.add_transition(rule, state.name, target)
    return Graph(process, built)


def _hierarchy(process: Process) -> HierarchicalMachine:
    tops = [state for state in process.states.values() if len(state.path) == 1]
    built = _NestedMachine(
        model=None,
        states=[OUTSIDE, *(_node(process, state) for state in tops)],
        initial=OUTSIDE,
        auto_transitions=False,
        send_event=True,
    )
    known: set[tuple[str, str]] = set()
    for source, target in _moves(process):
        # A parallel state is entered whole before one of its regions moves on to where the rule leads.
        stops = [*_parallels(process, target), target]
        known |= {(source, stop) for stop in stops} | set(pairwise(stops))
    for source, target in sorted(known):
        begins = OUTSIDE if source == OUTSIDE else _path(process, source)
        built.add_transition(_trigger(source, target), begins, _path(process, target))
    return built


def _moves(process: Process) -> Iterator[tuple[str, str]]:
    for state in process.states.values():
        yield OUTSIDE, state.name
        for _, target in exits(state):
            yield state.name, target


def _node(process: Process, state: State) -> dict[str, Any]:
    """A state and all within as the library takes it; it notes when it is entered and left."""
    name = state.name
    node: dict[str, Any] = {
        "name": name,
        "on_enter": lambda event: event.model.entered.append(name),
        "on_exit": lambda event: event.model.left.append(name),
    }
    if state.regions:
        node["parallel"] = [
            {"name": _region(each.name), "initial": each.initial, "children": _nodes(process, each.states)}
            for each in state.regions
        ]
    elif state.initial:
        inner = tuple(each for each in state.inside if process.states[each].path[1:] == state.path)
        node |= {"initial": state.initial, "children": _nodes(process, inner)}
    return node


def _nodes(process: Process, names: tuple[str, ...]) -> list[dict[str, Any]]:
    return [_node(process, process.states[each]) for each in names]


def _region(name: str) -> str:
    return f"region {name}"


def _path(process: Process, name: str) -> str:
    parts = []
    for each in process.states[name].path:
        region = process.states[each].region
        parts += [each, _region(region)] if region else [each]
    return "/".join(reversed(parts))


def _parallels(process: Process, target: str) -> list[str]:
    """The states with regions around a state, outermost first."""
    return [each for each in reversed(process.states[target].path[1:]) if process.states[each].regions]


def _trigger(source: str, target: str) -> str:
    return f"{source} > {target}"


def _flatten(found: Any) -> list[str]:
    return [found] if isinstance(found, str) else [path for each in found for path in _flatten(each)]


def exits(state: State) -> list[tuple[str, str]]:
    """Every way out of a state: (rule, target). Rules are named `entry/…`, `<act>/…` and `time/…`."""
    found = [(f"entry/{choice.id}", choice.effects.to) for choice in state.entry]
    found += [(f"{act.name}/{choice.id}", choice.effects.to) for act in state.on.values() for choice in act.choices]
    found += [(f"time/{rule.id}", rule.effects.to) for rule in state.timed]
    return [(rule, target) for rule, target in found if target is not None]
