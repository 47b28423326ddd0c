"""Source to `Expression`: checks every node against the allowed ones, then builds closures.

Only what is listed in `_FORMS` can happen, so there is no sandbox to escape from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from inspect import signature
from typing import Any

from jinja2 import nodes

from engine.expression import parts
from engine.expression.errors import EvaluationError, ExpressionError
from engine.expression.functions import (
    CONTEXT_FUNCTIONS,
    FIELD_ARGUMENTS,
    FILTERS,
    FUNCTIONS,
    OPERATORS,
    ROW_TESTS,
    USAGE,
    date_of,
    nearest_function,
)
from engine.expression.parser import DEEPEST, parse
from engine.expression.parts import Evaluate, Part
from engine.expression.scope import Scope
from engine.expression.values import MISSING
from engine.words.problems import nearest

LONGEST_LIST = 100
Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled expression, equal to another of the same source.

    reads        dotted paths read, ("employee", "department"); a column of rows too, ("goals", "score")
    calls        functions with their constant arguments, ("group", ("hr",)); None where not constant,
                 and a pair (name, value) for a named one
    comparisons  paths compared with a literal, (("grade",), "D"), each option of a list on its own
    equated      those of them that stand beside == or !=
    calculated   paths that are added to, multiplied by … something
    """

    source: str
    reads: frozenset[Path] = field(compare=False)
    calls: frozenset[tuple[str, tuple[object, ...]]] = field(compare=False)
    comparisons: frozenset[tuple[Path, object]] = field(compare=False)
    equated: frozenset[tuple[Path, object]] = field(compare=False)
    calculated: frozenset[Path] = field(compare=False)
    evaluate: Evaluate = field(compare=False, repr=False)

    def __call__(self, scope: Scope) -> object:
        """The value, or MISSING. Raises MissingValue or EvaluationError."""
        return self.evaluate(scope)

    def __reduce__(self) -> tuple[Callable[[str], Expression], tuple[str]]:
        return compile_expression, (self.source,)


def compile_expression(source: str) -> Expression:
    """Parse, check and compile. Raises ExpressionError with the offset of the first fault."""
    compiler = _Compiler()
    try:
        part = compiler.part(parse(source), 0)
    except RecursionError:
        raise ExpressionError("expression-too-deep", 0, limit=DEEPEST) from None
    return Expression(
        source,
        frozenset(compiler.reads),
        frozenset(compiler.calls),
        frozenset(compiler.comparisons),
        frozenset(compiler.equated),
        frozenset(compiler.calculated),
        part.raw,
    )


class _Compiler:
    """One compilation: the parts built so far told it what they read, call and compare."""

    def __init__(self) -> None:
        self.reads: set[Path] = set()
        self.calls: set[tuple[str, tuple[object, ...]]] = set()
        self.comparisons: set[tuple[Path, object]] = set()
        self.equated: set[tuple[Path, object]] = set()
        self.calculated: set[Path] = set()

    def part(self, node: nodes.Node, depth: int) -> Part:
        """Compile a node; if it only reads a path, note the whole path, not its beginnings."""
        part = self._built(node, depth)
        if part.path is not None:
            self.reads.add(part.path)
        return part

    def _built(self, node: nodes.Node, depth: int) -> Part:
        if depth > DEEPEST:
            raise ExpressionError("expression-too-deep", node.lineno, limit=DEEPEST)
        form = _FORMS.get(type(node))
        if form is None:
            sign = _SIGNS.get(type(node), type(node).__name__)
            raise ExpressionError("not-allowed", node.lineno, found=sign)
        return form(self, node, depth + 1)

    def const(self, node: nodes.Const, depth: int) -> Part:
        value = node.value
        if value is None:
            return parts.unsure(lambda _: MISSING, ("none",))
        if isinstance(value, str) and any(c == "\0" or "\ud800" <= c <= "\udfff" for c in value):
            raise ExpressionError("text-not-clean", node.lineno)
        return parts.literal(value)

    def name(self, node: nodes.Name, depth: int) -> Part:
        _plain(node.name, node.lineno)
        return parts.named(node.name)

    def getattr(self, node: nodes.Getattr, depth: int) -> Part:
        _plain(node.attr, node.lineno)
        return parts.read(self._built(node.node, depth), node.attr)

    def getitem(self, node: nodes.Getitem, depth: int) -> Part:
        key = node.arg.value if isinstance(node.arg, nodes.Const) else None
        if not isinstance(key, str):
            raise ExpressionError("no-index", node.lineno)
        _plain(key, node.lineno)
        return parts.read(self._built(node.node, depth), key)

    def logical(self, node: nodes.And | nodes.Or, depth: int) -> Part:
        chain: list[nodes.Node] = []
        left: nodes.Node = node
        while isinstance(left, nodes.And | nodes.Or) and type(left) is type(node):
            chain.append(left.right)
            left = left.left
        operands = [self.part(each, depth) for each in (left, *reversed(chain))]
        return parts.all_hold(operands) if isinstance(node, nodes.And) else parts.one_holds(operands)

    def opposite(self, node: nodes.Not, depth: int) -> Part:
        return parts.opposite(self.part(node.node, depth))

    def compare(self, node: nodes.Compare, depth: int) -> Part:
        first = self.part(node.expr, depth)
        rest = [(each.op, self.part(each.expr, depth)) for each in node.ops]
        left = first
        for operand, (_, right) in zip(node.ops, rest, strict=True):
            if ("none",) in (left.label, right.label):
                raise ExpressionError("compare-with-none", operand.expr.lineno)
            self._compared(left, right, operand.op)
            self._compared(right, left, operand.op)
            left = right
        return parts.comparison(first, rest)

    def _compared(self, read: Part, with_: Part, operator: str = "") -> None:
        if read.path is None or with_.constant is None:
            return
        value = with_.constant[0]
        for each in value if isinstance(value, tuple) else (value,):
            self.comparisons.add((read.path, each))
            if operator in ("eq", "ne"):
                self.equated.add((read.path, each))

    def condition(self, node: nodes.CondExpr, depth: int) -> Part:
        if node.expr2 is None:
            raise ExpressionError("else-needed", node.lineno)
        return parts.choice(*(self.part(each, depth) for each in (node.test, node.expr1, node.expr2)))

    def listing(self, node: nodes.List | nodes.Tuple, depth: int) -> Part:
        if len(node.items) > LONGEST_LIST:
            raise ExpressionError("list-too-long", node.lineno, limit=LONGEST_LIST)
        return parts.listing([self.part(each, depth) for each in node.items])

    def arithmetic(self, node: nodes.BinExpr, depth: int) -> Part:
        left, right = self.part(node.left, depth), self.part(node.right, depth)
        self.calculated |= {each.path for each in (left, right) if each.path is not None}
        return parts.arithmetic(_SIGNS[type(node)], left, right)

    def negative(self, node: nodes.Neg, depth: int) -> Part:
        return parts.negative(self.part(node.node, depth))

    def call(self, node: nodes.Call, depth: int) -> Part:
        if not isinstance(node.node, nodes.Name):
            raise ExpressionError("only-functions", node.lineno)
        name = node.node.name
        values, named = self._arguments(node, (), depth)
        # in a rule across people `count('grade', 'A')` is the scope's `count_of`
        if name in CONTEXT_FUNCTIONS or (name == "count" and values and _text(values[0]) is not None):
            name = "count_of" if name == "count" else name
            label = self._noted(name, values, named)
            return parts.asked(name, label, values, named)
        if name not in FUNCTIONS:
            near = nearest_function(name)
            raise ExpressionError("unknown-function", node.node.lineno, found=name[:40], near=near)
        return self._applied(name, FUNCTIONS[name], values, named, node.node.lineno)

    def filter(self, node: nodes.Filter, depth: int) -> Part:
        if node.name not in FILTERS:
            near = nearest(node.name, FILTERS) or ", ".join(FILTERS)
            raise ExpressionError("unknown-filter", node.lineno, found=node.name[:40], near=near)
        first = () if node.node is None else (self.part(node.node, depth),)
        values, named = self._arguments(node, first, depth)
        return self._applied(node.name, FILTERS[node.name], values, named, node.lineno)

    def _arguments(
        self, node: nodes.Call | nodes.Filter, first: tuple[Part, ...], depth: int
    ) -> tuple[list[Part], dict[str, Part]]:
        if node.dyn_args is not None or node.dyn_kwargs is not None:
            raise ExpressionError("not-allowed", node.lineno, found="*")
        values = [*first, *(self.part(each, depth) for each in node.args)]
        named: dict[str, Part] = {}
        for each in node.kwargs:
            assert isinstance(each, nodes.Keyword)
            if each.key in named:
                raise ExpressionError("argument-twice", each.lineno, name=each.key[:40])
            named[each.key] = self.part(each.value, depth)
        return values, named

    def _noted(self, name: str, values: Sequence[Part], named: Mapping[str, Part]) -> str:
        arguments = [part.constant[0] if part.constant else None for part in values]
        pairs = [(key, part.constant[0] if part.constant else None) for key, part in named.items()]
        self.calls.add((name, (*arguments, *pairs)))
        said = ", ".join("…" if each is None else repr(each) for each in arguments)
        return f"{name}({said})"

    def _applied(
        self,
        name: str,
        function: Callable[..., object],
        values: list[Part],
        named: dict[str, Part],
        offset: int,
    ) -> Part:
        label = self._noted(name, values, named)
        try:
            signature(function).bind(*values, **named)
        except TypeError:
            raise ExpressionError("wrong-arguments", offset, name=name, usage=usage(name)) from None
        self._fields(name, values, offset)
        if function is date_of and values[0].constant:
            return _known_date(values[0].constant[0], offset)
        if name == "filled":
            return parts.filled(values[0])
        if name == "lookup":
            for key in values[1 : len(values) - 1 : 2]:
                self._compared(values[0], key)
        return parts.called(function, label, values, named)

    def _fields(self, name: str, values: list[Part], offset: int) -> None:
        """Check the arguments that name a field of the rows, and note what is read of them."""
        path = values[0].path if values else None
        for at in FIELD_ARGUMENTS.get(name, ()):
            field_name = _text(values[at]) if at < len(values) else None
            if field_name is None:
                if at < len(values) and name not in ("min", "max"):
                    raise ExpressionError("field-in-quotes", offset, name=name)
                continue
            _plain(field_name, offset)
            if path is not None:
                self.reads.add((*path, field_name))
        if name in ROW_TESTS:
            operator = _text(values[2])
            if operator not in OPERATORS:
                known = " ".join(OPERATORS)
                raise ExpressionError("unknown-operator", offset, found=str(operator)[:20], known=known)
            if path is not None:
                row = Part(raw=values[0].raw, need=values[0].need, path=(*path, _text(values[1]) or ""))
                self._compared(row, values[3])


def usage(name: str) -> str:
    """How a function is called, by example."""
    return USAGE.get(name, f"{name}(…)")


def _text(part: Part) -> str | None:
    value = part.constant[0] if part.constant else None
    return value if isinstance(value, str) else None


def _plain(name: str, offset: int) -> None:
    if name.startswith("_"):
        raise ExpressionError("name-hidden", offset, name=name[:40])


def _known_date(text: object, offset: int) -> Part:
    try:
        return parts.literal(date_of(text))
    except EvaluationError as failure:
        raise ExpressionError(failure.code, offset, **failure.facts) from None


_FORMS: Mapping[type[nodes.Node], Callable[[_Compiler, Any, int], Part]] = {
    nodes.Const: _Compiler.const,
    nodes.Name: _Compiler.name,
    nodes.Getattr: _Compiler.getattr,
    nodes.Getitem: _Compiler.getitem,
    nodes.And: _Compiler.logical,
    nodes.Or: _Compiler.logical,
    nodes.Not: _Compiler.opposite,
    nodes.Compare: _Compiler.compare,
    nodes.CondExpr: _Compiler.condition,
    nodes.List: _Compiler.listing,
    nodes.Tuple: _Compiler.listing,
    nodes.Add: _Compiler.arithmetic,
    nodes.Sub: _Compiler.arithmetic,
    nodes.Mul: _Compiler.arithmetic,
    nodes.Div: _Compiler.arithmetic,
    nodes.Neg: _Compiler.negative,
    nodes.Call: _Compiler.call,
    nodes.Filter: _Compiler.filter,
}
_SIGNS: Mapping[type[nodes.Node], str] = {
    nodes.Add: "+",
    nodes.Sub: "-",
    nodes.Mul: "*",
    nodes.Div: "/",
    nodes.Pow: "**",
    nodes.Mod: "%",
    nodes.FloorDiv: "//",
    nodes.Concat: "~",
    nodes.Test: "is",
    nodes.Dict: "{ }",
    nodes.Pos: "+",
}
