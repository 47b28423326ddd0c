"""Every place of a process that sends a message: what, to which roles, in which state, about which task."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.definition.model import Process, Send, State, Visible
from engine.words.problems import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeUse:
    """One use of a template. `state` is where the instance is when it goes out; `to` the roles that get it.

    `about_task`: it surely is about a task, so a template may name it.
    """

    template: str
    to: tuple[str, ...]
    state: str
    about_task: bool
    span: Span | None


def notices(process: Process) -> list[NoticeUse]:
    """All uses in the order of the file, state by state."""
    return [use for state in process.states.values() for use in _of_state(process, state)]


def _of_state(process: Process, state: State) -> Iterator[NoticeUse]:
    for task in state.tasks.values():
        if task.notice is not None:
            yield NoticeUse(template=task.notice, to=task.holders, state=state.name, about_task=True, span=task.span)
    for rule in state.timed:
        for send in rule.effects.send:
            if send.task is None:
                yield _sent(process, send, state.name, rule.effects.to, reminder=rule.reminder)
            else:
                to = (*(send.to or state.tasks[send.task].holders), *send.cc)
                yield NoticeUse(template=send.template, to=to, state=state.name, about_task=not send.to, span=send.span)
    choices = [*state.entry, *(choice for act in state.on.values() for choice in act.choices)]
    for choice in choices:
        for send in choice.effects.send:
            yield _sent(process, send, state.name, choice.effects.to, reminder=False)


def _sent(process: Process, send: Send, state: str, to: str | None, *, reminder: bool) -> NoticeUse:
    """A move comes before its messages, so they speak of the state it leads to."""
    place = process.states.get(to or state, process.states[state])
    return NoticeUse(
        template=send.template,
        to=tuple(dict.fromkeys((*(send.to or _concerned(process, place)), *send.cc))),
        state=place.name,
        about_task=reminder and not send.to and bool(place.tasks),
        span=send.span,
    )


def _concerned(process: Process, state: State) -> tuple[str, ...]:
    """Without `to`: who owes something, else who may act, else the subject; a unit's lead need hold no role."""
    owing = [role for task in state.tasks.values() for role in task.holders]
    acting = [role for act in state.on.values() if not act.engine for role in act.by]
    return tuple(dict.fromkeys(owing or acting or ([process.subject] if process.about == "person" else ())))


def seen_by(process: Process, role: str, state: str, before: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The fields and columns (`goals.score`) with lines of their own that a role may see in a state.

    As far as the definition can tell; conditions are taken as true.

    `before` are, by state, the states that were surely entered by then (`always_before`).
    """

    def opens(line: Visible) -> bool:
        if line.total or (role not in line.to and "everyone" not in line.to):
            return False
        reached = not line.from_states or not before.get(state, frozenset()).isdisjoint(line.from_states)
        return reached and (not line.within or state in line.within)

    shown = (name for name, lines in process.visible.items() if any(map(opens, lines)))
    return frozenset(name for name in shown if name.partition(".")[0] in process.fields)


def always_before(process: Process) -> Mapping[str, frozenset[str]]:
    """By state, the states every way to it leads through, itself included."""
    everything = frozenset(process.states)
    before = dict.fromkeys(process.states, everything)
    before[process.initial] = frozenset({process.initial})
    sources: dict[str, set[str]] = {name: set() for name in process.states}
    for name, state in process.states.items():
        acting = [each.effects for act in state.on.values() for each in act.choices]
        others = [each.effects for each in state.entry] + [each.effects for each in state.timed]
        for effects in (*acting, *others):
            if effects.to in sources and effects.to != process.initial:
                sources[effects.to].add(name)
    changed = True
    while changed:
        changed = False
        for name, entering in sources.items():
            if entering:
                found = frozenset.intersection(*(before[each] for each in entering)) | {name}
                changed = changed or found != before[name]
                before[name] = found
    return before
