"""`status`: how a cycle stands, in numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from engine.cli.app import App
from engine.cli.session import Session

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from engine.views.progress import CycleLine, ProcessLine, Progress


def add(app: App) -> None:
    @app.verb("status")
    def status(
        session: Session,
        cycle: str = typer.Argument("", metavar="CYCLE", help=app.say("help-status-cycle")),
    ) -> None:
        from zoneinfo import ZoneInfo

        from engine.runtime.launch import first_place
        from engine.views.progress import progress

        workspace = session.workspace
        library, _ = workspace.read()
        found = progress(workspace, session.now, library, cycle or None)
        session.answer(found, lambda: _show(session, found, first_place(workspace)[1] if library else ZoneInfo("UTC")))


def _show(session: Session, found: Progress, zone: ZoneInfo) -> None:
    if not found.cycles and not found.processes:
        session.out(session.say("status-nothing"))
        return
    for each in found.cycles:
        _show_cycle(session, each, zone)
    if found.processes:
        _show_processes(session, found.processes)
    for line in found.processes:
        _show_versions(session, line)
    if found.suspended:
        session.out(session.say("status-suspended-count", count=found.suspended))
    counts = [f"{session.say(f'message-{name}')} {count}" for name, count in sorted(found.messages.items())]
    session.out(session.say("status-messages", counts=" · ".join(counts) or session.say("none")))
    if found.incidents:
        listed = ", ".join(f"{code} {count}" for code, count in sorted(found.incidents.items()))
        session.out(session.say("status-incidents", count=sum(found.incidents.values()), listed=listed))
    else:
        session.out(session.say("incidents-none"))


def _show_cycle(session: Session, cycle: CycleLine, zone: ZoneInfo) -> None:
    from engine.cli.paper import clock

    session.out(f"{session.pick(cycle.title)} ({cycle.id}) · {session.say(f'cycle-{cycle.status}')}")
    for process in dict.fromkeys(each.process for each in cycle.starts):
        starts = [each for each in cycle.starts if each.process == process]
        first, last = (clock(end(each.due_at for each in starts), zone) for end in (min, max))
        when = first if first == last else session.say("start-between", first=first, last=last)
        states = dict.fromkeys(session.say(f"start-{each.status}") for each in starts)
        session.out(f"  {session.pick(starts[0].title)} ({process}): {when} · {' / '.join(states)}")
    session.out(f"  {session.say('times-in', zone=zone.key)}")
    session.out()


def _show_processes(session: Session, lines: tuple[ProcessLine, ...]) -> None:
    from engine.cli.paper import print_table

    heads = ("head-process", "head-state", "head-count", "head-overdue")
    rows: list[tuple[str, str, str, str]] = []
    for line in lines:
        for index, state in enumerate(line.states):
            process = f"{session.pick(line.title)} ({line.process})" if index == 0 else ""
            ended = "" if state.status == "running" else f" · {session.say(f'status-{state.status}')}"
            late = str(state.overdue) if state.overdue else "–"
            rows.append((process, f"{session.pick(state.title)} ({state.state}){ended}", str(state.count), late))
    print_table([session.say(each) for each in heads], rows, numbers=[2, 3])
    session.out()


def _show_versions(session: Session, line: ProcessLine) -> None:
    """Only where something differs from the files, because that is what surprises."""
    if line.in_files is None:
        session.out(session.say("status-version-gone", process=line.process))
    elif any(version != line.in_files for version in line.running):
        running = ", ".join(f"{version} ({count})" for version, count in line.running.items())
        session.out(session.say("status-versions", process=line.process, files=line.in_files, running=running))
