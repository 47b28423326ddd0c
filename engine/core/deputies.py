"""Delegates: somebody acts for somebody else for a time, with their rights and in their name, and both are remembered.

A delegate's delegate is nobody: only who holds a part themselves can be stood in for. Nobody acts on themselves through
a delegate, as the one or as the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from engine.core.case import Case
from engine.core.rank import involved
from engine.core.values import Notice, Triggered
from engine.definition.model import Act
from engine.words.problems import Problem


def principals(case: Case, person: str) -> Sequence[str]:
    """Whom somebody may stand in for in this process today."""
    found = case.world.people.principals(person, case.process.name)
    if found:
        case.facts[f"principals.{person}"] = list(found)
    return found


def stand_in(case: Case, spec: Act, event: Triggered) -> tuple[Triggered, list[Problem]]:
    """The act as its principal's, where the actor does it for one, and what speaks against the actor doing so.

    Without `on_behalf_of` the actor acts for themselves if they may, else for whoever owes it, if that is clear.
    """
    actor, principal = event.actor, event.on_behalf_of
    if principal is None:
        if _may(case, spec, actor):
            return event, []
        able = [each for each in principals(case, actor) if _may(case, spec, each)]
        owing = {row.person for row in case.open_tasks(spec.task)} if spec.task else set()
        candidates = [each for each in able if each in owing] or able
        if not candidates:
            return event, []
        if len(candidates) > 1:
            names = ", ".join(f"{case.someone(each)} ({each})" for each in candidates)
            return event, [Problem(code="for-whom", facts={"act": spec.title, "names": names})]
        (principal,) = candidates
    elif principal == actor:
        return event, []
    elif principal not in principals(case, actor):
        return event, [Problem(code="not-delegate", facts={"found": principal[:60]})]
    case.deputy = actor
    return replace(event, actor=principal), list(against_deputy(case, spec, actor, principal))


def against_deputy(case: Case, spec: Act, deputy: str, principal: str) -> Iterator[Problem]:
    """What speaks against `deputy` doing an act for `principal`."""
    if case.someone(deputy).fact("active") is not True:
        yield Problem(code="actor-unknown", facts={"actor": deputy[:60]})
    subject, own = case.before.subject, case.process.subject
    if subject in (deputy, principal) and not (principal == subject and own in spec.by):
        yield Problem(code="own-case", facts={"act": spec.title})
    # Rank is the principal's; but whoever took part below does not confirm it in somebody else's name.
    for name in involved(case, deputy, dict.fromkeys((*spec.independent_of, *spec.above))):
        yield Problem(code="not-independent", facts={"act": spec.title, "of": name})


def _may(case: Case, spec: Act, person: str) -> bool:
    return any(role == "everyone" or person in case.roles.get(role, ()) for role in spec.by)


def with_delegates(case: Case, notices: Sequence[Notice]) -> list[Notice]:
    """The notices, and a copy of each for whoever stands in for its recipient; the subject never gets another's."""
    told = {each.recipient for each in notices} | {case.before.subject}
    found = list(notices)
    for notice in notices:
        for delegate in case.world.people.delegates(notice.recipient, case.process.name):
            if delegate not in told:
                told.add(delegate)
                found.append(replace(notice, key=f"{notice.key}|{delegate}", recipient=delegate))
    return found
