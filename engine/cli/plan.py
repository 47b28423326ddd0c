"""`plan`: what moving running instances to the present version would do; nothing is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from engine.cli.app import App
from engine.cli.session import Session

if TYPE_CHECKING:
    from engine.runtime.migrating import Migrated

_PARTS = ("dropped", "opened", "closed", "timers_kept", "timers_moved", "timers_new", "timers_gone")


def add(app: App) -> None:
    @app.verb("plan")
    def plan(
        session: Session,
        process: str = typer.Argument(..., metavar="PROCESS", help=app.say("help-migrate-process")),
        instance: str = typer.Option("", "--instance", metavar="ID,ID", help=app.say("help-migrate-instance")),
    ) -> None:
        from engine.runtime import migrating

        found = migrating.migrate(
            session.workspace, process, session.now, [each for each in instance.split(",") if each], rehearse=True
        )
        session.answer(found, lambda: show_moves(session, found, "migrate-planned"))


def show_moves(session: Session, found: Migrated, said: str) -> None:
    """Each instance with what the move does to it."""
    session.out(session.say(said, count=len(found.moves), process=found.process, version=found.version))
    for move in found.moves:
        way = move.state if move.state == move.to else f"{move.state} → {move.to}"
        session.out(f"  {move.instance} ({move.version}): {way}")
        for part in _PARTS:
            names = getattr(move, part)
            if names:
                session.out(f"    {session.say('migrate-' + part.replace('_', '-'))}: {', '.join(names)}")
        if move.messages:
            session.out(f"    {session.say('migrate-messages', count=move.messages)}")
