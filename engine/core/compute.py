"""Computed fields and combined scores: exact, in the order of what they need, a correction left standing."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal
from typing import Any

from engine.core.case import Case
from engine.core.children import stored
from engine.core.measured import filled
from engine.core.names import Names
from engine.definition.model import Field
from engine.expression import MISSING, EvaluationError, MissingValue
from engine.expression.arithmetic import rounded


def compute(case: Case) -> None:
    """Work out every computed field anew and give empty fields their default, once that can be known.

    What cannot be known yet is empty; what fails is an incident. Nothing hangs on what only the present event knows.
    """
    offered, case.offered = case.offered, {}
    _compute(case)
    case.offered = offered


def _compute(case: Case) -> None:
    for field in case.plan.defaulted:
        if case.data.get(field.name) is None and field.default is not None:
            with suppress(MissingValue, EvaluationError):
                case.data[field.name] = stored(field.default(Names(case)))
    for name in case.plan.measured:
        if case.data.get(name):
            case.data[name] = filled(case, case.process.fields[name], case.data[name])
    for name in case.process.compute_order:
        if name in case.corrected:
            continue
        field = case.process.fields[name]
        try:
            value = combined(case, field) if field.combine else _computed(case, field)
        except MissingValue:
            value = None
        except EvaluationError as failure:
            case.incident("expression-failed", f"data.{name}.compute", reason=failure.text())
            value = None  # what cannot be worked out is empty, never what it was before
        case.data[name] = exact(field, value)


def _computed(case: Case, field: Field) -> Any:
    assert field.compute is not None
    found = field.compute(Names(case))
    return None if found is MISSING else found


def exact(field: Field, value: Any) -> Any:
    """A worked-out number rounds half away from zero to the field's decimals; inputs are never rounded."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return str(value) if isinstance(value, str) else value
    return rounded(Decimal(value), field.decimals) if field.decimals is not None else Decimal(value)


def combined(case: Case, field: Field) -> Decimal | None:
    """The weighted mean over tasks' answers; several answers to one task count as their mean.

    Nameless answers count from their task's `quorum` up: one of them alone would be told by the score.
    Missing parts: `share out` spreads their weight over the others, `zero` counts them as 0, `refuse` gives nothing.
    """
    total = weight = Decimal(0)
    for (task, name), share in field.combine.items():
        given = _given(case, task, name)
        if given:
            total += share * (sum(given, Decimal(0)) / len(given))
            weight += share
        elif field.missing == "zero":
            weight += share
        elif field.missing == "refuse":
            return None
    return total / weight if weight else None


def _given(case: Case, task: str, name: str) -> list[Decimal]:
    """The values given: one a person where the task is answered by each, else the field's own."""
    plans = case.plan
    if name in plans.answered.get(task, ()):
        found = [each[name] for each in case.answers.get(task, {}).values() if each.get(name) is not None]
        fewest = plans.tasks[task].quorum if task in plans.nameless else None
        return found if len(found) >= (fewest or 0) else []
    return [] if case.data.get(name) is None else [case.data[name]]
