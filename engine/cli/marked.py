"""What an instance adds to the picture of its process, in the reader's words and times."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from engine.cli.paper import clock, due
from engine.cli.session import Session
from engine.lab.diagram import Marks

if TYPE_CHECKING:
    from engine.views.picture import Standing
    from engine.views.why import Later, Waiting

_REMINDERS = 2


def marks_of(session: Session, standing: Standing) -> Marks:
    """The marks of an instance: where it is, how it came there, what time will do."""
    zone = standing.why.zone
    visited: dict[str, list[str]] = {}
    taken: dict[str, dict[str, list[str]]] = {}
    for move in standing.moves:
        day = clock(move.at, zone)[:10]
        visited.setdefault(move.to_state, []).append(day)
        if move.from_state:
            taken.setdefault(move.from_state, {}).setdefault(move.to_state, []).append(day)
    return Marks(
        place=standing.why.about.state,
        here=frozenset(standing.active),
        notes=tuple(_notes(session, standing)),
        visited={name: _say(session, "picture-been", at=session.listed(days)) for name, days in visited.items()},
        taken={
            source: {target: _say(session, "picture-taken", at=session.listed(days)) for target, days in ways.items()}
            for source, ways in taken.items()
        },
        ahead=_ahead(session, standing, zone),
    )


def _ahead(session: Session, standing: Standing, zone: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for each in standing.why.later:
        if each.to and each.due_at and each.waits_for is None:
            at = _say(session, "picture-will", at=due(each.due_at, each.due_on, zone))
            found.setdefault(_home(standing, each), {})[f"time/{each.rule}"] = at
    return found


def _home(standing: Standing, later: Later) -> str:
    """The state a rule is written in: its clock may be that of a state within."""
    states = standing.process.states
    path = states[later.state].path if later.state in states else ()
    return next((name for name in path if any(each.id == later.rule for each in states[name].timed)), later.state)


def _notes(session: Session, standing: Standing) -> Iterator[str]:
    why = standing.why
    since = clock(why.since, why.zone)
    match why.about.status:
        case "cancelled":
            yield _say(session, "picture-cancelled")
        case "ended":
            yield _say(session, "picture-ended", at=since)
        case _:
            yield _say(session, "picture-since", at=since)
    if why.suspended_at is not None:
        yield _say(session, "picture-suspended", at=clock(why.suspended_at, why.zone))
    for task in why.tasks:
        yield _owed(session, task, why.zone)
    reminders = [each for each in why.later if each.to is None and each.messages and each.due_at]
    for each in reminders[:_REMINDERS]:
        yield _say(session, "picture-reminds", at=due(each.due_at, each.due_on, why.zone))


def _owed(session: Session, task: Waiting, zone: str) -> str:
    facts = {"who": task.person.name, "task": session.pick(task.title)}
    if task.due_at is None:
        return _say(session, "picture-owes", **facts)
    said = _say(session, "picture-owes-until", **facts, due=due(task.due_at, task.due_on, zone))
    return _say(session, "picture-late", what=said) if task.overdue else said


def _say(session: Session, code: str, **facts: object) -> str:
    from engine.words.texts import say

    return say(code, session.language, facts)
