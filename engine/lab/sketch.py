"""A graph made ready to be drawn: cards for states, wires for the ways between, every line of text in its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from engine.lab.diagram import Graph, Link, Marks, Node, links
from engine.lab.layers import Place, Point, Tie, arrange
from engine.lab.wrapping import width, wrapped
from engine.words.texts import say

Tone = Literal["title", "task", "may", "limit", "note", "label", "taken", "ahead"]
Mood = Literal["plain", "present", "visited", "taken", "pale"]
SIZES: dict[Tone, float] = {
    "title": 14.0, "task": 12.0, "may": 12.0, "limit": 12.0, "note": 12.0, "label": 12.0, "taken": 12.0, "ahead": 12.0,
}  # fmt: skip
LINE = 1.4  # of the font's size
CARD, LABEL = 250.0, 190.0  # the most a line of text may take
ICON = 17.0
PAD = 11.0
EVERYWHERE = "*"  # begins the names of cards that stand for every running state; no state's name does


@dataclass(frozen=True, slots=True)
class Written:
    """One line of text. `icon` is the kind of edge whose sign stands before it, empty for none."""

    text: str
    tone: Tone
    icon: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    name: str
    kind: Literal["first", "between", "final", "everywhere"]
    mood: Mood
    lines: tuple[Written, ...]
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Wire:
    """`look`: "time" when nothing but time leads this way."""

    look: Literal["act", "time", "event"]
    mood: Mood
    lines: tuple[Written, ...]
    label: Place
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """A drawing without colours. Sizes are pixels, from the corner at the top left."""

    width: float
    height: float
    cards: tuple[Card, ...]
    wires: tuple[Wire, ...]


def sketch(graph: Graph, marks: Marks | None) -> Sketch:
    """Lay out a graph; with marks, what an instance has done and will do is told apart from the rest."""
    drawn = [each for each in links(graph) if each.source != each.target]
    here = {name: tuple(_card(graph, node, marks)) for name, node in graph.nodes.items()}
    everywhere = say("node-everywhere", graph.language, {})
    for link in drawn:
        if link.source is None:
            here[EVERYWHERE + link.target] = tuple(_lines(everywhere, "may", CARD))
    labels = [tuple(_label(link, marks)) for link in drawn]
    first = next(node.name for node in graph.nodes.values() if node.kind == "first")
    layout = arrange(
        {name: _room(lines, 2 * PAD) for name, lines in here.items()},
        [
            Tie(
                source=link.source or EVERYWHERE + link.target,
                target=link.target,
                width=_room(lines, 8)[0],
                height=_room(lines, 6)[1],
            )
            for link, lines in zip(drawn, labels, strict=True)
        ],
        first,
    )
    reached = {link.target for link in drawn if _open(link, marks)}
    return Sketch(
        width=layout.width,
        height=layout.height,
        cards=tuple(
            Card(
                name=name,
                kind=graph.nodes[name].kind if name in graph.nodes else "everywhere",
                mood=_mood(graph, name, marks, reached),
                lines=lines,
                place=layout.boxes[name],
            )
            for name, lines in here.items()
        ),
        wires=tuple(
            Wire(look=_look(link), mood=_way(link, marks), lines=lines, label=label, points=points)
            for link, lines, label, points in zip(drawn, labels, layout.labels, layout.lines, strict=True)
        ),
    )


def _card(graph: Graph, node: Node, marks: Marks | None) -> Iterator[Written]:
    yield from _lines(node.title, "title", CARD)
    for text in node.tasks:
        yield from _lines(text, "task", CARD)
    for text in node.may:
        yield from _lines(text, "may", CARD)
    for edge in graph.edges:
        if edge.source == edge.target == node.name:
            yield from _lines(f"↺ {edge.label}", "may", CARD)
    if node.limit:
        yield from _lines(node.limit, "limit", CARD)
    if marks is None:
        return
    if node.name == marks.place:
        for text in marks.notes:
            yield from _lines(text, "note", CARD)
    elif node.name in marks.visited:
        yield from _lines(marks.visited[node.name], "note", CARD)


def _label(link: Link, marks: Marks | None) -> Iterator[Written]:
    for kind, text, _ in link.labels:
        yield from _lines(text, "label", LABEL, icon=kind)
    if marks is None:
        return
    ahead, taken = marks.of(link)
    for text in ahead:
        yield from _lines(text, "ahead", LABEL, icon="none")
    for text in taken:
        yield from _lines(text, "taken", LABEL, icon="none")


def _lines(text: str, tone: Tone, most: float, icon: str = "") -> Iterator[Written]:
    for number, line in enumerate(wrapped(text, _size(tone), most)):
        yield Written(line, tone, icon if number == 0 or not icon else "none")


def _room(lines: tuple[Written, ...], around: float) -> tuple[float, float]:
    wide = max(width(each.text, _size(each.tone)) + (ICON if each.icon else 0) for each in lines)
    return max(wide, 30.0) + around, sum(SIZES[each.tone] * LINE for each in lines) + around


def _size(tone: Tone) -> float:
    # Bold letters are wider.
    return SIZES[tone] * (1.15 if tone in ("title", "note", "taken", "ahead") else 1.0)


def _look(link: Link) -> Literal["act", "time", "event"]:
    kinds = {each.kind for each in link.edges}
    return "act" if "act" in kinds else "time" if kinds == {"time"} else "event"


def _open(link: Link, marks: Marks | None) -> bool:
    """Whether a way may still be gone from where the instance is."""
    return marks is not None and any(each.source == marks.place for each in link.edges)


def _way(link: Link, marks: Marks | None) -> Mood:
    if marks is None:
        return "plain"
    if marks.of(link)[1]:
        return "taken"
    return "plain" if _open(link, marks) else "pale"


def _mood(graph: Graph, name: str, marks: Marks | None, reached: set[str]) -> Mood:
    if marks is None:
        return "plain"
    if name == marks.place:
        return "present"
    if name in marks.visited:
        return "visited"
    running = graph.nodes[marks.place].kind != "final" if marks.place in graph.nodes else False
    return "plain" if name in reached or (name.startswith(EVERYWHERE) and running) else "pale"
