"""What rules across people count: the values of instances that passed the act a limit binds from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from engine.core import cycle as cycles
from engine.core.limits import EVERYBODY, CohortLimit, fields_of, has_passed, member_of, over_units
from engine.core.units import Unit, UnitRecord
from engine.core.values import Instance
from engine.definition.house import CycleLimit
from engine.definition.model import Process
from engine.store.cycles import all_cycles
from engine.store.imports import FactChange
from engine.store.instances import load_instances
from engine.store.people import active_ids
from engine.store.progress import instances_meant
from engine.store.relatives import statuses
from engine.store.values import PASSED, Cohort, CountedValue, count_values, lock_cohorts, regroup

if TYPE_CHECKING:
    from engine.runtime.work import Work


def limits_of(work: Work, instance: Instance) -> list[CycleLimit]:
    """The limits of the instance's cycle that speak of its process."""
    if instance.cycle is None:
        return []
    return [each for each in work.worlds.turn(instance.cycle).template.limits if each.process == instance.process]


def cohort_of(work: Work, limit: CycleLimit, instance: Instance) -> Cohort:
    """The group of this subject a limit goes over."""
    return Cohort(
        cycle=instance.cycle or "",
        process=instance.process,
        over=limit.over or "",
        member=member_of(work.people, limit.over, instance.subject) if limit.over else "",
    )


def counted(work: Work, limits: Collection[CycleLimit], instance: Instance) -> list[CohortLimit]:
    """These limits for the instance's group, with everybody else's values counted under a lock."""
    cohorts = {cohort_of(work, each, instance) for each in limits}
    lock_cohorts(work.connection, sorted(cohorts, key=str))
    process = work.process(instance.process, instance.version)
    return [_with_others(work, each, process, instance) for each in limits]


def alike(work: Work, instance: Instance, fact: str) -> list[str]:
    """Ids of what runs of the process in the cycle, about subjects of whom a fact says the same."""
    member = member_of(work.people, fact, instance.subject)
    running = partial(instances_meant, work.connection, running=True, process=instance.process, cycle=instance.cycle)
    if fact == EVERYBODY:
        return running()
    if not member:
        return []
    if fact in ("department", "unit") and work.people.person(instance.subject) is not None:
        return running(unit=member)
    found = {each.id: each.subject for each in load_instances(work.connection, running()).values()}
    work.people.prefetch(found.values())
    return [id for id, subject in found.items() if member_of(work.people, fact, subject) == member]


def _with_others(work: Work, limit: CycleLimit, process: Process, instance: Instance) -> CohortLimit:
    cohort = cohort_of(work, limit, instance)
    pending = _decided(work, limit, cohort)
    without = {instance.id, *pending}
    pending.pop(instance.id, None)
    counts: dict[str, Mapping[str, int]] = {}
    for field in (*fields_of(limit), PASSED):
        values: Counter[Any] = Counter()
        for found, number in count_values(work.connection, cohort, field, without=without).items():
            values[str(found)] += number
        values.update(str(_value(each.data.get(field))) for each in pending.values())
        counts[field] = values
    return CohortLimit(
        limit=limit,
        group=cohort.member or cohort.cycle,
        counts=counts,
        passed=sum(counts[PASSED].values()),
        headcount=_headcount(work, limit, cohort),
        whole=_whole(work, limit, cohort),
        process=process,
    )


def _whole(work: Work, limit: CycleLimit, cohort: Cohort) -> Mapping[str, object]:
    """The group under its name in the rule; a department nobody imported as a unit has an id and no other facts."""
    if limit.over is None:
        return {}
    if not over_units(limit.over, work.people.organisation):
        return {limit.over: cohort.member}
    unknown = Unit(UnitRecord(id=cohort.member, name=cohort.member), work.people)
    return {limit.over: work.people.unit(cohort.member) or unknown}


def _decided(work: Work, limit: CycleLimit, cohort: Cohort) -> dict[str, Instance]:
    """Instances of the cohort that this work has decided on already; what the database says of them is old."""
    changed = {each.after.id: each.after for each in work.decisions if each.after.process == limit.process}
    return {
        id: each
        for id, each in changed.items()
        if each.cycle == cohort.cycle
        and has_passed(limit, work.process(each.process, each.version), each)
        and cohort_of(work, limit, each) == cohort
    }


def _headcount(work: Work, limit: CycleLimit, cohort: Cohort) -> int:
    """Everyone of the group whom the cycle includes, begun or not; read only for limits that ask."""
    asked = limit.that.calls | (limit.unless.calls if limit.unless is not None else frozenset())
    if not any(name == "headcount" for name, _ in asked):
        return 0
    known = work.headcounts.get(cohort)
    if known is None:
        begun = statuses(work.connection, cohort.cycle, cohort.process)
        belong = (_belongs(work, cohort, each, begun.get(each)) for each in _group(work, limit, cohort, begun))
        known = work.headcounts[cohort] = sum(belong)
    return known


def _group(work: Work, limit: CycleLimit, cohort: Cohort, begun: Collection[str]) -> list[str]:
    """Everybody the cycle may include who belongs to the group now."""
    if limit.over in ("department", "unit"):
        some = {each.id for each in work.people.people_in(cohort.member)} | set(begun)
    else:
        some = {*active_ids(work.connection, work.now.date()), *begun}
    work.people.prefetch(some)
    return [each for each in some if not limit.over or member_of(work.people, limit.over, each) == cohort.member]


def _belongs(work: Work, cohort: Cohort, subject: str, status: str | None) -> bool:
    """Whether the cycle includes somebody; who runs belongs to it, who joined too late for it does not."""
    if status == "running":
        return True
    turn, facts = work.worlds.turn(cohort.cycle), work.worlds.facts(cohort.cycle, subject)
    starts = [each for each in turn.template.starts if each.process == cohort.process]
    if not starts:
        return status == "ended"
    kind = cycles.included if work.people.person(subject) is not None else cycles.includes_unit
    if not kind(turn, subject, work.people, facts, work.now):
        return False
    wanted = [
        each
        for each in starts
        if cycles.wanted(
            each,
            subject,
            work.people,
            facts,
            work.now,
            work.worlds.siblings_of(cohort.cycle, subject, cycles.asked_of_siblings(each), (subject,)),
        )
    ]
    if status is not None or turn.template.catch_up:
        return bool(wanted)
    ahead = (cycles.start_moments(turn, each, subject, work.people, facts, work.now) for each in wanted)
    return any(at > work.now for times in ahead for _, at in times)


def regroup_changed(work: Work, changes: Collection[FactChange]) -> None:
    """Whoever changed groups is counted in the new one; a rule that breaks by that is no act's."""
    for cycle in all_cycles(work.connection):
        if cycle.status == "running":
            for over in {each.over for each in work.worlds.turn(cycle.id).template.limits if each.over}:
                fact = "department" if over == "unit" else over
                moved = {each.person: str(each.new or "") for each in changes if each.fact == fact}
                regroup(work.connection, over, moved)


def counted_values(work: Work) -> list[CountedValue]:
    """The values to be counted from now on, of every instance this work changed."""
    found: list[CountedValue] = []
    for instance in {each.after.id: each.after for each in work.decisions}.values():
        for limit in limits_of(work, instance):
            if has_passed(limit, work.process(instance.process, instance.version), instance):
                cohort = cohort_of(work, limit, instance)
                found += [
                    CountedValue(
                        instance=instance.id, cohort=cohort, field=field, value=_value(instance.data.get(field))
                    )
                    for field in (*fields_of(limit), PASSED)
                ]
    return found


def _value(found: Any) -> str | Decimal | None:
    if found is None or isinstance(found, Decimal):
        return found
    return Decimal(found) if isinstance(found, int) and not isinstance(found, bool) else str(found)
