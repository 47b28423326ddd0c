"""`delegate`: somebody's tasks done by somebody else for a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from engine.cli.app import App
from engine.cli.session import Session

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.core.roster import Delegation
    from engine.store.delegations import Kept


def add(app: App) -> None:
    @app.verb("delegate")
    def delegate(
        session: Session,
        person: str = typer.Argument("", metavar="PERSON", help=app.say("help-delegate-person")),
        to: str = typer.Argument("", metavar="TO", help=app.say("help-delegate-to")),
        first: str = typer.Option("", "--from", metavar="DAY", help=app.say("help-delegate-from")),
        last: str = typer.Option("", "--until", metavar="DAY", help=app.say("help-delegate-until")),
        process: str = typer.Option("", "--process", metavar="PROCESS", help=app.say("help-delegate-process")),
        revoke: bool = typer.Option(False, "--revoke", help=app.say("help-delegate-revoke")),
    ) -> None:
        from engine.core.roster import Delegation
        from engine.runtime import delegating
        from engine.words.errors import Misuse

        if not to:
            if revoke or first or last or process:
                raise Misuse("delegate-to-whom")
            listed = delegating.delegations(session.workspace, session.now, person or None)
            session.answer({"delegations": listed}, lambda: _list(session, listed))
            return
        if revoke:
            ended = delegating.undelegate(session.workspace, person, to, session.now)
            session.answer(
                {"revoked": ended}, lambda: session.out(session.say("delegate-revoked", person=person, to=to))
            )
            return
        wanted = Delegation(
            person=person,
            to=to,
            from_on=session.day(first) if first else session.now.date(),
            until_on=session.day(last) if last else None,
            process=process or None,
        )
        made = delegating.delegate(session.workspace, wanted, session.now)
        session.answer(made, lambda: _made(session, made.delegation, made.open_tasks))


def _made(session: Session, made: Delegation, open_tasks: int) -> None:
    session.out(session.say("delegate-done", said=_said(session, made)))
    session.out("  " + session.say("delegate-covers", count=open_tasks))


def _list(session: Session, found: Sequence[Kept]) -> None:
    if not found:
        session.out(session.say("delegate-nobody"))
    for each in found:
        session.out(_said(session, each))


def _said(session: Session, each: Delegation) -> str:
    until = each.until_on.isoformat() if each.until_on else session.say("delegate-open")
    where = each.process or session.say("delegate-everywhere")
    return session.say("delegate-line", person=each.person, to=each.to, first=each.from_on, until=until, where=where)
