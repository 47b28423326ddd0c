"""`diagram`: a process as a picture, or where an instance stands on it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from engine.cli.app import App
from engine.cli.session import Session

if TYPE_CHECKING:
    from engine.definition.house import Library
    from engine.definition.model import Process, Text
    from engine.lab.diagram import Graph, Marks

FORMATS = ("mermaid", "svg", "html", "scxml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What is drawn. `marks` None: a process, no instance. `remarks` say of when and for whom it is."""

    title: str
    remarks: tuple[str, ...]
    graph: Graph
    marks: Marks | None


def add(app: App) -> None:
    @app.verb("diagram")
    def diagram(
        session: Session,
        what: str = typer.Argument(..., metavar="PROCESS|INSTANCE", help=app.say("help-diagram-what")),
        person: str = typer.Option("", "--as", metavar="PERSON", help=app.say("help-diagram-as")),
        kind: str = typer.Option("", "--format", metavar="FORMAT", help=app.say("help-diagram-format")),
        output: str = typer.Option("", "--output", metavar="FILE", help=app.say("help-diagram-output")),
    ) -> None:
        from engine.words.errors import Misuse

        kind = kind or _meant(output)
        if kind not in FORMATS:
            raise Misuse("diagram-format", found=kind, known=", ".join(FORMATS))
        if person and "/" not in what:
            raise Misuse("diagram-as")
        drawn = _instance(session, what, person or None) if "/" in what else _process(session, what)
        text = _flow(session, what) if kind == "scxml" else _written(kind, drawn)
        if output:
            Path(output).write_text(text, encoding="utf-8")
            session.note("diagram-written", file=output)
        else:
            session.answer(drawn, lambda: session.out(text.rstrip("\n")))


def _meant(output: str) -> str:
    """The format a file's name asks for."""
    return {".svg": "svg", ".html": "html", ".htm": "html", ".scxml": "scxml"}.get(
        Path(output).suffix.lower(), "mermaid"
    )


def _written(kind: str, drawn: Drawn) -> str:
    match kind:
        case "svg":
            from engine.lab.picture import svg

            return svg(drawn.graph, drawn.marks, drawn.title)
        case "html":
            from engine.lab.page import page

            return page(drawn.graph, drawn.marks, drawn.title, drawn.remarks)
    from engine.lab.mermaid import mermaid

    return mermaid(drawn.graph, drawn.marks)


def _flow(session: Session, what: str) -> str:
    """The control flow of a process, for tools; where an instance stands is no part of it."""
    from engine.lab.scxml import scxml

    return scxml(session.files.library.processes[what.partition("/")[0]])


def _process(session: Session, name: str) -> Drawn:
    from engine.words.errors import NotFound

    library = session.files.library
    if name not in library.processes:
        raise NotFound("diagram-unknown", name=name, known=", ".join(library.processes))
    process = library.processes[name]
    title = _say(session, "picture-title", process=session.pick(process.title), version=process.version)
    return Drawn(title=title, remarks=(), graph=_graph(session, library, process), marks=None)


def _instance(session: Session, id: str, person: str | None) -> Drawn:
    from engine.cli.marked import marks_of
    from engine.cli.paper import clock
    from engine.views.picture import standing

    found = standing(session.workspace, session.now, id, person)
    about, zone = found.why.about, found.why.zone
    subject = f"{about.subject.name} ({about.subject.id})"
    title = _say(session, "picture-title-of", process=session.pick(about.process_title), subject=subject)
    reader = found.why.reader
    remarks = (
        about.instance,
        _say(session, "page-made", at=clock(session.now, zone), zone=zone),
        _say(session, "page-seen-by", name=reader.name) if reader else _say(session, "page-seen-all"),
    )
    graph = _graph(session, session.files.library, found.process)
    return Drawn(title=title, remarks=remarks, graph=graph, marks=marks_of(session, found))


def _graph(session: Session, library: Library, process: Process) -> Graph:
    from engine.lab.diagram import graph_of

    dates: dict[str, Text] = {}
    for cycle in library.cycles.values():
        dates |= {date.name: date.title for date in cycle.dates.values()}
    return graph_of(process, session.language, dates)


def _say(session: Session, code: str, **facts: object) -> str:
    from engine.words.texts import say

    return say(code, session.language, facts)
