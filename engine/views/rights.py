"""For whom an instance exists at all. What they see of it, the definition's `visible` says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from engine.core.case import Case
from engine.core.values import Instance
from engine.core.visible import Sight, sight
from engine.runtime.workspace import Workspace
from engine.views.glance import Glance, glance
from engine.words.errors import Conflict, NotFound, Refused


def sight_of(seen: Glance, instance: Instance, reader: str) -> Sight:
    """What a reader may see of an instance. Raises NotFound for whoever has no part: for them it does not exist."""
    found = sight(seen.process(instance), instance, seen.world(instance), reader)
    if not found.takes_part:
        raise NotFound("instance-unknown", instance=instance.id)
    return found


@contextmanager
def as_seen_by(workspace: Workspace, now: datetime, id: str, readers: Sequence[str]) -> Iterator[None]:
    """What is refused within is told only to those who have a part in the instance: to others it does not exist.

    The first of `readers` is who acts; while it is hidden from its subject, nobody else's part counts.
    Raises NotFound instead of a refusal, or what was raised.
    """
    try:
        yield
    except (Refused, Conflict, NotFound):
        with glance(workspace, now) as seen:
            instance = seen.instance(id)
            case = Case(seen.process(instance), seen.world(instance), instance)
            counting = readers[:1] if case.hidden_from(instance.subject) else readers
            if not any(_takes_part(seen, instance, each) for each in counting):
                raise NotFound("instance-unknown", instance=id) from None
        raise


def _takes_part(seen: Glance, instance: Instance, reader: str) -> bool:
    return sight(seen.process(instance), instance, seen.world(instance), reader).takes_part
