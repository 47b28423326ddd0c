"""How a command ends: one number for each kind of outcome, the same everywhere."""

from __future__ import annotations

from collections.abc import Mapping

from engine.words.errors import (
    Conflict,
    DefinitionInvalid,
    DefinitionLost,
    Misuse,
    NotFound,
    Refused,
    ReviewflowError,
    Unavailable,
)

EXITS: Mapping[str, int] = {
    "done": 0,
    "findings": 1,
    "misuse": 2,
    "refused": 3,
    "not-found": 4,
    "conflict": 5,
    "unavailable": 6,
    "internal": 70,
}
_KINDS: tuple[tuple[type[ReviewflowError], str], ...] = (
    (DefinitionLost, "unavailable"),
    (DefinitionInvalid, "findings"),
    (Refused, "refused"),
    (NotFound, "not-found"),
    (Conflict, "conflict"),
    (Unavailable, "unavailable"),
    (Misuse, "misuse"),
)


def exit_of(failure: ReviewflowError) -> int:
    """The exit code of an error; one of no known kind is what a file or a value was wrong with."""
    return next((EXITS[name] for kind, name in _KINDS if isinstance(failure, kind)), EXITS["findings"])
