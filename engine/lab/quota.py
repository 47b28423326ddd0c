"""Rules across people in a scenario: counted among the instances on the stage."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from engine.core import cycle as cycles
from engine.core.cycle import Turn
from engine.core.limits import EVERYBODY, CohortLimit, fields_of, has_passed, member_of, over_units
from engine.core.units import Unit, UnitRecord
from engine.core.values import Instance
from engine.definition.house import CycleLimit

if TYPE_CHECKING:
    from engine.lab.stage import Stage


def counted(stage: Stage, limit: CycleLimit, instance: Instance) -> CohortLimit:
    """A rule of the scenario, with everybody else of the instance's group counted."""
    process = stage.process(instance.process, instance.version)
    roster = stage.roster

    def group(subject: str) -> str:
        return member_of(roster, limit.over, subject) if limit.over else ""

    member = group(instance.subject)
    people = [
        each for each in stage.instances.values() if each.process == process.name and group(each.subject) == member
    ]
    passed = [each for each in people if each.id != instance.id and has_passed(limit, process, each)]
    whole: object = member
    if limit.over and over_units(limit.over, roster.organisation):
        whole = roster.unit(member) or Unit(UnitRecord(id=member, name=member), roster)
    begun = {each.subject for each in people}
    others = [each for each in stage.people if each not in begun and group(each) == member]
    return CohortLimit(
        limit=limit,
        group=member or "–",
        counts={field: Counter(str(each.data.get(field)) for each in passed) for field in fields_of(limit)},
        passed=len(passed),
        headcount=len(begun) + sum(_included(stage, each) for each in others),
        whole={limit.over: whole} if limit.over else {},
        process=process,
    )


def _included(stage: Stage, person: str) -> bool:
    """Whether the scenario's cycle would take somebody who has no review in it."""
    if stage.template is None:
        return False
    turn = Turn(template=stage.template, name="", start=stage.template.start)
    return cycles.included(turn, person, stage.roster, stage.facts, stage.now)


def alike(stage: Stage, instance: Instance, fact: str) -> list[str]:
    """Ids of what runs of the process, about subjects of whom a fact says the same."""
    running = [each for each in stage.instances.values() if each.process == instance.process]
    if fact == EVERYBODY:
        return [each.id for each in running]
    member = member_of(stage.roster, fact, instance.subject)
    return [each.id for each in running if member and member_of(stage.roster, fact, each.subject) == member]
