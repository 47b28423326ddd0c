"""`retime`: a date of a running cycle moves, and every open review with it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from engine.cli.app import App
from engine.cli.session import Session

if TYPE_CHECKING:
    from engine.runtime.retiming import Retimed

SHOWN = 10


def add(app: App) -> None:
    @app.verb("retime")
    def retime(
        session: Session,
        cycle: str = typer.Argument(..., metavar="CYCLE", help=app.say("help-launch-cycle")),
        date: str = typer.Argument(..., metavar="DATE", help=app.say("help-retime-date")),
        new: str = typer.Argument(..., metavar="NEW", help=app.say("help-retime-new")),
        reason: str = typer.Option("", "--reason", metavar="TEXT", help=app.say("help-intervene-reason")),
        where: str = typer.Option("", "--where", metavar="EXPRESSION", help=app.say("help-retime-where")),
        dry_run: bool = typer.Option(False, "--dry-run", help=app.say("help-import-dry-run")),
    ) -> None:
        from engine.runtime.retiming import retime as move

        found = move(session.workspace, cycle, date, new, reason, session.now, where=where, dry_run=dry_run)
        session.answer({"dry_run": dry_run, **asdict(found)}, lambda: _show(session, found, dry_run=dry_run))


def _show(session: Session, found: Retimed, *, dry_run: bool) -> None:
    from engine.cli.paper import clock, print_table
    from engine.runtime.launch import first_place

    zone = first_place(session.workspace)[1]
    facts = {"cycle": found.cycle, "date": found.date, "before": found.before, "after": found.after}
    session.out(session.say("retime-rehearsed" if dry_run else "retime-done", **facts))
    session.out(f"  {session.say('retime-dates', dates=', '.join(found.changed_dates) or found.date)}")
    session.out(f"  {session.say('retime-instances', count=found.instances, untouched=found.untouched)}")
    session.out(f"  {session.say('retime-messages', count=found.messages)}")
    for process, at in found.dropped:
        session.out(f"  {session.say('retime-dropped', process=process, at=clock(at, zone))}")
    for process, at in found.starts:
        session.out(f"  {session.say('retime-starts', process=process, at=clock(at, zone))}")
    for id, origin, target in found.moves[:SHOWN]:
        session.out(f"  {session.say('retime-moves', id=id, origin=origin, target=target)}")
    for id in found.failed:
        session.out(f"  {session.say('retime-failed', id=id)}")
    if found.limits:
        session.out()
        heads = ("head-instance", "head-task", "head-who", "retime-was", "retime-is")
        rows = [
            (
                each.instance,
                each.task,
                each.person,
                *(clock(at, zone) if at else "–" for at in (each.before, each.after)),
            )
            for each in found.limits[:SHOWN]
        ]
        print_table([session.say(each) for each in heads], rows)
        if len(found.limits) > SHOWN:
            session.out(session.say("retime-more", count=len(found.limits) - SHOWN))
        session.out()
        session.out(session.say("times-in", zone=zone.key))
