"""`demo`: a company plays a whole cycle on a virtual clock."""

from __future__ import annotations

import typer

from engine.cli.app import App
from engine.cli.session import Session


def add(app: App) -> None:
    @app.verb("demo")
    def demo(
        session: Session,
        people: int = typer.Option(300, "--people", metavar="N", help=app.say("help-demo-people")),
        seed: int = typer.Option(1, "--seed", metavar="N", help=app.say("help-demo-seed")),
        until: str = typer.Option("", "--until", metavar="DAY", help=app.say("help-demo-until")),
    ) -> None:
        from importlib import import_module

        import_module("engine.demo.play").demo(session, people=people, seed=seed, until=until)
