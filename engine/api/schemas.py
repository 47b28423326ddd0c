"""The schema of an answer, made of the value it shows: what `words.plain` writes, said in types for OpenAPI."""

from __future__ import annotations

import types
from collections.abc import Collection, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, ForwardRef, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import create_model

from engine.api.problems import Finding
from engine.words.problems import Problem

_MAKING: set[type] = set()


@cache
def schema_of(kind: type) -> Any:
    """A pydantic model with the names and types a dataclass has as JSON."""
    assert is_dataclass(kind)
    hints = get_type_hints(kind)
    _MAKING.add(kind)
    parts: dict[str, Any] = {each.name: (_as_json(hints[each.name]), ...) for each in fields(kind)}
    _MAKING.discard(kind)
    made = create_model(kind.__name__, __doc__=kind.__doc__, **parts)
    made.model_rebuild(_types_namespace={kind.__name__: made})  # one that holds others of its kind
    return made


def _as_json(hint: Any) -> Any:
    origin, args = get_origin(hint), get_args(hint)
    if origin is Literal:
        return hint
    if origin in (Union, types.UnionType):
        return Union[tuple(_as_json(each) for each in args)]  # noqa: UP007 - made of a list
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return dict[str, _as_json(args[1])]  # type: ignore[misc]
    if isinstance(origin, type) and issubclass(origin, Collection):
        return _listed(origin, args)
    return _plain(hint)


def _listed(origin: type, args: tuple[Any, ...]) -> Any:
    if origin is tuple and args[-1] is not Ellipsis:
        return list[Union[tuple(_as_json(each) for each in args)]]  # type: ignore[misc]  # noqa: UP007
    return list[_as_json(args[0])]  # type: ignore[misc]


def _plain(hint: Any) -> Any:
    if hint is Problem:
        return Finding
    if hint is Decimal:
        return str
    if hint in (datetime, date, str, int, bool, float, type(None)):
        return hint
    if isinstance(hint, type) and is_dataclass(hint):
        return ForwardRef(hint.__name__) if hint in _MAKING else schema_of(hint)
    return Any
