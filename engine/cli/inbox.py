"""`inbox`: what a person owes, and the command that does it."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import typer

from engine.cli.app import App
from engine.cli.session import Session

if TYPE_CHECKING:
    from engine.views.blanks import Blank
    from engine.views.inbox import Inbox, Owed, Way


def add(app: App) -> None:
    @app.verb("inbox")
    def inbox(
        session: Session,
        person: str = typer.Argument(..., metavar="PERSON", help=app.say("help-inbox-person")),
    ) -> None:
        from engine.views.inbox import inbox as read

        found = read(session.workspace, session.now, person)
        session.answer(found, lambda: _show(session, found))


def _show(session: Session, found: Inbox) -> None:
    from engine.cli.paper import due, print_table

    late = sum(each.overdue for each in found.tasks)
    said = "inbox-empty" if not found.tasks else "inbox-late" if late else "inbox-count"
    session.out(session.say(said, name=found.person.name, id=found.person.id, count=len(found.tasks), late=late))
    for instance in found.unreadable:
        session.out(session.say("instance-unreadable", instance=instance))
    if not found.tasks:
        return
    session.out()
    heads = ("head-number", "head-due", "head-task", "head-about", "head-process", "head-state")
    rows = [
        (
            str(number),
            due(each.due_at, each.due_on, found.zone) + (f" {session.say('overdue-mark')}" if each.overdue else ""),
            session.pick(each.title) + (f" {session.say('begun-mark')}" if each.begun else "") + _for(session, each),
            each.about.subject.name,
            session.pick(each.about.process_title),
            session.pick(each.about.state_title),
        )
        for number, each in enumerate(found.tasks, start=1)
    ]
    print_table([session.say(each) for each in heads], rows, numbers=[0])
    session.out()
    session.out(session.say("times-in", zone=found.zone))
    session.out(session.say("inbox-commands"))
    for number, each in enumerate(found.tasks, start=1):
        _show_ways(session, number, each, found.person.id)


def _for(session: Session, each: Owed) -> str:
    whose = f" {session.say('for-mark', name=each.on_behalf_of.name)}" if each.on_behalf_of else ""
    return whose + (f" {session.say('claimed-mark', name=each.claimed_by.name)}" if each.claimed_by else "")


def _show_ways(session: Session, number: int, owed: Owed, person: str) -> None:
    for way in owed.ways:
        command = command_of(owed.about.instance, way, person, owed.on_behalf_of.id if owed.on_behalf_of else "")
        session.out(f"  {number}  {session.term(session.pick(way.title), command)}")
        if way.reason_titles:
            coded = (f"{name} = {session.pick(title)}" for name, title in way.reason_titles.items())
            session.out(f"       {session.term(session.say('reasons'), session.listed(list(coded)))}")
        for blocker in way.blockers:
            session.out(f"       {session.say('blocked-by')} {blocker.text(session.language)}  [{blocker.code}]")


def command_of(instance: str, way: Way, person: str, whose: str = "") -> str:
    """The command line of an act: short forms as `--with`, those with lists by a file that `form` writes."""
    parts = ["reviewflow", "trigger", instance, way.act, "--as", person, *(["--for", whose] if whose else [])]
    if any(each.columns for each in way.form):
        parts += ["--form", f"{way.act}.yaml"]
    else:
        for each in way.form:
            if not each.optional:
                option = "--attach" if each.type == "file" else "--with"
                parts += [option, f"{each.name}={_sample(each)}"]
    if way.needs_reason:
        parts += ["--reason", "|".join(way.reasons) or "…"]
    return " ".join(each if each.isascii() and each == shlex.quote(each) else f"'{each}'" for each in parts)


def _sample(blank: Blank) -> str:
    several = ",".join(blank.options[:2]) if blank.type == "choices" else ""
    one = several or "|".join(blank.options) or _SAMPLES.get(blank.type, "…")
    return f"{one},…" if blank.many else one


_SAMPLES = {
    "number": "0",
    "percent": "0",
    "money": "0",
    "date": "2026-01-31",
    "moment": "2026-01-31T09:00+08:00",
    "yes_no": "yes|no",
    "file": "FILE",
    "person": "ID",
    "people": "ID,ID",
    "unit": "UNIT",
    "indicator": "INDICATOR",
}
