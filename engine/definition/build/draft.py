"""The workbench of one file: nodes in, values out, with a note of every name used and where."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, TypeVar

from engine.calendar.moment import Duration, Moment, MomentError, parse_duration, parse_moment, parse_period
from engine.definition.model import Constant, Given, Text
from engine.definition.nodes import ListNode, MapNode, Node, ScalarNode
from engine.definition.titles import title_of
from engine.expression import Expression, ExpressionError, compile_expression
from engine.words.problems import Fact, Problem, Span

UseKind = Literal[
    "state", "role", "reader", "act", "form", "field", "answer", "corrector", "visible", "process", "source",
    "prefill", "template", "event", "independent", "fact", "initial", "emitted", "limit", "vote", "tie", "outcome",
    "same", "within", "stepper", "admins", "followed", "extended", "column", "shared_by",
    "calendar", "zone",
]  # fmt: skip
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A name in the file that must exist elsewhere. `state` is where it stands; `of` the thing it belongs to."""

    kind: UseKind
    name: str
    span: Span
    state: str | None = None
    of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpressionUse:
    """An expression and the names of its place beside those of the process, such as `item` or `person`."""

    expression: Expression
    node: ScalarNode
    shift: int = 0  # characters of the scalar before the expression
    state: str | None = None
    act: str = ""  # the act it belongs to
    purpose: Literal["", "compute", "limit", "formula", "unit"] = ""
    names: Mapping[str, Expression | None] = field(default_factory=dict)  # `item` -> the list it is a row of

    def quoted(self, text: str) -> Span:
        """Where a text stands in quotes; the beginning of the expression where it does not."""
        for quote in "'\"":
            at = self.expression.source.find(f"{quote}{text}{quote}")
            if at >= 0:
                return self.node.at(self.shift + at + 1)
        return self.node.at(self.shift)

    def part(self, path: Sequence[str], at: int) -> Span:
        """Where the part `at` of a dotted name stands."""
        whole = _word(self.expression.source, ".".join(path[: at + 1]))
        if whole is not None:
            return self.node.at(self.shift + whole + len(".".join(path[:at])) + 1)
        quoted = self.quoted(path[at])
        return quoted if quoted != self.node.at(self.shift) else self.place((path[at],))

    def place(self, path: Sequence[str]) -> Span:
        """Where a dotted name stands in the text; its beginning where the exact place is not known."""
        source = self.expression.source
        for text in (".".join(path), *reversed(path)):
            at = _word(source, text)
            if at is not None:
                return self.node.at(self.shift + at)
        return self.node.at(self.shift)


@dataclass(frozen=True, slots=True, kw_only=True)
class MomentUse:
    moment: Moment
    node: ScalarNode
    state: str | None = None

    def place(self, anchor: str) -> Span:
        at = _word(self.node.text, anchor)
        return self.node.at(at or 0)


_DUE = re.compile(r"(?<![\w.-])due\b")


@dataclass(slots=True)
class Draft:
    """What is gathered while one file is built. `bad` are ids of nodes that failed the check of form."""

    file: str
    bad: set[int] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)
    expressions: list[ExpressionUse] = field(default_factory=list)
    moments: list[MomentUse] = field(default_factory=list)
    unread: dict[str, list[Problem]] = field(default_factory=dict)  # setting -> why its texts are no moments
    places: dict[tuple[str, str], Span] = field(default_factory=dict)  # ("act", "approve") -> its key
    offered: Mapping[str, Expression | None] = field(default_factory=dict)  # names the present event brings along
    act: str = ""  # the act that is being built
    inherited: dict[str, Span] = field(default_factory=dict)  # acts of the process, which states inherit

    def report(self, code: str, span: Span, **facts: Fact) -> None:
        self.problems.append(Problem(code=code, span=span, facts=facts))

    def get(self, node: Node | None, key: str) -> Node | None:
        """The value of a key; None if it is absent or failed the check of form."""
        found = node.get(key) if isinstance(node, MapNode) else None
        return None if found is None or id(found) in self.bad else found

    def key(self, node: Node | None, key: str) -> ScalarNode | None:
        """A key itself, whatever became of its value."""
        return node.key(key) if isinstance(node, MapNode) else None

    def entries(self, node: Node | None) -> Iterator[tuple[ScalarNode, Node]]:
        """The entries that passed the check."""
        if isinstance(node, MapNode):
            yield from ((key, value) for key, value in node.entries if id(value) not in self.bad)

    def place_all(self, kind: str, node: Node | None) -> None:
        """Note the names a map defines, also of entries that failed the check of form."""
        for key, _ in node.entries if isinstance(node, MapNode) else ():
            self.places.setdefault((kind, key.text), key.span)

    def placed(self, kind: str) -> list[str]:
        return [name for each, name in self.places if each == kind]

    def items(self, node: Node | None) -> Iterator[Node]:
        """The items of a list that passed the check, or the one thing that stands in place of a list."""
        if isinstance(node, ListNode):
            yield from (item for item in node.items if id(item) not in self.bad)
        elif node is not None:
            yield node

    def texts(self, node: Node | None) -> tuple[str, ...]:
        return tuple(item.text for item in self.items(node) if isinstance(item, ScalarNode))

    def text(self, node: Node | None, default: str = "") -> str:
        return node.text if isinstance(node, ScalarNode) else default

    def number(self, node: Node | None) -> Decimal | None:
        value = node.value if isinstance(node, ScalarNode) else None
        return value if isinstance(value, Decimal) else None

    def count(self, node: Node | None) -> int | None:
        number = self.number(node)
        return None if number is None else int(number)

    def flag(self, node: Node | None) -> bool:
        return isinstance(node, ScalarNode) and node.value in (True, "yes")

    def translated(self, node: Node | None) -> Text:
        return {key.text: self.text(value) for key, value in self.entries(node)}

    def title(self, node: Node | None, name: str, span: Span) -> Text:
        """The title given, else the shipped one of that name, else a problem and the bare name."""
        given = node.get("title") if isinstance(node, MapNode) else None
        if given is not None:
            return self.translated(given) or {"en": name, "zh": name}
        shipped = title_of(name)
        if shipped is None:
            self.report("missing-title", span, name=name)
        return shipped or {"en": name, "zh": name}

    def use(self, kind: UseKind, node: Node | None, state: str | None = None, of: str = "") -> tuple[str, ...]:
        """Note the names in a scalar or a list of scalars, and give them."""
        for item in self.items(node):
            if isinstance(item, ScalarNode):
                self.uses.append(Use(kind=kind, name=item.text, span=item.span, state=state, of=of))
        return self.texts(node)

    def one(self, kind: UseKind, node: Node | None) -> str | None:
        """Note a single name, and give it."""
        return next(iter(self.use(kind, node)), None)

    def expression(
        self,
        node: Node | None,
        state: str | None = None,
        names: Mapping[str, Expression | None] | None = None,
        shift: int = 0,
        end: int | None = None,
        purpose: Literal["", "compute", "limit", "formula", "unit"] = "",
    ) -> Expression | None:
        """Compile the text of a scalar, or the part of it from `shift` to `end`, and note it for the checks."""
        if not isinstance(node, ScalarNode):
            return None
        try:
            made = compile_expression(node.text[shift:end])
        except ExpressionError as failure:
            self.report(failure.code, node.at(shift + failure.offset), **failure.facts)
            return None
        self.expressions.append(
            ExpressionUse(
                expression=made,
                node=node,
                shift=shift,
                state=state,
                act=self.act,
                names={**self.offered, **(names or {})},
                purpose=purpose,
            )
        )
        return made

    def moment(self, node: Node | None, state: str | None = None, due: str = "due") -> Moment | None:
        """A moment; `due` is whose limit the word means, a task's (`review.due`) where one is spoken of."""
        made = self._timed(node, parse_moment)
        if made is not None and due != "due":
            made = parse_moment(_DUE.sub(due, made.source))
        if made is not None and isinstance(node, ScalarNode):
            self.moments.append(MomentUse(moment=made, node=node, state=state))
        return made

    def duration(self, node: Node | None) -> Duration | None:
        return self._timed(node, parse_duration)

    def period(self, node: Node | None) -> Duration | None:
        return self._timed(node, parse_period)

    def _timed(self, node: Node | None, parse: Callable[[str], _T]) -> _T | None:
        if not isinstance(node, ScalarNode):
            return None
        try:
            return parse(node.text)
        except MomentError as failure:
            self.report(failure.code, node.at(failure.offset), **failure.facts)
            return None

    def given(
        self,
        node: Node,
        kind: str | None = None,
        state: str | None = None,
        names: Mapping[str, Expression | None] | None = None,
    ) -> Given | None:
        """A literal, or the expression after `=`. `kind` is the type of the field it is for."""
        if isinstance(node, ScalarNode) and isinstance(node.value, str) and node.text.lstrip().startswith("="):
            return self.expression(node, state, names, shift=node.text.index("=") + 1)
        return Constant(self.literal(node, kind))

    def literal(self, node: Node, kind: str | None = None) -> object:
        if isinstance(node, ListNode):
            return [self.literal(item) for item in node.items]
        if not isinstance(node, ScalarNode) or node.text == "none":
            return None
        if kind == "yes_no" and node.value in ("yes", "no"):
            return node.value == "yes"
        if kind == "date":
            return as_date(node.text) or node.value
        return node.value


def as_date(text: str) -> date | None:
    """The day `YYYY-MM-DD` names, if it does."""
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def _word(source: str, text: str) -> int | None:
    """Where `text` stands in `source` as a whole word, outside quotes."""
    at = -1
    while (at := source.find(text, at + 1)) >= 0:
        before, after = source[at - 1 : at], source[at + len(text) : at + len(text) + 1]
        if not (before.isalnum() or before in ("_", ".", "'", '"')) and not (after.isalnum() or after == "_"):
            return at
    return None
