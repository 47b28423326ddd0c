"""For whom an instance exists at all. What they see of it, the definition's `visible` says."""

from __future__ import annotations

from engine.core.values import Instance
from engine.core.visible import roles_of
from engine.words.errors import NotFound


def must_take_part(instance: Instance, person: str) -> None:
    """Raises NotFound for somebody who holds no role in the instance: for them it does not exist."""
    if roles_of(instance, person) <= {"everyone"}:
        raise NotFound("instance-unknown", instance=instance.id)
