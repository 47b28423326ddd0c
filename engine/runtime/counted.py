"""What rules across people count: the values of instances that passed the act a limit binds from."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from engine.core.limits import CohortLimit
from engine.core.values import Instance
from engine.definition.house import CycleLimit
from engine.store.relatives import subjects_with
from engine.store.values import Cohort, CountedValue, count_values, lock_cohorts

if TYPE_CHECKING:
    from engine.runtime.work import Work


def limits_of(work: Work, instance: Instance) -> list[CycleLimit]:
    """The limits of the instance's cycle that speak of its process."""
    if instance.cycle is None:
        return []
    return [each for each in work.worlds.turn(instance.cycle).template.limits if each.process == instance.process]


def fields_of(limit: CycleLimit) -> list[str]:
    """The fields a limit counts: the first arguments of its sums."""
    return sorted({str(args[0]) for name, args in limit.that.calls if name in ("share", "count", "count_of") and args})


def cohort_of(work: Work, limit: CycleLimit, instance: Instance) -> Cohort:
    """The group of this subject a limit goes over."""
    member = ""
    if limit.over:
        person = work.people.person(instance.subject)
        member = "" if person is None else str(person.fact(limit.over))
    return Cohort(cycle=instance.cycle or "", process=instance.process, over=limit.over or "", member=member)


def limits_now(work: Work, instance: Instance, act: str) -> list[CohortLimit]:
    """Every limit that the act would meet, with everybody else's values counted under a lock."""
    met = [each for each in limits_of(work, instance) if each.act == act or each.act in instance.acts]
    cohorts = {cohort_of(work, each, instance) for each in met}
    lock_cohorts(work.connection, sorted(cohorts, key=str))
    return [_counted(work, each, instance) for each in met]


def _counted(work: Work, limit: CycleLimit, instance: Instance) -> CohortLimit:
    cohort = cohort_of(work, limit, instance)
    pending = _decided(work, limit, cohort)
    without = {instance.id, *pending}
    pending.pop(instance.id, None)
    counts = {}
    for field in fields_of(limit):
        values = Counter(count_values(work.connection, cohort, field, without=without))
        values.update(_value(each.data.get(field)) for each in pending.values())
        counts[field] = values
    passed = max((sum(each.values()) for each in counts.values()), default=0)
    return CohortLimit(
        limit=limit,
        group=cohort.member or cohort.cycle,
        counts={field: {str(value): number for value, number in each.items()} for field, each in counts.items()},
        passed=passed,
        headcount=_headcount(work, limit, cohort),
    )


def _decided(work: Work, limit: CycleLimit, cohort: Cohort) -> dict[str, Instance]:
    """Instances of the cohort that this work has decided on already; what the database says of them is old."""
    changed = {each.after.id: each.after for each in work.decisions if each.after.process == limit.process}
    return {
        id: each
        for id, each in changed.items()
        if each.cycle == cohort.cycle and limit.act in each.acts and cohort_of(work, limit, each) == cohort
    }


def _headcount(work: Work, limit: CycleLimit, cohort: Cohort) -> int:
    """Everyone in the group who has an instance of the process; read only for limits that ask."""
    if not any(name == "headcount" for name, _ in limit.that.calls):
        return 0
    subjects = subjects_with(work.connection, cohort.cycle, cohort.process)
    work.people.prefetch(subjects)
    members = (work.people.person(each) for each in subjects)
    return sum(
        member is not None and (not limit.over or str(member.fact(limit.over)) == cohort.member) for member in members
    )


def counted_values(work: Work) -> list[CountedValue]:
    """The values to be counted from now on, of every instance this work changed."""
    found: list[CountedValue] = []
    for instance in {each.after.id: each.after for each in work.decisions}.values():
        for limit in limits_of(work, instance):
            if limit.act in instance.acts:
                cohort = cohort_of(work, limit, instance)
                found += [
                    CountedValue(
                        instance=instance.id, cohort=cohort, field=field, value=_value(instance.data.get(field))
                    )
                    for field in fields_of(limit)
                ]
    return found


def _value(found: Any) -> str | Decimal | None:
    if found is None or isinstance(found, Decimal):
        return found
    return str(found)
