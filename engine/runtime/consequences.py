"""What decisions that are not written yet would lead to, as whoever has to answer for them wants to read it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from engine.core.nesting import title_of
from engine.core.values import Decision, Instance, TaskRecord, Timer
from engine.definition.model import Process, Text
from engine.lab.told import rule_title
from engine.runtime.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Somebody's task."""

    task: str
    title: Text
    person: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """What something leads to for one instance. `before` is empty for one that begins.

    `others`: children and parents that change with it.
    """

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


def consequences(work: Work) -> tuple[Consequence, ...]:
    """Of everything decided so far, by instance."""
    found: dict[str, list[Decision]] = {}
    for each in work.decisions:
        found.setdefault(each.after.id, []).append(each)
    return tuple(consequence(work, id, fresh[0].before, fresh) for id, fresh in sorted(found.items()))


def consequence(work: Work, id: str, before: Instance | None, fresh: Sequence[Decision]) -> Consequence:
    """Of the decisions `fresh`, for one instance that was `before`."""
    after = work.instances[id]
    process = work.process(after.process, after.version)
    timers = sorted(work.timers([id])[id], key=lambda each: each.due_at)
    return Consequence(
        instance=id,
        before={} if before is None else title_of(process, before.state),
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


def _open(instance: Instance | None) -> set[Key]:
    return set() if instance is None else {_key(task) for task in instance.tasks if task.status == "open"}


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
