"""`tick`: everything that is due now, once."""

from __future__ import annotations

from engine.cli.app import App
from engine.cli.session import Session


def add(app: App) -> None:
    @app.verb("tick")
    def tick(session: Session) -> None:
        from engine.cli.paper import clock
        from engine.runtime.launch import first_place
        from engine.runtime.runner import round_of
        from engine.runtime.tick import next_moment

        workspace = session.workspace
        done = round_of(workspace, session.now)
        ahead = next_moment(workspace)
        session.answer(
            {"done": done, "next_at": ahead}, lambda: session.out(repr(done) + clock(ahead, first_place(workspace)[1]))
        )
