"""`resend`: messages that could not be delivered, once more."""

from __future__ import annotations

import typer

from engine.cli.app import App
from engine.cli.session import Session


def add(app: App) -> None:
    @app.verb("resend")
    def resend(
        session: Session,
        about: str = typer.Argument("", metavar="ABOUT", help=app.say("help-resend-about")),
    ) -> None:
        from engine.runtime.deliver import again

        count = again(session.workspace, session.now, about or None)
        session.answer({"queued": count}, lambda: session.out(session.say("resend-done", count=count)))
