"""Answers that nobody may put a name to: shown together, from a number of them up, and so that no two showings differ
by fewer.

What was shown once is kept with the instance; it gives way to newer answers only when enough of them are others, so
that the difference between two looks betrays nobody.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.core.case import Case
from engine.core.values import Data

# Fewer answers than these betray their authors.
LEAST_ANSWERS = 3

Answers = Mapping[str, Data]  # author -> answer
_NOTHING: Answers = {}


def released(case: Case, task: str, least: int) -> Answers:
    """The answers of a task that may be shown together where that takes `least` of them; none while some are owed."""
    shown = case.released.get(_key(task, least), _NOTHING)
    if any(row.name == task and row.status == "open" for row in case.tasks):
        return shown
    answers = case.answers.get(task, {})
    others = {author for author in {*answers, *shown} if answers.get(author) != shown.get(author)}
    return answers if len(answers) >= least and len(others) >= least else shown


def is_fresh(case: Case, task: str, least: int) -> bool:
    """Whether something else may be shown by now than what was."""
    return task in case.answers and released(case, task, least) is not case.released.get(_key(task, least), _NOTHING)


def keep(case: Case, task: str, least: int) -> None:
    """Remember what is shown from now on."""
    case.released[_key(task, least)] = released(case, task, least)


def _key(task: str, least: int) -> str:
    return f"{task}/{least}"
