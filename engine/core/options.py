"""What may happen next: what a person may do and why not the rest; what stands open for whom; what time will do.

The same answers serve the inbox, `why`, and later the pages and the API.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from engine.core.acting import offered
from engine.core.against import STRANGER, against_person, against_time
from engine.core.case import Case
from engine.core.deputies import stand_in
from engine.core.dues import Due
from engine.core.foreseen import against_conditions
from engine.core.judging import holds
from engine.core.keeping import RULE, is_purged, kept_until
from engine.core.nesting import owners
from engine.core.plan import completing
from engine.core.schedule import in_force, occurrences
from engine.core.settle import settle
from engine.core.together import awaited, is_settled, said
from engine.core.values import Instance, Triggered
from engine.core.world import World
from engine.definition.model import Act, Process, Text, Timed
from engine.words.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """An act of the present state. `blockers` empty: it may be done now, given a good form."""

    act: str
    title: Text
    form: tuple[str, ...]
    reasons: tuple[str, ...]
    needs_reason: bool
    blockers: tuple[Problem, ...]
    owed: bool  # the person has an open task for it
    on_behalf_of: str | None = None  # who the person would do it for


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """An act of the present state, whoever does it: the people who may, and what blocks it for all of them."""

    act: str
    title: Text
    people: tuple[str, ...]
    owed_by: tuple[str, ...]
    targets: tuple[str, ...]
    said: tuple[str, ...]  # of a joint act: who has had their say
    awaited: tuple[str, ...]  # and who is still to have it
    blockers: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """What time will do: a timed rule, when, and where to. `due_at` None: it waits for its condition."""

    state: str  # the one the rule stands in
    rule: str
    due_at: datetime | None
    due_on: date | None
    to: str | None
    messages: tuple[str, ...]
    waits_for: str | None


def options(
    process: Process, instance: Instance, world: World, person: str, on_behalf_of: str | None = None
) -> tuple[Option, ...]:
    """Every act of the present state with what speaks against `person` doing it now, for somebody else if that is said.

    Acts of roles the person does not hold, nor anybody they stand in for, are left out: they are not their business.
    """
    case = _now(process, instance, world)
    if case.status == "cancelled" or is_purged(case):
        return ()
    found = []
    for act in offered(case):
        whose, against = _standing(case, act, person, on_behalf_of)
        if any(each.code in STRANGER for each in against):
            continue
        found.append(
            Option(
                act=act.name,
                title=act.title,
                form=act.form,
                reasons=act.reasons,
                needs_reason=act.reason,
                blockers=(*against, *against_time(case, act, whose), *against_conditions(case, act, whose)),
                owed=any(
                    row.person == whose for task in completing(case.state, act) for row in case.open_tasks(task.name)
                ),
                on_behalf_of=whose if whose != person else None,
            )
        )
    return (*found, *_late(case, person))


def _late(case: Case, person: str) -> Iterator[Option]:
    """What may still be answered of states that were left."""
    for row in case.kept_tasks(person):
        state = case.process.states[row.state]
        for act in state.on.values():
            if act.task == row.name and not owners(case.process, case.leaves, act.name):
                yield Option(
                    act=act.name,
                    title=act.title,
                    form=act.form,
                    reasons=act.reasons,
                    needs_reason=act.reason,
                    blockers=(),
                    owed=True,
                )


def _standing(case: Case, act: Act, person: str, wanted: str | None) -> tuple[str, list[Problem]]:
    """In whose right somebody would do an act, and what speaks against that."""
    case.deputy = None
    event, against = stand_in(case, act, Triggered(act=act.name, actor=person, on_behalf_of=wanted))
    return event.actor, [*against, *against_person(case, act, event.actor)]


def prospects(process: Process, instance: Instance, world: World) -> tuple[Prospect, ...]:
    """Every act of the present state, for whom, and what blocks it whoever tries."""
    case = _now(process, instance, world)
    if case.status == "cancelled" or is_purged(case):
        return ()
    return tuple(_prospect(case, act) for act in offered(case))


def _prospect(case: Case, act: Act) -> Prospect:
    tasks = completing(case.state, act)
    owed = tuple(dict.fromkeys(row.person for task in tasks for row in case.open_tasks(task.name)))
    able = [person for role in act.by for person in case.roles.get(role, ())]
    blockers = [*against_time(case, act), *against_conditions(case, act)]
    if act.task and not owed:
        blockers.append(Problem(code="task-closed", facts={"act": act.title}))
    if not able and "everyone" not in act.by:
        roles = ", ".join(act.by)
        blockers.append(Problem(code="role-empty", facts={"act": act.title, "role": roles}))
    return Prospect(
        act=act.name,
        title=act.title,
        people=tuple(dict.fromkeys(able)) if "everyone" not in act.by else ("everyone",),
        owed_by=owed,
        said=said(case, act),
        awaited=awaited(case, act) if act.together and not is_settled(case, act) else (),
        targets=tuple(dict.fromkeys(choice.effects.to for choice in act.choices if choice.effects.to)),
        blockers=tuple(blockers),
    )


def ahead(process: Process, instance: Instance, world: World) -> tuple[Ahead, ...]:
    """What time will do in the present state, soonest first; then what waits for a condition."""
    case = _now(process, instance, world)
    if case.status == "cancelled" or case.paused or is_purged(case):
        return ()
    due = {(each.place, each.rule.id): each for each in occurrences(case)}
    found = _keeping(case)
    for some in in_force(case):
        found += _those_ahead(case, some, due)
    return tuple(sorted(found, key=lambda each: (each.due_at is None, each.due_at or world.now)))


def _those_ahead(case: Case, some: Sequence[Timed], due: Mapping[tuple[str, str], Due]) -> Iterator[Ahead]:
    """The rules of the present state that may yet do something."""
    for rule in some:
        known = due.get((case.place, rule.id))
        if known is None and f"{case.stay}/{rule.id}" in case.fired:
            continue
        met = holds(case, rule.when, rule.id)
        yield Ahead(
            state=case.place,
            rule=rule.id,
            due_at=known.due_at if known else None,
            due_on=known.instant.day if known else None,
            to=rule.effects.to,
            messages=tuple(send.template for send in rule.effects.send),
            waits_for=rule.when.source if rule.when is not None and not met else None,
        )


def _now(process: Process, instance: Instance, world: World) -> Case:
    """The case as it would stand now, with everything due already done."""
    case = Case(process, world, instance)
    if instance.status != "cancelled":
        settle(case)
    case.now()
    return case


def _keeping(case: Case) -> list[Ahead]:
    """When the records of an ended instance will be deleted."""
    until = kept_until(case)
    if until is None:
        return []
    return [Ahead(state=case.place, rule=RULE, due_at=until, due_on=None, to=None, messages=(), waits_for=None)]
