"""Where things stand in a picture: boxes in layers from top to bottom, labels in layers between, lines bent around.

Knows sizes and names only. Every label and every bend of a long line takes a place of its own in a layer, so nothing
lies upon anything else; lines cross only between layers. The steps are the usual ones for layered drawings: break
circles, rank by longest path, order each layer by the middle of its neighbours, then move as near to them as the
order allows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from engine.lab.nearest import nearest_apart

GAP_BESIDE = 26.0
GAP_BELOW = 26.0
BEND = 10.0  # the width a line needs
SWEEPS = 24
STRAIGHT = 4.0  # how much more a line heeds its other bends than its ends
Point = tuple[float, float]
Item = str | tuple[int, int]  # a box by name, or (tie, layer): a bend or the label of a tie


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """A line from a box to another, with the size of its label."""

    source: str
    target: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle by its middle."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Boxes by name; labels and lines in the order of the ties. A line's points lead from source to target."""

    width: float
    height: float
    boxes: Mapping[str, Place]
    labels: tuple[Place, ...]
    lines: tuple[tuple[Point, ...], ...]


def arrange(sizes: Mapping[str, tuple[float, float]], ties: Sequence[Tie], first: str) -> Layout:
    """Lay out boxes of these sizes. `first` stands on top; no tie may lead from a box to itself."""
    return _Work(sizes, ties, first).layout()


@dataclass(slots=True)
class _Work:
    sizes: Mapping[str, tuple[float, float]]
    ties: Sequence[Tie]
    first: str
    ranks: dict[str, int] = field(default_factory=dict)
    chains: list[list[Item]] = field(default_factory=list)  # each tie from its upper end to its lower
    layers: list[list[Item]] = field(default_factory=list)
    labels: dict[Item, Tie] = field(default_factory=dict)
    above: dict[Item, list[Item]] = field(default_factory=dict)
    below: dict[Item, list[Item]] = field(default_factory=dict)
    x: dict[Item, float] = field(default_factory=dict)

    def layout(self) -> Layout:
        up = self._turned()
        self._rank(up)
        self._chain(up)
        self._order()
        self._move()
        return self._drawn(up)

    def _turned(self) -> frozenset[int]:
        """The ties to be read against their direction, so that no circle is left: those back onto the way here."""
        found: set[int] = set()
        done: set[str] = set()

        def visit(name: str, way: frozenset[str]) -> None:
            done.add(name)
            for number, tie in enumerate(self.ties):
                if tie.source != name:
                    continue
                if tie.target in way:
                    found.add(number)
                elif tie.target not in done:
                    visit(tie.target, way | {tie.target})

        for name in (self.first, *self.sizes):
            if name not in done:
                visit(name, frozenset({name}))
        return frozenset(found)

    def _rank(self, up: frozenset[int]) -> None:
        """Even layers for boxes, odd ones for labels. A box nothing leads to stands right above what it leads to."""
        downward = [(t.target, t.source) if n in up else (t.source, t.target) for n, t in enumerate(self.ties)]
        ranks = dict.fromkeys(self.sizes, 0)
        for _ in self.sizes:
            for source, target in downward:
                ranks[target] = max(ranks[target], ranks[source] + 2)
        lowest = max(ranks.values())
        roots = set(ranks) - {target for _, target in downward} - {self.first}
        for root in roots:
            led = [target for source, target in downward if source == root]
            for target in led:
                alone = all(source in roots for source, to in downward if to == target)
                if alone and not any(source == target for source, _ in downward):
                    ranks[target] = lowest
            ranks[root] = min((ranks[target] for target in led), default=2) - 2
        self.ranks = ranks

    def _chain(self, up: frozenset[int]) -> None:
        self.layers = [[] for _ in range(max(self.ranks.values()) + 1)]
        for name in self._in_depth():
            self.layers[self.ranks[name]].append(name)
        for number, tie in enumerate(self.ties):
            top, bottom = (tie.target, tie.source) if number in up else (tie.source, tie.target)
            between: list[Item] = [(number, rank) for rank in range(self.ranks[top] + 1, self.ranks[bottom])]
            # The label stands where the line leaves, since there somebody asks what leads on.
            self.labels[between[-1] if number in up else between[0]] = tie
            for rank, item in enumerate(between, start=self.ranks[top] + 1):
                self.layers[rank].append(item)
            chain = [top, *between, bottom]
            self.chains.append(chain)
            for upper, lower in pairwise(chain):
                self.below.setdefault(upper, []).append(lower)
                self.above.setdefault(lower, []).append(upper)

    def _in_depth(self) -> list[str]:
        found: dict[str, None] = {}
        waiting = [*reversed(list(self.sizes)), self.first]
        while waiting:
            name = waiting.pop()
            if name not in found:
                found[name] = None
                waiting += [tie.target for tie in reversed(self.ties) if tie.source == name]
        return list(found)

    def _order(self) -> None:
        best, fewest = [list(layer) for layer in self.layers], self._crossings()
        for sweep in range(SWEEPS):
            down = sweep % 2 == 0
            for rank in range(1, len(self.layers)) if down else range(len(self.layers) - 2, -1, -1):
                beside = self.layers[rank - 1 if down else rank + 1]
                at = {item: number for number, item in enumerate(beside)}
                here = {item: float(number) for number, item in enumerate(self.layers[rank])}
                for item in here:
                    near = [at[each] for each in (self.above if down else self.below).get(item, ())]
                    if near:
                        here[item] = sum(near) / len(near)
                self.layers[rank].sort(key=here.__getitem__)
            crossings = self._crossings()
            if crossings < fewest:
                best, fewest = [list(layer) for layer in self.layers], crossings
        self.layers = best

    def _crossings(self) -> int:
        total = 0
        for upper, lower in pairwise(self.layers):
            at = {item: number for number, item in enumerate(lower)}
            pairs = [(number, at[to]) for number, item in enumerate(upper) for to in self.below.get(item, ())]
            total += sum((a - c) * (b - d) < 0 for index, (a, b) in enumerate(pairs) for c, d in pairs[:index])
        return total

    def _size(self, item: Item) -> tuple[float, float]:
        if isinstance(item, str):
            return self.sizes[item]
        tie = self.labels.get(item)
        return (tie.width, tie.height) if tie else (BEND, 0.0)

    def _apart(self, layer: Sequence[Item]) -> list[float]:
        """How far each item's middle must be from the one before."""
        widths = [self._size(item)[0] for item in layer]
        return [(a + b) / 2 + GAP_BESIDE for a, b in pairwise(widths)]

    def _move(self) -> None:
        for layer in self.layers:
            at = 0.0
            for item, step in zip(layer, [0.0, *self._apart(layer)], strict=False):
                at += step
                self.x[item] = at
        for sweep in range(3 * SWEEPS):
            down = sweep % 2 == 0
            for layer in self.layers if down else reversed(self.layers):
                wished = [self._wish(item) for item in layer]
                places = nearest_apart([x for x, _ in wished], [heavy for _, heavy in wished], self._apart(layer))
                self.x.update(zip(layer, places, strict=True))

    def _wish(self, item: Item) -> tuple[float, float]:
        """Where an item wants to be, and how much: boxes amid their neighbours, bends in line with their own line."""
        if isinstance(item, str):
            near = [self.x[each] for each in (*self.above.get(item, ()), *self.below.get(item, ()))]
            return (sum(near) / len(near) if near else self.x[item]), max(len(near), 1.0)
        top, *bends, bottom = (self.x[each] for each in self.chains[item[0]])
        return (top + bottom + STRAIGHT * sum(bends)) / (2 + STRAIGHT * len(bends)), STRAIGHT

    def _drawn(self, up: frozenset[int]) -> Layout:
        left = min(self.x[item] - self._size(item)[0] / 2 for layer in self.layers for item in layer)
        self.x = {item: x - left for item, x in self.x.items()}
        tops: list[float] = []
        heights = [max((self._size(item)[1] for item in layer), default=0.0) for layer in self.layers]
        at = 0.0
        for rank, height in enumerate(heights):
            tops.append(at)
            at += height + self._gap(rank)
        place = {
            item: Place(self.x[item], tops[rank] + heights[rank] / 2, *self._size(item))
            for rank, layer in enumerate(self.layers)
            for item in layer
        }
        bands = {
            item: (top, top + height)
            for layer, top, height in zip(self.layers, tops, heights, strict=True)
            for item in layer
        }
        lines = tuple(self._line(number, place, bands, number in up) for number in range(len(self.ties)))
        labels = {item[0]: place[item] for item in self.labels if not isinstance(item, str)}
        return Layout(
            width=max(each.x + each.width / 2 for each in place.values()),
            height=tops[-1] + heights[-1],
            boxes={name: place[name] for name in self.sizes},
            labels=tuple(labels[number] for number in range(len(self.ties))),
            lines=lines,
        )

    def _gap(self, rank: int) -> float:
        """Lines that go far sideways need more room to do so."""
        far = max((abs(self.x[a] - self.x[b]) for a in self.layers[rank] for b in self.below.get(a, ())), default=0.0)
        return GAP_BELOW + min(far * 0.09, 40.0)

    def _line(
        self, number: int, place: Mapping[Item, Place], bands: Mapping[Item, tuple[float, float]], turned: bool
    ) -> tuple[Point, ...]:
        chain = self.chains[number]
        top, bottom = chain[0], chain[-1]
        leaves, arrives = self._port(top, chain[1], self.below), self._port(bottom, chain[-2], self.above)
        points: list[Point] = [(leaves, place[top].y + place[top].height / 2), (leaves, bands[top][1])]
        for item in chain[1:-1]:
            points += [(self.x[item], bands[item][0]), (self.x[item], bands[item][1])]
        points += [(arrives, bands[bottom][0]), (arrives, place[bottom].y - place[bottom].height / 2)]
        return tuple(reversed(points)) if turned else tuple(points)

    def _port(self, box: Item, next_item: Item, side: Mapping[Item, Sequence[Item]]) -> float:
        """Where a line touches a box: lines in the order of where they go, the middle of the box between them."""
        near = sorted(side[box], key=self.x.__getitem__)
        room = self._size(box)[0] - 40
        step = min(34.0, room / max(len(near) - 1, 1))
        return self.x[box] + (near.index(next_item) - (len(near) - 1) / 2) * step
