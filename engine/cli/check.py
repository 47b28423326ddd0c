"""`check`: everything that is wrong with the files, all at once, each with its line."""

from __future__ import annotations

from pathlib import Path

import typer

from engine.cli.app import App
from engine.cli.exits import EXITS
from engine.cli.session import Session
from engine.words.errors import Misuse


def add(app: App) -> None:
    @app.verb("check")
    def check(
        session: Session,
        folder: str = typer.Argument("", metavar="DIR", help=app.say("help-check-dir")),
    ) -> int:
        from engine.cli.findings import print_findings, with_place
        from engine.runtime import rehearsals

        session.at(_home_of(folder))
        library, problems = session.files.read()
        problems = [*problems, *rehearsals.check(library, session.home)]
        problems = [with_place(each, session.home) for each in problems]
        meant = Path(folder).resolve() if Path(folder).is_file() else None
        elsewhere = [each for each in problems if meant and (not each.span or Path(each.span.file).resolve() != meant)]
        problems = [each for each in problems if each not in elsewhere]
        errors = [each for each in problems if each.severity == "error"]
        warnings = [each for each in problems if each.severity == "warning"]
        counts = {
            "processes": len(library.processes) if library else None,
            "cycles": len(library.cycles) if library else None,
            "calendars": len(library.calendars) if library else None,
            "errors": len(errors),
            "warnings": len(warnings),
            "elsewhere": len(elsewhere),
        }

        def show() -> None:
            print_findings([*errors, *warnings], session.language)
            if elsewhere:
                session.out(session.say("check-elsewhere", file=folder, count=len(elsewhere)))
            elif library and not errors:
                session.out(session.say("check-sound", **counts))

        session.answer({**counts, "findings": [*errors, *warnings]}, show)
        return EXITS["findings"] if errors else EXITS["done"]


def _home_of(named: str) -> str:
    """The folder that was named, or the one around a file that was: the nearest that holds `processes/`."""
    if not named or Path(named).is_dir():
        return named
    if not Path(named).is_file():
        raise Misuse("check-no-such-folder", found=named[:200])
    around = (each for each in Path(named).resolve().parents if (each / "processes").is_dir())
    return str(next(around, Path(named).resolve().parent))
