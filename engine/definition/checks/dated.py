"""Facts whose past is asked for: only of those that are kept there is one."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definition.build.draft import ExpressionUse
from engine.definition.checks.folder import Folder
from engine.definition.checks.telling import unknown
from engine.definition.house import DATED
from engine.expression import served
from engine.words.problems import Problem

# Which argument of each names the fact.
_FACT_AT = {**dict.fromkeys(served.FUNCTIONS, 1), "mean_by_days": 3}


def check_dated(folder: Folder, use: ExpressionUse) -> Iterator[Problem]:
    facts = [*DATED, *(folder.organisation[1].facts if folder.organisation else ())]
    for name, given in sorted(use.expression.calls, key=str):
        at = _FACT_AT.get(name)
        if at is None or len(given) <= at:
            continue
        fact = given[at]
        if not isinstance(fact, str):
            yield Problem(code="fact-in-quotes", span=use.place((name,)), facts={"name": name})
        elif fact not in facts and folder.organisation is not None:
            yield unknown("dated-fact", fact, facts, use.quoted(fact))
