"""A sketch as SVG: one file, no fonts or scripts from elsewhere, readable in light and dark and without eyes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

from engine.lab.diagram import Graph, Marks
from engine.lab.layers import Place, Point
from engine.lab.paint import ICONS, STYLE
from engine.lab.sketch import ICON, LINE, PAD, SIZES, Card, Wire, Written, sketch
from engine.lab.wrapping import width, wrapped
from engine.words.texts import say

MARGIN = 24.0
HEAD = 66.0  # the title, and the dot where it begins
TIP = 8.0


def svg(graph: Graph, marks: Marks | None, title: str) -> str:
    """The picture as a whole SVG file without its XML declaration, fit to stand in a page."""
    drawn = sketch(graph, marks)
    heads = wrapped(title, 17, max(drawn.width, 260.0))
    head = HEAD + 24 * (len(heads) - 1)
    legend, below = _legend(graph.language, marks is not None, max(drawn.width, 360.0))
    wide = max(drawn.width, 360.0, *(width(each, 18) for each in heads)) + 2 * MARGIN
    high = head + drawn.height + below + 2 * MARGIN
    shift = MARGIN + (wide - 2 * MARGIN - drawn.width) / 2
    around = [each for each in drawn.cards if each.kind == "around"]
    parts = [
        _open(graph.language, f"{wide:.0f}", f"{high:.0f}"),
        f'<title id="rf-title">{escape(title)}</title>',
        f'<desc id="rf-desc">{escape(told(graph, marks))}</desc>',
        f"<style>{STYLE}</style>",
        f"<defs>{ICONS}</defs>",
        f'<rect class="paper" width="{wide:.0f}" height="{high:.0f}"/>',
        *(
            f'<text class="head" x="{MARGIN:.0f}" y="{MARGIN + 14 + 24 * number:.0f}">{escape(each)}</text>'
            for number, each in enumerate(heads)
        ),
        f'<g transform="translate({shift:.1f} {MARGIN + head:.1f})">',
        *(_card(each) for each in around),
        *(_wire(each) for each in sorted(drawn.wires, key=lambda each: each.mood != "pale")),
        *(_label(each, around) for each in drawn.wires),
        *(_card(each) for each in drawn.cards if each.kind != "around"),
        "</g>",
        f'<g transform="translate({MARGIN:.0f} {MARGIN + head + drawn.height + 34:.1f})">{legend}</g>',
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _open(language: str, wide: str, high: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="rf" role="img" aria-labelledby="rf-title rf-desc" '
        f'lang="{language}" width="{wide}" height="{high}" viewBox="0 0 {wide} {high}">'
    )


def told(graph: Graph, marks: Marks | None) -> str:
    """The picture in words, for whoever has it read out."""
    sentences = []
    if marks is not None:
        here = [name for name in graph.nodes if marks.at(name)]
        around = {outer for name in here for outer in graph.path(name)[1:]}
        places = [graph.whole(name) for name in here if name not in around] or [marks.place]
        sentences.append(say("picture-now", graph.language, {"place": "; ".join(places)}))
        sentences += marks.notes
    for node in graph.nodes.values():
        ways = [
            say("page-leads", graph.language, {"what": edge.label, "to": graph.nodes[edge.target].title})
            for edge in graph.edges
            if edge.source == node.name
        ]
        said = "; ".join([*node.tasks, *ways]) or say("page-end", graph.language, {})
        sentences.append(f"{graph.whole(node.name)}: {said}")
    return "\n".join(sentences)


def _card(card: Card) -> str:
    at, left, top = card.place, card.place.x - card.place.width / 2, card.place.y - card.place.height / 2
    round_ = 17 if card.kind == "everywhere" else 7
    box = f'x="{left:.1f}" y="{top:.1f}" width="{at.width:.1f}" height="{at.height:.1f}" rx="{round_}"'
    parts = [f'<g class="card {card.kind} {card.mood}" data-state={quoteattr(card.name)}>']
    if card.begins:
        parts.append(f'<circle class="dot" cx="{at.x:.1f}" cy="{top - 26:.1f}" r="6"/>')
        parts.append(f'<path class="line" d="M{at.x:.1f} {top - 20:.1f}V{top - TIP:.1f}"/>')
        parts.append(_tip((at.x, top), 1))
    parts.append(f"<rect {box}/>")
    if card.kind == "final":
        parts.append(
            f'<rect class="inner" x="{left + 3.5:.1f}" y="{top + 3.5:.1f}" width="{at.width - 7:.1f}" '
            f'height="{at.height - 7:.1f}" rx="4.5"/>'
        )
    parts += _texts(card.lines, left + PAD, top + PAD)
    return "".join([*parts, "</g>"])


def _wire(wire: Wire) -> str:
    points = list(wire.points)
    end = points[-1]
    way = 1 if end[1] > points[0][1] else -1
    points = [(x, min(y, end[1] - TIP + 1) if way > 0 else max(y, end[1] + TIP - 1)) for x, y in points]
    steps = [f"M{points[0][0]:.1f} {points[0][1]:.1f}"]
    for (x, y), (to_x, to_y) in pairwise(points):
        if abs(x - to_x) < 0.5:
            steps.append(f"L{to_x:.1f} {to_y:.1f}")
        else:
            middle = (y + to_y) / 2
            steps.append(f"C{x:.1f} {middle:.1f} {to_x:.1f} {middle:.1f} {to_x:.1f} {to_y:.1f}")
    return f'<g class="wire {wire.look} {wire.mood}"><path class="line" d="{"".join(steps)}"/>{_tip(end, way)}</g>'


def _tip(end: Point, way: int) -> str:
    x, y = end
    return f'<path class="tip" d="M{x:.1f} {y:.1f}l-5 {-way * TIP:.1f}h10z"/>'


def _label(wire: Wire, around: Sequence[Card]) -> str:
    """A line's label, on the ground it lies on: the paper, or the innermost state around it."""
    at = wire.label
    left, top = at.x - at.width / 2, at.y - at.height / 2
    box = f'x="{left:.1f}" y="{top:.1f}" width="{at.width:.1f}" height="{at.height:.1f}"'
    outer = [each for each in around if _holds(each.place, at)]
    mood = min(outer, key=lambda each: each.place.width).mood if outer else ""
    ground = f'<g class="card ground {mood}"><rect {box}/></g>' if outer else f'<rect class="paper" {box}/>'
    texts = "".join(_texts(wire.lines, left + 4, top + 3))
    return f'{ground}<g class="label {wire.look} {wire.mood}">{texts}</g>'


def _holds(outer: Place, inner: Place) -> bool:
    return abs(outer.x - inner.x) < outer.width / 2 and abs(outer.y - inner.y) < outer.height / 2


def _texts(lines: Sequence[Written], left: float, top: float) -> Iterator[str]:
    for line in lines:
        size = SIZES[line.tone]
        if line.icon and line.icon != "none":
            yield _icon(line.icon, left, top + size * LINE / 2 - 6)
        x = left + (ICON if line.icon else 0)
        yield f'<text class="{line.tone}" x="{x:.1f}" y="{top + size * 1.06:.1f}">{escape(line.text)}</text>'
        top += size * LINE


def _icon(kind: str, x: float, y: float) -> str:
    return f'<use class="icon {kind}" href="#rf-{kind}" x="{x:.1f}" y="{y:.1f}" width="12" height="12"/>'


def _legend(language: str, instance: bool, most: float) -> tuple[str, float]:
    """The legend's marks, and the height they need."""
    samples = ["act", "time", "event", "first", "final", "everywhere", *(("present", "visited") if instance else ())]
    parts, x, y = [], 0.0, 0.0
    for name in samples:
        text = say(f"legend-{name}", language, {})
        wide = 34 + width(text, 12) + 20
        if x and x + wide > most:
            x, y = 0.0, y + 24
        parts.append(f'<g transform="translate({x:.1f} {y:.1f})">{_sample(name)}')
        parts.append(f'<text class="task" x="34" y="12">{escape(text)}</text></g>')
        x += wide
    return "".join(parts), y + 24 + 34


def _sample(name: str) -> str:
    match name:
        case "act" | "time" | "event":
            line = f'<g class="wire {name}"><path class="line" d="M0 8H12"/></g>'
            return f'{line}<g class="label {name}">{_icon(name, 15, 2)}</g>'
        case "first":
            return '<g class="card"><circle class="dot" cx="14" cy="8" r="6"/></g>'
        case "final":
            return (
                '<g class="card"><rect x="2" y="0" width="26" height="16" rx="4"/>'
                '<rect class="inner" x="5" y="3" width="20" height="10" rx="2"/></g>'
            )
        case "everywhere":
            return '<g class="card everywhere"><rect x="2" y="1" width="26" height="14" rx="7"/></g>'
    return f'<g class="card {name}"><rect x="2" y="0" width="26" height="16" rx="4"/></g>'
