"""`link`: the addresses that open a person's pages and feed their calendar."""

from __future__ import annotations

import typer

from engine.cli.app import App
from engine.cli.session import Session


def add(app: App) -> None:
    @app.verb("link")
    def link(
        session: Session,
        person: str = typer.Argument(..., metavar="PERSON", help=app.say("help-link-person")),
    ) -> None:
        from engine.runtime.links import links_of

        found = links_of(session.workspace, person, session.now)

        def show() -> None:
            session.out(session.say("link-pages", until=f"{found.pages_until:%Y-%m-%d}"))
            session.out(f"  {found.pages}")
            session.out(session.say("link-calendar", until=f"{found.calendar_until:%Y-%m-%d}"))
            session.out(f"  {found.calendar}")
            session.note("link-secret")

        session.answer(found, show)
