"""A process as a graph to be drawn: states with who does what there, and every way from one to another.

The graph holds words of one language, ready to be shown. How it is drawn is said in `mermaid` and `sketch`; what an
instance adds to it is a value of its own, `Marks`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from engine.calendar.nodes import Shift
from engine.definition.model import Act, Choice, Process, State, Text, Timed
from engine.definition.nesting import parts_of
from engine.lab.saying import Speaker

Kind = Literal["act", "time", "event", "entry"]
Lane = tuple[str, int]  # a state (none: the process) and the number of one of its parts
_EVENTS = {
    "done": "edge-done",
    "subject_left": "edge-subject-left",
    "cancelled": "edge-cancelled",
    "people.changed": "edge-people-changed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A state. `tasks` and `may` are lines such as "Employee: Review yourself"; `limit` is such a line too.

    `time` is how long the state may take, in words. Both are empty without a limit.
    """

    name: str
    title: str
    kind: Literal["first", "between", "final"]
    tasks: tuple[str, ...]
    may: tuple[str, ...]
    limit: str
    time: str
    around: str = ""  # the state it stands in


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What stands directly within a state, or within one of its regions, whose title it then has."""

    title: str
    initial: str
    states: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A way out of a state. `rule` is its name in the machine: with `source`, unique."""

    rule: str
    source: str
    target: str
    kind: Kind
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """A process in one language. `edges` holds each transition of the machine exactly once."""

    name: str
    title: str
    language: str
    nodes: Mapping[str, Node]
    edges: tuple[Edge, ...]
    parts: Mapping[str, tuple[Part, ...]] = field(default_factory=dict)  # of every state that holds others

    def path(self, name: str) -> tuple[str, ...]:
        """The state itself, then those around it."""
        found = [name]
        while around := self.nodes[found[-1]].around:
            found.append(around)
        return tuple(found)

    def whole(self, name: str) -> str:
        """A state's title behind those of the states around it."""
        return " › ".join(self.nodes[each].title for each in reversed(self.path(name)))

    def lane(self, name: str) -> Lane:
        """Where a state stands: the state around it, and which of its parts."""
        around = self.nodes[name].around
        parts = self.parts.get(around, ())
        return around, next((number for number, part in enumerate(parts) if name in part.states), 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """Where a link is drawn: between two states of one part, with what its label says of those within that are meant.

    `source` and `target` are the same where a way leads from a state into itself.
    """

    lane: Lane
    source: str | None
    target: str
    before: str = ""
    behind: str = ""

    def label(self, text: str) -> str:
        return f"{self.before}{text}{self.behind}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Edges drawn as one: all from a state to another, or, without `source`, what every running state has."""

    source: str | None
    target: str
    edges: tuple[Edge, ...]

    @property
    def labels(self) -> tuple[tuple[Kind, str, str], ...]:
        """(kind, label, rule), each said once."""
        return tuple({(each.kind, each.label): (each.kind, each.label, each.rule) for each in self.edges}.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What an instance adds, in the reader's words.

    `place` is the present state, `here` all of them where states stand within others, `notes` are lines about it.
    `visited` says when each state was entered, `taken` when each way was gone, by source and target, `ahead` when time
    will act, by the state a rule stands in and the rule.
    """

    place: str
    here: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()
    visited: Mapping[str, str] = field(default_factory=dict)
    taken: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    ahead: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def at(self, name: str | None) -> bool:
        """Whether the instance is in that state."""
        return name is not None and (name == self.place or name in self.here)

    def next(self, edge: Edge) -> str | None:
        """When time will go this way."""
        return self.ahead.get(edge.source, {}).get(edge.rule)

    def of(self, link: Link) -> tuple[list[str], list[str]]:
        """What is to be said of a link: when it will be gone by time, and when it was gone."""
        ahead = [text for each in link.edges if (text := self.next(each)) is not None]
        ways = dict.fromkeys((each.source, each.target) for each in link.edges)
        taken = [self.taken[source][target] for source, target in ways if target in self.taken.get(source, {})]
        return ahead, taken


def graph_of(process: Process, language: str, dates: Mapping[str, Text]) -> Graph:
    """The graph of a process. `dates` are titles of the dates its cycles name."""
    speaker = Speaker(process, language, dates)
    return Graph(
        name=process.name,
        title=speaker.pick(process.title),
        language=language,
        nodes={state.name: _node(speaker, state) for state in process.states.values()},
        edges=tuple(each for state in process.states.values() for each in _edges(speaker, state)),
        parts={state.name: _parts(speaker, state) for state in process.states.values() if len(state.inside) > 1},
    )


def _parts(speaker: Speaker, state: State) -> tuple[Part, ...]:
    if not state.regions:
        return (Part(title="", initial=state.initial, states=parts_of(speaker.process, state)),)
    return tuple(
        Part(title=speaker.pick(each.title), initial=each.initial, states=each.states) for each in state.regions
    )


def seat_of(graph: Graph, link: Link) -> Seat:
    """Lines are drawn between neighbours only: one that leads into or out of a state stands at that state's rim."""
    path = graph.path(link.target)
    if link.source is None:
        return Seat(lane=("", 0), source=None, target=path[-1], behind=_behind(graph, link.target, path[-1]))
    mine = {graph.lane(name): name for name in graph.path(link.source)}
    target = next(name for name in path if graph.lane(name) in mine)
    lane = graph.lane(target)
    source = mine[lane]
    before = "" if source == link.source else f"{graph.nodes[link.source].title}: "
    return Seat(lane=lane, source=source, target=target, before=before, behind=_behind(graph, link.target, target))


def _behind(graph: Graph, meant: str, drawn: str) -> str:
    return "" if meant == drawn else f" → {graph.nodes[meant].title}"


def links(graph: Graph) -> tuple[Link, ...]:
    """The graph's edges, each in exactly one link; what every running state has in common comes last."""
    running = {node.name for node in graph.nodes.values() if node.kind != "final" and not node.around}
    sources: dict[tuple[str, str, str], set[str]] = {}
    for edge in graph.edges:
        sources.setdefault((edge.rule, edge.target, edge.label), set()).add(edge.source)
    found: dict[tuple[str | None, str], list[Edge]] = {}
    for edge in graph.edges:
        everywhere = len(running) > 2 and sources[edge.rule, edge.target, edge.label] >= running
        found.setdefault((None if everywhere else edge.source, edge.target), []).append(edge)
    made = [Link(source=source, target=target, edges=tuple(edges)) for (source, target), edges in found.items()]
    return tuple(sorted(made, key=lambda each: each.source is None))


def _node(speaker: Speaker, state: State) -> Node:
    completing = {name for task in state.tasks.values() for name in (task.ends_with or (task.name,))}
    tasks = [
        speaker.say("node-task", who=speaker.who(task.holders, task.together), task=speaker.pick(task.title))
        for task in state.tasks.values()
    ]
    # What leads on is said by its arrow; here stands what people may do besides.
    may = [
        speaker.say("node-may", who=speaker.who(act.by, act.together), act=speaker.pick(act.title))
        for act in state.on.values()
        if not act.engine and act.name not in completing and not any(each.effects.to for each in act.choices)
    ]
    time = speaker.moment(state.due) if state.due and not state.due_of else ""
    return Node(
        name=state.name,
        title=speaker.pick(state.title),
        kind="final" if state.final else "first" if state.name == speaker.process.initial else "between",
        tasks=tuple(tasks),
        may=tuple(may),
        limit=speaker.say("node-limit", moment=time) if time else "",
        time=time,
        around=state.parent or "",
    )


def _edges(speaker: Speaker, state: State) -> Iterator[Edge]:
    for choice in state.entry:
        if choice.effects.to:
            label = _if(speaker, speaker.say("edge-entry"), choice)
            yield _edge(state, f"entry/{choice.id}", choice.effects.to, "entry", label)
    for act in state.on.values():
        for choice in act.choices:
            if choice.effects.to:
                label = _if(speaker, _what(speaker, state, act), choice)
                kind: Kind = "event" if act.engine else "act"
                yield _edge(state, f"{act.name}/{choice.id}", choice.effects.to, kind, label)
    for rule in state.timed:
        if rule.effects.to:
            yield _edge(state, f"time/{rule.id}", rule.effects.to, "time", timed(speaker, rule))


def _edge(state: State, rule: str, target: str, kind: Kind, label: str) -> Edge:
    return Edge(rule=rule, source=state.name, target=target, kind=kind, label=label)


def _what(speaker: Speaker, state: State, act: Act) -> str:
    if act.engine:
        if act.name in _EVENTS:
            return speaker.say(_EVENTS[act.name])
        return speaker.say("edge-event", name=act.name)
    title = speaker.pick(act.title)
    owing = {
        role for task in state.tasks.values() if act.name in (task.ends_with or (task.name,)) for role in task.holders
    }
    # Whose task it is stands in the state already.
    known = set(act.by) <= owing and (act.task is None or act.together == state.tasks[act.task].together)
    return title if known else speaker.say("edge-by", what=title, who=speaker.who(act.by, act.together))


def _if(speaker: Speaker, what: str, choice: Choice | Timed) -> str:
    if choice.when is None:
        return what
    return speaker.say("edge-if", what=what, condition=choice.when.source)


def timed(speaker: Speaker, rule: Timed) -> str:
    """When a rule of time acts, in words."""
    if rule.moment is None:
        return speaker.say("edge-when", condition=rule.when.source if rule.when else "")
    shifted = isinstance(rule.moment.node, Shift)
    code = "edge-at" if rule.kind == "at" else "edge-past-shifted" if shifted else "edge-past"
    said = speaker.say(code, moment=speaker.moment(rule.moment))
    return _if(speaker, said[:1].upper() + said[1:], rule)
