"""`health`: whether the work gets done, for a person, a script, a probe or Prometheus."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from engine.cli.app import App
from engine.cli.session import Session

if TYPE_CHECKING:
    from engine.runtime.health import Health


def add(app: App) -> None:
    @app.verb("health")
    def health(
        session: Session,
        metrics: bool = typer.Option(False, "--metrics", help=app.say("help-health-metrics")),
    ) -> int:
        from engine.cli.exits import EXITS
        from engine.runtime import health as asked
        from engine.runtime.metrics import exposed
        from engine.runtime.presence import facts_of
        from engine.runtime.readiness import ensure_there

        ensure_there(session.files)
        found = asked.health(session.files, session.now)
        if metrics:
            session.out(exposed(found).rstrip())
        else:
            session.answer(facts_of(found), lambda: _show(session, found))
        return EXITS["findings"] if found.faults else EXITS["done"]


def _show(session: Session, found: Health) -> None:
    from engine.runtime.health import said_for, second

    for problem in (*found.faults, *found.warnings):
        level = session.say("doctor-fault" if problem.severity == "error" else "doctor-warning")
        session.out(f"{level}  {problem.text(session.language)}")
    if found.verdict == "ok":
        session.out(session.say("health-ok"))
    last = "–" if found.round_at is None else second(found.round_at)
    session.out(session.say("health-last", last=last, lag=said_for(found.lag)))
    counts = {name: getattr(found.backlog, name).count for name in type(found.backlog).__slots__}
    session.out(session.say("health-due", **counts))
    session.out(session.say("health-messages", **counts))
    for each in found.runners:
        name = "alive" if each.id in found.alive else "stopped" if each.stopped_at is not None else "gone"
        session.out(session.say(f"health-runner-{name}", id=each.id, seen=second(each.seen_at)))
