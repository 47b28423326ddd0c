"""The graph of a process as a machine of the `transitions` library: one machine a process, shared by all instances.

Guards are judged before, because a refusal needs reasons; the machine then makes the move and knows no other.
"""

from __future__ import annotations

from dataclasses import dataclass

from transitions import Machine

from engine.definition.model import Process, State


@dataclass(slots=True)
class Token:
    """What the machine moves: a name of a state, nothing else."""

    state: str


def build(process: Process) -> Machine:
    built = Machine(
        model=None,
        states=list(process.states),
        initial=process.initial,
        auto_transitions=False,
        queued=False,
    )
    for state in process.states.values():
        for rule, target in _exits(state):
            built.add_transition(rule, state.name, target)
    return built


def move(machine: Machine, place: str, rule: str) -> str:
    """The state that `rule` leads to from `place`. A rule the process does not have there raises MachineError."""
    token = Token(place)
    machine.events[rule].trigger(token)
    return token.state


def _exits(state: State) -> list[tuple[str, str]]:
    """Every way out of a state: (rule, target). Rules are named `entry/…`, `<act>/…` and `time/…`."""
    found = [(f"entry/{choice.id}", choice.effects.to) for choice in state.entry]
    found += [(f"{act.name}/{choice.id}", choice.effects.to) for act in state.on.values() for choice in act.choices]
    found += [(f"time/{rule.id}", rule.effects.to) for rule in state.timed]
    return [(rule, target) for rule, target in found if target is not None]
