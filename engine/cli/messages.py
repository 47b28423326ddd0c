"""`messages`: what waits, what went out, into which letter, and what was not sent and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from engine.cli.app import App
from engine.cli.session import Session

if TYPE_CHECKING:
    from engine.views.messages import Mail, Posted


def add(app: App) -> None:
    @app.verb("messages")
    def messages(
        session: Session,
        kind: str = typer.Argument("", metavar="KIND", help=app.say("help-messages-kind")),
        person: str = typer.Option("", "--of", metavar="PERSON", help=app.say("help-messages-of")),
        about: str = typer.Option("", "--about", metavar="INSTANCE", help=app.say("help-messages-about")),
        limit: int = typer.Option(50, "--limit", min=1, max=10_000, help=app.say("help-messages-limit")),
    ) -> None:
        from engine.views.messages import mail

        found = mail(
            session.workspace,
            session.now,
            kind=kind or None,
            person=person or None,
            instance=about or None,
            limit=limit,
        )
        session.answer(found, lambda: _show(session, found))


def _show(session: Session, found: Mail) -> None:
    from engine.cli.paper import clock, print_table

    if not found.messages:
        session.out(session.say("messages-none"))
        return
    heads = ("head-when", "head-message", "head-to", "head-about", "head-became")
    rows = [
        (
            clock(each.at, found.zone),
            each.template,
            f"{each.recipient.name} ({each.recipient.id})",
            each.instance or "",
            became(session, each, found.zone),
        )
        for each in found.messages
    ]
    print_table([session.say(each) for each in heads], rows)
    session.out()
    session.out(session.say("times-in", zone=found.zone))
    if found.more:
        session.out(session.say("messages-more", count=found.more))


def became(session: Session, each: Posted, zone: str) -> str:
    """What became of a message, in words; a reason nobody has words for stands as it is."""
    from engine.cli.paper import clock
    from engine.words.texts import catalogue

    known = f"why-message-{each.why}"
    why = session.say(known) if known in catalogue() else each.why or ""
    if each.kind == "merged":
        why = session.say("message-digest-at", at=clock(each.digest_at, zone)) if each.digest_at else ""
    elif each.count:
        why = session.say("message-stands-for", count=each.count)
    word = session.say(f"message-{'queued' if each.kind == 'waiting' else each.kind}")
    return session.term(word, why) if why else word
