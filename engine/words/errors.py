"""The error tree.

ReviewflowError
├── DefinitionInvalid   the owner's files have problems; carries all of them
│   └── DefinitionLost  what the database keeps of a version cannot be read; the files are not at fault
├── Refused             not allowed now; carries every blocker
├── NotFound            no such thing (or not for this reader)
├── Conflict            somebody was first; load again and retry
│   └── Stale           the caller's revision is over
├── Unavailable         database, channel or file cannot be reached
└── Misuse              a command or call was put wrongly
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.words.problems import Fact, Problem, located
from engine.words.texts import LANGUAGES, say


class ReviewflowError(Exception):
    """Root of all errors meant for users. `code` is stable; `text` speaks the reader's language."""

    def __init__(self, code: str, /, **facts: Fact) -> None:
        self.code = code
        self.facts: Mapping[str, Fact] = facts
        super().__init__(code)

    def text(self, language: str = "en") -> str:
        return say(self.code, language, self.facts)

    def __str__(self) -> str:
        return f"{self.code}: {self.text()}"


class DefinitionInvalid(ReviewflowError):
    """The files were not taken. `problems` holds every fault, sorted by position."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.order))
        super().__init__("definition-invalid", count=len(self.problems))

    def text(self, language: str = "en") -> str:
        return "\n".join(located(problem, language) for problem in self.problems)


class DefinitionLost(DefinitionInvalid):
    """What is kept of a version cannot be read any more: whatever runs under it stands still, all else goes on."""

    def __init__(self, process: str, version: int, problems: Sequence[Problem]) -> None:
        super().__init__(problems)
        why = {language: self.problems[0].text(language) if self.problems else "–" for language in LANGUAGES}
        self.code = "definition-lost"
        self.facts = {"process": process, "version": version, "why": why}

    def text(self, language: str = "en") -> str:
        return say(self.code, language, self.facts)


class Refused(ReviewflowError):
    """An act is not allowed now. `blockers` holds every reason at once."""

    def __init__(self, blockers: Sequence[Problem]) -> None:
        self.blockers = tuple(blockers)
        super().__init__(self.blockers[0].code if self.blockers else "refused")

    def text(self, language: str = "en") -> str:
        return "\n".join(blocker.text(language) for blocker in self.blockers)


class NotFound(ReviewflowError):
    """No such thing, or none that this reader may know of."""


class Conflict(ReviewflowError):
    """Somebody was first. Nothing was written; load again and decide anew."""


class Stale(Conflict):
    """What the caller has seen is no longer so; trying again as it stands cannot help."""


class Unavailable(ReviewflowError):
    """A database, a channel or a file cannot be reached; trying later may help."""


class Misuse(ReviewflowError):
    """A command or a call was put wrongly; trying again as it stands cannot help."""
