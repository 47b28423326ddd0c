"""What the doctor looks at, and one finding of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from engine.runtime.workspace import Workspace
from engine.words.problems import Fact
from engine.words.texts import say


@dataclass(frozen=True, slots=True)
class House:
    """A workspace as it is at a moment."""

    workspace: Workspace
    now: datetime


Level = Literal["ok", "warning", "fault"]


@dataclass(frozen=True, slots=True)
class Line:
    """`about`: what was looked at; `code`: the text that says what was found, and what to do where that is not well.

    `since`: when it began, where that is known.
    """

    level: Level
    about: str
    code: str
    facts: Mapping[str, Fact] = field(default_factory=dict)
    since: datetime | None = None

    def text(self, language: str) -> str:
        return say(self.code, language, self.facts)
