"""`start`: a process opened by hand, for somebody, by somebody who may."""

from __future__ import annotations

import typer

from engine.cli.app import App
from engine.cli.session import Session


def add(app: App) -> None:
    with_help = app.say("help-trigger-with")

    @app.verb("start")
    def start(
        session: Session,
        process: str = typer.Argument(..., metavar="PROCESS", help=app.say("help-start-process")),
        person: str = typer.Argument(..., metavar="PERSON", help=app.say("help-start-person")),
        actor: str = typer.Option(..., "--as", metavar="PERSON", help=app.say("help-trigger-as")),
        on_behalf_of: str = typer.Option("", "--for", metavar="PERSON", help=app.say("help-trigger-for")),
        given: list[str] = typer.Option([], "--with", metavar="FIELD=VALUE", help=with_help),
        form: str = typer.Option("", "--form", metavar="FILE", help=app.say("help-trigger-form")),
    ) -> None:
        from engine.cli.filled import filled
        from engine.cli.trigger import show_outcome
        from engine.runtime.opening import open_instance

        values, whose = filled(given, form), on_behalf_of or None
        outcome = open_instance(session.workspace, process, person, actor, values, session.now, whose)
        session.answer(outcome, lambda: show_outcome(session, outcome))
