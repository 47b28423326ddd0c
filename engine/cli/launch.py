"""`launch`: a cycle begins, and its timetable is known."""

from __future__ import annotations

import typer

from engine.cli.app import App
from engine.cli.session import Session


def add(app: App) -> None:
    @app.verb("launch")
    def launch(
        session: Session,
        cycle: str = typer.Argument(..., metavar="CYCLE", help=app.say("help-launch-cycle")),
    ) -> None:
        from engine.cli.paper import clock, print_table
        from engine.runtime import launch as runtime

        workspace = session.workspace
        launched = runtime.launch(workspace, cycle, session.now)
        zone = runtime.first_place(workspace)[1]
        processes = workspace.library.processes

        def show() -> None:
            title = session.pick(runtime.find_turn(workspace, cycle).title)
            said = "launch-done-units" if launched.units else "launch-done"
            session.out(session.say(said, cycle=cycle, title=title, count=launched.people, units=launched.units))
            session.out()
            heads = ("head-process", "head-from", "head-last-place", "head-version")
            rows = []
            for name in dict.fromkeys(name for name, _ in launched.starts):
                moments = [at for each, at in launched.starts if each == name]
                first, last = clock(min(moments), zone), clock(max(moments), zone)
                title = f"{session.pick(processes[name].title)} ({name})"
                rows.append((title, first, last if last != first else "", str(launched.versions[name])))
            print_table([session.say(each) for each in heads], rows, numbers=[3])
            session.out()
            session.out(session.say("times-in", zone=zone.key))
            session.out(session.say("launch-next"))

        starts = [{"process": name, "at": at} for name, at in launched.starts]
        answer = {
            "cycle": launched.cycle,
            "included": launched.people,
            "units": launched.units,
            "versions": launched.versions,
        }
        session.answer({**answer, "starts": starts}, show)
