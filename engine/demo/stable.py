"""Chance that is the same on every machine and in every run: a hash of what is asked, never a generator's state."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import TypeVar

Item = TypeVar("Item")
_SPAN = float(1 << 53)


def roll(*parts: object) -> float:
    """A number from 0 up to 1 that belongs to these parts."""
    return _rolled("\x1f".join(map(str, parts)))


@lru_cache(maxsize=100_000)  # asked again whenever somebody looks what they mean to do
def _rolled(told: str) -> float:
    return (int.from_bytes(blake2b(told.encode(), digest_size=8).digest(), "big") >> 11) / _SPAN


def between(low: float, high: float, *parts: object) -> float:
    """A number from `low` up to `high`."""
    return low + (high - low) * roll(*parts)


def pick(items: Sequence[Item], *parts: object) -> Item:
    """One of `items`, all equally likely."""
    return items[int(roll(*parts) * len(items))]


def shuffled(items: Sequence[Item], *parts: object) -> list[Item]:
    """`items` in an order that belongs to these parts."""
    order = sorted(range(len(items)), key=lambda index: roll(*parts, index))
    return [items[index] for index in order]
