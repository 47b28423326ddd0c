"""The one Jinja2 environment templates run in: plain data in, bounded text out.

Attributes are keys of mappings and nothing else, so no attribute leads to Python. What could grow
without bound (products of texts, powers, endless loops) is refused: the nodes before compiling,
because compiling folds constants, the rest while it runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sized
from decimal import Decimal
from functools import cache
from typing import Any

from jinja2 import StrictUndefined, Undefined
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import pass_context

from notifications.formats import Formats

RANGE_LIMIT = 1_000
LOOP_LIMIT = 20_000  # turns of all loops of one template together
NUMBER_LIMIT = 10**18
BUDGET = "_budget"  # a context variable templates cannot name: names with _ are refused
COUNTED = "_counted"
KEPT_FILTERS = ("default", "first", "last", "length", "lower", "trim", "upper")
FILTERS = (*KEPT_FILTERS, "date", "join", "lines", "moment", "number")
TESTS = ("defined", "none", "undefined")
LOOP = dict.fromkeys(("index", "index0", "first", "last", "length", "revindex"), True)


class Sandbox(ImmutableSandboxedEnvironment):
    """Resolves names in mappings only, and counts with bounded numbers only."""

    intercepted_binops = frozenset(("+", "-", "*", "/", "//", "%", "**"))

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, Mapping):
            try:
                return obj[attribute]
            except KeyError:
                return self.undefined(obj=obj, name=attribute)
        if isinstance(obj, Undefined):
            return obj
        if isinstance(obj, LoopContext) and attribute in LOOP:
            return getattr(obj, attribute)
        return self.undefined(f"{type(obj).__name__} has no {attribute!r}")

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(argument, str):
            return self.getattr(obj, argument)
        if isinstance(obj, list | tuple) and isinstance(argument, int):
            try:
                return obj[argument]
            except IndexError:
                return self.undefined(f"there is no item {argument}")
        return self.undefined(f"{type(obj).__name__} has no {argument!r}")

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        numbers = [_exact(value) for value in (left, right)]
        result = self.binop_table[operator](*numbers)
        if abs(result) > NUMBER_LIMIT:
            raise SecurityError("the number is too large")
        return result


def _exact(value: Any) -> int | Decimal:
    if isinstance(value, float):
        return Decimal(str(value))
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return value
    raise SecurityError(f"arithmetic is for numbers, not {type(value).__name__}")


@cache
def sandbox(language: str) -> Sandbox:
    """The environment whose filters write `language`."""
    environment = Sandbox(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False)
    formats = Formats(language)
    environment.filters = {name: environment.filters[name] for name in KEPT_FILTERS}
    environment.filters |= formats.filters()
    environment.filters[COUNTED] = _counted
    environment.tests = {name: environment.tests[name] for name in TESTS}
    environment.globals = {"range": _limited_range}
    environment.finalize = formats.written
    return environment


@pass_context
def _counted(context: Context, values: Iterable[Any]) -> Iterable[Any]:
    """What a loop runs over, taken from the turns this rendering has left."""
    if isinstance(values, str | Mapping) or not isinstance(values, Sized):
        if isinstance(values, Undefined):
            return values  # it raises by itself, naming what is missing
        raise TypeError(f"a list is needed, not {type(values).__name__}")
    budget = context[BUDGET]
    budget[0] -= len(values)
    if budget[0] < 0:
        raise SecurityError(f"more than {LOOP_LIMIT} turns of loops")
    return values


def _limited_range(*bounds: int) -> range:
    found = range(*bounds)
    if len(found) > RANGE_LIMIT:
        raise SecurityError(f"a range of more than {RANGE_LIMIT}")
    return found
