"""Findings in files, as editors jump to them: `file:line:column`, the line itself, and a caret under the place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from typer import echo

from engine.cli.columns import width
from engine.cli.speech import said
from engine.runtime import shipped
from engine.words.problems import Problem, Span

LONGEST_LINE = 160


def print_findings(problems: Sequence[Problem], language: str, *, err: bool = False) -> None:
    """Each finding with its line, then how many there are. Their places must be paths from here (`with_place`)."""
    for each in problems:
        severity = said(f"severity-{each.severity}", language)
        where = f"{each.span}: " if each.span else ""
        echo(f"{where}{severity}[{each.code}]: {each.text(language)}", err=err)
        for line in _excerpt(each.span):
            echo(f"    {line}", err=err)
    if problems:
        errors = sum(each.severity == "error" for each in problems)
        echo(said("findings-count", language, errors=errors, warnings=len(problems) - errors), err=err)


def with_place(problem: Problem, home: Path) -> Problem:
    """The finding with a path that can be opened from here: the owner's file, else the shipped one."""
    if problem.span is None:
        return problem
    found = _file(problem.span.file, home)
    if found is None:
        return problem
    name = found.relative_to(Path.cwd()).as_posix() if found.is_relative_to(Path.cwd()) else str(found)
    return replace(problem, span=Span(name, problem.span.line, problem.span.column))


def _file(name: str, home: Path) -> Path | None:
    places = (home / "processes", home / "templates", home, Path.cwd(), shipped.processes(), shipped.templates())
    return next((place / name for place in places if (place / name).is_file()), None)


def _excerpt(span: Span | None) -> list[str]:
    """The line and a caret beneath, also where characters are two columns wide; nothing without a file."""
    if span is None:
        return []
    try:
        lines = Path(span.file).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return []
    if not 0 < span.line <= len(lines):
        return []
    line = lines[span.line - 1].replace("\t", " ")
    start = max(0, span.column - LONGEST_LINE // 2) if len(line) > LONGEST_LINE else 0
    shown = line[start : start + LONGEST_LINE]
    if not shown.strip():
        return []
    if span.file.endswith(".csv"):  # a column is a cell there
        return [shown.rstrip()]
    return [shown.rstrip(), " " * width(line[start : span.column - 1]) + "^"]
