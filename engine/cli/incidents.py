"""`incidents`: what stands still until somebody mends it; tried again once they have, or put aside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from engine.cli.app import App
from engine.cli.session import Session

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.views.incidents import Trouble

SHOWN = 20


def add(app: App) -> None:
    words_help = app.say("help-incidents-words")

    @app.verb("incidents")
    def incidents(
        session: Session,
        words: list[str] = typer.Argument(None, metavar="retry|dismiss [ID…]", help=words_help),
        everything: bool = typer.Option(False, "--all", help=app.say("help-incidents-all")),
        actor: str = typer.Option("", "--as", metavar="PERSON", help=app.say("help-incidents-as")),
        reason: str = typer.Option("", "--reason", metavar="TEXT", help=app.say("help-incidents-reason")),
    ) -> None:
        from engine.views.incidents import troubles
        from engine.words.errors import Misuse

        verb, named = _split(words or [])
        found = troubles(session.workspace)
        chosen = _chosen(found, named)
        if verb == "":
            whole = bool(named)
            session.answer(
                {"incidents": [_plain(session, each) for each in chosen]}, lambda: _show(session, chosen, whole=whole)
            )
            return
        if bool(named) == everything:
            raise Misuse("incidents-which")
        ids = [id for each in chosen for id in each.ids]
        if verb == "retry":
            _retry(session, ids)
        else:
            _dismiss(session, ids, actor, reason)


def _split(words: Sequence[str]) -> tuple[str, list[int]]:
    from engine.words.errors import Misuse

    verb = words[0] if words and words[0] in ("retry", "dismiss") else ""
    numbers = words[1:] if verb else words
    for each in numbers:
        if not each.isdecimal():
            raise Misuse("incidents-verb", found=each[:40])
    return verb, [int(each) for each in numbers]


def _chosen(found: Sequence[Trouble], named: Sequence[int]) -> Sequence[Trouble]:
    """Those of these numbers, in any of an incident's numbers; all if none is named. Raises NotFound."""
    from engine.words.errors import NotFound

    known = {id for each in found for id in each.ids}
    for id in named:
        if id not in known:
            raise NotFound("incident-unknown", id=id)
    return [each for each in found if not named or set(named) & set(each.ids)]


def _retry(session: Session, ids: Sequence[int]) -> None:
    from engine.runtime.mending import retry

    outcome = retry(session.workspace, ids, session.now)
    answer = {"tried": outcome.tried, "mended": outcome.tried - len(outcome.still), "still": len(outcome.still)}
    session.answer(answer, lambda: session.out(session.say("incidents-retried", **answer)))


def _dismiss(session: Session, ids: Sequence[int], actor: str, reason: str) -> None:
    from engine.runtime.mending import put_aside

    count = put_aside(session.workspace, ids, actor, reason, session.now)
    session.answer({"dismissed": count}, lambda: session.out(session.say("incidents-dismissed", count=count)))


def _show(session: Session, found: Sequence[Trouble], *, whole: bool) -> None:
    from engine.cli.paper import clock, print_table
    from engine.runtime.launch import first_place

    if not found:
        session.out(session.say("incidents-none"))
        return
    zone = first_place(session.workspace)[1]
    if whole:
        for each in found:
            _show_one(session, each, clock(each.since, zone))
    else:
        heads = ("head-number", "head-since", "head-code", "head-count", "head-place", "head-what")
        rows = [
            (
                str(each.id),
                clock(each.since, zone),
                each.incident.code,
                str(len(each.about)) if len(each.about) > 1 else each.about[0],
                each.place or "–",
                _text(session, each),
            )
            for each in found
        ]
        print_table([session.say(head) for head in heads], rows, numbers=[0])
    session.out()
    session.out(session.say("times-in", zone=zone.key))


def _show_one(session: Session, each: Trouble, since: str) -> None:
    from engine.words.texts import say

    session.out(session.say("incident-one", id=each.id, what=each.incident.code, since=since))
    session.out("  " + _text(session, each))
    if each.place is not None:
        session.out("  " + session.say("incident-place", place=each.place, version=each.version))
    session.out("  " + say(each.todo, session.language, {"id": each.id}))
    session.out("  " + session.say("incident-about", count=len(each.about)))
    for about in each.about[:SHOWN]:
        session.out(f"    {about}")
    if len(each.about) > SHOWN:
        session.out("    …")


def _text(session: Session, each: Trouble) -> str:
    from engine.words.texts import say

    return say(each.incident.code, session.language, each.incident.facts)


def _plain(session: Session, each: Trouble) -> dict[str, Any]:
    from engine.words.texts import say

    return {
        "id": each.id,
        "ids": each.ids,
        "code": each.incident.code,
        "text": _text(session, each),
        "todo": say(each.todo, session.language, {"id": each.id}),
        "process": each.process,
        "version": each.version,
        "state": each.incident.state,
        "where": each.incident.where,
        "place": each.place,
        "facts": each.incident.facts,
        "since": each.since,
        "about": each.about,
    }
