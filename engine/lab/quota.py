"""Rules across people in a scenario: counted among the instances on the stage."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from engine.core.limits import CohortLimit, fields_of, has_passed
from engine.core.units import Unit, UnitRecord
from engine.core.values import Instance
from engine.definition.house import CycleLimit

if TYPE_CHECKING:
    from engine.lab.stage import Stage


def limits_in(stage: Stage, instance: Instance) -> list[CohortLimit]:
    """Every rule the scenario has for the instance's process, all others of its group counted."""
    return [_counted(stage, each, instance) for each in stage.rules if each.process == instance.process]


def _counted(stage: Stage, limit: CycleLimit, instance: Instance) -> CohortLimit:
    process = stage.process(instance.process, instance.version)
    roster = stage.roster

    def group(subject: str) -> str:
        known = roster.known(subject)
        found = None if known is None or not limit.over else known.fact(limit.over)
        return "" if found is None else found.id if isinstance(found, Unit) else str(found)

    member = group(instance.subject)
    people = [
        each for each in stage.instances.values() if each.process == process.name and group(each.subject) == member
    ]
    passed = [each for each in people if each.id != instance.id and has_passed(limit, process, each)]
    whole: object = member
    if limit.over in ("department", "unit"):
        whole = roster.unit(member) or Unit(UnitRecord(id=member, name=member), roster)
    return CohortLimit(
        limit=limit,
        group=member or "–",
        counts={field: Counter(str(each.data.get(field)) for each in passed) for field in fields_of(limit)},
        passed=len(passed),
        headcount=len(people),
        whole={limit.over: whole} if limit.over else {},
        process=process,
    )
