"""The states as a graph: reachable, with a way out, no circle without delay."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from engine.calendar.duration import Duration
from engine.calendar.nodes import Anchor, Node, Shift
from engine.definition.checks.folder import Folder, ProcessFile, effects_of
from engine.definition.model import Process, State, Timed
from engine.definition.nesting import begins_in, entered, lanes
from engine.words.problems import Problem, Span

Found = Iterator[Problem]
Edges = Mapping[str, list[str]]
RARE = ("subject_left", "cancelled")  # a way out that nobody chooses is none


def check_graph(folder: Folder) -> Found:
    """Only of processes without another fault, for a misspelt target makes half a process unreachable."""
    for file in folder.processes:
        if not file.sound or file.process.initial not in file.process.states:
            continue
        if any(target not in file.process.states for way in _all_edges(file.process).values() for target in way):
            continue
        states = file.process.states.values()
        if any(len(begins_in(file.process, each)) < len(lanes(file.process, each)) for each in states):
            continue
        yield from _unreachable(file.process)
        yield from _dead_ends(file)
        yield from _circles(file.process)


def _unreachable(process: Process) -> Found:
    edges = {
        name: [each for target in targets for each in entered(process, target)]
        for name, targets in _all_edges(process).items()
    }
    reached = _reached(entered(process, process.initial), edges)
    for state in process.states.values():
        if state.name not in reached:
            yield Problem(code="unreachable-state", span=state.span, facts={"state": state.name})


def _dead_ends(file: ProcessFile) -> Found:
    process = file.process
    ways = {name: _edges(file, state) for name, state in process.states.items()}
    # Whoever is in a state may also go where those around it lead, and entering one leads within.
    edges = {
        name: [*(target for around in state.path for target in ways[around]), *begins_in(process, state)]
        for name, state in process.states.items()
    }
    back: dict[str, list[str]] = {name: [] for name in process.states}
    for name, targets in edges.items():
        for target in targets:
            back[target].append(name)
    ending = _reached([state.name for state in process.states.values() if state.ends], back)
    endless = []
    for state in process.states.values():
        if state.ends:
            continue
        if not [target for target in edges[state.name] if target != state.name]:
            yield from _stuck(process, state)
        elif state.name not in ending:
            endless.append(state)
    if endless:
        names = ", ".join(state.name for state in endless)
        yield Problem(code="never-ends", span=endless[0].span, facts={"states": names})


def _stuck(process: Process, state: State) -> Found:
    """Nothing leads on; where it is final, it is the one around it that nothing leads out of."""
    stuck = process.states[state.parent] if state.final and state.parent else state
    yield Problem(code="dead-end", span=stuck.span, facts={"state": stuck.name})


def _circles(process: Process) -> Found:
    """States that pass on at once to one another."""
    for severity, edges in (("error", _at_once(process, sure=True)), ("warning", _at_once(process, sure=False))):
        told: set[str] = set()
        for name in process.states:
            path = _circle(name, edges)
            if path and not told & set(path):
                told |= set(path)
                code = "zero-delay-loop" if severity == "error" else "zero-delay-loop-possible"
                facts = {"path": " → ".join([*path, path[0]])}
                span: Span | None = process.states[name].span
                yield Problem(code=code, span=span, facts=facts, severity=severity)  # type: ignore[arg-type]
        if told:
            return


def _circle(start: str, edges: Edges) -> list[str] | None:
    """A shortest way from `start` back to it."""
    paths = [[start]]
    seen: set[str] = set()
    while paths:
        path = paths.pop(0)
        for target in edges.get(path[-1], ()):
            if target == start:
                return path
            if target not in seen:
                seen.add(target)
                paths.append([*path, target])
    return None


def _at_once(process: Process, *, sure: bool) -> Edges:
    edges: dict[str, list[str]] = {}
    for state in process.states.values():
        passing = [(choice.when, choice.effects.to) for choice in state.entry]
        passing += [(rule.when, rule.effects.to) for rule in state.timed if _no_delay(rule)]
        if state.final and state.parent and (done := process.states[state.parent].on.get("done")):
            waits = bool(process.states[state.parent].regions)
            passing += [(choice.when, choice.effects.to) for choice in done.choices if not (sure and waits)]
        edges[state.name] = [to for when, to in passing if to and not (sure and when is not None)]
        edges[state.name] += begins_in(process, state)
    return edges


def _no_delay(rule: Timed) -> bool:
    return rule.moment is not None and rule.kind == "at" and _is_entry(rule.moment.node)


def _is_entry(node: Node) -> bool:
    if isinstance(node, Shift):
        return isinstance(node.duration, Duration) and not node.duration.count and _is_entry(node.of)
    return node == Anchor("entry")


def _edges(file: ProcessFile, state: State) -> list[str]:
    """Where a state leads, without the rare events that every state inherits."""
    targets = [choice.effects.to for choice in state.entry]
    targets += [rule.effects.to for rule in state.timed]
    for name, act in state.on.items():
        if not (name in RARE and act.span == file.draft.inherited.get(name)):
            targets += [choice.effects.to for choice in act.choices]
    return [target for target in targets if target]


def _all_edges(process: Process) -> Edges:
    edges: dict[str, list[str]] = {name: [] for name in process.states}
    for name, effects in effects_of(process):
        if effects.to:
            edges[name].append(effects.to)
    return edges


def reachable(process: Process, starts: Collection[str]) -> set[str]:
    """These states, and all that may come after one of them; everything, where parts go on side by side."""
    if any(state.regions for state in process.states.values()):
        return set(process.states)
    ways = _all_edges(process)
    edges = {
        name: [*(target for around in state.path for target in ways[around]), *begins_in(process, state)]
        for name, state in process.states.items()
    }
    return _reached(list(starts), edges)


def _reached(starts: list[str], edges: Edges) -> set[str]:
    reached: set[str] = set()
    pending = list(starts)
    while pending:
        name = pending.pop()
        if name not in reached:
            reached.add(name)
            pending.extend(edges.get(name, ()))
    return reached
