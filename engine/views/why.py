"""Why an instance is where it is: since when, what may happen next and for whom, what time will do, what is awaited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from engine.core.case import Case
from engine.core.completion import is_overdue
from engine.core.nesting import standing
from engine.core.options import Ahead, ahead, options, prospects
from engine.core.pausing import Ledger, ledgers
from engine.core.values import Instance
from engine.definition.model import Process, Text
from engine.lab.told import message_title
from engine.runtime.parcels import why_not
from engine.runtime.workspace import Workspace
from engine.store.incidents import OpenIncident, unresolved_about
from engine.store.outbox import listed
from engine.views.glance import About, Glance, Who, glance, title_of_state
from engine.views.messages import Posted, posted
from engine.views.rights import sight_of
from engine.words.problems import Problem
from notifications.catalogue import Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """An act of the present state. `blockers` empty: it may be done now, given a good form."""

    act: str
    title: Text
    people: tuple[Who, ...]
    everyone: bool
    owed_by: tuple[Who, ...]
    targets: tuple[Text, ...]
    said: tuple[Who, ...]  # of what several decide together: who has had their say
    awaited: tuple[Who, ...]  # and who is still to have it
    blockers: tuple[Problem, ...]
    on_behalf_of: Who | None = None  # who the reader would do it for


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """An open task of the present state: what, of whom, until when."""

    task: str
    title: Text
    person: Who
    due_at: datetime | None
    due_on: date | None
    overdue: bool
    stands_since: datetime | None = None  # their own clock; the limit is not known until it runs again


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """What time will do. `due_at` None: it waits for `waits_for`, a condition in the words of the file."""

    state: str  # the one the rule stands in
    rule: str
    due_at: datetime | None
    due_on: date | None
    to: Text | None
    messages: tuple[str, ...]
    message_titles: tuple[Text, ...]  # what kind of message each is, in a few words
    waits_for: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """An instance this one started and that still runs."""

    id: str
    process: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """The explanation for one reader; for a person it holds their own acts only, and nothing of the machinery."""

    about: About
    reader: Who | None
    since: datetime | None
    suspended_at: datetime | None
    zone: str
    acts: tuple[Next, ...]
    tasks: tuple[Waiting, ...]
    later: tuple[Later, ...]
    clock: Ledger | None
    children: tuple[Child, ...]
    incidents: tuple[OpenIncident, ...]
    messages: tuple[Posted, ...] = ()  # those that wait


def why(workspace: Workspace, now: datetime, instance: str, reader: str | None = None) -> Why:
    """Everything that decides what comes next. Raises NotFound, also for whoever has no part in the instance."""
    with glance(workspace, now) as seen:
        return explained(seen, now, instance, reader)


def explained(seen: Glance, now: datetime, instance: str, reader: str | None) -> Why:
    """As `why`, within a snapshot that somebody reads more from."""
    found = seen.instance(instance)
    if reader is not None:
        sight_of(seen, found, reader)
    process, world = seen.process(found), seen.world(found)
    admin = reader is None
    # The subject's limit is everybody's knowledge; who else owes what is the administrator's.
    clocks = ledgers(Case(process, world, found))
    tasks = [each for each in _waiting(seen, process, found, now, clocks) if admin or each.person.id == reader]
    later = ahead(process, found, world) if admin else ()
    return Why(
        about=seen.about(found),
        reader=None if reader is None else seen.who(reader),
        since=found.entered.get(standing(process, found.state)),
        suspended_at=found.pauses[-1].since if found.suspended else None,
        zone=seen.work.people.zone(found.subject).key,
        acts=_acts(seen, process, found) if reader is None else _own_acts(seen, process, found, reader),
        tasks=tuple(tasks),
        later=tuple(_later(process, each, seen.work.workspace.catalogue) for each in later),
        clock=next((each for each in clocks if each.task is None), None),
        children=_children(seen, found) if admin else (),
        incidents=tuple(unresolved_about(seen.work.connection, [instance])) if admin else (),
        messages=_messages(seen, instance) if admin else (),
    )


def _children(seen: Glance, instance: Instance) -> tuple[Child, ...]:
    """Those still running, as they are now."""
    found = seen.load([each.id for each in instance.children if each.status == "running"])
    return tuple(
        Child(id=each.id, process=each.process, state=standing(seen.process(each), each.state))
        for each in found.values()
    )


def _messages(seen: Glance, instance: str) -> tuple[Posted, ...]:
    """What waits and is still needed as things stand."""
    waiting, _ = listed(seen.work.connection, kind="waiting", instance=instance, limit=50)
    return posted(seen, [each for each in waiting if why_not(seen.work, each) is None])


def _acts(seen: Glance, process: Process, instance: Instance) -> tuple[Next, ...]:
    return tuple(
        Next(
            act=each.act,
            title=each.title,
            people=() if each.people == ("everyone",) else seen.whos(each.people),
            everyone=each.people == ("everyone",),
            owed_by=seen.whos(each.owed_by),
            targets=tuple(title_of_state(process, target) for target in each.targets),
            said=seen.whos(each.said),
            awaited=seen.whos(each.awaited),
            blockers=each.blockers,
        )
        for each in prospects(process, instance, seen.world(instance))
    )


def _own_acts(seen: Glance, process: Process, instance: Instance, reader: str) -> tuple[Next, ...]:
    me = (seen.who(reader),)
    return tuple(
        Next(
            act=each.act,
            title=each.title,
            people=me,
            everyone=False,
            owed_by=me if each.owed else (),
            targets=(),
            said=(),
            awaited=(),
            blockers=each.blockers,
            on_behalf_of=seen.who(each.on_behalf_of) if each.on_behalf_of else None,
        )
        for each in options(process, instance, seen.world(instance), reader)
    )


def _waiting(
    seen: Glance, process: Process, instance: Instance, now: datetime, clocks: Sequence[Ledger]
) -> list[Waiting]:
    if instance.status != "running":
        return []
    stands = {(each.task, each.person): each.since for each in clocks}
    return [
        Waiting(
            task=each.name,
            title=process.states[each.state].tasks[each.name].title,
            person=seen.who(each.person),
            due_at=each.due_at,
            due_on=each.due_on,
            overdue=is_overdue(process, each, now),
            stands_since=stands.get((each.name, each.person)),
        )
        for each in instance.tasks
        if each.status == "open"
    ]


def _later(process: Process, each: Ahead, catalogue: Catalogue) -> Later:
    return Later(
        state=each.state,
        rule=each.rule,
        due_at=each.due_at,
        due_on=each.due_on,
        to=title_of_state(process, each.to) if each.to else None,
        messages=each.messages,
        message_titles=tuple(message_title(catalogue, name) for name in each.messages),
        waits_for=each.waits_for,
    )
