"""People change: roles that follow are found anew, open tasks go to the new holders."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.core.case import Case
from engine.core.children import stored
from engine.core.plan import CHANGED
from engine.core.roles import follow
from engine.core.someone import Someone
from engine.core.tasks import hand_over
from engine.expression import MISSING, EvaluationError, Ordered
from engine.expression.served import since

Heard = tuple[str, Mapping[str, object]]  # an event, and the names it brings along


def follow_people(case: Case) -> list[Heard]:
    """Hand open tasks from those who no longer hold a role to those who do now; the new ones are told.

    Gives the events that facts of role holders have become by it.
    """
    changed = follow(case)
    heard = list(_facts_changed(case))
    if changed or heard:
        case.log("people", "people.changed", payload={role: list(after) for role, (_, after) in changed.items()})
    if case.status == "running":
        hand_over(case)
    return heard


def follow_data(case: Case) -> bool:
    """Find those anew whose part hangs on data that may have changed; whether anybody else holds it now."""
    return bool(follow(case, case.plan.data_roles))


def remember_facts(case: Case) -> None:
    """Know the facts that events are about, as they are."""
    for key in case.plan.heard:
        case.known[key] = {person: stored(value) for person, value in _present(case, key)}


def _facts_changed(case: Case) -> Iterator[Heard]:
    """Every event of a fact that is another than it was known of whoever holds the role, with what it offers."""
    for key in sorted(case.plan.heard):
        fact, before = key.partition(".")[2], case.known.get(key, {})
        for person, value in _present(case, key):
            if person not in before or before[person] == stored(value):
                continue
            try:
                begun = since(case.someone(person), fact)
            except EvaluationError:
                begun = MISSING
            yield key + CHANGED, {"old": _like(case, before[person], value, fact), "new": value, "since": begun}
    remember_facts(case)


def _present(case: Case, key: str) -> Iterator[tuple[str, object]]:
    role, _, fact = key.partition(".")
    for person in case.roles.get(role, ()):
        yield person, case.someone(person).fact(fact)


def _like(case: Case, old: object, new: object, fact: str) -> object:
    """A stored value as the present one is: a person as a person, a choice in its order."""
    if old is None:
        return MISSING
    if fact == "manager" or isinstance(new, Someone):
        return case.someone(str(old))
    return Ordered(str(old), new.options) if isinstance(new, Ordered) else old
