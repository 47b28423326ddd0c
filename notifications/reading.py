"""What a template reads, found in its syntax tree without running it; and what it may not contain.

A read is a path of names from one of the offered variables. Names that loops and `set` introduce
are followed back to what they stand for, so that a path always begins at an offered variable. What
cannot be followed (an attribute of a computed value, a computed key) is refused, so that nothing is
read unseen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from jinja2 import nodes as n

from engine.words.problems import Problem, Span
from notifications.hints import hinted
from notifications.places import Occurrences
from notifications.sandbox import FILTERS, LOOP, TESTS

ITEM = "[]"
LOOP_PATH = ("loop",)  # what jinja offers inside a loop; no variable of ours
Path = tuple[str, ...]
Guards = frozenset[Path]
Scope = dict[str, Path | None]  # a local name and the path it stands for; None where it has none

_PARTS = (
    n.Output, n.TemplateData, n.Const, n.Compare, n.Operand, n.And, n.Or, n.Not, n.List, n.Add, n.Sub, n.Mul,
    n.Div, n.FloorDiv, n.Mod, n.Neg, n.Pos, n.CondExpr,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """One use of a variable. In `path`, `[]` stands for the items of a list.

    Its guards are paths tested by `is defined` around it: where one of them does not exist, neither
    does this use. `own` counts the last segments of the path that are written at this place.
    """

    path: Path
    own: int
    places: tuple[Span, ...]
    use: Use

    def place(self, index: int) -> Span | None:
        """Where segment `index` of the path is written, if it is written here."""
        here = index - (len(self.path) - self.own)
        return None if here < 0 else self.places[min(here, len(self.places) - 1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """How an expression is used: under which guards, printed as it is, allowed to be absent."""

    guards: Guards
    printed: bool = False
    optional: bool = False

    def inner(self) -> Use:
        return Use(guards=self.guards)

    def proven(self, paths: Guards) -> Use:
        return Use(guards=self.guards | paths)

    def read(self, path: Path, own: int, places: tuple[Span, ...]) -> Read:
        return Read(path=path, own=own, places=places, use=self)


@dataclass(slots=True, kw_only=True)
class Reader:
    """Walks one tree once; `reads` and `problems` hold what it met."""

    file: str
    occurrences: Occurrences
    reads: list[Read] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def block(self, body: Sequence[n.Node], scope: Scope, guards: Guards) -> None:
        use = Use(guards=guards)
        for node in body:
            match node:
                case n.For():
                    self.loop(node, scope, guards)
                case n.If():
                    self.choice(node, scope, guards)
                case n.Assign(target=n.Name() as target):
                    self.name_allowed(target.name, self.occurrences.word(target.name, node.lineno))
                    self.expression(node.node, scope, use)
                    scope[target.name] = self.followed(node.node, scope)
                case n.Output():
                    for each in node.nodes:
                        self.expression(each, scope, Use(guards=guards, printed=True))
                case _:
                    self.forbid(node)

    def loop(self, node: n.For, scope: Scope, guards: Guards) -> None:
        self.expression(node.iter, scope, Use(guards=guards))
        if not isinstance(node.target, n.Name) or node.recursive:
            self.forbid(node)
            return
        self.name_allowed(node.target.name, self.occurrences.word(node.target.name, node.lineno))
        path = self.followed(node.iter, scope)
        if path is not None and self.reads:
            places = self.reads[-1].places[-1:]  # those of the list itself
            self.reads.append(Use(guards=guards).read((*path, ITEM), 1, places))
        inner = {**scope, node.target.name: path and (*path, ITEM), "loop": LOOP_PATH}
        if node.test is not None:
            self.expression(node.test, inner, Use(guards=guards))
        self.block(node.body, inner, guards)
        self.block(node.else_, dict(scope), guards)

    def choice(self, node: n.If, scope: Scope, guards: Guards) -> None:
        branches = []
        for test, body in ((each.test, each.body) for each in (node, *node.elif_)):
            self.expression(test, scope, Use(guards=guards))
            branches.append(dict(scope))
            self.block(body, branches[-1], guards | self.proven(test, scope))
        branches.append(dict(scope))
        self.block(node.else_, branches[-1], guards)
        for name in {name for branch in branches for name in branch}:
            meanings = {branch.get(name) for branch in branches}
            scope[name] = meanings.pop() if len(meanings) == 1 else None

    def proven(self, test: n.Node, scope: Scope) -> Guards:
        """The paths that exist wherever this test holds."""
        match test:
            case n.And():
                return self.proven(test.left, scope) | self.proven(test.right, scope)
            case n.Test(name="defined"):
                path = self.followed(test.node, scope)
                return frozenset((path,)) if path else frozenset()
        return frozenset()

    def expression(self, node: n.Node, scope: Scope, use: Use) -> None:
        inner = use.inner()
        match node:
            case n.Name() | n.Getattr() | n.Getitem():
                self.variable(node, scope, use)
            case n.And():
                self.expression(node.left, scope, inner)
                self.expression(node.right, scope, inner.proven(self.proven(node.left, scope)))
            case n.CondExpr():
                self.expression(node.test, scope, inner)
                self.expression(node.expr1, scope, inner.proven(self.proven(node.test, scope)))
                if node.expr2 is not None:
                    self.expression(node.expr2, scope, inner)
            case n.Filter() | n.Test():
                self.applied(node, scope, inner)
            case n.Call(node=n.Name(name="range"), kwargs=[], dyn_args=None, dyn_kwargs=None):
                for bound in node.args:
                    self.expression(bound, scope, inner)
            case _ if isinstance(node, _PARTS):
                for each in node.iter_child_nodes():
                    self.expression(each, scope, inner)
            case _:
                self.forbid(node)

    def applied(self, node: n.Filter | n.Test, scope: Scope, use: Use) -> None:
        known: tuple[str, ...] = TESTS
        code = "template-test-unknown"
        if isinstance(node, n.Filter):
            known, code = (FILTERS, "template-filter-unknown")
        if node.name not in known:
            span = self.occurrences.word(node.name, node.lineno)
            self.problems.append(Problem(code=code, facts=hinted(node.name, known), span=span))
        if node.node is None or node.dyn_args is not None or node.dyn_kwargs is not None:
            self.forbid(node)
            return
        optional = node.name in ("default", "defined", "undefined")
        self.expression(node.node, scope, Use(guards=use.guards, optional=optional))
        for each in (*node.args, *(pair.value for pair in node.kwargs)):
            self.expression(each, scope, use)

    def variable(self, node: n.Node, scope: Scope, use: Use) -> None:
        root, rest = _chain(node)
        if not isinstance(root, n.Name):
            self.expression(root, scope, use.inner())
            origin = self.followed(root, scope)
            if origin is None:
                self.forbid(node, "template-attribute-of-computed")
            else:
                self.reads.append(use.read((*origin, *rest), len(rest), (Span(self.file, node.lineno),)))
            return
        places = self.occurrences.take((root.name, *rest), node.lineno)
        for index, segment in enumerate((root.name, *rest)):
            self.name_allowed(segment, places[min(index, len(places) - 1)])
        origin = scope.get(root.name, (root.name,))
        if root.name not in scope:
            self.reads.append(use.read((root.name, *rest), 1 + len(rest), places))
        elif origin is None or origin == LOOP_PATH:
            if (rest or origin == LOOP_PATH) and not (len(rest) == 1 and origin and rest[0] in LOOP):
                self.forbid(node, "template-attribute-of-computed")
        else:
            self.reads.append(use.read((*origin, *rest), len(rest), places[1:] or places))

    def followed(self, node: n.Node, scope: Scope) -> Path | None:
        """The path an expression stands for, or None if it is computed."""
        match node:
            case n.Name():
                return scope.get(node.name, (node.name,))
            case n.Getattr():
                base = self.followed(node.node, scope)
                return base and (*base, node.attr)
            case n.Getitem(arg=n.Const(value=str() | int() as key)):
                base = self.followed(node.node, scope)
                return base and (*base, key if isinstance(key, str) else ITEM)
            case n.Filter(name="first" | "last") if node.node is not None:
                base = self.followed(node.node, scope)
                return base and (*base, ITEM)
        return None

    def name_allowed(self, name: str, span: Span) -> None:
        if name.startswith("_"):
            self.problems.append(Problem(code="template-name-private", facts={"name": name}, span=span))

    def forbid(self, node: n.Node, code: str = "template-forbidden") -> None:
        facts = {"what": type(node).__name__.lower()} if code == "template-forbidden" else {}
        self.problems.append(Problem(code=code, facts=facts, span=Span(self.file, node.lineno)))


def _chain(node: n.Node) -> tuple[n.Node, list[str]]:
    """`a.b["c"][0]` as what it begins with and the names after it, `[]` for an item."""
    match node:
        case n.Getattr():
            root, rest = _chain(node.node)
            return root, [*rest, node.attr]
        case n.Getitem(arg=n.Const(value=str() | int() as key)):
            root, rest = _chain(node.node)
            return root, [*rest, key if isinstance(key, str) else ITEM]
    return node, []
