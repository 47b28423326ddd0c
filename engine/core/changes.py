"""People change: roles that follow are found anew, open tasks go to the new holders."""

from __future__ import annotations

from engine.core.case import Case
from engine.core.roles import follow
from engine.core.tasks import hand_over


def follow_people(case: Case) -> None:
    """Hand open tasks from those who no longer hold a role to those who do now; the new ones are told."""
    changed = follow(case)
    if changed:
        case.log("people", "people.changed", payload={role: list(after) for role, (_, after) in changed.items()})
    if case.status == "running":
        hand_over(case)
