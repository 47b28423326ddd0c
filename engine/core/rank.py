"""Independence and rank: who took part before, and who stands above them in the line of managers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from engine.core.case import Case
from engine.core.lookups import parent_actors
from engine.core.someone import Someone

LONGEST_LINE = 50  # of managers above each other; more is a circle


@dataclass(frozen=True, slots=True)
class Lower:
    """An act or role a person does not stand above, and whoever of it they are not above; None: nobody did it yet."""

    of: str
    person: str | None


def actors(case: Case, name: str) -> tuple[str, ...]:
    """Who did an act, or holds a role, here or, as `parent.x`, in the parent."""
    head, _, rest = name.partition(".")
    if head == "parent":
        return tuple(sorted(parent_actors(case, rest)))
    record = case.acts.get(name)
    return (*(record.by if record else ()), *case.roles.get(name, ()))


def involved(case: Case, person: str, names: Iterable[str]) -> Iterator[str]:
    """Those of these acts and roles in which a person took part."""
    return (name for name in names if person in actors(case, name))


def not_above(case: Case, person: str, names: Sequence[str]) -> Iterator[Lower]:
    """Those of these acts and roles somebody of which a person does not stand above; also where nobody is known."""
    for name in names:
        below = actors(case, name)
        equal = [each for each in below if person not in _line(case, each)]
        if equal or not below:
            yield Lower(of=name, person=equal[0] if equal else None)


def _line(case: Case, person: str) -> set[str]:
    """Those above somebody. Nobody stands above themselves, not even where managers go in a circle."""
    found: set[str] = set()
    at = case.someone(person).fact("manager")
    while isinstance(at, Someone) and at.id not in found | {person} and len(found) < LONGEST_LINE:
        found.add(at.id)
        at = at.fact("manager")
    return found
