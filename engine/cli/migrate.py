"""`migrate`: running instances move to the version the files say now."""

from __future__ import annotations

import typer

from engine.cli.app import App
from engine.cli.plan import show_moves
from engine.cli.session import Session


def add(app: App) -> None:
    @app.verb("migrate")
    def migrate(
        session: Session,
        process: str = typer.Argument(..., metavar="PROCESS", help=app.say("help-migrate-process")),
        instance: str = typer.Option("", "--instance", metavar="ID,ID", help=app.say("help-migrate-instance")),
    ) -> None:
        from engine.runtime import migrating

        found = migrating.migrate(
            session.workspace, process, session.now, [each for each in instance.split(",") if each]
        )
        session.answer(found, lambda: show_moves(session, found, "migrate-done"))
