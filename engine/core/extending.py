"""Limits that an act extends, by an amount its actor names, up to the total the file allows.

What several must extend together waits until they all want it: the first names the amount, under
"state#visit/asked act"; the others consent to that, and need not repeat it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.calendar.moment import Duration, MomentError, parse_duration
from engine.core.case import Case
from engine.core.together import said
from engine.definition.model import Act
from engine.words.problems import Problem


def ask_for(case: Case, spec: Act, actor: str, amount: str | None) -> Iterator[Problem]:
    """Keep the amount that is asked for until `extend`, or say what speaks against it."""
    named = proposed(case, spec, actor)
    amount = amount or named
    most = str(spec.at_most) if spec.at_most else "–"
    wanted = _read(amount)
    if not amount or (wanted is not None and not wanted.count):
        yield Problem(code="amount-missing", facts={"act": spec.title, "most": most})
    elif wanted is None:
        yield Problem(code="amount-unreadable", facts={"found": amount[:60], "most": most})
    elif named is not None and _read(named) != wanted:
        yield Problem(code="amount-differs", facts={"found": amount[:60], "asked": named})
    elif not _within(case, spec, wanted):
        yield Problem(code="amount-too-large", facts={"found": amount[:60], "most": most})
    else:
        case.extended[_asked(case, spec)] = (named or amount,)


def proposed(case: Case, spec: Act, actor: str) -> str | None:
    """The amount others have asked for already, who wait for `actor` to consent."""
    others = spec.together is not None and any(person != actor for person in said(case, spec))
    return next(iter(case.extended.get(_asked(case, spec), ())), None) if others else None


def extend(case: Case, spec: Act) -> str | None:
    """Add what was asked for to the limit of the present visit, or of one task in it. Gives the amount.

    More than is left by now, because others were granted time meanwhile, is an incident.
    """
    amount = next(iter(case.extended.pop(_asked(case, spec), ())), None)
    wanted = _read(amount)
    if wanted is None:
        return None
    if not _within(case, spec, wanted):
        facts = {"found": amount or "", "most": str(spec.at_most)}
        case.incident("amount-too-large", f"{case.place}/{spec.name}", **facts)
        return None
    key = _key(case, spec)
    case.extended[key] = (*case.extended.get(key, ()), amount or "")
    return amount


def _read(amount: str | None) -> Duration | None:
    try:
        return parse_duration(amount) if amount else None
    except MomentError:
        return None


def _within(case: Case, spec: Act, wanted: Duration) -> bool:
    """Whether the total allows it; it is counted in one unit."""
    if spec.at_most is None:
        return True
    granted: Sequence[Duration] = [parse_duration(text) for text in case.extended.get(_key(case, spec), ())]
    total = sum(each.count for each in granted) + wanted.count
    return {each.unit for each in (*granted, wanted)} == {spec.at_most.unit} and total <= spec.at_most.count


def _key(case: Case, spec: Act) -> str:
    """Under which the instance keeps what was granted: the visit, or the opening of the task."""
    owner = case.state.due_of or case.place
    return f"{owner}#{case.visits.get(owner, 0)}" if spec.extends == "due" else case.opening(spec.extends or "")


def _asked(case: Case, spec: Act) -> str:
    return f"{case.stay}/asked {spec.name}"
