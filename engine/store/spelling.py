"""A mapping as canonical text, entry by entry, so that what did not change is neither spelled nor read again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from engine.store.codec import decode, encode
from engine.words.values import value

_NOTHING: Mapping[str, str] = {}


@value(frozen=True, slots=True)
class Spelled:
    """`text` is all of it, `texts` each entry alone; `fresh` are the entries that were not known before."""

    text: str
    texts: Mapping[str, str]
    fresh: frozenset[str]


def spell(
    entries: Mapping[str, Any], before: Mapping[str, Any] | None = None, known: Mapping[str, str] = _NOTHING
) -> Spelled:
    """`known` holds texts of entries of `before`; those that are the same to the last digit are taken from there."""
    texts: dict[str, str] = {}
    fresh = []
    for name in sorted(entries):
        part = entries[name]
        if before is not None and name in known and name in before and untouched(before[name], part):
            texts[name] = known[name]
        else:
            texts[name] = encode(part)
            fresh.append(name)
    whole = ",".join([_head(name) + text for name, text in texts.items()])
    return Spelled("{" + whole + "}", texts, frozenset(fresh))


def read_again(spelled: Spelled, before: Mapping[str, Any] | None) -> dict[str, Any]:
    """What `decode` would make of the text; `before` holds, as they were read, the entries that are not fresh."""
    return {
        name: decode(text) if before is None or name in spelled.fresh else before[name]
        for name, text in spelled.texts.items()
    }


def untouched(old: object, new: object) -> bool:
    """Whether a value is the same to the last digit. A decision leaves in place what it does not write."""
    if old is new:
        return True
    if isinstance(old, dict) and isinstance(new, dict):
        return old.keys() == new.keys() and all(_alike(old[name], part) for name, part in new.items())
    if isinstance(old, tuple) and isinstance(new, tuple):
        return len(old) == len(new) and all(map(_alike, old, new))
    return _alike(old, new)


def _alike(old: object, new: object) -> bool:
    if old is new:
        return True
    return type(old) is type(new) and isinstance(new, str | bool | int | Decimal | date) and f"{old}" == f"{new}"


@lru_cache(maxsize=10_000)
def _head(name: str) -> str:
    return encode({name: 0})[1:-2]
