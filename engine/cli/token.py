"""`token`: keys to the HTTP API, made, listed and revoked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from engine.cli.app import App
from engine.cli.session import Session

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.store.tokens import Token


def add(app: App) -> None:
    may_help = app.say("help-token-may")

    @app.verb("token")
    def token(
        session: Session,
        name: str = typer.Argument("", metavar="NAME", help=app.say("help-token-name")),
        scopes: list[str] = typer.Option([], "--may", metavar="SCOPE", help=may_help),
        acts_for: str = typer.Option("", "--for", metavar="PERSON", help=app.say("help-token-for")),
        days: int = typer.Option(90, "--days", metavar="DAYS", help=app.say("help-token-days")),
        revoke: str = typer.Option("", "--revoke", metavar="KEY", help=app.say("help-token-revoke")),
    ) -> None:
        from datetime import timedelta

        from engine.runtime import keys

        if revoke:
            keys.revoke_token(session.workspace, revoke, session.now)
            session.answer({"revoked": revoke}, lambda: session.out(session.say("token-revoked", token=revoke)))
            return
        if not name:
            found = keys.all_tokens(session.workspace)
            session.answer({"tokens": [_shown(each) for each in found]}, lambda: _list(session, found))
            return
        made, text = keys.make_token(
            session.workspace, name, scopes, timedelta(days=days), session.now, acts_for or None
        )
        session.answer({"token": _shown(made), "text": text}, lambda: _made(session, made, text))


def _shown(token: Token) -> dict[str, object]:
    """Everything but the digest."""
    names = ("id", "name", "scopes", "acts_for", "created_at", "expires_at", "used_at", "revoked_at")
    return {each: getattr(token, each) for each in names}


def _made(session: Session, made: Token, text: str) -> None:
    session.out(text)
    session.note("token-made", token=made.id, until=f"{made.expires_at:%Y-%m-%d}")


def _list(session: Session, found: Sequence[Token]) -> None:
    if not found:
        session.out(session.say("token-none"))
    for each in found:
        over = "token-over" if each.revoked_at or each.expires_at <= session.now else "token-valid"
        used = f"{each.used_at:%Y-%m-%d}" if each.used_at else "–"
        session.out(
            session.say(
                over,
                token=each.id,
                name=each.name,
                scopes=session.listed(each.scopes),
                person=each.acts_for or "–",
                until=f"{each.revoked_at or each.expires_at:%Y-%m-%d}",
                used=used,
            )
        )
