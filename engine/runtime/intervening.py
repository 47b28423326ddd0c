"""An intervention in one instance or many: what it would lead to, and doing it, a batch a transaction.

Every instance is decided on by itself, all of it or nothing; what is refused or fails keeps nobody else. The preview
is the same work, thrown away.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.core.nesting import title_of
from engine.core.values import Instance, Intervened, Refusal, TaskRecord, Timer
from engine.definition.model import Process, Text
from engine.lab.told import rule_title
from engine.runtime.work import NOBODYS_FAULT, Work, incident_of
from engine.runtime.workspace import Workspace
from engine.store.bulk import chunks
from engine.store.database import transaction
from engine.words.errors import Conflict, NotFound, Refused, ReviewflowError

BATCH = 200
ATTEMPTS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Somebody's task."""

    task: str
    title: Text
    person: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """What an intervention leads to for one instance. `others`: children and parents that change with it."""

    instance: str
    before: Text
    after: Text
    status: str
    suspended: bool
    closed: tuple[Share, ...]
    opened: tuple[Share, ...]
    timers: tuple[Timer, ...]  # all it has from then on
    timer_titles: tuple[Text, ...]  # what each does, in words
    messages: tuple[tuple[str, str, str], ...]  # (template, person, name)
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Intervention:
    """What became, or would become, of the instances meant, in their order: the done ones, and each failure by id."""

    done: tuple[Consequence, ...]
    failed: tuple[tuple[str, ReviewflowError], ...]


class _ThrownAway(Exception):
    """Rolls a preview back."""


def preview(workspace: Workspace, ids: Sequence[str], event: Intervened, now: datetime) -> Intervention:
    """What it would lead to. Nothing is written."""
    parts = [_attempt(workspace, some, event, now, keep=False) for some in chunks(list(dict.fromkeys(ids)), BATCH)]
    return _joined(parts)


def intervene(workspace: Workspace, ids: Sequence[str], event: Intervened, now: datetime) -> Intervention:
    """Do it to each of these instances. Raises Unavailable; whatever concerns one instance is among the failures."""
    parts = [_attempt(workspace, some, event, now, keep=True) for some in chunks(list(dict.fromkeys(ids)), BATCH)]
    return _joined(parts)


def _joined(parts: Sequence[Intervention]) -> Intervention:
    return Intervention(
        done=tuple(each for part in parts for each in part.done),
        failed=tuple(each for part in parts for each in part.failed),
    )


def _attempt(
    workspace: Workspace, some: Sequence[str], event: Intervened, now: datetime, *, keep: bool
) -> Intervention:
    """A batch in one transaction; one by one if it fails for a reason of one of them; anew if somebody was first."""
    for attempt in range(ATTEMPTS):
        try:
            return _together(workspace, some, event, now, keep=keep)
        except Conflict as lost:
            if attempt == ATTEMPTS - 1:
                return Intervention(done=(), failed=tuple((id, lost) for id in some))
        except NOBODYS_FAULT:
            raise
        except Exception as failure:  # noqa: BLE001 - whatever it is, the others go on
            if len(some) == 1:
                return Intervention(done=(), failed=((some[0], _told(failure)),))
            return _joined([_attempt(workspace, [id], event, now, keep=keep) for id in some])
    raise AssertionError("unreachable")


def _told(failure: Exception) -> ReviewflowError:
    if isinstance(failure, ReviewflowError):
        return failure
    found = incident_of(failure)
    return ReviewflowError(found.code, **found.facts)


def _together(
    workspace: Workspace, some: Sequence[str], event: Intervened, now: datetime, *, keep: bool
) -> Intervention:
    done: list[Consequence] = []
    failed: list[tuple[str, ReviewflowError]] = []
    try:
        with transaction(workspace.database) as connection:
            work = Work(workspace, connection, now)
            work.load(some)
            for id in some:
                if id not in work.instances:
                    failed.append((id, NotFound("instance-unknown", instance=id)))
                    continue
                try:
                    done.append(_decided(work, id, event))
                except Refused as refused:  # nothing was kept; anything else undoes the whole batch
                    failed.append((id, refused))
            if not keep:
                raise _ThrownAway
            work.write()
    except _ThrownAway:
        pass
    return Intervention(done=tuple(done), failed=tuple(failed))


def _decided(work: Work, id: str, event: Intervened) -> Consequence:
    """Decide on one, and on what it asks of others. Raises Refused, or what kept it from being decided on."""
    before, known = work.instance(id), len(work.decisions)
    outcome = work.decide(id, event)
    if isinstance(outcome, Refusal):
        raise Refused(outcome.blockers)
    work.drain()
    after, fresh = work.instances[id], work.decisions[known:]
    process = work.process(after.process, after.version)
    timers = sorted(work.timers([id])[id], key=lambda each: each.due_at)
    return Consequence(
        instance=id,
        before=title_of(process, before.state),
        after=title_of(process, after.state),
        status=after.status,
        suspended=after.suspended,
        closed=_shares(work, process, _open(before) - _open(after)),
        opened=_shares(work, process, _open(after) - _open(before)),
        timers=tuple(timers),
        timer_titles=tuple(rule_title(process, each.state, each.rule, work.workspace.catalogue) for each in timers),
        messages=tuple(
            (notice.template, notice.recipient, _name(work, notice.recipient))
            for each in fresh
            for notice in each.notices
            if notice.suppressed is None
        ),
        others=tuple(dict.fromkeys(each.after.id for each in fresh if each.after.id != id)),
    )


Key = tuple[str, int, str, str]


def _open(instance: Instance) -> set[Key]:
    return {_key(task) for task in instance.tasks if task.status == "open"}


def _key(task: TaskRecord) -> Key:
    return (task.state, task.visit, task.name, task.person)


def _shares(work: Work, process: Process, keys: Collection[Key]) -> tuple[Share, ...]:
    return tuple(
        Share(task=task, title=process.states[state].tasks[task].title, person=person, name=_name(work, person))
        for state, _, task, person in sorted(keys)
    )


def _name(work: Work, person: str) -> str:
    found = work.people.person(person)
    return person if found is None else found.record.name
