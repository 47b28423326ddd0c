"""`backup`: everything into one file."""

from __future__ import annotations

from pathlib import Path

import typer

from engine.cli.app import App
from engine.cli.session import Session


def add(app: App) -> None:
    @app.verb("backup")
    def backup(
        session: Session,
        file: str = typer.Argument(..., metavar="FILE", help=app.say("help-backup-file")),
    ) -> None:
        from engine.runtime.backing_up import back_up

        found = back_up(session.files, Path(file), session.now)
        size = Path(file).stat().st_size
        answer = {
            "file": file,
            "bytes": size,
            "made_at": found.made_at,
            "revision": found.revision,
            "rows": {each.name: each.rows for each in found.tables},
            "files": len(found.files),
        }
        facts = {"file": file, "rows": found.rows, "files": len(found.files), "size": f"{size / 1e6:.1f}"}
        session.answer(answer, lambda: session.out(session.say("backup-done", **facts)))
