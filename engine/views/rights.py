"""For whom an instance exists at all. What they see of it, the definition's `visible` says."""

from __future__ import annotations

from engine.core.values import Instance
from engine.core.visible import Sight, sight
from engine.views.glance import Glance
from engine.words.errors import NotFound


def sight_of(seen: Glance, instance: Instance, reader: str) -> Sight:
    """What a reader may see of an instance. Raises NotFound for whoever has no part: for them it does not exist."""
    found = sight(seen.process(instance), instance, seen.world(instance), reader)
    if not found.takes_part:
        raise NotFound("instance-unknown", instance=instance.id)
    return found
