"""Who holds which role: found by rule, chosen, or standing in for one that nobody holds."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace

from engine.calendar.moment import Instant
from engine.core.case import Case
from engine.core.moments import resolved
from engine.core.names import Names
from engine.core.outside import outsider
from engine.core.places import zone_of
from engine.core.rank import involved, not_above
from engine.core.someone import ids
from engine.definition.model import Process, Role
from engine.expression import EvaluationError, Expression, MissingValue
from engine.words.problems import Fact, Problem


def resolve_all(case: Case) -> None:
    """Fill every role of a new instance, those first that others ask for."""
    for name in case.plan.role_order:
        case.roles[name] = holders(case, case.process.roles[name])


def follow(case: Case, names: Iterable[str] | None = None) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Find the holders anew, as each role's `on_change` says: role -> (before, after) of what changed."""
    changed = {}
    for name in case.plan.role_order if names is None else names:
        role, before = case.process.roles[name], case.roles.get(name, ())
        if name in case.assigned:  # named by hand: they stay as long as they can
            after = tuple(each for each in before if valid(case, role, each))
            if not after:
                case.assigned -= {name}
                after = holders(case, role)
        else:
            after = _after(case, role, before)
        if after != before:
            case.roles[name] = after
            changed[name] = (before, after)
    return changed


def _after(case: Case, role: Role, before: tuple[str, ...]) -> tuple[str, ...]:
    """Who holds a role after a change of people or of what it reads."""
    if role.approved_by and before:
        return tuple(each for each in before if valid(case, role, each)) or _stand_in(case, role)
    if role.on_change == "follow" or not before:
        return () if role.approved_by else holders(case, role)
    if role.on_change == "both":
        return tuple(dict.fromkeys((*(each for each in before if _works(case, each)), *holders(case, role))))
    if any(_works(case, each) for each in before):
        return before
    return tuple(dict.fromkeys((*before, *_stand_in(case, role))))


def _stand_in(case: Case, role: Role) -> tuple[str, ...]:
    return () if role.otherwise is None else holders(case, case.process.roles[role.otherwise])


def _works(case: Case, person: str) -> bool:
    return case.someone(person).fact("active") is True


def rechoose(case: Case, written: Container[str]) -> None:
    """Whoever was just named in the data holds the role of that name, once approved if it takes that."""
    for role in case.process.roles.values():
        if not (role.chosen_by or role.assigned) or role.name not in written:
            continue
        if role.approved_by is None or case.actor is None or case.actor in case.roles.get(role.approved_by, ()):
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
        allowed = _evaluate(case, role, role.among, present=True) if role.among is not None else named
        for each in named:
            yield from _against(case, role, each)
        strangers = [
            each for each in named if not (each in allowed or outsider(each)) or not _qualified(case, role, each)
        ]
        if strangers:
            names = ", ".join(str(case.someone(each)) for each in strangers)
            yield Problem(code="form-not-among", facts={"title": role.title, "found": names, "field": role.name})


def candidates(case: Case, field: str) -> tuple[str, ...] | None:
    """Whom a role that somebody fills in may be given to; None where that is not said."""
    role = case.process.roles.get(field)
    if role is None or role.among is None or not (role.chosen_by or role.assigned):
        return None
    allowed = dict.fromkeys(_evaluate(case, role, role.among, present=True))
    return tuple(each for each in allowed if _qualified(case, role, each) and not any(_against(case, role, each)))


def _evaluate(case: Case, role: Role, rule: Expression | None, *, present: bool = False) -> tuple[str, ...]:
    """The ids a rule gives, asked of the organisation as of the role's day; nobody while that is not known."""
    if rule is None:
        return ()
    if role.as_of is not None and not present:
        instant = resolved(case, role.as_of, case.place)
        return () if instant is None else _as_known(case, role, rule, instant)
    try:
        return ids(rule(Names(case)))
    except MissingValue:
        return ()
    except EvaluationError as failure:
        case.incident("expression-failed", f"roles.{role.name}", reason=failure.text())
        return ()


def _as_known(case: Case, role: Role, rule: Expression, instant: Instant) -> tuple[str, ...]:
    """The ids a rule gave on a day. What was read is noted with that day."""
    day = instant.day or instant.begins(zone_of(case)).astimezone(zone_of(case)).date()
    present, read = case.world, case.facts
    case.world, case.facts = replace(present, people=present.people.on(day)), {}
    try:
        return _evaluate(case, role, rule, present=True)
    finally:
        read.update({f"{name} on {day}": value for name, value in case.facts.items()})
        case.world, case.facts = present, read


def valid(case: Case, role: Role, id: str) -> bool:
    """Whether somebody may hold a part; the subject keeps their own whatever becomes of them."""
    if role.name == case.process.subject:
        return True
    return _qualified(case, role, id) and not any(_against(case, role, id))


def _qualified(case: Case, role: Role, id: str) -> bool:
    """Active and passing `must`."""
    if outsider(id) and not role.outside:
        return False
    if case.process.hidden_until is not None and id == case.before.subject:
        return False  # whoever must not know of it takes no other part in it, whatever group they belong to
    person = case.someone(id)
    return person.fact("active") is True and (role.must is None or _holds(case, role.must, id, unknown=False))


def _against(case: Case, role: Role, id: str) -> Iterator[Problem]:
    """What rules out somebody who would do otherwise: took part before, ranks too low, is excepted."""
    facts: dict[str, Fact] = {"found": str(case.someone(id)), "title": role.title, "field": role.name}
    for name in involved(case, id, role.independent_of):
        yield Problem(code="named-not-independent", facts={**facts, "of": name})
    for lower in not_above(case, id, role.above):
        code = "named-nobody-below" if lower.person is None else "named-not-above"
        yield Problem(code=code, facts={**facts, "of": lower.of})
    if role.unless is not None and _holds(case, role.unless, id, unknown=True):
        yield Problem(code="named-excepted", facts=facts)


def _holds(case: Case, condition: Expression, id: str, *, unknown: bool) -> bool:
    """Whether a condition is true of a candidate; `unknown` is the answer where it cannot be worked out."""
    try:
        return condition(Names(case, {"person": case.someone(id)})) is True
    except (MissingValue, EvaluationError):
        return unknown
