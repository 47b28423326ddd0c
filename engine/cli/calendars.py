"""`calendars`: which years are published, and what a changed calendar would move."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.cli.app import App
from engine.cli.session import Session

if TYPE_CHECKING:
    from engine.runtime.reprojecting import Reprojected

SHOWN = 20


def add(app: App) -> None:
    @app.verb("calendars")
    def calendars(session: Session) -> None:
        from engine.runtime.reprojecting import rehearse

        workspace = session.workspace
        found = rehearse(workspace, session.now)
        known = [
            {
                "calendar": name,
                "years": [each.first.year, each.last.year],
                "provisional": each.provisional,
                "unpublished": each.unpublished,
                "changed": name in found.calendars,
            }
            for name, each in sorted(workspace.calendars.items())
        ]
        session.answer({"calendars": known, "would_move": found}, lambda: _show(session, known, found))


def _show(session: Session, known: list[dict[str, object]], found: Reprojected) -> None:
    from engine.cli.paper import clock, print_table
    from engine.runtime.launch import first_place

    for each in known:
        years = "{}–{}".format(*each["years"])  # type: ignore[misc]
        parts = [years]
        parts += [
            session.say(f"calendars-{word}", years=", ".join(map(str, each[word])))  # type: ignore[call-overload]
            for word in ("provisional", "unpublished")
            if each[word]
        ]
        if each["changed"]:
            parts.append(session.say("calendars-changed"))
        session.out(session.term(str(each["calendar"]), session.listed(parts)))
    if not found.calendars:
        return
    zone = first_place(session.workspace)[1]
    session.out()
    session.out(
        session.say("calendars-would", instances=found.instances, moved=len(found.limits), messages=found.messages)
    )
    for id in found.failed:
        session.out(f"  {session.say('retime-failed', id=id)}")
    if found.limits:
        heads = ("head-instance", "head-task", "head-who", "retime-was", "retime-is")
        rows = [
            (each.instance, each.task, each.person, clock(each.before, zone), clock(each.after, zone))
            for each in found.limits[:SHOWN]
        ]
        print_table([session.say(each) for each in heads], rows)
        if len(found.limits) > SHOWN:
            session.out(session.say("retime-more", count=len(found.limits) - SHOWN))
        session.out(session.say("times-in", zone=zone.key))
