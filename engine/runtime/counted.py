"""What rules across people count: the values of instances that passed the act a limit binds from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from engine.core.limits import CohortLimit, broken, fields_of, has_passed, leads
from engine.core.units import Unit, UnitRecord
from engine.core.values import Decision, Entry, Incident, Instance
from engine.definition.house import CycleLimit
from engine.definition.model import Process
from engine.store.cycles import all_cycles
from engine.store.imports import FactChange
from engine.store.relatives import subjects_with
from engine.store.values import PASSED, Cohort, CountedValue, count_values, lock_cohorts, regroup
from engine.words.problems import Problem

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
        member=member_of(work, limit, instance.subject),
    )


def member_of(work: Work, limit: CycleLimit, subject: str) -> str:
    """What the fact that groups says of a subject; of a unit, its id."""
    if not limit.over:
        return ""
    known = work.people.known(subject)
    found = None if known is None else known.fact(limit.over)
    return "" if found is None else found.id if isinstance(found, Unit) else str(found)


def limits_now(work: Work, instance: Instance, act: str) -> list[CohortLimit]:
    """Every limit that the act would meet, with everybody else's values counted under a lock."""
    known = limits_of(work, instance)
    if not known:
        return []
    process = work.process(instance.process, instance.version)
    to = leads(process, act)
    met = [
        each
        for each in known
        if each.act == act or has_passed(each, process, instance) or to & leads(process, each.act)
    ]
    return _counted(work, met, process, instance)


def _counted(work: Work, limits: Collection[CycleLimit], process: Process, instance: Instance) -> list[CohortLimit]:
    cohorts = {cohort_of(work, each, instance) for each in limits}
    lock_cohorts(work.connection, sorted(cohorts, key=str))
    return [_with_others(work, each, process, instance) for each in limits]


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
    if limit.over not in ("department", "unit"):
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
    """Everyone in the group who has an instance of the process; read only for limits that ask."""
    asked = limit.that.calls | (limit.unless.calls if limit.unless is not None else frozenset())
    if not any(name == "headcount" for name, _ in asked):
        return 0
    subjects = subjects_with(work.connection, cohort.cycle, cohort.process)
    work.people.prefetch(subjects)
    return sum(member_of(work, limit, each) == cohort.member for each in subjects)


def against_others(work: Work, since: int) -> list[Problem]:
    """The limits that whatever else followed from an act has broken, all decisions from number `since` on."""
    return [
        Problem(code="limit-breached", facts=breach)
        for limit, breach, _ in _breaches(work, work.decisions[since:])
        if not limit.warns
    ]


def note_silence(work: Work, since: int) -> dict[str, list[Incident]]:
    """What time and other events of the engine did to rules across people: counted all the same, and somebody told.

    One incident for each rule and group, about the cycle; the instance's history says it too.
    """
    found: dict[str, list[Incident]] = {}
    for limit, breach, instance in _breaches(work, work.decisions[since:]):
        index = next(at for at, each in enumerate(work.decisions) if each.after is instance)
        entry = Entry(at=work.now, kind="event", name="limit-breached", from_state=instance.place, payload=dict(breach))
        work.decisions[index] = replace(work.decisions[index], entries=(*work.decisions[index].entries, entry))
        rule = limit.limit
        where = f"{rule.process}.{rule.act} {rule.over or 'cycle'}={breach['group']}"
        facts = {**breach, "instance": instance.id, "process": rule.process}
        if not limit.warns:
            found.setdefault(str(instance.cycle), []).append(
                Incident(code="limit-exceeded", facts=facts, state="", where=where)
            )
    return found


def _breaches(work: Work, decisions: Sequence[Decision]) -> list[tuple[CohortLimit, Mapping[str, Any], Instance]]:
    """Each rule and group that these decisions have broken, once, with the last instance that did."""
    found: dict[tuple[int, str], tuple[CohortLimit, Mapping[str, Any], Instance]] = {}
    first = {each.after.id: each.before for each in reversed(decisions)}
    for after in {each.after.id: each.after for each in decisions}.values():
        limits = limits_of(work, after)
        if not limits:
            continue
        process, before = work.process(after.process, after.version), first[after.id]
        touched = [each for each in limits if _touches(each, process, before, after)]
        for limit, breach in broken(_counted(work, touched, process, after), before, after):
            assert isinstance(limit, CohortLimit)
            found[id(limit.limit), limit.group] = (limit, breach, after)
    return list(found.values())


def _touches(limit: CycleLimit, process: Process, before: Instance | None, after: Instance) -> bool:
    """Whether what the limit counts of this instance is not what it was."""
    if not has_passed(limit, process, after):
        return False
    if before is None or not has_passed(limit, process, before):
        return True
    return any(before.data.get(each) != after.data.get(each) for each in fields_of(limit))


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
