"""Independence and rank: who took part before, and who stands above them in the line of managers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.core.case import Case
from engine.core.lookups import parent_actors
from engine.core.someone import Someone

HIGHEST = 50  # managers of managers; more is a circle


def actors(case: Case, name: str) -> tuple[str, ...]:
    """Who did an act, or holds a role, here or, as `parent.x`, in the parent."""
    head, _, rest = name.partition(".")
    if head == "parent":
        return tuple(sorted(parent_actors(case, rest)))
    record = case.acts.get(name)
    return (*(record.by if record else ()), *case.roles.get(name, ()))


def involved(case: Case, person: str, names: Iterable[str]) -> str | None:
    """The first of these acts and roles in which a person took part."""
    return next((name for name in names if person in actors(case, name)), None)


def not_above(case: Case, person: str, names: Sequence[str]) -> str | None:
    """The first of these acts and roles somebody of which a person does not stand above; also where nobody is."""
    for name in names:
        below = actors(case, name)
        if not below or not all(person in _line(case, each) for each in below):
            return name
    return None


def _line(case: Case, person: str) -> set[str]:
    """The managers of somebody, and theirs."""
    found: set[str] = set()
    at = case.someone(person).fact("manager")
    while isinstance(at, Someone) and at.id not in found and len(found) < HIGHEST:
        found.add(at.id)
        at = at.fact("manager")
    return found
