"""The closures a compiled expression is made of: one small factory per form of syntax.

A part is asked in two ways. `raw` gives its value or MISSING; `need` never gives MISSING but
raises MissingValue naming the first part of the path that had no value.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal

from engine.expression.arithmetic import calculate, negated
from engine.expression.errors import EvaluationError, MissingValue
from engine.expression.scope import Scope
from engine.expression.values import (
    MISSING,
    ORDERS,
    attribute,
    contains,
    equal,
    is_filled,
    is_number,
    ordered,
    spoken_kind,
)

Evaluate = Callable[[Scope], object]
Test = Callable[[object, object], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One compiled piece of syntax.

    `label` says what to call it when it has no value, `path` is set if it only reads names, and
    `constant` (in a tuple) if it is a literal.
    """

    raw: Evaluate
    need: Evaluate
    label: tuple[str, ...] = ()
    path: tuple[str, ...] | None = None
    constant: tuple[object] | None = None


def sure(evaluate: Evaluate, constant: tuple[object] | None = None) -> Part:
    """A part that always has a value."""
    return Part(raw=evaluate, need=evaluate, constant=constant)


def literal(value: object) -> Part:
    return sure(lambda _: value, (value,))


def unsure(raw: Evaluate, label: tuple[str, ...]) -> Part:
    """A part that may be MISSING and has no path to name it by but `label`."""

    def need(scope: Scope) -> object:
        value = raw(scope)
        if value is MISSING:
            raise MissingValue(label)
        return value

    return Part(raw=raw, need=need, label=label)


def named(name: str) -> Part:
    def raw(scope: Scope) -> object:
        try:
            value = scope.name(name)
        except KeyError:
            raise EvaluationError("unknown-name", name=name) from None
        return MISSING if value is None else value

    part = unsure(raw, (name,))
    return Part(raw=raw, need=part.need, label=(name,), path=(name,))


def read(owner: Part, name: str) -> Part:
    label = (*owner.label, name)
    owner_raw, owner_need = owner.raw, owner.need

    def raw(scope: Scope) -> object:
        return attribute(owner_raw(scope), name)

    def need(scope: Scope) -> object:
        value = attribute(owner_need(scope), name)
        if value is MISSING:
            raise MissingValue(label)
        return value

    path = None if owner.path is None else (*owner.path, name)
    return Part(raw=raw, need=need, label=label, path=path)


def truth(part: Part) -> Callable[[Scope], bool]:
    need = part.need

    def test(scope: Scope) -> bool:
        value = need(scope)
        if value is True or value is False:
            return value
        raise EvaluationError("not-yes-or-no", found=spoken_kind(value))

    return test


def all_hold(parts: Sequence[Part]) -> Part:
    tests = [truth(part) for part in parts]

    def evaluate(scope: Scope) -> bool:
        for test in tests:  # noqa: SIM110 - a generator would double the cost of every condition
            if not test(scope):
                return False
        return True

    return sure(evaluate)


def one_holds(parts: Sequence[Part]) -> Part:
    tests = [truth(part) for part in parts]

    def evaluate(scope: Scope) -> bool:
        for test in tests:  # noqa: SIM110
            if test(scope):
                return True
        return False

    return sure(evaluate)


def opposite(part: Part) -> Part:
    test = truth(part)
    return sure(lambda scope: not test(scope))


def choice(condition: Part, then: Part, otherwise: Part) -> Part:
    test = truth(condition)

    def raw(scope: Scope) -> object:
        return then.raw(scope) if test(scope) else otherwise.raw(scope)

    def need(scope: Scope) -> object:
        return then.need(scope) if test(scope) else otherwise.need(scope)

    return Part(raw=raw, need=need, label=then.label or otherwise.label)


def comparison(first: Part, rest: Sequence[tuple[str, Part]]) -> Part:
    """`a < b`, or a chain `a < b < c` in which every operand is asked once at most."""
    if len(rest) == 1:
        return sure(_pair(first.need, TESTS[rest[0][0]], rest[0][1].need))
    tests = [(TESTS[operator], part.need) for operator, part in rest]
    head = first.need

    def evaluate(scope: Scope) -> bool:
        left = head(scope)
        for test, need in tests:
            right = need(scope)
            if not test(left, right):
                return False
            left = right
        return True

    return sure(evaluate)


def _pair(left: Evaluate, test: Test, right: Evaluate) -> Evaluate:
    return lambda scope: test(left(scope), right(scope))


def _ordering(sign: str) -> Test:
    apply = ORDERS[sign]

    def test(left: object, right: object) -> bool:
        # the common case first: finite decimals and whole numbers need no look at kinds
        if type(left) is Decimal and type(right) is int and left.is_finite():
            return apply(left, right)
        return ordered(sign, left, right)

    return test


TESTS: dict[str, Test] = {
    "eq": equal,
    "ne": lambda left, right: not equal(left, right),
    "lt": _ordering("<"),
    "lteq": _ordering("<="),
    "gt": _ordering(">"),
    "gteq": _ordering(">="),
    "in": contains,
    "notin": lambda left, right: not contains(left, right),
}


def arithmetic(sign: str, left: Part, right: Part) -> Part:
    left_need, right_need = left.need, right.need
    return sure(lambda scope: calculate(sign, left_need(scope), right_need(scope)))


def negative(part: Part) -> Part:
    if part.constant and is_number(part.constant[0]):
        return literal(-part.constant[0])
    need = part.need
    return sure(lambda scope: negated(need(scope)))


def listing(parts: Sequence[Part]) -> Part:
    if all(part.constant for part in parts):
        values = [part.constant[0] for part in parts if part.constant]
        return sure(lambda _: values, (tuple(values),))
    needs = [part.need for part in parts]
    return sure(lambda scope: [need(scope) for need in needs])


def filled(part: Part) -> Part:
    raw = part.raw
    return sure(lambda scope: is_filled(raw(scope)))


def called(function: Callable[..., object], label: str, parts: Sequence[Part], named_parts: dict[str, Part]) -> Part:
    """A call of a published function; a value missing in a row is named by the list's path."""
    needs = [part.need for part in parts]
    named_needs = {name: part.need for name, part in named_parts.items()}
    owner = parts[0].label if parts else ()

    def raw(scope: Scope) -> object:
        values = [need(scope) for need in needs]
        others = {name: need(scope) for name, need in named_needs.items()}
        try:
            return function(*values, **others)
        except MissingValue as missing:
            raise MissingValue((*(owner or (label,)), *missing.path)) from None

    return unsure(raw, (label,))


def asked(name: str, label: str, parts: Sequence[Part], named_parts: dict[str, Part]) -> Part:
    """A call of a function that the scope provides."""
    needs = [part.need for part in parts]
    named_needs = {key: part.need for key, part in named_parts.items()}

    def raw(scope: Scope) -> object:
        function: object = None
        with suppress(KeyError):
            function = scope.name(name)
        if not callable(function):
            raise EvaluationError("function-not-here", name=name)
        values = [need(scope) for need in needs]
        found = function(*values, **{key: need(scope) for key, need in named_needs.items()})
        return MISSING if found is None else found

    return unsure(raw, (label,))
