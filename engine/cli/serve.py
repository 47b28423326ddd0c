"""`serve`: the HTTP API and the pages of messages, until it is told to stop."""

from __future__ import annotations

import typer

from engine.cli.app import App
from engine.cli.session import Session


def add(app: App) -> None:
    @app.verb("serve")
    def serve(
        session: Session,
        host: str = typer.Option("127.0.0.1", "--host", metavar="ADDRESS", help=app.say("help-serve-host")),
        port: int = typer.Option(8350, "--port", metavar="PORT", help=app.say("help-serve-port")),
    ) -> None:
        from engine.words.errors import Unavailable

        try:
            import uvicorn

            from engine.api.app import create_app
        except ModuleNotFoundError:
            raise Unavailable("serve-not-installed", extra="api") from None
        workspace = session.workspace
        # Files with faults are told here and now, not by every request.
        _ = workspace.library
        fixed = session.now if session.acts_at else None
        served = create_app(workspace) if fixed is None else create_app(workspace, lambda: fixed)
        session.note("serve-began", address=f"http://{host}:{port}", path="/v1/openapi.json")
        if workspace.settings.public_url:
            session.note("serve-pages", address=workspace.settings.public_url)
        uvicorn.run(served, host=host, port=port, log_level="warning", timeout_graceful_shutdown=10)
