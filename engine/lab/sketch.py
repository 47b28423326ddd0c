"""A graph made ready to be drawn: cards for states, wires for the ways between, every line of text in its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from engine.lab.diagram import Graph, Lane, Link, Marks, Node, Part, Seat, links, seat_of
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
INSIDE = 34.0  # around and between the parts of a state that holds others; room for the dot above a first state
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
    kind: Literal["first", "between", "final", "around", "everywhere"]
    begins: bool  # whether its part begins here
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
    first = next(node.name for node in graph.nodes.values() if node.kind == "first")
    return _part(graph, marks, ("", 0), first)


def _part(graph: Graph, marks: Marks | None, lane: Lane, first: str) -> Sketch:
    """What stands side by side in one part, boxes within boxes."""
    ways = [(link, seat) for link in links(graph) if (seat := seat_of(graph, link)).lane == lane]
    drawn = [(link, seat) for link, seat in ways if seat.source != seat.target]
    nodes = [node for node in graph.nodes.values() if graph.lane(node.name) == lane]
    here = {node.name: tuple(_card(node, graph.parts.get(node.name, ()), ways, marks)) for node in nodes}
    within = {
        node.name: [_part(graph, marks, (node.name, n), part.initial) for n, part in enumerate(graph.parts[node.name])]
        for node in nodes
        if node.name in graph.parts
    }
    everywhere = say("node-everywhere", graph.language, {})
    for _, seat in drawn:
        if seat.source is None:
            here[EVERYWHERE + seat.target] = tuple(_lines(everywhere, "may", CARD))
    labels = [tuple(_label(link, seat, marks)) for link, seat in drawn]
    layout = arrange(
        {name: _around(_room(lines, 2 * PAD), within.get(name, [])) for name, lines in here.items()},
        [
            Tie(
                source=seat.source or EVERYWHERE + seat.target,
                target=seat.target,
                width=_room(lines, 8)[0],
                height=_room(lines, 6)[1],
            )
            for (_, seat), lines in zip(drawn, labels, strict=True)
        ],
        first,
    )
    reached = {seat.target for link, seat in drawn if _open(link, marks)}
    cards = [
        Card(
            name=name,
            kind=_kind(graph, name, first),
            begins=name == first,
            mood=_mood(graph, name, marks, reached),
            lines=lines,
            place=layout.boxes[name],
        )
        for name, lines in here.items()
    ]
    wires = [
        Wire(look=_look(link), mood=_way(link, marks), lines=lines, label=label, points=points)
        for (link, _), lines, label, points in zip(drawn, labels, layout.labels, layout.lines, strict=True)
    ]
    for name, sketches in within.items():
        for inner in _moved(sketches, layout.boxes[name], _room(here[name], 2 * PAD)[1]):
            cards += inner.cards
            wires += inner.wires
    return Sketch(width=layout.width, height=layout.height, cards=tuple(cards), wires=tuple(wires))


def _kind(graph: Graph, name: str, first: str) -> Literal["first", "between", "final", "around", "everywhere"]:
    if name not in graph.nodes:
        return "everywhere"
    if name in graph.parts:
        return "around"
    return "first" if name == first else graph.nodes[name].kind


def _around(room: tuple[float, float], within: list[Sketch]) -> tuple[float, float]:
    """The room of a box with what stands within it: its own lines on top, its parts beside each other below."""
    if not within:
        return room
    wide = sum(each.width for each in within) + INSIDE * (len(within) + 1)
    return max(room[0], wide), room[1] + max(each.height for each in within) + 2 * INSIDE


def _moved(within: list[Sketch], box: Place, head: float) -> Iterator[Sketch]:
    """The parts of a box where they stand in the drawing around."""
    wide = sum(each.width for each in within) + INSIDE * (len(within) - 1)
    left, top = box.x - wide / 2, box.y - box.height / 2 + head + INSIDE
    for each in within:
        x, y = left, top
        yield replace(
            each,
            cards=tuple(replace(card, place=_shifted(card.place, x, y)) for card in each.cards),
            wires=tuple(
                replace(
                    wire,
                    label=_shifted(wire.label, x, y),
                    points=tuple((across + x, down + y) for across, down in wire.points),
                )
                for wire in each.wires
            ),
        )
        left += each.width + INSIDE


def _shifted(place: Place, x: float, y: float) -> Place:
    return Place(place.x + x, place.y + y, place.width, place.height)


def _card(
    node: Node, parts: Sequence[Part], ways: Sequence[tuple[Link, Seat]], marks: Marks | None
) -> Iterator[Written]:
    yield from _lines(node.title, "title", CARD)
    titles = [part.title for part in parts if part.title]
    if titles:
        yield from _lines(" · ".join(titles), "may", CARD)
    for text in node.tasks:
        yield from _lines(text, "task", CARD)
    for text in node.may:
        yield from _lines(text, "may", CARD)
    for link, seat in ways:
        for edge in link.edges if seat.source == seat.target == node.name else ():
            yield from _lines(f"↺ {seat.label(edge.label)}", "may", CARD)
    if node.limit:
        yield from _lines(node.limit, "limit", CARD)
    if marks is None:
        return
    if node.name == marks.place:
        for text in marks.notes:
            yield from _lines(text, "note", CARD)
    elif node.name in marks.visited and not marks.at(node.name):
        yield from _lines(marks.visited[node.name], "note", CARD)


def _label(link: Link, seat: Seat, marks: Marks | None) -> Iterator[Written]:
    for kind, text, _ in link.labels:
        yield from _lines(seat.label(text), "label", LABEL, icon=kind)
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
    return marks is not None and any(marks.at(each.source) for each in link.edges)


def _way(link: Link, marks: Marks | None) -> Mood:
    if marks is None:
        return "plain"
    if marks.of(link)[1]:
        return "taken"
    return "plain" if _open(link, marks) else "pale"


def _mood(graph: Graph, name: str, marks: Marks | None, reached: set[str]) -> Mood:
    if marks is None:
        return "plain"
    if marks.at(name):
        return "present"
    if name in marks.visited:
        return "visited"
    running = graph.nodes[marks.place].kind != "final" if marks.place in graph.nodes else False
    return "plain" if name in reached or (name.startswith(EVERYWHERE) and running) else "pale"
