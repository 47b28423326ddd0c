"""`test`: scenarios played on a virtual clock, with the definitions as the files say them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial

import typer

from engine.cli.app import App
from engine.cli.exits import EXITS
from engine.cli.session import Session
from engine.definition.house import Library
from engine.definition.scenario import Scenario
from engine.lab.coverage import Covered, coverage_of
from engine.lab.scenarios import Outcome, play


def add(app: App) -> None:
    which, tell, least_of, through = (app.say(f"help-test-{each}") for each in ("files", "coverage", "least", "store"))

    @app.verb("test")
    def test(
        session: Session,
        files: list[str] = typer.Argument(None, metavar="FILES", help=which),
        coverage: bool = typer.Option(False, "--coverage", help=tell),
        store: bool = typer.Option(False, "--store", help=through),
        least: int = typer.Option(0, "--least", min=0, max=100, metavar="PERCENT", help=least_of),
    ) -> int:
        from engine.cli.findings import print_findings, with_place
        from engine.runtime.rehearsals import read_all

        library = session.files.library
        with _player(library, store=store) as player:
            outcomes = [(path, player(each)) for path, each in read_all(session.files, files or [])]
        failed = [outcome for _, outcome in outcomes if outcome.failures]
        findings = [with_place(each, session.home) for outcome in failed for each in outcome.failures]
        counts = {"scenarios": len(outcomes), "failed": len(failed)}
        stages = [outcome.stage for _, outcome in outcomes if outcome.stage is not None]
        covered = coverage_of(library, stages) if coverage or least else []
        missing = [with_place(each, session.home) for some in covered for each in some.problems()]

        def show() -> None:
            for path, outcome in outcomes:
                verdict = session.say("test-failed" if outcome.failures else "test-passed")
                session.out(f"{verdict} {path}: {outcome.scenario.name}")
            print_findings([*findings, *missing], session.language)
            session.out(session.say("test-count", **counts))
            for each in covered:
                session.out(_line(session, each))

        answer: dict[str, object] = {**counts, "results": _rows(outcomes), "findings": [*findings, *missing]}
        if covered:
            answer["coverage"] = {each.process.name: _counts(each) for each in covered}
        session.answer(answer, show)
        short = any(each.percent < least for each in covered)
        return EXITS["findings"] if failed or short else EXITS["done"]


@contextmanager
def _player(library: Library, *, store: bool) -> Iterator[Callable[[Scenario], Outcome]]:
    """What plays a scenario: in memory, or through a database of its own."""
    if not store:
        yield partial(play, library)
        return
    from engine.runtime.rehearsing import own_database, play_stored

    with own_database() as database:
        yield partial(play_stored, database, library)


def _rows(outcomes: Sequence[tuple[str, Outcome]]) -> list[dict[str, object]]:
    return [
        {"file": path, "scenario": outcome.scenario.name, "passed": not outcome.failures} for path, outcome in outcomes
    ]


def _line(session: Session, covered: Covered) -> str:
    by_kind: dict[str, str] = {kind: f"{reached}/{known}" for kind, (reached, known) in covered.by_kind.items()}
    return session.say("coverage-of", process=covered.process.name, percent=covered.percent, **by_kind)


def _counts(covered: Covered) -> dict[str, object]:
    kinds: dict[str, object] = {
        kind: {"reached": some, "all": every} for kind, (some, every) in covered.by_kind.items()
    }
    return {"percent": covered.percent, "reached": sum(covered.reached.values()), "all": len(covered.reached), **kinds}
