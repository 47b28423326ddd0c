"""`form`: an empty form of an act as YAML, with the titles beside each place; to fill in and give to `trigger`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from engine.cli.app import App
from engine.cli.session import Session

if TYPE_CHECKING:
    from engine.views.blanks import Blank, Paper


def add(app: App) -> None:
    @app.verb("form")
    def form(
        session: Session,
        instance: str = typer.Argument(..., metavar="INSTANCE", help=app.say("help-instance")),
        act: str = typer.Argument(..., metavar="ACT", help=app.say("help-form-act")),
        person: str = typer.Option("", "--as", metavar="PERSON", help=app.say("help-form-as")),
    ) -> None:
        from engine.views.blanks import paper

        found = paper(session.workspace, session.now, instance, act, person or None)
        session.answer(found, lambda: _show(session, found))


def _show(session: Session, found: Paper) -> None:
    session.out(f"# {session.pick(found.title)} · {found.instance}")
    if not found.blanks:
        session.out(f"# {session.say('form-empty')}")
        session.out("{}")
    grouped: set[str] = set()
    for each in found.blanks:
        head, _, column = each.name.partition(".")
        if not column:
            _show_blank(session, each, "", found.present.get(each.name))
        elif head not in grouped:
            grouped.add(head)
            _show_columns(session, found, head)


def _show_columns(session: Session, found: Paper, head: str) -> None:
    """A row for each that is there already, with what it is called; only the columns of this form."""
    rows = found.present.get(head)
    rows = rows if isinstance(rows, list) else []
    session.out(f"{head}:" if rows else f"{head}: []")
    columns = [each for each in found.blanks if each.name.startswith(f"{head}.")]
    for row in rows:
        known = " · ".join(str(row[name]) for name in ("title", "name", "fact") if row.get(name))
        session.out(f"  # {known}" if known else "  #")
        for index, each in enumerate(columns):
            _show_blank(session, each, "  - " if index == 0 else "    ", row.get(each.name.partition(".")[2]))


def _show_blank(session: Session, blank: Blank, before: str, present: object) -> None:
    from engine.words.plain import plain

    name = blank.name.rpartition(".")[2]
    if blank.columns:
        session.out(f"{before}{name}:  # {_told(session, blank)}")
        rows = present if isinstance(present, list) and present else [{}]
        for row in rows:
            for index, column in enumerate(blank.columns):
                _show_blank(session, column, "  - " if index == 0 else "    ", row.get(column.name))
        return
    shown = plain(present, session.language)
    value = "" if shown is None else f" {_quoted(shown)}"
    session.out(f"{before}{name}:{value}  # {_told(session, blank)}")


def _told(session: Session, blank: Blank) -> str:
    between = ", " if blank.type == "choices" else " | "
    kind = between.join(blank.options) or session.say(f"kind-{blank.type.replace('_', '-')}")
    wanted = session.say("kind-optional") if blank.optional else ""
    return f"{session.pick(blank.title)} · {kind}{wanted}"


def _quoted(shown: object) -> str:
    """JSON is YAML; what was typed as text stays text."""
    import json

    return json.dumps(shown, ensure_ascii=False)
