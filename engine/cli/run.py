"""`run`: a runner that wakes when something is due, until it is told to stop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.cli.app import App
from engine.cli.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.runtime.runner import Health


def add(app: App) -> None:
    @app.verb("run")
    def run(session: Session) -> None:
        import logging

        from engine.runtime import runner
        from engine.words.errors import Misuse

        if session.acts_at:
            raise Misuse("run-has-no-now")
        workspace = session.workspace
        # Files with faults are told here and now, not by every round.
        _ = workspace.library
        voice = logging.StreamHandler()
        voice.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%Y-%m-%d %H:%M:%S"))
        log = logging.getLogger("reviewflow")
        log.setLevel(logging.INFO)
        log.addHandler(voice)
        runner.run(workspace, seen=_teller(session) if session.json else None)


def _teller(session: Session) -> Callable[[Health], None]:
    import json

    def tell(health: Health) -> None:
        """One line of JSON for each round."""
        session.out(json.dumps(health.facts(), ensure_ascii=False))

    return tell
