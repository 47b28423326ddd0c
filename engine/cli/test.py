"""`test`: scenarios played on a virtual clock, with the definitions as the files say them."""

from __future__ import annotations

import typer

from engine.cli.app import App
from engine.cli.exits import EXITS
from engine.cli.session import Session


def add(app: App) -> None:
    which = app.say("help-test-files")

    @app.verb("test")
    def test(
        session: Session,
        files: list[str] = typer.Argument(None, metavar="[FILES]", help=which),
    ) -> int:
        from engine.cli.findings import print_findings, with_place
        from engine.lab.scenarios import play
        from engine.runtime.rehearsals import read_all

        library = session.files.library
        outcomes = [(path, play(library, each)) for path, each in read_all(session.home, files or [])]
        failed = [outcome for _, outcome in outcomes if outcome.failures]
        findings = [with_place(each, session.home) for outcome in failed for each in outcome.failures]
        counts = {"scenarios": len(outcomes), "failed": len(failed)}

        def show() -> None:
            for path, outcome in outcomes:
                verdict = session.say("test-failed" if outcome.failures else "test-passed")
                session.out(f"{verdict} {path}: {outcome.scenario.name}")
            print_findings(findings, session.language)
            session.out(session.say("test-count", **counts))

        rows = [
            {"file": path, "scenario": outcome.scenario.name, "passed": not outcome.failures}
            for path, outcome in outcomes
        ]
        session.answer({**counts, "results": rows, "findings": findings}, show)
        return EXITS["findings"] if failed else EXITS["done"]
