"""Values as a reader knows them: options by their titles, people by their names, yes and no in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from engine.cli.paper import value
from engine.cli.session import Session

if TYPE_CHECKING:
    from engine.definition.model import Text


def said(session: Session, found: object, words: Mapping[str, Text], people: Mapping[str, str]) -> str:
    """One value in one line; `words` are the titles of its options, `people` the names of ids."""
    if isinstance(found, bool):
        return session.say("yes" if found else "no")
    if isinstance(found, Mapping):
        return "; ".join(
            session.term(said(session, name, words, {}), said(session, each, words, people))
            for name, each in found.items()
            if each is not None
        )
    if isinstance(found, list | tuple):
        return ", ".join(said(session, each, words, people) for each in found)
    if isinstance(found, str) and people.get(found, found) != found:
        return f"{people[found]} ({found})"
    title = words.get(value(found))
    return session.pick(title) if title else value(found)
