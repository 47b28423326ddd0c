"""What can be said against an act before its form is filled in: that none of its alternatives holds, whatever is."""

from __future__ import annotations

from collections.abc import Iterator

from engine.core.acting import no_alternative
from engine.core.case import Case
from engine.core.judging import choose
from engine.definition.model import Act
from engine.words.problems import Problem

_SAID_WITH_IT = frozenset({"reason"})
_OF_ANSWERS = frozenset({"answers", "mean_by_days"})


def against_conditions(case: Case, spec: Act, actor: str | None = None) -> Iterator[Problem]:
    """That no `when` of the act is true; nothing where that may hang on what its actor still has to say."""
    whens = [choice.when for choice in spec.choices]
    if not whens or spec.together is not None or any(each is None for each in whens):
        return
    roots = {path[0] for each in whens if each is not None for path in each.reads}
    open_yet = set(_SAID_WITH_IT) if actor is not None else {*_SAID_WITH_IT, "actor"}
    if spec.form:
        open_yet |= {name.partition(".")[0] for name in spec.form} | set(case.process.compute_order)
        open_yet |= {spec.name, spec.task or spec.name}
        if any(name in _OF_ANSWERS for each in whens if each is not None for name, _ in each.calls):
            return
    if not roots.isdisjoint(open_yet):
        return
    before, case.actor = case.actor, actor
    if choose(case, spec.choices, f"{case.place}/{spec.name}") is None:
        yield no_alternative(spec)
    case.actor = before
