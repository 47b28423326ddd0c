"""The nine interventions: what speaks against each, and what it does. Who may, and who hears, is in `intervening`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from engine.calendar.moment import MomentError, parse_duration
from engine.core.case import Case
from engine.core.completion import latest, without
from engine.core.compute import compute
from engine.core.moments import state_due
from engine.core.notices import announce
from engine.core.roles import valid
from engine.core.settle import handle, hear
from engine.core.steps import cancel, jump
from engine.core.tasks import give, hand_over
from engine.core.values import Intervened, Pause, TaskRecord, Verb
from engine.words.problems import Problem, nearest
from engine.words.texts.intervening import VERBS as WORDS


def _known_state(case: Case, event: Intervened) -> Iterator[Problem]:
    states = case.process.states
    if event.to is None:
        yield Problem(
            code="intervention-needs", facts={"verb": WORDS[event.verb], "what": "to", "known": ", ".join(states)}
        )
    elif event.to not in states:
        yield _unknown("no-such-state", event.to, states)
    elif event.to in case.active:
        yield Problem(code="already-there", facts={"state": case.state.title})


def _reopening(case: Case, event: Intervened) -> Iterator[Problem]:
    target = _last_state(case) if event.to is None else event.to
    if target not in case.process.states:
        yield _unknown("no-such-state", target, case.process.states)
    elif case.process.states[target].final:
        yield Problem(code="reopen-to-final", facts={"state": case.process.states[target].title})


def _open_share(case: Case, event: Intervened) -> Iterator[Problem]:
    if event.task is None:
        if "done" not in case.state.on:
            yield Problem(code="no-way-on", facts={"state": case.state.title})
    elif event.task not in case.state.tasks:
        yield _unknown("no-such-task", event.task, case.state.tasks)
    elif not _shares(case, event):
        yield Problem(code="nothing-open", facts={"task": case.state.tasks[event.task].title})


def _an_answer(case: Case, event: Intervened) -> Iterator[Problem]:
    tasks = case.plan.tasks
    if event.task is None:
        yield Problem(
            code="intervention-needs", facts={"verb": WORDS[event.verb], "what": "task", "known": ", ".join(tasks)}
        )
    elif event.task not in tasks:
        yield _unknown("no-such-task", event.task, tasks)
    elif not _done(case, event):
        yield Problem(code="nothing-done", facts={"task": tasks[event.task].title})


def _a_limit(case: Case, event: Intervened) -> Iterator[Problem]:
    if state_due(case, case.place) is None:
        yield Problem(code="no-limit", facts={"state": case.state.title})
    try:
        if parse_duration(event.amount or "").count:
            return
    except MomentError:
        pass
    yield Problem(code="extension-unreadable", facts={"found": (event.amount or "–")[:60]})


def _a_part(case: Case, event: Intervened) -> Iterator[Problem]:
    roles = [name for name in case.process.roles if name != case.process.subject]
    if event.role is None or event.to is None:
        yield Problem(
            code="intervention-needs", facts={"verb": WORDS[event.verb], "what": "role, to", "known": ", ".join(roles)}
        )
        return
    if event.role not in roles:
        yield _unknown("no-such-role", event.role, roles)
        return
    role, held = case.process.roles[event.role], case.roles.get(event.role, ())
    if event.person is not None and event.person not in held:
        yield Problem(code="holds-it-not", facts={"person": event.person[:60], "role": role.title})
    if not valid(case, role, event.to):
        yield Problem(code="cannot-hold", facts={"person": event.to[:60], "role": role.title})
    elif event.to in held:
        yield Problem(code="holds-it-already", facts={"person": str(case.someone(event.to)), "role": role.title})


def _nothing_more(_case: Case, _event: Intervened) -> Iterator[Problem]:
    return iter(())


def _move(case: Case, event: Intervened) -> bool:
    jump(case, event.to or case.place)
    return True


def _skip(case: Case, event: Intervened) -> bool:
    for task in _shares(case, event):
        case.settle_task(task, "lapsed")
    for name in case.state.tasks if event.task is None else (event.task,):
        if not any(row.status != "lapsed" for row in case.visit_tasks(name)):
            case.fired[without(case, name)] = 1
    return event.task is not None or handle(case, case.state.on["done"])


def _cancel(case: Case, _event: Intervened) -> bool:
    if not hear(case, "cancelled"):
        cancel(case, "intervened")
    return True


def _withdraw(case: Case, event: Intervened) -> bool:
    assert event.task is not None
    gone = _done(case, event)
    answers = case.answers.get(event.task, {})
    people = {row.person for row in gone}
    case.answers[event.task] = {person: given for person, given in answers.items() if person not in people}
    for row in gone:
        if not _is_present(case, row):
            case.settle_task(row, "lapsed")
            continue
        case.place = row.state
        opened = replace(row, status="open", closed_at=None)
        case.tasks[case.tasks.index(row)] = opened
        case.fired.pop(f"{case.stay}/on done", None)
        announce(case, opened, 1 + case.count(f"{case.stay}/again {row.name} {row.person}"))
    compute(case)
    return True


def _reopen(case: Case, event: Intervened) -> bool:
    jump(case, event.to or _last_state(case))
    return True


def _extend(case: Case, event: Intervened) -> bool:
    case.place = case.state.due_of or case.place  # an inherited limit is the outer state's
    case.extended[case.stay] = (*case.extended.get(case.stay, ()), event.amount or "")
    return True


def _reassign(case: Case, event: Intervened) -> bool:
    assert event.role is not None
    assert event.to is not None
    held = case.roles.get(event.role, ())
    case.roles[event.role] = (
        (event.to,) if event.person is None else tuple(event.to if each == event.person else each for each in held)
    )
    case.assigned |= {event.role}
    owed = dict.fromkeys((row.state, row.name) for row in case.owed() if row.role == event.role)
    hand_over(case)
    for case.place, name in owed:  # also where the others are enough: somebody is to do it instead
        give(case, case.state.tasks[name])
    compute(case)
    return True


def _suspend(case: Case, _event: Intervened) -> bool:
    case.pauses = (*case.pauses, Pause(since=case.world.now))
    return True


def _resume(case: Case, _event: Intervened) -> bool:
    case.pauses = (*case.pauses[:-1], replace(case.pauses[-1], until=case.world.now))
    return True


def _shares(case: Case, event: Intervened) -> list[TaskRecord]:
    return [row for row in case.open_tasks(event.task) if event.person in (None, row.person)]


def _done(case: Case, event: Intervened) -> list[TaskRecord]:
    """What was done of the task, the last time it was asked for, and can be taken back."""
    answered = case.answers.get(event.task or "", {})
    return [
        row
        for row in latest(case, event.task or "")
        if row.status == "done"
        and event.person in (None, row.person)
        and (_is_present(case, row) or row.person in answered)
    ]


def _is_present(case: Case, row: TaskRecord) -> bool:
    return row.state in case.active and row.visit == case.visits[row.state]


def _last_state(case: Case) -> str:
    """Where it last was before its end."""
    states = case.process.states
    been = [name for name, each in states.items() if name in case.entered and not each.final and len(each.inside) == 1]
    return max(reversed(been), key=lambda name: case.entered[name], default=case.process.initial)


def _unknown(code: str, found: str, known: Sequence[str] | Mapping[str, object]) -> Problem:
    hint = nearest(found[:60], known) or "–"
    return Problem(code=code, facts={"found": found[:60], "known": ", ".join(known) or "–", "nearest": hint})


CHECKS: Mapping[Verb, Callable[[Case, Intervened], Iterator[Problem]]] = {
    "move": _known_state,
    "skip": _open_share,
    "cancel": _nothing_more,
    "withdraw": _an_answer,
    "reopen": _reopening,
    "extend": _a_limit,
    "reassign": _a_part,
    "suspend": _nothing_more,
    "resume": _nothing_more,
}
DOES: Mapping[Verb, Callable[[Case, Intervened], bool]] = {
    "move": _move,
    "skip": _skip,
    "cancel": _cancel,
    "withdraw": _withdraw,
    "reopen": _reopen,
    "extend": _extend,
    "reassign": _reassign,
    "suspend": _suspend,
    "resume": _resume,
}
