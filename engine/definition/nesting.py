"""States within states: what stands directly within one, and what entering one enters besides. Pure."""

from __future__ import annotations

from engine.definition.model import Process, State


def parts_of(process: Process, state: State) -> tuple[str, ...]:
    """The states directly within another, in all its regions."""
    return tuple(name for name in state.inside if process.states[name].parent == state.name)


def lanes(process: Process, state: State) -> list[tuple[str, ...]]:
    """The states directly within, a tuple for each region; one tuple where there are none; none for a leaf."""
    if state.regions:
        return [region.states for region in state.regions]
    inner = parts_of(process, state)
    return [inner] if inner else []


def begins_in(process: Process, state: State) -> list[str]:
    """The states directly within that are entered first, where they exist."""
    first = [region.initial for region in state.regions] or [state.initial]
    return [name for name in first if name in process.states]


def entered(process: Process, target: str) -> list[str]:
    """Everything a move from outside to `target` enters."""
    state = process.states[target]
    found = list(state.path)
    pending = begins_in(process, state)
    for name in state.path[1:]:
        around = process.states[name]
        pending += [region.initial for region in around.regions if not set(region.states) & set(state.path)]
    while pending:
        name = pending.pop()
        if name in process.states and name not in found:
            found.append(name)
            pending += begins_in(process, process.states[name])
    return found


def apart(process: Process, one: str, other: str) -> State | None:
    """The state in whose different regions two states stand, if there is one."""
    path, others = process.states[one].path, process.states[other].path
    for name in path[1:]:
        if name not in others:
            continue
        around = process.states[name]
        mine = [region.name for region in around.regions if set(region.states) & set(path)]
        theirs = [region.name for region in around.regions if set(region.states) & set(others)]
        return around if mine and theirs and mine != theirs else None
    return None
