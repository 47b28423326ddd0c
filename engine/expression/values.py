"""The values expressions meet: kinds, equality, order and reading an attribute. No arithmetic."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from operator import ge, gt, le, lt
from typing import Any, Final, Protocol, TypeGuard

from engine.expression.errors import EvaluationError
from engine.words.problems import Fact
from engine.words.texts.expression import KINDS


class Missing(Enum):
    """The type of `MISSING`, the value of a known name that has none."""

    MISSING = "missing"

    def __repr__(self) -> str:
        return "MISSING"


MISSING: Final = Missing.MISSING


class Entity(Protocol):
    """A person, unit or instance: read by fact name (KeyError if unknown), compared with `==`."""

    def fact(self, name: str, /) -> object: ...


class Ordered(str):
    """A choice whose options have an order: equal by text, `<` by position in `options`."""

    options: tuple[str, ...]

    def __new__(cls, text: str, options: Collection[str]) -> Ordered:
        made = super().__new__(cls, text)
        made.options = tuple(options)
        return made

    def __reduce__(self) -> tuple[type[Ordered], tuple[str, tuple[str, ...]]]:
        return (Ordered, (str(self), self.options))


LISTS = (list, tuple, set, frozenset)
ORDERS: Mapping[str, Callable[[Any, Any], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge}


def is_number(value: object) -> TypeGuard[int | Decimal]:
    """A whole or decimal number; yes and no are not numbers."""
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def is_list(value: object) -> TypeGuard[list[object] | tuple[object, ...] | frozenset[object]]:
    return isinstance(value, LISTS)


def is_entity(value: object) -> TypeGuard[Entity]:
    return callable(getattr(value, "fact", None))


def kind_of(value: object) -> str:
    """One of the keys of `KINDS`, the kinds a reader is told."""
    if isinstance(value, bool):
        return "yes_no"
    for kind, types in _KINDS:
        if isinstance(value, types):
            return kind
    return "entity" if is_entity(value) else "unknown"


_KINDS: tuple[tuple[str, type | tuple[type, ...]], ...] = (
    ("number", (int, Decimal)),
    ("text", str),
    ("moment", datetime),
    ("date", date),
    ("missing", Missing),
    ("list", LISTS),
    ("group", Mapping),
)


def spoken_kind(value: object) -> Fact:
    """The kind of `value` as a fact for a text, in every language."""
    return KINDS[kind_of(value)]


def same(left: object, right: object) -> bool:
    """Equality without surprises: yes is not 1, and a moment equals the date it falls on."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, date) and isinstance(right, date):
        left, right = _by_day(left, right)
    if is_list(left) and is_list(right):  # a tuple of the data equals a list of the source
        return len(left) == len(right) and all(map(same, left, right))
    try:
        return bool(left == right)
    except ArithmeticError:  # a signalling NaN
        return False


def equal(left: object, right: object) -> bool:
    """`==` as written: two kinds that can never be equal are an EvaluationError."""
    if type(left) is not type(right):
        kinds = {kind_of(left), kind_of(right)}
        if len(kinds) > 1 and kinds != {"date", "moment"} and kinds != {"entity", "group"}:
            raise EvaluationError("kinds-differ", left=spoken_kind(left), right=spoken_kind(right))
    return same(left, right)


def ordered(operator: str, left: object, right: object) -> bool:
    """`<`, `<=`, `>`, `>=` between numbers, dates, or a choice and one of its options."""
    if is_number(left) and is_number(right):
        return _attempt(operator, left, right)
    if isinstance(left, date) and isinstance(right, date):
        return _attempt(operator, *_by_day(left, right))
    if isinstance(left, str) and isinstance(right, str):
        return ORDERS[operator](*_positions(left, right))
    code = "no-order" if kind_of(left) == kind_of(right) else "kinds-differ"
    raise EvaluationError(code, left=spoken_kind(left), right=spoken_kind(right))


def _attempt(operator: str, left: object, right: object) -> bool:
    try:
        return ORDERS[operator](left, right)
    except (TypeError, ArithmeticError) as failure:  # a naive beside an aware moment, a NaN
        raise EvaluationError("no-order", left=spoken_kind(left), right=spoken_kind(right)) from failure


def _by_day(left: date, right: date) -> tuple[date, date]:
    if isinstance(left, datetime) and isinstance(right, datetime):
        return left, right
    return day_of(left), day_of(right)


def day_of(value: date) -> date:
    """The day of a date or a moment; a moment stands in the zone it carries."""
    return value.date() if isinstance(value, datetime) else value


def _positions(left: str, right: str) -> tuple[int, int]:
    options = left.options if isinstance(left, Ordered) else getattr(right, "options", None)
    if options is None or (isinstance(right, Ordered) and right.options != options):
        raise EvaluationError("no-order", left=spoken_kind(left), right=spoken_kind(right))
    return position(left, options), position(right, options)


def position(text: str, options: tuple[str, ...]) -> int:
    """Where `text` stands in `options`, worst first."""
    try:
        return options.index(text)
    except ValueError:
        raise EvaluationError("not-an-option", found=text[:80], options=", ".join(options)) from None


def contains(item: object, container: object) -> bool:
    """`in`: among a list by equality, or as a part of a text."""
    if is_list(container):
        return any(same(item, each) for each in container)
    if isinstance(container, str) and isinstance(item, str):
        return item in container
    raise EvaluationError("not-a-list", found=spoken_kind(container), item=spoken_kind(item))


def attribute(value: object, name: str) -> object:
    """`value.name`: a key of a group, a fact of an entity, or that of every row of a list.

    An absent key of a group is MISSING, rows without a value are left out of a column. Python
    attributes are never read.
    """
    if value is MISSING:
        return MISSING
    found: object
    if is_entity(value):
        try:
            found = value.fact(name)
        except KeyError:
            raise EvaluationError("unknown-fact", name=name) from None
    elif isinstance(value, Mapping):
        found = value.get(name)
    elif is_list(value):
        column = (attribute(row, name) for row in value)
        return [each for each in column if each is not MISSING]
    else:
        raise EvaluationError("no-fields", found=spoken_kind(value), name=name)
    return MISSING if found is None else found


def is_filled(value: object) -> bool:
    """Whether there is something: not missing, not blank, not an empty list."""
    if value is None or value is MISSING:
        return False
    if isinstance(value, str):
        return bool(value.strip())
    return len(value) > 0 if is_list(value) or isinstance(value, Mapping) else True
