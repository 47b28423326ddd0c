"""`indicators`: the library, one of it, and what it says of somebody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from engine.cli.app import App
from engine.cli.session import Session

if TYPE_CHECKING:
    from decimal import Decimal

    from engine.definition.indicators import Board, Indicator
    from engine.views.indicators import Told


def add(app: App) -> None:
    @app.verb("indicators")
    def indicators(
        session: Session,
        name: str = typer.Argument("", metavar="INDICATOR", help=app.say("help-indicators-name")),
        subject: str = typer.Option("", "--for", metavar="SUBJECT", help=app.say("help-indicators-for")),
        level: str = typer.Option("", "--level", help=app.say("help-indicators-level")),
        period: str = typer.Option("", "--period", help=app.say("help-indicators-period")),
        adopt: str = typer.Option("", "--adopt", metavar="CYCLE", help=app.say("help-indicators-adopt")),
        dry_run: bool = typer.Option(False, "--dry-run", help=app.say("help-import-dry-run")),
    ) -> None:
        from engine.views.indicators import indicator_named, listed, told

        if adopt:
            _adopt(session, adopt, dry_run=dry_run)
            return

        board = session.files.library.board
        if not name:
            found = listed(session.workspace if subject else session.files, session.now, subject or None)
            session.answer([_plain(board, each) for each in found], lambda: _show_all(session, found))
        elif not (subject or level):
            one = indicator_named(board, name)
            session.answer(_plain(board, one), lambda: _show_one(session, board, one))
        else:
            over = period or str(session.now.year)
            made = told(session.workspace, name, subject, level or None, over, session.now)
            answer = {"reading": made.reading, "formula": made.formula, "with_numbers": made.with_numbers}
            session.answer({**answer, "lines": made.lines}, lambda: _show_reading(session, board, made))


def _adopt(session: Session, cycle: str, *, dry_run: bool) -> None:
    from engine.runtime.measuring import adopt

    found = adopt(session.workspace, cycle, session.now, dry_run=dry_run)
    names = ", ".join(found.changed)
    code = "indicators-same" if not names else "indicators-would-adopt" if dry_run else "indicators-adopted"
    session.answer(found, lambda: session.out(session.say(code, cycle=found.cycle, names=names, count=found.instances)))


def _plain(board: Board, indicator: Indicator) -> dict[str, object]:
    from engine.core.indicators import needs_of

    return {
        "name": indicator.name,
        "family": indicator.family,
        "title": indicator.title,
        "levels": indicator.levels,
        "formula": indicator.formula.source,
        "measurements": sorted({name for _, name in needs_of(board, indicator.formula)}),
        "unit": indicator.unit,
        "better": indicator.better,
        "period": indicator.period,
        "longer": indicator.longer,
        "target": _target(indicator.target),
        "score": str(indicator.scale) if indicator.scale else None,
        "score_by": indicator.scale.by if indicator.scale else None,
    }


def _target(target: object) -> object:
    from engine.expression import Expression

    return f"= {target.source}" if isinstance(target, Expression) else target


def _unit(session: Session, unit: object) -> str:
    from engine.words.texts import say

    return say(f"unit-{unit}", session.language, {}) if isinstance(unit, str) else session.pick(unit)


def _show_all(session: Session, found: Sequence[Indicator]) -> None:
    for each in found:
        _show_line(session, each)


def _show_line(session: Session, indicator: Indicator) -> None:
    from engine.cli.columns import padded

    levels = session.listed([session.say(f"level-{each}") for each in indicator.levels])
    session.out(f"{padded(indicator.name, 28)}{padded(session.pick(indicator.title), 40)}{levels}")


def _show_one(session: Session, board: Board, indicator: Indicator) -> None:
    from engine.cli.columns import table
    from engine.core.indicators import needs_of
    from engine.core.measured import standard

    session.out(f"{session.pick(indicator.title)} ({indicator.name})")
    target = _target(indicator.target)
    rows = [
        (session.say("indicator-levels"), session.listed([session.say(f"level-{each}") for each in indicator.levels])),
        (session.say("indicator-formula"), indicator.formula.source),
        (session.say("indicator-unit"), _unit(session, indicator.unit)),
        (session.say("indicator-better"), session.say(f"better-{indicator.better}")),
        (session.say("indicator-target"), session.say("none") if target is None else str(target)),
        (session.say("indicator-standard"), standard(indicator, session.language) or session.say("none")),
    ]
    for each in sorted({name for _, name in needs_of(board, indicator.formula)}):
        measurement = board.measurements[each]
        said = f"{session.pick(measurement.title)} ({_unit(session, measurement.unit)})"
        rows.append((each, f"{said} · {session.pick(measurement.source)}"))
    for line in table(rows, 110):
        session.out(line)


def _show_reading(session: Session, board: Board, made: Told) -> None:
    found, indicator = made.reading, made.indicator
    unit = _unit(session, indicator.unit)
    subject = found.subject or session.say("level-company")
    session.out(f"{session.pick(indicator.title)} · {subject} · {found.period}")
    if found.why is not None:
        session.out("  " + session.say("indicator-no-value", why=found.why.text(session.language)))
    elif found.value is not None:
        session.out(f"  {session.term(session.say('indicator-value'), f'{_shown(found.value)} {unit}')}")
        session.out(f"  {made.formula} = {made.with_numbers}")
        counted = session.listed([str(each) for each in found.stretches])
        session.out(f"  {session.term(session.say('indicator-counted'), counted)}")
    for name in ("target", "achievement", "score"):
        value = getattr(found, name)
        if value is not None:
            mark = " %" if name == "achievement" else ""
            session.out(f"  {session.term(session.say(f'indicator-{name}'), _shown(value) + mark)}")
    for line in made.lines:
        corrected = f" ({session.say('indicator-corrected')})" if line.corrected_at else ""
        title = session.pick(board.measurements[line.name].title)
        session.out(f"    {line.period}  {title} {_shown(line.value)} · {line.source}{corrected}")


def _shown(value: Decimal) -> str:
    return f"{value.normalize():f}"
