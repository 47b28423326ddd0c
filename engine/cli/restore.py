"""`restore`: a backup into an empty database, which is held until `release`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from engine.cli.app import App
from engine.cli.session import Session

if TYPE_CHECKING:
    from engine.runtime.backing_up import Manifest
    from engine.runtime.restoring import Restored


def add(app: App) -> None:
    until_help = app.say("help-restore-ran-until")

    @app.verb("restore")
    def restore(
        session: Session,
        file: str = typer.Argument(..., metavar="FILE", help=app.say("help-restore-file")),
        ran_until: str = typer.Option("", "--ran-until", metavar="MOMENT", help=until_help),
        dry_run: bool = typer.Option(False, "--dry-run", help=app.say("help-restore-dry-run")),
    ) -> None:
        from engine.runtime import restoring

        if dry_run:
            with restoring.opened(Path(file)) as archive:
                manifest = restoring.checked(archive, Path(file))
            session.answer(_told(manifest), lambda: session.out(session.say("restore-sound", **_facts(manifest))))
            return
        until = session.moment(ran_until) if ran_until else None
        found = restoring.restore(session.files, Path(file), session.now, until)
        counts = {"expired": found.expired, "written": found.written, "kept": found.kept}
        session.answer({**_told(found.manifest), **counts}, lambda: _show(session, found))


def _facts(manifest: Manifest) -> dict[str, object]:
    at = f"{manifest.made_at:%Y-%m-%d %H:%M}Z"
    return {"at": at, "rows": manifest.rows, "files": len(manifest.files), "engine": manifest.engine}


def _told(manifest: Manifest) -> dict[str, object]:
    rows = {each.name: each.rows for each in manifest.tables}
    plain = {name: getattr(manifest, name) for name in ("made_at", "engine", "revision", "kind")}
    return {**plain, "rows": rows, "files": len(manifest.files)}


def _show(session: Session, found: Restored) -> None:
    session.out(session.say("restore-done", **_facts(found.manifest)))
    session.out(session.say("restore-files", written=found.written, kept=found.kept))
    session.out(session.say("restore-expired", expired=found.expired))
    session.out(session.say("restore-held"))
