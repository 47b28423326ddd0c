"""`tick`: everything that is due now, once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.cli.app import App
from engine.cli.session import Session

if TYPE_CHECKING:
    from datetime import datetime

    from engine.runtime.deliver import Delivered
    from engine.runtime.tick import Ticked


def add(app: App) -> None:
    @app.verb("tick")
    def tick(session: Session) -> None:
        from engine.runtime.holding import ensure_free
        from engine.runtime.presence import note_tick
        from engine.runtime.pruning import prune
        from engine.runtime.runner import round_of
        from engine.runtime.tick import next_moment

        workspace = session.workspace
        ensure_free(workspace)
        due = next_moment(workspace)
        ticked, delivered = round_of(workspace, session.now)
        prune(workspace, session.now)
        ahead = next_moment(workspace)
        note_tick(workspace, session.now, 0 if due is None else max((session.now - due).total_seconds(), 0))
        answer = {"ticked": ticked, "delivered": delivered, "next_at": ahead}
        session.answer(answer, lambda: _show(session, ticked, delivered, ahead))


def _show(session: Session, ticked: Ticked, delivered: Delivered, ahead: datetime | None) -> None:
    from engine.cli.paper import clock
    from engine.runtime.launch import first_place

    session.out(session.say("tick-reviews", begun=ticked.begun, looked_at=ticked.looked_at, changed=ticked.changed))
    session.out(
        session.say(
            "tick-messages",
            sent=delivered.sent,
            merged=delivered.merged,
            suppressed=delivered.suppressed,
            waiting=delivered.waiting,
            failed=delivered.failed,
            dead=delivered.dead,
        )
    )
    if ticked.failed or delivered.dead:
        session.out(session.say("tick-failed"))
    if ahead is None:
        session.out(session.say("tick-nothing-ahead"))
    else:
        zone = first_place(session.workspace)[1]
        session.out(session.say("tick-next", at=clock(ahead, zone), zone=zone.key))
