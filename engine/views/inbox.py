"""What a person owes: about whom, until when, and the acts that would do it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from engine.core.completion import is_overdue
from engine.core.nesting import owners
from engine.core.options import Option, options
from engine.core.plan import completing
from engine.core.values import Instance, TaskRecord
from engine.definition.model import Process, Text
from engine.runtime.workspace import Workspace
from engine.store.claims import Claim, live_claims
from engine.store.progress import begun_by
from engine.store.tasks import open_tasks
from engine.views.blanks import Blank, blank
from engine.views.glance import UNREADABLE, About, Glance, Who, glance
from engine.words.errors import NotFound
from engine.words.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """An act that completes a task. `blockers` empty: it may be done now."""

    act: str
    title: Text
    form: tuple[Blank, ...]
    needs_reason: bool
    reasons: tuple[str, ...]
    reason_titles: Mapping[str, Text]
    blockers: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """One open task. `due_on` is the day people say, where the limit is one; `due_at` its very end."""

    about: About
    task: str
    title: Text
    opened_at: datetime
    due_at: datetime | None
    due_on: date | None
    overdue: bool
    begun: bool
    ways: tuple[Way, ...]
    on_behalf_of: Who | None = None  # whose task it is, where that is somebody the person stands in for
    shared: bool = False  # one of several who owe it is enough
    claimed_by: Who | None = None  # who of them has said to be on it
    claimed_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    """Everything a person owes, the earliest limit first. `zone` is where the person works.

    `unreadable`: instances this person owes something in, whose definition or state cannot be read any more.
    """

    person: Who
    zone: str
    tasks: tuple[Owed, ...]
    unreadable: tuple[str, ...] = ()


def inbox(workspace: Workspace, now: datetime, person: str) -> Inbox:
    """The open tasks of one person. Raises NotFound for somebody nobody knows."""
    with glance(workspace, now) as seen:
        people = seen.work.people
        if people.person(person) is None:
            raise NotFound("person-unknown", person=person)
        rows = open_tasks(seen.work.connection, [person, *people.all_principals(person)])
        instances = seen.load(dict.fromkeys(id for id, _ in rows))
        begun = begun_by(seen.work.connection, person)
        claims = live_claims(seen.work.connection, instances, now)
        found, unreadable = [], []
        for id, task in rows:
            if instances[id].status != "running":
                continue
            try:
                if task.person != person and not stands_in(seen, instances[id], task, person):
                    continue
                claim = claims.get((id, task.state, task.visit, task.name))
                found.append(_owed(seen, instances[id], task, now, person, claim, begun=(id, task.name) in begun))
            except UNREADABLE:
                unreadable.append(id)
        last = max((each.due_at for each in found if each.due_at), default=now)
        found.sort(key=lambda each: (each.due_at or last, each.about.instance, each.task))
        return Inbox(
            person=seen.who(person),
            zone=people.zone(person).key,
            tasks=tuple(found),
            unreadable=tuple(dict.fromkeys(unreadable)),
        )


def stands_in(seen: Glance, instance: Instance, task: TaskRecord, person: str) -> bool:
    """Whether somebody may do a task of another: as their delegate in this process, and not on themselves."""
    own = instance.subject in (person, task.person) and task.role != seen.process(instance).subject
    return not own and task.person in seen.work.people.principals(person, instance.process)


def _owed(
    seen: Glance, instance: Instance, task: TaskRecord, now: datetime, person: str, claim: Claim | None, *, begun: bool
) -> Owed:
    process = seen.process(instance)
    state = process.states[task.state]
    whose = None if task.person == person else seen.who(task.person)
    spec = state.tasks[task.name]
    ways = [
        _way(process, instance, option)
        for option in options(process, instance, seen.world(instance), person, whose.id if whose else None)
        if option.act in state.on and spec in completing(state, state.on[option.act])
    ]
    return Owed(
        about=seen.about(instance),
        task=task.name,
        title=spec.title,
        opened_at=task.opened_at,
        due_at=task.due_at,
        due_on=task.due_on,
        overdue=is_overdue(process, task, now),
        begun=begun,
        ways=tuple(ways),
        on_behalf_of=whose,
        shared=not spec.each and sum((each.name, each.status) == (task.name, "open") for each in instance.tasks) > 1,
        claimed_by=seen.who(claim.person) if claim else None,
        claimed_until=claim.until_at if claim else None,
    )


def _way(process: Process, instance: Instance, option: Option) -> Way:
    return Way(
        act=option.act,
        title=option.title,
        form=tuple(blank(process, name) for name in option.form if _has_rows(instance, name)),
        needs_reason=option.needs_reason,
        reasons=option.reasons,
        reason_titles=_reason_titles(process, instance, option.act),
        blockers=option.blockers,
    )


def _reason_titles(process: Process, instance: Instance, act: str) -> Mapping[str, Text]:
    places = owners(process, instance.state, act)
    return process.states[places[0]].on[act].reason_titles if places else {}


def _has_rows(instance: Instance, name: str) -> bool:
    """Whether a place of a form exists: a column of a list without rows asks for nothing."""
    head, _, column = name.partition(".")
    return not column or bool(instance.data.get(head))
