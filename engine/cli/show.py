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

    print_heading(session, found.about, found.reader)
    for held in found.roles:
        people = ", ".join(f"{each.name} ({each.id})" for each in held.people) or session.say("nobody")
        session.out("  " + session.term(session.pick(held.title), people))
    if found.roles:
        session.out()
    if not found.fields and not found.answers:
        session.out(session.say("show-nothing"))
    for field in found.fields:
        if field.columns:
            _show_rows(session, field)
        else:
            session.out(session.term(_name(session, field), _said(session, field, field.name, field.value)))
    for answer in found.answers:
        _show_answers(session, answer)


def _name(session: Session, shown: Shown) -> str:
    return f"{session.pick(shown.title)} ({shown.name})"


def _said(session: Session, shown: Shown, name: str, found: object) -> str:
    from engine.cli.values import said

    return said(session, found, shown.words.get(name, {}), shown.people)


def _line(session: Session, shown: Shown, row: Mapping[str, object]) -> str:
    given = [(name, row[name]) for name in shown.columns if row.get(name) is not None]
    return " · ".join(
        session.term(session.pick(shown.columns[name]), _said(session, shown, name, one)) for name, one in given
    )


def _show_rows(session: Session, field: Shown) -> None:
    session.out(session.term(_name(session, field), "").rstrip())
    for number, row in enumerate(field.value if isinstance(field.value, list) else [], start=1):
        session.out(f"  {number}. {_line(session, field, row)}")


def _show_answers(session: Session, answer: Shown) -> None:
    session.out(session.term(_name(session, answer), "").rstrip())
    given = answer.value if isinstance(answer.value, Mapping) else {}
    for person, fields in given.items():
        if person == "total":
            _show_totals(session, answer, fields)
            continue
        who = session.say("anonymous") if person == "anonymous" else f"{answer.people.get(person, person)} ({person})"
        for each in fields if isinstance(fields, list) else [fields]:
            session.out("  " + session.term(who, _line(session, answer, each) or "–"))


def _show_totals(session: Session, answer: Shown, totals: Mapping[str, Mapping[str, object]]) -> None:
    from engine.cli.paper import value

    for name, total in totals.items():
        said = session.say("show-total", **{each: value(found) for each, found in total.items()})
        session.out("  " + session.term(session.pick(answer.columns[name]), said))
