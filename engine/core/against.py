"""What speaks against somebody doing an act now: their part, their task, earlier actors, the window, how often."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from engine.core.case import Case
from engine.core.lookups import parent_actors
from engine.core.moments import limit_of, over_at, resolved
from engine.core.nesting import listed
from engine.core.outside import outsider
from engine.core.someone import Someone
from engine.core.together import is_settled
from engine.core.values import ActRecord
from engine.definition.model import Act
from engine.words.problems import Fact, Problem

LONGEST_LINE = 30  # of managers above each other; more is a circle


# Whoever these are said to learns nothing more.
STRANGER = frozenset({"actor-unknown", "not-your-role", "not-delegate"})


def against_person(case: Case, spec: Act, actor: str) -> Iterator[Problem]:
    """Roles, tasks already done, independence. What stands here tells nothing about the data."""
    mine = [role for role in spec.by if actor in case.roles.get(role, ()) or is_everyone(role, actor)]
    if case.someone(actor).fact("active") is not True:
        yield Problem(code="actor-unknown", facts={"actor": actor[:60]})
        return
    if not mine:
        roles = [case.process.roles[role].title for role in spec.by if role in case.process.roles]
        yield Problem(code="not-your-role", facts={"act": spec.title, "roles": listed(roles)})
        return
    yield from _against_task(case, spec, actor)
    for name in spec.independent_of:
        if actor in _actors(case, name):
            yield Problem(code="not-independent", facts={"act": spec.title, "of": name})
    for name in spec.above:
        lower = [each for each in _actors(case, name) if actor not in _line(case, each)]
        if lower:
            facts: Mapping[str, Fact] = {"act": spec.title, "of": name, "person": str(case.someone(lower[0]))}
            yield Problem(code="not-above", facts=facts)


def is_everyone(role: str, person: str) -> bool:
    """Whether a role is that of everybody, which people from outside do not hold."""
    return role == "everyone" and outsider(person) is None


def _against_task(case: Case, spec: Act, actor: str) -> Iterator[Problem]:
    """An act that completes a task is possible while the task is open; where each owes one, for those who do."""
    task = case.state.tasks.get(spec.task or "")
    if task is None:
        return
    if spec.together and any(row.status != "lapsed" for row in case.visit_tasks(task.name)):
        if is_settled(case, spec):
            yield Problem(code="task-closed", facts={"act": spec.title})
        return  # whoever has a say may change it until then
    rows = case.visit_tasks(task.name)
    owing = [row.person for row in rows if row.status == "open"]
    if not owing or (task.each and actor not in owing and any(row.person == actor for row in rows)):
        yield Problem(code="task-closed", facts={"act": spec.title})
    elif task.each and actor not in owing:
        yield Problem(code="not-your-task", facts={"act": spec.title})


def _line(case: Case, person: str) -> Iterator[str]:
    """Those above somebody, one after the other."""
    seen = {person}
    who: object = case.someone(person)
    while isinstance(who, Someone) and len(seen) < LONGEST_LINE:
        who = who.fact("manager")
        if not isinstance(who, Someone) or who.id in seen:
            return
        seen.add(who.id)
        yield who.id


def _actors(case: Case, name: str) -> Iterable[str]:
    head, _, rest = name.partition(".")
    if head == "parent":
        return parent_actors(case, rest)
    record = case.acts.get(name)
    return (*(record.by if record else ()), *case.roles.get(name, ()))


def against_time(case: Case, spec: Act, actor: str | None = None) -> Iterator[Problem]:
    """The window, its last day included where the actor is (else where the subject is), and how often."""
    now, zone = case.world.now, case.world.people.zone(actor or case.before.subject)
    if case.suspended:
        yield Problem(code="suspended", facts={"act": spec.title, "at": _said(case.pauses[-1].since, None, zone)})
    if spec.opens is not None:
        opens = resolved(case, spec.opens, case.place)
        if opens is None:
            yield Problem(code="date-not-known", facts={"act": spec.title, "moment": spec.opens.source})
        elif now < opens.begins(zone):
            yield Problem(code="too-early", facts={"act": spec.title, "at": _said(opens.begins(zone), opens.day, zone)})
    if spec.closes is not None:
        closes = resolved(case, spec.closes, case.place)
        if closes is None:
            yield Problem(code="date-not-known", facts={"act": spec.title, "moment": spec.closes.source})
        elif now >= closes.ends(zone):
            yield Problem(code="too-late", facts={"act": spec.title, "at": _said(closes.ends(zone), closes.day, zone)})
    if spec.extends and spec.closes is None:  # a limit that is over stays over, unless `until` says otherwise
        due = limit_of(case, spec.extends)
        if due is None:
            yield Problem(code="date-not-known", facts={"act": spec.title, "moment": spec.extends})
        elif now >= over_at(case, due):
            yield Problem(code="too-late", facts={"act": spec.title, "at": _said(over_at(case, due), due.day, zone)})
    done = done_before(case, spec)
    if spec.times is not None and done >= spec.times:
        yield Problem(code="too-often", facts={"act": spec.title, "limit": spec.times})


def done_before(case: Case, spec: Act) -> int:
    """How often an act was done that may be done only so often: in all, or in the present visit."""
    if spec.per_visit:
        return case.fired.get(f"{case.stay}/did {spec.name}", 0)
    return case.acts.get(spec.name, ActRecord()).count


def _said(at: object, day: object, zone: object) -> str:
    return str(day) if day is not None else f"{at.astimezone(zone):%Y-%m-%d %H:%M}"  # type: ignore[attr-defined]
