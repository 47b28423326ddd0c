"""What speaks against somebody doing an act now: their part, their task, earlier actors, the window, how often."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from engine.calendar.instant import Instant
from engine.core.case import Case
from engine.core.completion import is_opened
from engine.core.moments import limit_of, over_at, resolved
from engine.core.nesting import listed
from engine.core.outside import outsider
from engine.core.pausing import pauses_of
from engine.core.places import zone_of
from engine.core.rank import involved, not_above
from engine.core.together import is_settled
from engine.core.values import ActRecord
from engine.definition.model import Act
from engine.words.problems import Fact, Problem

# Whoever these are said to learns nothing more.
STRANGER = frozenset({"actor-unknown", "not-your-role", "not-delegate"})


def against_person(case: Case, spec: Act, actor: str) -> Iterator[Problem]:
    """Roles, tasks already done, independence. What stands here tells nothing about the data."""
    mine = [role for role in spec.by if actor in case.roles.get(role, ()) or is_everyone(role, actor)]
    mine = [] if case.hidden_from(actor) else mine
    if case.someone(actor).fact("active") is not True:
        yield Problem(code="actor-unknown", facts={"actor": actor[:60]})
        return
    if not mine:
        roles = [case.process.roles[role].title for role in spec.by if role in case.process.roles]
        yield Problem(code="not-your-role", facts={"act": spec.title, "roles": listed(roles)})
        return
    yield from _against_task(case, spec, actor)
    for name in involved(case, actor, spec.independent_of):
        yield Problem(code="not-independent", facts={"act": spec.title, "of": name})
    for lower in not_above(case, actor, spec.above):
        facts: dict[str, Fact] = {"act": spec.title, "of": lower.of}
        if lower.person is None:
            yield Problem(code="nobody-below", facts=facts)
        else:
            yield Problem(code="not-above", facts={**facts, "person": str(case.someone(lower.person))})


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
    if not is_opened(case, task) and task.opens is not None:
        return  # its window says when
    rows = case.visit_tasks(task.name)
    owing = [row.person for row in rows if row.status == "open"]
    if not owing or (task.each and actor not in owing and any(row.person == actor for row in rows)):
        yield Problem(code="task-closed", facts={"act": spec.title})
    elif task.each and actor not in owing:
        yield Problem(code="not-your-task", facts={"act": spec.title})


def against_time(case: Case, spec: Act, actor: str | None = None) -> Iterator[Problem]:
    """The window, its last day included where the actor is (else where the subject is), and how often."""
    zone = zone_of(case, case.place, actor, spec.task)
    if case.suspended:
        at = f"{case.pauses[-1].since.astimezone(zone):%Y-%m-%d %H:%M}"
        yield Problem(code="suspended", facts={"act": spec.title, "at": at})
    # While a clock stands no window closes; what it counts to is not reached.
    pauses = pauses_of(case, case.place)
    stands = pauses is not None and pauses.since is not None
    task = case.state.tasks.get(spec.task or "")
    opened = task is not None and task.opens is spec.opens and is_opened(case, task)  # for all at once, wherever
    if spec.opens is not None and not opened:
        opens = resolved(case, spec.opens, case.place)
        if opens is None:
            yield _unknown(spec, spec.opens.source, stands)
        elif case.world.now < opens.begins(zone):
            yield _out_of_time("too-early", spec, opens.begins(zone), opens, zone)
    closes, source, ends = None, None, None
    if spec.closes is not None:
        closes, source = resolved(case, spec.closes, case.place), spec.closes.source
        ends = closes.ends(zone) if closes else None
    elif spec.extends:  # a limit that is over stays over, unless `until` says otherwise
        closes, source = limit_of(case, spec.extends), spec.extends
        ends = over_at(case, closes) if closes else None
    if closes is not None and ends is not None and case.world.now >= ends:
        yield _out_of_time("too-late", spec, ends, closes, zone)
    elif source is not None and closes is None and not stands:
        yield _unknown(spec, source, False)
    if spec.times is not None and done_before(case, spec) >= spec.times:
        yield Problem(code="too-often", facts={"act": spec.title, "limit": spec.times})


def _unknown(spec: Act, moment: str, stands: bool) -> Problem:
    code = "clock-stands" if stands else "date-not-known"
    return Problem(code=code, facts={"act": spec.title, "moment": moment})


def _out_of_time(code: str, spec: Act, at: datetime, instant: Instant, zone: ZoneInfo) -> Problem:
    said = str(instant.day) if instant.day is not None else f"{at.astimezone(zone):%Y-%m-%d %H:%M}"
    return Problem(code=code, facts={"act": spec.title, "at": said})


def counted_under(case: Case, spec: Act) -> str | None:
    """The mark that counts how often the act was done in a visit; None where it is counted over the whole life."""
    if spec.per_visit is None:
        return None
    place = spec.per_visit or case.place
    return f"{place}#{case.visits.get(place, 0)}/did {spec.name}"


def done_before(case: Case, spec: Act) -> int:
    """How often an act was done that may be done only so often: in all, or in the present visit."""
    key = counted_under(case, spec)
    if key is not None:
        return case.fired.get(key, 0)
    return case.acts.get(spec.name, ActRecord()).count
