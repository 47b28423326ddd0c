"""`claim`: one of several says to be on a task."""

from __future__ import annotations

import typer

from engine.cli.app import App
from engine.cli.session import Session


def add(app: App) -> None:
    @app.verb("claim")
    def claim(
        session: Session,
        instance: str = typer.Argument(..., metavar="INSTANCE", help=app.say("help-claim-instance")),
        task: str = typer.Argument(..., metavar="TASK", help=app.say("help-claim-task")),
        actor: str = typer.Option(..., "--as", metavar="WHO", help=app.say("help-claim-as")),
        release: bool = typer.Option(False, "--release", help=app.say("help-claim-release")),
    ) -> None:
        from engine.runtime import claiming

        if release:
            claiming.release(session.workspace, instance, task, actor, session.now)
            session.answer({"released": task}, lambda: session.out(session.say("claim-released")))
            return
        made = claiming.claim(session.workspace, instance, task, actor, session.now)
        session.answer(made, lambda: session.out(session.say("claim-done", person=actor)))
