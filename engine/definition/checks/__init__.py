"""One check per file. Each takes the whole folder and yields problems; none raises, none changes anything."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from engine.definition.checks.folder import Folder
from engine.words.problems import Problem

CHECKS: tuple[Callable[[Folder], Iterable[Problem]], ...] = ()


def check_all(folder: Folder) -> list[Problem]:
    """Every check over every file."""
    return [problem for check in CHECKS for problem in check(folder)]
