"""Who holds which role: found by rule, chosen, or standing in for one that nobody holds."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping

from engine.core.case import Case
from engine.core.names import Names
from engine.core.outside import outsider
from engine.core.someone import ids
from engine.definition.model import Process, Role
from engine.expression import EvaluationError, Expression, MissingValue
from engine.words.problems import Problem


def resolve_all(case: Case) -> None:
    """Fill every role of a new instance."""
    for role in case.process.roles.values():
        case.roles[role.name] = holders(case, role)


def follow(case: Case) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Find the holders anew where a role follows changes of people: role -> (before, after) of what changed."""
    changed = {}
    for role in case.process.roles.values():
        before = case.roles.get(role.name, ())
        if role.name in case.assigned:  # named by hand: they stay as long as they can
            after = tuple(each for each in before if valid(case, role, each))
            if not after:
                case.assigned -= {role.name}
                after = holders(case, role)
        else:
            after = holders(case, role) if role.on_change == "follow" else before
        if after != before:
            case.roles[role.name] = after
            changed[role.name] = (before, after)
    return changed


def rechoose(case: Case, written: Container[str]) -> None:
    """Whoever was just named in the data holds the role of that name."""
    for role in case.process.roles.values():
        if (role.chosen_by or role.assigned) and role.name in written:
            case.assigned -= {role.name}
            case.roles[role.name] = holders(case, role)


def holders(case: Case, role: Role) -> tuple[str, ...]:
    """The ids of those who hold a role now; empty if nobody valid does and nobody stands in."""
    return next((held for each in _stand_ins(case.process, role) if (held := _own_holders(case, each))), ())


def _own_holders(case: Case, role: Role) -> tuple[str, ...]:
    if role.assigned:
        named = tuple(each for each in ids(case.data.get(role.name)) if valid(case, role, each))
        if named:  # whoever was put in the place of a holder stays, as long as they may
            return named
    if role.chosen_by:
        found = tuple(each for each in ids(case.data.get(role.name)) if valid(case, role, each))
    elif role.first_of:
        candidates = (each for rule in role.first_of for each in _evaluate(case, role, rule))
        first = next((each for each in candidates if each != case.before.subject and valid(case, role, each)), None)
        found = () if first is None else (first,)
    else:
        found = tuple(each for each in _evaluate(case, role, role.rule) if valid(case, role, each))
    return found


def _stand_ins(process: Process, role: Role) -> Iterator[Role]:
    """The role, the one that stands in for it, the one that stands in for that; each once."""
    seen: set[str] = set()
    while role.name not in seen:
        seen.add(role.name)
        yield role
        if role.otherwise is None:
            return
        role = process.roles[role.otherwise]


def not_among(case: Case, written: Mapping[str, object]) -> Iterator[Problem]:
    """People named for a role who are not among those it may be given to."""
    for role in case.process.roles.values():
        if not (role.chosen_by or role.assigned) or role.name not in written:
            continue
        named = ids(written[role.name])
        allowed = _evaluate(case, role, role.among) if role.among is not None else named
        strangers = [each for each in named if not (each in allowed or outsider(each)) or not valid(case, role, each)]
        if strangers:
            names = ", ".join(str(case.someone(each)) for each in strangers)
            yield Problem(code="form-not-among", facts={"title": role.title, "found": names, "field": role.name})


def _evaluate(case: Case, role: Role, rule: Expression | None) -> tuple[str, ...]:
    if rule is None:
        return ()
    try:
        return ids(rule(Names(case)))
    except MissingValue:
        return ()
    except EvaluationError as failure:
        case.incident("expression-failed", f"roles.{role.name}", reason=failure.text())
        return ()


def valid(case: Case, role: Role, id: str) -> bool:
    """Active and passing `must`; the subject keeps their own part whatever becomes of them."""
    if role.name == case.process.subject:
        return True
    if outsider(id) and not role.outside:
        return False
    person = case.someone(id)
    if person.fact("active") is not True:
        return False
    if role.must is None:
        return True
    try:
        return role.must(Names(case, {"person": person})) is True
    except (MissingValue, EvaluationError):
        return False
