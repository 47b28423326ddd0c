"""A person (or a unit) as expressions see one: facts by name, each fact that is read written down for replays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, TypeGuard

from engine.core.world import People, Person
from engine.expression import MISSING
from engine.expression.served import FactPeriod

OVER_TIME = " over time"  # what a past is noted under, beside the fact's name
_PLAIN = frozenset({str, bool, int, date, type(None)})


def _is_person(found: object) -> TypeGuard[Person]:
    """What the protocol asks for, at a twentieth of the price."""
    return hasattr(found, "fact") and hasattr(found, "id")


class Someone:
    """Equal by id. A person nobody knows any more still has an id; every other fact is missing.

    Who it is is looked up when a fact is asked for: most are only counted or compared.
    """

    __slots__ = ("_people", "_read", "_who", "id")

    def __init__(self, id: str, read: dict[str, Any], people: People | None, who: Person | None = None) -> None:
        self.id = id
        self._read = read
        self._people = people
        self._who = who

    def fact(self, name: str) -> object:
        """A fact's value; people come back as `Someone`. KeyError for a fact nobody declared."""
        if name == "id":
            return self.id
        if self._people is not None:
            self._who, self._people = self._people.known(self.id), None
        found = MISSING if self._who is None else self._who.fact(name)
        if type(found) in _PLAIN:  # nearly always, and far cheaper to ask than for a protocol
            self._read[f"{self.id}.{name}"] = found
            return found
        if _is_person(found):
            self._read[f"{self.id}.{name}"] = found.id
            return Someone(found.id, self._read, None, found)
        if isinstance(found, list | tuple) and any(_is_person(each) for each in found):
            self._read[f"{self.id}.{name}"] = [each.id for each in found]
            return [Someone(each.id, self._read, None, each) for each in found]
        self._read[f"{self.id}.{name}"] = None if found is MISSING else found
        return found

    def history(self, name: str) -> Sequence[FactPeriod]:
        """What a fact was from when until when; people are `Someone`. KeyError for a fact nobody declared."""
        if self._people is not None:
            self._who, self._people = self._people.known(self.id), None
        found = () if self._who is None else self._who.history(name)
        self._read[f"{self.id}.{name}{OVER_TIME}"] = [
            [_noted(each.value), each.from_on, each.until_on] for each in found
        ]
        return [replace(each, value=self._seen(each.value)) for each in found]

    def _seen(self, value: object) -> object:
        if _is_person(value):
            return Someone(value.id, self._read, None, value)
        return [self._seen(each) for each in value] if isinstance(value, list | tuple) else value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Someone) and self.id == other.id

    def __hash__(self) -> int:
        return hash(self.id)

    def __str__(self) -> str:
        name = self.fact("name")
        return self.id if name is MISSING else str(name)


def _noted(value: object) -> object:
    if isinstance(value, list | tuple):
        return [_noted(each) for each in value]
    return value.id if _is_person(value) else value


def ids(found: object) -> tuple[str, ...]:
    """The ids in what an expression over people gave: one person, several, an id, or nobody."""
    if found is None or found is MISSING:
        return ()
    if isinstance(found, Someone):
        return (found.id,)
    if isinstance(found, str):
        return (found,)
    if isinstance(found, Iterable):
        return tuple(dict.fromkeys(each for part in found for each in ids(part)))
    return ()
