"""`history`: what happened to an instance, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

import typer

from engine.cli.app import App
from engine.cli.session import Session

if TYPE_CHECKING:
    from engine.views.history import History, Line


def add(app: App) -> None:
    @app.verb("history")
    def history(
        session: Session,
        instance: str = typer.Argument(..., metavar="INSTANCE", help=app.say("help-instance")),
        person: str = typer.Option("", "--as", metavar="PERSON", help=app.say("help-history-as")),
    ) -> None:
        from engine.views.history import history_of

        found = history_of(session.workspace, session.now, instance, person or None)
        session.answer(found, lambda: _show(session, found))


def _show(session: Session, found: History) -> None:
    from engine.cli.heading import print_heading
    from engine.cli.paper import clock, print_table

    print_heading(session, found.about, found.reader)
    heads = ("head-number", "head-when", "head-what", "head-who", "head-with")
    rows = [
        (
            str(line.sequence),
            clock(line.at, found.zone),
            _what(session, line),
            _who(session, line),
            _with(session, line),
        )
        for line in found.lines
    ]
    print_table([session.say(each) for each in heads], rows, numbers=[0])
    session.out()
    session.out(session.say("times-in", zone=found.zone))


def _who(session: Session, line: Line) -> str:
    name = line.actor.name if line.actor else ""
    return f"{name} {session.say('for-mark', name=line.on_behalf_of.name)}" if line.on_behalf_of else name


def _what(session: Session, line: Line) -> str:
    title = session.pick(line.title)
    match line.kind:
        case "moved":
            origin = session.pick(line.from_state) if line.from_state else "–"
            return f"→ {title}" if not line.from_state else f"{origin} → {title}"
        case "act":
            return title if title == line.name else f"{title} ({line.name})"
        case "event":
            known = _EVENTS.get(line.name)
            if known:
                return session.say(known)
            told = session.pick(line.title)  # the name itself, where the engine has no words for it
            return session.say("event-other", name=line.name) if told == line.name else told
    return session.say(f"event-{line.kind}", name=title)


_EVENTS = {
    "done": "event-done",
    "clock.paused": "event-clock-paused",
    "clock.resumed": "event-clock-resumed",
    "cycle.moved": "event-cycle-moved",
    "indicators.changed": "event-indicators-changed",
    "subject_left": "event-subject-left",
    "calendar.changed": "event-calendar-changed",
}


_PARTS = frozenset({"to", "from", "task", "tasks", "role", "person", "amount", "date", "dropped", "data", "where"})


def _with(session: Session, line: Line) -> str:
    if line.erased:
        return session.say("erased")
    if line.kind == "timer" and line.values.get("unwanted"):
        return session.say("timer-unwanted")
    if line.kind in ("timer", "started"):
        return ""
    parts = [
        session.term(_called(session, line, name), _given(session, line, name, each))
        for name, each in line.values.items()
        if each not in (None, [])
    ]
    if line.reason:
        parts.insert(0, session.say("reason-given", reason=line.reason))
    said = "; ".join(parts)
    return said if len(said) <= 100 else said[:99] + "…"


def _called(session: Session, line: Line, name: str) -> str:
    """A field's title; the engine's own words for what else an event brings along."""
    title = line.titles.get(name)
    return session.pick(title) if title else session.say(f"with-{name}") if name in _PARTS else name


def _given(session: Session, line: Line, name: str, found: object) -> str:
    from engine.cli.values import said

    if _is_rows(found):
        return session.say("rows", count=len(found))
    return said(session, found, line.words.get(name, {}), line.people)


def _is_rows(found: object) -> TypeGuard[list[object]]:
    """A list with columns; `show` has room for it, a line of history has not."""
    return isinstance(found, list) and bool(found) and isinstance(found[0], dict)
