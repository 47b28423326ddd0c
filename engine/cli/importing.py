"""`import`: people from a table, all rows checked before any is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from engine.cli.app import App
from engine.cli.session import Session

if TYPE_CHECKING:
    from engine.runtime.importing import Imported


def add(app: App) -> None:
    @app.verb("import")
    def import_(
        session: Session,
        file: str = typer.Argument(..., metavar="PEOPLE.CSV", help=app.say("help-import-file")),
        dry_run: bool = typer.Option(False, "--dry-run", help=app.say("help-import-dry-run")),
    ) -> None:
        from pathlib import Path

        from engine.runtime.importing import import_people

        found = import_people(session.workspace, Path(file), session.now, dry_run=dry_run, file=file)
        session.answer({"dry_run": dry_run, **_numbers(found)}, lambda: _show(session, found, file, dry_run=dry_run))


def _numbers(found: Imported) -> dict[str, object]:
    from dataclasses import asdict

    return {**asdict(found), "warnings": found.warnings}


def _show(session: Session, found: Imported, file: str, *, dry_run: bool) -> None:
    from engine.cli.findings import print_findings

    print_findings(found.warnings, session.language)
    session.out(session.say("import-rehearsed" if dry_run else "import-done", file=file, encoding=found.encoding))
    for name in ("joined", "changed", "left", "unchanged"):
        session.out(f"  {session.say(f'import-{name}', count=getattr(found, name))}")
    session.out(f"  {session.say('import-affected', count=found.affected_instances)}")
