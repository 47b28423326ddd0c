"""What must hold for an act: judged on the data as it would be, refused in the words of the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from engine.core.case import Case
from engine.core.names import Names
from engine.core.told import told
from engine.definition.model import Act, Requirement
from engine.expression import MISSING, EvaluationError, MissingValue
from engine.words.problems import Problem


def against_requirements(case: Case, spec: Act) -> Iterator[Problem]:
    """Every `require` of the act that does not hold on the data as it would be, in its own words."""
    for each in spec.requires:
        where = f"act {spec.name}: {each.that.source}"
        if each.each is None:
            yield from _judge(case, each, where, {})
            continue
        try:
            rows = each.each(Names(case))
        except (MissingValue, EvaluationError) as failure:
            yield Problem(code="require-missing", facts={"what": failure.text()})
            continue
        for index, row in enumerate(rows if isinstance(rows, list | tuple) else []):
            for problem in _judge(case, each, where, {"item": row}):
                yield replace(problem, facts={**problem.facts, "row": index + 1}, code=f"{problem.code}-in-row")


def _judge(case: Case, requirement: Requirement, where: str, local: dict[str, object]) -> Iterator[Problem]:
    scope = Names(case, local)
    try:
        held = requirement.that(scope)
    except MissingValue as missing:
        said = told(case, requirement.otherwise, local)
        yield Problem(code="require-missing", facts={"what": ".".join(missing.path), "text": said})
        return
    except EvaluationError as failure:
        case.incident("expression-failed", where, reason=failure.text())
        yield Problem(code="require-failed", facts={"what": failure.text()})
        return
    if held is MISSING or held is not True:
        yield Problem(code="required", facts={"text": told(case, requirement.otherwise, local)})
