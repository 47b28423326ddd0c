"""`check`: everything that is wrong with the files, all at once, each with its line."""

from __future__ import annotations

import typer

from engine.cli.app import App
from engine.cli.exits import EXITS
from engine.cli.session import Session


def add(app: App) -> None:
    @app.verb("check")
    def check(
        session: Session,
        folder: str = typer.Argument("", metavar="DIR", help=app.say("help-check-dir")),
    ) -> int:
        from engine.cli.findings import print_findings, with_place
        from engine.runtime import rehearsals

        session.at(folder)
        library, problems = session.files.read()
        problems = [*problems, *rehearsals.check(library, session.home)]
        problems = [with_place(each, session.home) for each in problems]
        errors = [each for each in problems if each.severity == "error"]
        warnings = [each for each in problems if each.severity == "warning"]
        counts = {
            "processes": len(library.processes) if library else None,
            "cycles": len(library.cycles) if library else None,
            "calendars": len(library.calendars) if library else None,
            "errors": len(errors),
            "warnings": len(warnings),
        }

        def show() -> None:
            print_findings([*errors, *warnings], session.language)
            if library and not errors:
                session.out(session.say("check-sound", **counts))

        session.answer({**counts, "findings": [*errors, *warnings]}, show)
        return EXITS["findings"] if errors else EXITS["done"]
