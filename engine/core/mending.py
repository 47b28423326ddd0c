"""When an incident about an instance is over by itself: each code has its rule.

Asked after every decision that did not meet the incident again. What concerns messages and channels is not for here:
delivery knows when they work again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from engine.core.values import Incident, Instance


def is_over(incident: Incident, opened_at: datetime, instance: Instance, here: Collection[str]) -> bool:
    """Whether what stopped the instance, now in the states `here`, stops it no more now that it was decided on."""
    if incident.code.startswith("message-"):
        return False
    if instance.status != "running" or incident.where is None:
        return True  # it is over, or could not be decided on and was
    return _RULES.get(incident.code, _has_left)(incident, opened_at, instance, here)


def _has_left(incident: Incident, _opened_at: datetime, _instance: Instance, here: Collection[str]) -> bool:
    return incident.state not in here


def _is_held(incident: Incident, opened_at: datetime, instance: Instance, here: Collection[str]) -> bool:
    """The state was left, or enough people hold the task now. `where` is "state/tasks/name"."""
    name = (incident.where or "").rpartition("/")[2]
    visit = instance.visits.get(incident.state, 0)
    held = {
        task.person
        for task in instance.tasks
        if (task.name, task.state, task.visit) == (name, incident.state, visit) and task.status != "lapsed"
    }
    return _has_left(incident, opened_at, instance, here) or len(held) >= int(incident.facts.get("quorum") or 1)


def _is_known(incident: Incident, opened_at: datetime, instance: Instance, here: Collection[str]) -> bool:
    """The value is there, the part is held, the act was done; a guard's state was left."""
    where = incident.where or ""
    if where.startswith("data."):
        return instance.data.get(where.split(".")[1]) is not None
    if where.startswith("roles."):
        return bool(instance.roles.get(where.partition(".")[2]))
    if ": set " in where:
        return instance.data.get(where.rpartition(" ")[2]) is not None
    if where.startswith("act "):
        act = instance.acts.get(where[4:].partition(":")[0])
        if act is not None and act.at is not None and act.at > opened_at:
            return True
    return not where.startswith("start ") and _has_left(incident, opened_at, instance, here)


_RULES: Mapping[str, Callable[[Incident, datetime, Instance, Collection[str]], bool]] = {
    "nobody-holds-role": _is_held,
    "quorum-too-small": _is_held,
    "chain-too-long": _has_left,
    "expression-failed": _is_known,
}
