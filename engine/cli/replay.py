"""`replay`: every history decided on anew must give what is stored; what differs is shown line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from engine.cli.app import App
from engine.cli.session import Session

if TYPE_CHECKING:
    from engine.core.replay import Difference
    from engine.runtime.replaying import Verdict


def add(app: App) -> None:
    which = app.say("help-replay-instances")

    @app.verb("replay")
    def replay(
        session: Session,
        instances: list[str] = typer.Argument(None, metavar="INSTANCE…", help=which),
    ) -> int:
        from engine.cli.exits import EXITS
        from engine.runtime.replaying import replay_all

        counts = {"instances": 0, "events": 0, "same": 0, "erased": 0, "broken": 0, "different": 0}
        told: list[dict[str, Any]] = []
        for verdict in replay_all(session.workspace, instances or [], session.now):
            counts["instances"] += 1
            counts["events"] += verdict.events
            counts["same"] += verdict.sound and not verdict.erased
            counts["erased"] += bool(verdict.erased)
            counts["broken"] += verdict.broken is not None
            counts["different"] += bool(verdict.differences or verdict.why)
            if verdict.erased or not verdict.sound:
                told.append(_plain(session, verdict))
                if not session.json:
                    _show(session, verdict)
        session.answer({**counts, "found": told}, lambda: session.out(session.say("replay-done", **counts)))
        return EXITS["findings"] if counts["broken"] or counts["different"] else EXITS["done"]


def _show(session: Session, verdict: Verdict) -> None:
    session.out(verdict.instance)
    if verdict.erased:
        session.out("  " + session.say("replay-erased", count=verdict.erased))
    if verdict.broken is not None:
        session.out("  " + session.say("replay-broken", sequence=verdict.broken))
    if verdict.why is not None:
        session.out("  " + session.say("replay-impossible", why=verdict.why.text(session.language)))
    for each in verdict.differences:
        where = "replay-entry" if each.where.isdecimal() else "replay-part"
        session.out("  " + session.say(where, where=each.where))
        for line in _lines(session, each):
            session.out(f"    {line}")


def _lines(session: Session, each: Difference) -> list[str]:
    """What is stored and what the replay gives, as a diff."""
    from difflib import ndiff

    stored, found = _text(session, each.expected), _text(session, each.found)
    return [line for line in ndiff(stored, found) if line[:1] in "+-"]


def _text(session: Session, value: object) -> list[str]:
    from engine.words.plain import as_json

    return [] if value is None else as_json(value, session.language).splitlines()


def _plain(session: Session, verdict: Verdict) -> dict[str, Any]:
    return {
        "instance": verdict.instance,
        "broken": verdict.broken,
        "erased": verdict.erased,
        "why": None if verdict.why is None else verdict.why.text(session.language),
        "differences": verdict.differences,
    }
