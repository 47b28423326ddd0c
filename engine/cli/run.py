"""`run`: a runner that wakes when something is due, until it is told to stop."""

from __future__ import annotations

from engine.cli.app import App
from engine.cli.session import Session


def add(app: App) -> None:
    @app.verb("run")
    def run(session: Session) -> None:
        from engine.runtime import runner

        runner.run(session.workspace)
