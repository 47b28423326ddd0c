"""Instances opened by hand: a person starts a process for somebody, without a cycle or a parent."""

from __future__ import annotations

from datetime import datetime

from engine.core.values import Data, Refusal, StartChild
from engine.runtime.definitions import record
from engine.runtime.trigger import ATTEMPTS, Outcome, outcome_of
from engine.runtime.work import Work
from engine.runtime.workspace import Workspace
from engine.store.database import transaction
from engine.store.relatives import instances_about
from engine.words.errors import Conflict, NotFound, Refused
from engine.words.problems import nearest


def open_instance(
    workspace: Workspace,
    process: str,
    subject: str,
    actor: str,
    form: Data,
    now: datetime,
    on_behalf_of: str | None = None,
) -> Outcome:
    """Open `process` for `subject` as `actor`, who may be a delegate.

    Raises Refused with every blocker, NotFound, Conflict.
    """
    for attempt in range(ATTEMPTS):
        try:
            with transaction(workspace.database) as connection:
                work = Work(workspace, connection, now)
                id = _open(work, process, subject, actor, form, on_behalf_of)
                work.write()
                return outcome_of(work, id)
        except Conflict:
            if attempt == ATTEMPTS - 1:
                raise
    raise AssertionError("unreachable")


def _open(work: Work, name: str, subject: str, actor: str, form: Data, whose: str | None) -> str:
    process = work.workspace.library.processes.get(name)
    if process is None:
        known = work.workspace.library.processes
        raise NotFound("process-unknown", process=name[:60], nearest=nearest(name[:60], known) or "–")
    if work.people.person(subject) is None:
        raise NotFound("person-unknown", person=subject[:60])
    record(work.connection, [process], work.now)
    before = instances_about(work.connection, name, subject)
    work.prepare(process, None, [subject])
    start = StartChild(id=_id(work, name, subject, before), process=name, subject=subject, cycle=None, parent=None)
    running = sum(status == "running" for status in before.values())
    outcome = work.open_by_hand(process, start, actor, form, running, whose)
    if isinstance(outcome, Refusal):
        raise Refused(outcome.blockers)
    return start.id


def _id(work: Work, process: str, subject: str, taken: dict[str, str]) -> str:
    """By the day it is opened, where the subject is; several of a day are numbered."""
    day = work.people.today(subject).isoformat()
    number = 1
    while (id := f"{process}/{day}/{subject}" + (f"-{number}" if number > 1 else "")) in taken:
        number += 1
    return id
