"""Instances a page at a time, as far as the reader may know of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from engine.core.visible import sight
from engine.runtime.workspace import Workspace
from engine.store.listing import page_of
from engine.views.glance import UNREADABLE, About, Glance, glance

MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One of many. `revision` is what `If-Match` asks for."""

    about: About
    revision: int
    started_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """`next` is the id to go on behind; None at the end."""

    instances: tuple[Listed, ...]
    next: str | None


def listing(
    workspace: Workspace,
    now: datetime,
    reader: str | None,
    *,
    after: str = "",
    limit: int = MOST,
    process: str | None = None,
    cycle: str | None = None,
    subject: str | None = None,
    status: str | None = None,
    state: str | None = None,
) -> Page:
    """The instances behind `after`, sorted by id, that are all that is said of them.

    A reader gets those they take part in, and no other; `reader` None: the administrator.
    """
    limit = max(1, min(limit, MOST))
    with glance(workspace, now) as seen:
        known = _known(seen, reader, after, process=process, cycle=cycle, subject=subject, status=status, state=state)
        some = list(islice(known, limit + 1))
    found = tuple(some[:limit])
    return Page(instances=found, next=found[-1].about.instance if len(some) > limit else None)


def _known(seen: Glance, reader: str | None, after: str, **wanted: str | None) -> Iterator[Listed]:
    while True:
        ids = page_of(seen.work.connection, after, MOST, taking_part=reader, **wanted)
        for _, instance in sorted(seen.load(ids).items()):
            try:
                if reader is not None:
                    process = seen.process(instance)
                    if not sight(process, instance, seen.world(instance), reader).takes_part:
                        continue
                about = seen.about(instance)
            except UNREADABLE:  # an incident says so
                continue
            yield Listed(
                about=about, revision=instance.revision, started_at=instance.started_at, ended_at=instance.ended_at
            )
        if len(ids) < MOST:
            return
        after = ids[-1]
