"""`schema`: the shape of a kind of file, for editors that complete and underline while typing."""

from __future__ import annotations

import typer

from engine.cli.app import App
from engine.cli.session import Session


def add(app: App) -> None:
    @app.verb("schema")
    def schema(
        session: Session,
        kind: str = typer.Argument(..., metavar="KIND", help=app.say("help-schema-kind")),
        output: str = typer.Option("", "--output", metavar="FILE", help=app.say("help-schema-output")),
    ) -> None:
        import json
        from pathlib import Path

        from engine.definition.schema import schemas
        from engine.words.errors import NotFound
        from engine.words.problems import nearest

        known = schemas()
        if kind not in known:
            raise NotFound("schema-unknown", kind=kind, known=", ".join(known), nearest=nearest(kind, known) or "–")
        text = json.dumps(known[kind], ensure_ascii=False, indent=2)
        if output:
            Path(output).write_text(text + "\n", encoding="utf-8")
            session.note("schema-written", file=output, kind=kind)
        else:
            session.out(text)
