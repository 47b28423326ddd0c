"""`show`: what stands in an instance, to the administrator or to one person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import typer

from engine.cli.app import App
from engine.cli.session import Session

if TYPE_CHECKING:
    from engine.views.show import Contents, Shown


def add(app: App) -> None:
    @app.verb("show")
    def show(
        session: Session,
        instance: str = typer.Argument(..., metavar="INSTANCE", help=app.say("help-instance")),
        person: str = typer.Option("", "--as", metavar="PERSON", help=app.say("help-show-as")),
    ) -> None:
        from engine.views.show import contents

        found = contents(session.workspace, session.now, instance, person or None)
        session.answer(found, lambda: _show(session, found))


def _show(session: Session, found: Contents) -> None:
    from engine.cli.heading import print_heading
    from engine.cli.paper import value

    print_heading(session, found.about, found.reader)
    for held in found.roles:
        people = ", ".join(f"{each.name} ({each.id})" for each in held.people) or session.say("nobody")
        session.out(f"  {session.pick(held.title)}: {people}")
    if found.roles:
        session.out()
    if not found.fields and not found.answers:
        session.out(session.say("show-nothing"))
    for field in found.fields:
        if field.columns:
            _show_rows(session, field)
        else:
            session.out(f"{session.pick(field.title)} ({field.name}): {value(field.value)}")
    for answer in found.answers:
        _show_answers(session, answer)


def _show_rows(session: Session, field: Shown) -> None:
    from engine.cli.paper import value

    rows = field.value if isinstance(field.value, list) else []
    session.out(f"{session.pick(field.title)} ({field.name}):")
    for number, row in enumerate(rows, start=1):
        parts = [f"{session.pick(field.columns[name])} {value(each)}" for name, each in row.items() if each is not None]
        session.out(f"  {number}. {' · '.join(parts)}")


def _show_answers(session: Session, answer: Shown) -> None:
    from engine.cli.paper import value

    session.out(f"{session.pick(answer.title)} ({answer.name}):")
    given = answer.value if isinstance(answer.value, Mapping) else {}
    for person, fields in given.items():
        some = fields if isinstance(fields, list) else [fields]
        for each in some:
            parts = [f"{session.pick(answer.columns[name])} {value(one)}" for name, one in each.items()]
            who = session.say("anonymous") if person == "anonymous" else person
            session.out(f"  {who}: {' · '.join(parts) or '–'}")
