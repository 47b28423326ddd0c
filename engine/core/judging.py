"""Conditions: a missing value is never true, a failure is never silent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.core.case import Case
from engine.core.names import Names
from engine.definition.model import Choice
from engine.expression import EvaluationError, Expression, MissingValue


def holds(case: Case, when: Expression | None, where: str, local: Mapping[str, object] | None = None) -> bool:
    """Whether a `when` is true, with `local` names. A missing value makes it false, a failure an incident beside."""
    if when is None:
        return True
    try:
        found = when(Names(case, local))
    except MissingValue:
        return False
    except EvaluationError as failure:
        case.incident("expression-failed", where, reason=failure.text())
        return False
    return found is True


def choose(case: Case, choices: Sequence[Choice], where: str) -> Choice | None:
    """The first alternative whose `when` is true."""
    return next((each for each in choices if holds(case, each.when, f"{where}/{each.id}")), None)
