"""An act by a person: one transaction, one winner, the same answer to the same request."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from engine.core.across import act
from engine.core.nesting import standing
from engine.core.values import Triggered
from engine.runtime.drafting import task_of
from engine.runtime.work import Work
from engine.runtime.workspace import Workspace
from engine.store import requests
from engine.store.codec import encode
from engine.store.database import transaction
from engine.store.tasks import drop_draft
from engine.words.errors import Conflict, Refused, Stale

ATTEMPTS = 5
REMEMBERED_FOR = timedelta(days=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an accepted act led to: where the instance is now, and what was opened or sent because of it."""

    instance: str
    state: str
    revision: int
    tasks: tuple[tuple[str, str], ...]  # (task, person) opened
    messages: int
    started: tuple[str, ...]
    repeated: bool = False


def trigger(
    workspace: Workspace,
    instance: str,
    event: Triggered,
    now: datetime,
    *,
    key: str | None = None,
    revision: int | None = None,
) -> Outcome:
    """Do an act. With `key`, a repeated request gets the first one's answer and does nothing; with `revision`, only
    if nobody has changed the instance since it had that one.

    Raises Refused with every blocker, NotFound, Stale, Conflict if others were always faster or if the key was used
    for another request.
    """
    for attempt in range(ATTEMPTS):
        work: Work | None = None
        try:
            with transaction(workspace.database) as connection:
                work = Work(workspace, connection, now)
                return _once(work, instance, event, key, revision)
        except Stale:
            raise
        except Conflict:
            if attempt == ATTEMPTS - 1:
                raise
        except Refused:
            if work is not None:
                work.written_apart()
            raise
    raise AssertionError("unreachable")


def _once(work: Work, instance: str, event: Triggered, key: str | None, revision: int | None) -> Outcome:
    fingerprint = hashlib.sha256(
        encode([instance, event.act, event.actor, event.form, event.reason, *_for(event)]).encode()
    )
    if key is not None:
        # Under the lock of the instance: the first of two equal requests has answered, or has not begun.
        work.load([instance])
        known = requests.recall(work.connection, key, fingerprint.hexdigest())
        if known is not None:
            return Outcome(**{**_read(known), "repeated": True})
    present = work.instance(instance)
    if revision not in (None, present.revision):
        raise Stale("revision-stale", instance=instance, expected=revision, found=present.revision)
    do(work, instance, event)
    work.write()
    present = work.instances[instance]
    task = task_of(work.process(present.process, present.version), event.act)
    if task is not None:
        drop_draft(work.connection, instance, task, event.actor)
    result = outcome_of(work, instance)
    if key is not None:
        requests.remember(
            work.connection, key, fingerprint.hexdigest(), _plain(result), work.now, work.now + REMEMBERED_FOR
        )
    return result


class _ThrownAway(Exception):
    """Rolls a rehearsal back."""


def rehearse(workspace: Workspace, instance: str, event: Triggered, now: datetime) -> Outcome:
    """What an act would lead to. Nothing is written. Raises as `trigger` does."""
    found: list[Outcome] = []
    with suppress(_ThrownAway), transaction(workspace.database) as connection:
        work = Work(workspace, connection, now)
        do(work, instance, event)
        work.drain()
        found.append(outcome_of(work, instance))
        raise _ThrownAway
    return found[0]


def _for(event: Triggered) -> tuple[str, ...]:
    return () if event.on_behalf_of is None else (event.on_behalf_of,)


def do(work: Work, instance: str, event: Triggered) -> None:
    """The act within a work that somebody else writes. Raises Refused with every blocker; then nothing has happened."""
    refusal = act(work, instance, event)
    if refusal is not None:
        work.keep(instance, refusal.incidents)
        raise Refused(refusal.blockers)
    work.vetted()


def outcome_of(work: Work, instance: str) -> Outcome:
    """What a work led to for one of its instances."""
    after = work.instances[instance]
    before = {task for each in work.decisions if each.before for task in each.before.tasks}
    return Outcome(
        instance=instance,
        state=standing(work.process(after.process, after.version), after.state),
        revision=after.revision,
        tasks=tuple((task.name, task.person) for task in after.tasks if task.status == "open" and task not in before),
        messages=sum(notice.suppressed is None for each in work.decisions for notice in each.notices),
        started=tuple(each.after.id for each in work.decisions if each.before is None),
    )


def _plain(outcome: Outcome) -> Mapping[str, Any]:
    return {
        "instance": outcome.instance,
        "state": outcome.state,
        "revision": outcome.revision,
        "tasks": [list(each) for each in outcome.tasks],
        "messages": outcome.messages,
        "started": list(outcome.started),
    }


def _read(known: Mapping[str, Any]) -> dict[str, Any]:
    tasks = tuple((str(task), str(person)) for task, person in known["tasks"])
    return {**known, "tasks": tasks, "started": tuple(known["started"])}
