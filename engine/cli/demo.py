"""`demo`: a company plays a whole cycle on a virtual clock."""

from __future__ import annotations

import typer

from engine.cli.app import App
from engine.cli.session import Session

FOLDER = "reviewflow-demo"


def add(app: App) -> None:
    @app.verb("demo")
    def demo(
        session: Session,
        people: int = typer.Option(300, "--people", metavar="N", help=app.say("help-demo-people")),
        seed: int = typer.Option(7, "--seed", metavar="N", help=app.say("help-demo-seed")),
        until: str = typer.Option("", "--until", metavar="DAY", help=app.say("help-demo-until")),
    ) -> None:
        from engine.demo.play import demo as play

        session.at(session.named_home or FOLDER)
        summary = play(
            session.home,
            people=people,
            seed=seed,
            language=session.language,
            until=session.day(until) if until else None,
            out=None if session.json else session.out,
            database=session.named_database,
        )
        session.answer(summary, lambda: None)
