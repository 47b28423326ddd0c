"""`import`: people, units or measurements from tables, all rows checked before any is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from engine.cli.app import App
from engine.cli.session import Session
from engine.words.errors import Misuse

if TYPE_CHECKING:
    from datetime import date

    from engine.runtime.importing import Imported
    from engine.runtime.importing_units import UnitsImported
    from engine.runtime.measuring import MeasurementsImported

    Found = Imported | UnitsImported | MeasurementsImported


def add(app: App) -> None:
    @app.verb("import")
    def import_(
        session: Session,
        file: str = typer.Argument("", metavar="FILE", help=app.say("help-import-file")),
        units: str = typer.Option("", "--units", metavar="UNITS", help=app.say("help-import-units")),
        valid_from: str = typer.Option("", "--valid-from", metavar="DAY", help=app.say("help-import-valid-from")),
        dry_run: bool = typer.Option(False, "--dry-run", help=app.say("help-import-dry-run")),
    ) -> None:
        from pathlib import Path

        from engine.runtime.importing_units import import_units

        if not file and not units:
            raise Misuse("misuse-import-nothing")
        workspace, now = session.workspace, session.now
        day = session.day(valid_from) if valid_from else None
        found = _taken(session, file, day, dry_run=dry_run) if file else None
        made = import_units(workspace, Path(units), now, dry_run=dry_run, file=units) if units else None
        answer = {**(_numbers(found) if found else {}), **({"units": _numbers(made)} if made else {})}

        def show() -> None:
            if found:
                _show(session, found, file, dry_run=dry_run)
            if made:
                _show(session, made, units, dry_run=dry_run)

        session.answer({"dry_run": dry_run, **answer}, show)


def _taken(session: Session, file: str, valid_from: date | None, *, dry_run: bool) -> Imported | MeasurementsImported:
    """People, or measurements where the table has a column of that name."""
    from pathlib import Path

    from engine.runtime.importing import content, import_people
    from engine.runtime.measurements_file import is_about_measurements
    from engine.runtime.measuring import import_measurements
    from engine.runtime.people_table import decoded

    table = content(Path(file), file)
    if not is_about_measurements(decoded(table, file)):
        return import_people(session.workspace, table, session.now, dry_run=dry_run, file=file, valid_from=valid_from)
    if valid_from is not None:
        raise Misuse("misuse-import-valid-from")
    return import_measurements(session.workspace, table, session.now, dry_run=dry_run, file=file)


def _numbers(found: Found) -> dict[str, object]:
    from dataclasses import asdict

    return {**asdict(found), "warnings": found.warnings, "consequences": found.consequences}


def _show(session: Session, found: Found, file: str, *, dry_run: bool) -> None:
    from engine.cli.findings import print_findings
    from engine.cli.intervene import show_consequences

    print_findings(found.warnings, session.language)
    done = "import-measured" if hasattr(found, "corrected") else "import-done"
    session.out(session.say("import-rehearsed" if dry_run else done, file=file, encoding=found.encoding))
    for name in ("joined", "added", "changed", "corrected", "left", "unchanged"):
        if hasattr(found, name):
            session.out(f"  {session.say(f'import-{name}', count=getattr(found, name))}")
    later = getattr(found, "later", 0)
    if later:
        session.out(f"  {session.say('import-later', count=later)}")
    session.out(f"  {session.say('import-affected', count=found.affected_instances)}")
    show_consequences(session, found.consequences)
