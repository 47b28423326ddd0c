"""`run`: a runner that wakes when something is due, until it is told to stop."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from engine.cli.app import App
from engine.cli.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.runtime.rounds import Round
    from engine.runtime.workspace import Workspace


def add(app: App) -> None:
    @app.verb("run")
    def run(
        session: Session,
        metrics: str = typer.Option("", "--metrics", metavar="PORT", help=app.say("help-run-metrics")),
        health_file: str = typer.Option("", "--health-file", metavar="FILE", help=app.say("help-run-health-file")),
        metrics_file: str = typer.Option("", "--metrics-file", metavar="FILE", help=app.say("help-run-metrics-file")),
        log_format: str = typer.Option(
            "text", "--log-format", metavar="text|json", help=app.say("help-run-log-format")
        ),
    ) -> None:
        import sys
        from pathlib import Path

        from engine.runtime import runner
        from engine.runtime.journal import FORMATS, speak
        from engine.runtime.listening import address_of
        from engine.runtime.presence import Outlets
        from engine.words.errors import Misuse

        if session.acts_at:
            raise Misuse("run-has-no-now")
        if log_format not in FORMATS:
            raise Misuse("log-format-unknown", found=log_format[:20])
        outlets = Outlets(
            health_file=Path(health_file).absolute() if health_file else None,
            metrics_file=Path(metrics_file).absolute() if metrics_file else None,
            metrics_at=address_of(metrics) if metrics else None,
        )
        workspace = _opened(session)
        # Files with faults are told here and now, not by every round.
        _ = workspace.library
        speak(sys.stderr, log_format)
        runner.run(workspace, seen=_teller(session) if session.json else None, outlets=outlets)


def _opened(session: Session) -> Workspace:
    """The workspace; a database that cannot be reached yet is waited for, as one that is lost later."""
    from engine.runtime.rounds import LOST
    from engine.words.errors import Unavailable

    try:
        return session.workspace
    except Unavailable as failure:
        if failure.code not in LOST:
            raise
    return session.files


def _teller(session: Session) -> Callable[[Round], None]:
    import json

    def tell(done: Round) -> None:
        """One line of JSON for each round."""
        session.out(json.dumps(done.facts(), ensure_ascii=False))

    return tell
