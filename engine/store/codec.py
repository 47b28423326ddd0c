"""Data as canonical text: one value, one text, and back again exactly. No floats, so no digit is ever lost.

Sorted keys, no spaces. Dates and decimals wear a tag: `{"$n":"1.50"}` a number, `{"$on":"2026-07-01"}` a day,
`{"$at":"2026-07-01T08:00:00.000000Z"}` an instant. A key that begins with `$` gets a second one.
A tuple comes back as a list, an instant in UTC, a text with an order of its own as plain text.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from engine.store.tables.types import instant_text


def encode(value: object) -> str:
    """The canonical text. Raises TypeError for what is not plain data, ValueError for NaN or a naive time."""
    plain = _plain(value)
    text = _ENCODER.encode(plain)
    try:
        text.encode()
    except UnicodeEncodeError:  # half of a surrogate pair: no database takes it as it stands
        return _ESCAPING.encode(plain)
    return text


def decode(text: str) -> Any:
    """The value behind a canonical text. Raises ValueError for anything `encode` would not have written."""
    return _DECODER.decode(text)


def _plain(value: object) -> Any:
    found = _BY_TYPE.get(type(value))
    if found is not None:
        return found(value)
    for kind, convert in _BY_PARENT:
        if isinstance(value, kind):
            return convert(value)
    raise TypeError(f"not plain data: {type(value).__name__} {value!r}")


def _same(value: Any) -> Any:
    return value


def _number(value: Decimal) -> dict[str, str]:
    if not value.is_finite():
        raise ValueError(f"not a finite number: {value!r}")
    return {"$n": str(value)}


def _day(value: date) -> dict[str, str]:
    return {"$on": value.isoformat()}


def _instant(value: datetime) -> dict[str, str]:
    if value.utcoffset() is None:
        raise ValueError(f"an instant needs a time zone: {value!r}")
    return {"$at": instant_text(value)}


def _list(values: Any) -> list[Any]:
    return [each if type(each) in _ATOMS else _plain(each) for each in values]


def _group(values: Mapping[Any, Any]) -> dict[str, Any]:
    try:
        plain_keys = "$" not in "".join(values)
    except TypeError:
        plain_keys = False  # `_key` says what is wrong
    if plain_keys:
        return {key: each if type(each) in _ATOMS else _plain(each) for key, each in values.items()}
    return {_key(key): each if type(each) in _ATOMS else _plain(each) for key, each in values.items()}


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError(f"a key must be text: {key!r}")
    return "$" + key if key[:1] == "$" else str(key)


_ATOMS = frozenset({str, bool, int, type(None)})
_BY_TYPE: Mapping[type, Callable[[Any], Any]] = {
    str: _same,
    bool: _same,
    int: _same,
    type(None): _same,
    Decimal: _number,
    datetime: _instant,
    date: _day,
    list: _list,
    tuple: _list,
    dict: _group,
}
# A parent type comes after its children: a datetime is a date, a bool an int.
_BY_PARENT: tuple[tuple[type, Callable[[Any], Any]], ...] = (
    (str, str),
    (datetime, _instant),
    (date, _day),
    (Decimal, _number),
    (Mapping, _group),
)
_READ: Mapping[str, Callable[[str], Any]] = {
    "$n": Decimal,
    "$on": date.fromisoformat,
    "$at": datetime.fromisoformat,
}


def _untag(found: dict[str, Any]) -> Any:
    if len(found) == 1:
        ((key, value),) = found.items()
        read = _READ.get(key)
        if read is not None:
            return read(value)
    if "$" in "".join(found):  # rarely, and never in a name of ours
        return {key.removeprefix("$"): value for key, value in found.items()}
    return found


def _no_float(text: str) -> Any:
    raise ValueError(f"a number without its tag: {text}")


_ENCODER = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"), check_circular=False
)
_ESCAPING = json.JSONEncoder(
    ensure_ascii=True, allow_nan=False, sort_keys=True, separators=(",", ":"), check_circular=False
)
_DECODER = json.JSONDecoder(object_hook=_untag, parse_float=_no_float, parse_constant=_no_float)
