"""The pure heart: a process, an instance, an event and the world become a decision or a refusal.

No I/O, no clock, no randomness: the same answer every time. Due timers come before an act of the same moment.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from engine.calendar.moment import Duration, Moment
from engine.core.acting import act
from engine.core.case import Case
from engine.core.changes import follow_people, remember_facts
from engine.core.children import learn
from engine.core.compute import compute
from engine.core.intervening import intervene
from engine.core.keeping import is_purged
from engine.core.names import Names
from engine.core.nesting import owners
from engine.core.plan import plan
from engine.core.roles import resolve_all
from engine.core.schedule import timers_at_rest
from engine.core.settle import hear, settle
from engine.core.steps import cancel, come_in
from engine.core.tasks import tell_moved_limits
from engine.core.values import (
    ActRecord,
    Data,
    Decision,
    Event,
    Instance,
    Raised,
    Refusal,
    StartChild,
    TimePassed,
    Triggered,
)
from engine.core.visible import remember_shown
from engine.core.world import World
from engine.definition.model import Process
from engine.expression import EvaluationError, MissingValue
from engine.words.problems import Problem

RETIMED = "calendar.changed"  # days are worked otherwise than when limits were last worked out
MEASURED = "indicators.changed"  # somebody measured something new, or corrected what was measured


def decide(process: Process, instance: Instance, event: Event, world: World) -> Decision | Refusal:
    """What `event` leads to. What a person does can be refused; time and the engine's own events just happen.

    A decision whose `after` differs from `before` in nothing but the revision, with no entries, changed nothing.
    """
    case = Case(process, world, instance)
    remember_shown(case)
    if instance.status != "cancelled":
        settle(case)
    if isinstance(event, TimePassed):
        return _at_rest(case)
    case.now()
    if is_purged(case):
        return _too_late(process, event) or case.close()
    if isinstance(event, Raised):
        _raised(case, event)
    else:
        refusal = act(case, event) if isinstance(event, Triggered) else intervene(case, event)
        if refusal is not None:
            return refusal
    if case.status != "cancelled":
        settle(case)
    return _at_rest(case)


def _at_rest(case: Case) -> Decision:
    """What has come of a case that has been settled."""
    remember_shown(case)
    return case.close(timers_at_rest(case))


def _too_late(process: Process, event: Event) -> Refusal | None:
    """Nothing can be done about records that are gone; events of the engine go by."""
    if isinstance(event, Raised):
        return None
    return Refusal(blockers=(Problem(code="records-gone", facts={"process": process.title}),))


def begin(
    process: Process, start: StartChild, world: World, at: datetime | None = None, state: str | None = None
) -> Decision:
    """A new instance in its initial state, or wherever that leads. `at`: the moment it counts from, if not now.

    A scenario may begin in another `state`; computed fields it hands over stand as given.
    """
    moment = at or world.now
    first = state or process.initial
    blank = Instance(
        id=start.id,
        process=process.name,
        version=process.version,
        digest=process.digest,
        subject=start.subject,
        cycle=start.cycle,
        parent=start.parent,
        started_at=moment,
    )
    case = Case(process, world, blank, fresh=True)
    case.at = moment
    case.leaves = (first,)
    case.place = first
    case.data = {**_from_relatives(process, world), **_handed_over(process, start.data)}
    case.corrected = {name for name in start.data if name in process.compute_order}
    prefilled = dict(case.data)
    if start.by is not None and "start" not in plan(process).acts:
        case.acts["start"] = ActRecord(count=1, at=moment, by=(start.by,))
    resolve_all(case)
    fix_settings(case)
    compute(case)
    case.incidents.clear()  # what could not be known in the first round may be known in the second
    resolve_all(case)
    compute(case)
    remember_facts(case)
    case.log("started", process.name, to_state=first, payload={"data": prefilled})
    come_in(case, plan(process).graph.begin(first))
    settle(case)
    return case.close(timers_at_rest(case))


def changed(decision: Decision) -> bool:
    """Whether a decision has anything to write."""
    before, after = decision.before, decision.after
    if before is None or decision.entries or decision.notices or decision.incidents:
        return True
    return replace(after, revision=before.revision) != before


def _raised(case: Case, event: Raised) -> None:
    if event.child is not None:
        learn(case, event.child)
        compute(case)
    if event.name == "cycle.moved":
        case.log("event", event.name, from_state=case.place, payload=dict(event.data))
        return
    if event.name == RETIMED:
        tell_moved_limits(case, event.data.get("moved"))
        return
    if event.name == "people.changed":
        for name, offered in follow_people(case):
            case.offered = offered
            if case.status != "cancelled":
                hear(case, name)
            case.offered = {}
        return
    if event.name == MEASURED and not _measured_anew(case):
        return
    unheard = case.status == "cancelled" or not owners(case.process, case.leaves, event.name)
    if not unheard and hear(case, event.name):
        return
    if event.child is not None and unheard:
        case.log("event", event.name, from_state=case.place)  # nothing follows, yet it is known from now on
    if event.name in ("cancelled", "subject_left") and case.status == "running":
        # A process that says nothing of it ends where it stands: nobody works on for somebody who left.
        cancel(case, event.name)


def _measured_anew(case: Case) -> bool:
    """Work out what hangs on indicators once more; whether that made a difference, which then stands in the history."""
    if case.status != "running" and not (case.status == "ended" and case.plan.follows_when_ended):
        return False
    before = dict(case.data)
    compute(case)
    fresh = {name: value for name, value in case.data.items() if value != before.get(name)}
    if fresh:
        case.log("event", MEASURED, from_state=case.standing, payload={"data": fresh})
    case.facts.clear()
    return bool(fresh)


def _from_relatives(process: Process, world: World) -> dict[str, Any]:
    """Fields that come from the subject's other instances of the cycle; of several sources, the first found."""
    found: dict[str, Any] = {}
    for field in process.fields.values():
        for source, name in field.sources:
            data: Mapping[str, Any] = world.siblings.get(source, {})
            if data.get(name) is not None:
                found[field.name] = data[name]
                break
    return found


def _handed_over(process: Process, data: Data) -> dict[str, Any]:
    """What a parent gives along: of rows only the columns that stand here, the others are not for these readers."""
    found = dict(data)
    for name, value in data.items():
        field = process.fields[name]
        if field.type == "list" and field.item and value is not None:
            found[name] = [{column: row.get(column) for column in field.item} for row in value]
    return found


def fix_settings(case: Case) -> None:
    """Choose each setting's value for this subject, for good. Moments and durations are kept as their text."""
    for setting in case.process.settings.values():
        value = setting.default
        for when, other in setting.when:
            if _true(case, when):
                value = other
                break
        case.settings[setting.name] = _as_text(value)


def _true(case: Case, when: Any) -> bool:
    try:
        return when(Names(case)) is True
    except (MissingValue, EvaluationError):
        return False


def _as_text(value: object) -> object:
    if isinstance(value, Moment):
        return value.source
    return str(value) if isinstance(value, Duration) else value
