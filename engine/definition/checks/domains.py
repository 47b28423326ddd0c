"""Conditions that can be decided: over choices, yes and no, and ranges of numbers, every case is tried.

A condition of anything else (sums, other fields, functions) is not decidable here, and nothing is said of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise, product
from math import prod

from jinja2 import nodes

from engine.definition.checks.kinds import Facts, Kind, Value
from engine.definition.model import Process
from engine.expression import MISSING, EvaluationError, Expression, MissingValue, Ordered
from engine.expression.parser import parse

MOST_CASES = 4000
_NUMBERS = ("number", "percent", "money")
_EQUAL = frozenset({"eq", "ne", "in", "notin"})
_COUNTED = ("acts", "visits", "tasks")
Path = tuple[str, ...]
Case = Mapping[Path, object]


@dataclass(slots=True)
class _Asked:
    """What conditions ask of one path."""

    constants: set[object] = field(default_factory=set)
    operators: set[str] = field(default_factory=set)
    may_miss: bool = False


def cases(conditions: Iterable[Expression], names: Mapping[str, Kind], process: Process) -> list[Case] | None:
    """A value of every kind that makes a difference, in every combination; None where that cannot be said."""
    asked: dict[Path, _Asked] = {}
    for each in conditions:
        if not _gather(parse(each.source), asked):
            return None
    domains = {path: _domain(path, found, names, process) for path, found in sorted(asked.items())}
    if any(values is None for values in domains.values()):
        return None
    sizes = [len(values) for values in domains.values() if values]
    if prod(sizes) > MOST_CASES:
        return None
    return [dict(zip(domains, values, strict=True)) for values in product(*(each or () for each in domains.values()))]


def true_in(condition: Expression | None, case: Case) -> bool:
    """Whether a condition holds in a case; a missing value never makes one true."""
    if condition is None:
        return True
    try:
        return condition(_Scope(case)) is True
    except (MissingValue, EvaluationError):
        return False


def told(case: Case) -> str:
    """A case in words of the file: `grade = B, score = 60`."""
    return ", ".join(f"{'.'.join(path)} = {'–' if value is MISSING else _plain(value)}" for path, value in case.items())


def _plain(value: object) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


class _Scope:
    """Names as a case has them, parts of names as mappings."""

    def __init__(self, case: Case) -> None:
        self._names: dict[str, object] = {}
        for path, value in case.items():
            place = self._names
            for part in path[:-1]:
                place = place.setdefault(part, {})  # type: ignore[assignment]
            place[path[-1]] = value

    def name(self, name: str) -> object:
        return self._names[name]


def _gather(node: nodes.Node, asked: dict[Path, _Asked]) -> bool:
    """Note what a condition asks; False if it asks for more than can be decided."""
    match node:
        case nodes.And() | nodes.Or():
            return _gather(node.left, asked) and _gather(node.right, asked)
        case nodes.Not():
            return _gather(node.node, asked)
        case nodes.Const():
            return isinstance(node.value, bool)
        case nodes.Compare():
            return _compared(node, asked)
        case nodes.Call():
            path = _path(node.args[0]) if len(node.args) == 1 else None
            if not isinstance(node.node, nodes.Name) or node.node.name != "filled" or path is None:
                return False
            asked.setdefault(path, _Asked()).may_miss = True
            return True
    path = _path(node)
    if path is None:
        return False
    found = asked.setdefault(path, _Asked())
    found.operators.add("true")
    return True


def _compared(node: nodes.Compare, asked: dict[Path, _Asked]) -> bool:
    path = _path(node.expr)
    if path is None or len(node.ops) != 1:
        return False
    operand = node.ops[0]
    items = operand.expr.items if isinstance(operand.expr, nodes.List) else [operand.expr]
    if not all(isinstance(each, nodes.Const) for each in items):
        return False
    found = asked.setdefault(path, _Asked())
    found.operators.add(operand.op)
    found.constants.update(each.value for each in items if isinstance(each, nodes.Const))
    return True


def _path(node: nodes.Node) -> Path | None:
    if isinstance(node, nodes.Name):
        return (node.name,)
    if isinstance(node, nodes.Getattr):
        head = _path(node.node)
        return None if head is None else (*head, node.attr)
    return None


def _domain(path: Path, asked: _Asked, names: Mapping[str, Kind], process: Process) -> list[object] | None:
    kind = kind_of_path(path, names)
    if kind is None or kind.kind == "choices":
        return None
    if "true" in asked.operators and kind.kind != "yes_no":
        return None
    if kind.options is not None and not asked.constants <= {*kind.options}:
        return None  # an option there is not is told elsewhere
    values: list[object] | None = None
    if kind.options is not None and kind.kind == "choice":
        values = [Ordered(each, kind.options) for each in kind.options]
    elif kind.options is not None:
        values = list(kind.options)
    elif kind.kind == "yes_no":
        values = [True, False]
    elif kind.kind in _NUMBERS:
        values = _numbers(path, asked, process)
    elif asked.operators <= _EQUAL and all(isinstance(each, str) for each in asked.constants):
        values = [*sorted(map(str, asked.constants)), "…"]  # any other text
    return [*values, MISSING] if values is not None and asked.may_miss else values


def kind_of_path(path: Path, names: Mapping[str, Kind], facts: Facts | None = None) -> Value | None:
    """The single value a dotted name is; with `facts` those of people and units too."""
    kind: Kind = names.get(path[0], "any")
    for part in path[1:]:
        parts = facts[kind] if facts is not None and kind in ("person", "unit") else kind
        if not isinstance(parts, Mapping) or part not in parts:
            return None
        kind = parts[part]
    return kind if isinstance(kind, Value) else None


def _numbers(path: Path, asked: _Asked, process: Process) -> list[object] | None:
    """Each number that is named, one between two neighbours, and one beyond either end, as far as the field allows."""
    if not all(isinstance(each, int | Decimal) and not isinstance(each, bool) for each in asked.constants):
        return None
    named = sorted(Decimal(str(each)) for each in asked.constants)
    own = process.fields.get(path[0]) if len(path) == 1 else None
    whole = path[0] in _COUNTED or (own is not None and own.decimals == 0)
    least = Decimal(0) if path[0] in _COUNTED else own.minimum if own else None
    most = own.maximum if own else None
    one = Decimal(1)
    points = set(named) | {each + one for each in named} | {each - one for each in named} or {Decimal(0)}
    points |= {bound for bound in (least, most) if bound is not None}
    if not whole:
        points |= set(_between(sorted(points)))
    return [each for each in sorted(points) if (least is None or each >= least) and (most is None or each <= most)]


def _between(points: list[Decimal]) -> Iterator[Decimal]:
    return ((low + high) / 2 for low, high in pairwise(points))
