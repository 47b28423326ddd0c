"""`version`: which engine this is."""

from __future__ import annotations

from engine.cli.app import App
from engine.cli.session import Session


def add(app: App) -> None:
    @app.verb("version")
    def version(session: Session) -> None:
        import platform
        from importlib.metadata import PackageNotFoundError
        from importlib.metadata import version as installed

        from engine.store.revision import known

        try:
            number = installed("reviewflow")
        except PackageNotFoundError:
            number = "0"
        answer = {"version": number, "database": known()[-1], "python": platform.python_version()}
        session.answer(answer, lambda: session.out(f"reviewflow {number}"))
