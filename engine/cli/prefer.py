"""`prefer`: when, how often and in which language messages reach somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from engine.cli.app import App
from engine.cli.session import Session

if TYPE_CHECKING:
    from engine.runtime.preferring import Preferences

# What takes a choice back.
USUAL = "usual"


def add(app: App) -> None:
    @app.verb("prefer")
    def prefer(
        session: Session,
        person: str = typer.Argument(..., metavar="PERSON", help=app.say("help-prefer-person")),
        digest: str = typer.Option("", "--digest", metavar="HOW", help=app.say("help-prefer-digest")),
        work_hours: str = typer.Option("", "--work-hours", metavar="HOURS", help=app.say("help-prefer-work-hours")),
        quiet_hours: str = typer.Option("", "--quiet-hours", metavar="HOURS", help=app.say("help-prefer-quiet-hours")),
        time_zone: str = typer.Option("", "--time-zone", metavar="ZONE", help=app.say("help-prefer-time-zone")),
        speaks: str = typer.Option("", "--language", metavar="LANGUAGE", help=app.say("help-prefer-language")),
    ) -> None:
        from engine.runtime import preferring

        given = {
            "digest": digest,
            "work_hours": work_hours,
            "quiet_hours": quiet_hours,
            "time_zone": time_zone,
            "language": speaks,
        }
        chosen = {name: "" if value == USUAL else value for name, value in given.items() if value}
        if chosen:
            found = preferring.prefer(session.workspace, person, chosen, session.now)
        else:
            found = preferring.preferences(session.workspace, person, session.now)
        session.answer(found, lambda: _show(session, found))


def _show(session: Session, found: Preferences) -> None:
    session.out(session.say("prefer-whose", name=found.name, person=found.person))
    for name in ("digest", "work_hours", "quiet_hours", "time_zone", "language"):
        value = getattr(found, name) or session.say("prefer-none")
        usual = "" if name in found.own else f" {session.say('prefer-usual')}"
        session.out("  " + session.term(name, f"{value}{usual}"))
