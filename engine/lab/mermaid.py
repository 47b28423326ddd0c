"""A graph as Mermaid text, a stateDiagram-v2: for pages, wikis and reviews that draw it themselves.

Ids are ASCII, whatever language the states' names are in; titles and labels are escaped, because Mermaid reads colons,
semicolons and angle brackets in them as its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from engine.lab.diagram import Graph, Link, Marks, links
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
    for node in graph.nodes.values():
        lines.append(f'    state "{escaped(node.title)}" as {ids[node.name]}')
        noted = [*node.tasks, *node.may, *([node.limit] if node.limit else []), *_noted(node.name, marks)]
        lines += [f"    {ids[node.name]} : {escaped(text)}" for text in noted]
    lines.append(f"    [*] --> {ids[_first(graph)]}")
    everywhere = say("node-everywhere", graph.language, {})
    for number, link in enumerate(links(graph), start=1):
        source = ids[link.source] if link.source else f"any{number}"
        if not link.source:
            lines.append(f'    state "{escaped(everywhere)}" as {source}')
        lines.append(f"    {source} --> {ids[link.target]} : {_label(link, marks)}")
    lines += [f"    {ids[node.name]} --> [*]" for node in graph.nodes.values() if node.kind == "final"]
    if marks is not None:
        lines += [f"    {each}" for each in _LOOKS]
        lines += [f"    class {ids[name]} visited" for name in marks.visited if name in ids and name != marks.place]
        lines += [f"    class {ids[marks.place]} present"] if marks.place in ids else []
    return "\n".join(lines) + "\n"


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
    return (marks.visited[name],) if name in marks.visited else ()


def _label(link: Link, marks: Marks | None) -> str:
    said = [text for _, text, _ in link.labels]
    if marks is not None:
        ahead, taken = marks.of(link)
        said += [*ahead, *taken]
    return "<br/>".join(escaped(each) for each in said)
