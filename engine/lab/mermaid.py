"""A graph as Mermaid text, a stateDiagram-v2: for pages, wikis and reviews that draw it themselves.

Ids are ASCII, whatever language the states' names are in; titles and labels are escaped, because Mermaid reads colons,
semicolons and angle brackets in them as its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from engine.lab.diagram import Graph, Lane, Link, Marks, Node, Seat, links, seat_of
from engine.words.texts import say

_PLAIN = re.compile(r"[A-Za-z0-9_]+\Z", re.ASCII)
_SPECIAL = {each: f"#{ord(each)};" for each in '#;:"<>{}[]%\\`&*~|'}
_LOOKS = (
    "classDef present fill:#d9f2e3,stroke:#0b6b3a,stroke-width:3px,color:#18212c",
    "classDef visited fill:#e6eefb,stroke:#1a56b0,color:#18212c",
)


def mermaid(graph: Graph, marks: Marks | None) -> str:
    """The whole diagram, ending in a line break."""
    ids = identifiers(graph)
    lines = ["stateDiagram-v2", f"    %% {graph.name}"]
    lines += (f"    {each}" for each in _lane(graph, ("", 0), _first(graph), marks))
    if marks is not None:
        lines += [f"    {each}" for each in _LOOKS]
        lines += [f"    class {ids[name]} visited" for name in marks.visited if name in ids and not marks.at(name)]
        lines += [f"    class {ids[name]} present" for name in graph.nodes if marks.at(name)]
    return "\n".join(lines) + "\n"


def _lane(graph: Graph, lane: Lane, first: str, marks: Marks | None) -> Iterator[str]:
    """What stands side by side in one part: its states with all they hold, then the ways between them."""
    ids = identifiers(graph)
    nodes = [node for node in graph.nodes.values() if graph.lane(node.name) == lane]
    for node in nodes:
        yield from _node(graph, node, marks)
    yield f"[*] --> {ids[first]}"
    everywhere = say("node-everywhere", graph.language, {})
    for number, link in enumerate(links(graph), start=1):
        seat = seat_of(graph, link)
        if seat.lane != lane:
            continue
        source = ids[seat.source] if seat.source else f"any{number}"
        if not seat.source:
            yield f'state "{escaped(everywhere)}" as {source}'
        yield f"{source} --> {ids[seat.target]} : {_label(link, seat, marks)}"
    yield from (f"{ids[node.name]} --> [*]" for node in nodes if node.kind == "final")


def _node(graph: Graph, node: Node, marks: Marks | None) -> Iterator[str]:
    id = identifiers(graph)[node.name]
    noted = [*node.tasks, *node.may, *([node.limit] if node.limit else []), *_noted(node.name, marks)]
    parts = graph.parts.get(node.name)
    if parts is None:
        yield f'state "{escaped(node.title)}" as {id}'
        yield from (f"{id} : {escaped(text)}" for text in noted)
        return
    yield f'state "{escaped(node.title)}" as {id} {{'
    for number, part in enumerate(parts):
        if number:
            yield "    --"
        yield from (f"    {each}" for each in _lane(graph, (node.name, number), part.initial, marks))
    yield "}"
    noted = [*(part.title for part in parts if part.title), *noted]
    if noted:
        yield from (f"note right of {id}", *(f"    {escaped(text)}" for text in noted), "end note")


def identifiers(graph: Graph) -> Mapping[str, str]:
    """An ASCII id for every state, unlike any word of Mermaid's own: `s_published`, or `s4` for a Chinese name."""
    return {
        name: f"s_{name}" if _PLAIN.match(name) else f"s{number}" for number, name in enumerate(graph.nodes, start=1)
    }


def escaped(text: str) -> str:
    """Text that Mermaid shows as it is."""
    return "".join(_SPECIAL.get(letter, letter) for letter in " ".join(text.split()))


def _first(graph: Graph) -> str:
    return next(node.name for node in graph.nodes.values() if node.kind == "first")


def _noted(name: str, marks: Marks | None) -> tuple[str, ...]:
    if marks is None:
        return ()
    if name == marks.place:
        return marks.notes
    if marks.at(name):
        return ()
    return (marks.visited[name],) if name in marks.visited else ()


def _label(link: Link, seat: Seat, marks: Marks | None) -> str:
    said = [seat.label(text) for _, text, _ in link.labels]
    if marks is not None:
        ahead, taken = marks.of(link)
        said += [*ahead, *taken]
    return "<br/>".join(escaped(each) for each in said)
