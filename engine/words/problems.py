"""A problem is data: severity, code, facts and where it stands. Text comes last, per reader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Literal

from engine.words.texts import say

Fact = str | int | None | Mapping[str, str]  # a Mapping is a text in several languages


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a file; line and column count from 1."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A finding (with a span) or a blocker (without). `code` names a text in `engine.words.texts`."""

    code: str
    facts: Mapping[str, Fact] = field(default_factory=dict)
    span: Span | None = None
    severity: Literal["error", "warning"] = "error"

    @property
    def order(self) -> tuple[str, int, int, str]:
        place = self.span or Span("")
        return (place.file, place.line, place.column, self.code)

    def text(self, language: str = "en") -> str:
        return say(self.code, language, self.facts)


def located(problem: Problem, language: str = "en") -> str:
    """`file:line:column: error[code]: text`, the form editors and people can jump from."""
    where = f"{problem.span}: " if problem.span else ""
    return f"{where}{problem.severity}[{problem.code}]: {problem.text(language)}"


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word the writer most likely meant, or None."""
    words = list(known)
    lowered = {each.lower(): each for each in words}
    close = get_close_matches(word.lower(), lowered, n=1, cutoff=0.6)
    return lowered[close[0]] if close else None
