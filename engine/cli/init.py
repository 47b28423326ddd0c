"""`init`: a folder to work in, with everything that is shipped."""

from __future__ import annotations

from pathlib import Path

import typer

from engine.cli.app import App
from engine.cli.sample import SETTINGS as SAMPLE
from engine.cli.session import Session
from engine.words.errors import Misuse

SETTINGS = "reviewflow.yaml"
ALONE = "shipped_processes: no"


def add(app: App) -> None:
    @app.verb("init")
    def init(
        session: Session,
        folder: str = typer.Argument("", metavar="DIR", help=app.say("help-init-dir")),
        policy: str = typer.Option("", "--from", metavar="NAME", help=app.say("help-init-from")),
        empty: bool = typer.Option(False, "--empty", help=app.say("help-init-empty")),
    ) -> None:
        from engine.runtime.folder import begin_empty, initialise

        if policy and empty:
            raise Misuse("init-from-empty")

        session.at(folder)
        home = session.home
        home.mkdir(parents=True, exist_ok=True)
        written, kept = begin_empty(home) if empty else initialise(home, policy)
        own = bool(policy) or empty  # what is not here is not meant
        settings = home / SETTINGS
        if settings.exists():
            kept.append(settings)
        else:
            sample = SAMPLE[session.language]
            settings.write_text(sample.replace(f"# {ALONE}", ALONE) if own else sample, encoding="utf-8")
            written.append(settings)
        answer = {"home": home, "written": _relative(home, written), "kept": _relative(home, kept)}
        session.answer(answer, lambda: _show(session, home, written, kept, policy=policy, own=own))


def _relative(home: Path, files: list[Path]) -> list[str]:
    return [each.relative_to(home).as_posix() for each in files]


def _show(session: Session, home: Path, written: list[Path], kept: list[Path], *, policy: str, own: bool) -> None:
    session.out(session.say("init-done", home=home, written=len(written), kept=len(kept)))
    session.out()
    for place in ("processes", "processes/cycles", "processes/calendars", "templates/en", "templates/zh"):
        if not (home / place).is_dir():
            continue
        names = sorted(each.stem for each in (home / place).iterdir() if each.is_file())
        shown = ", ".join(names[:7]) + (" …" if len(names) > 7 else "")
        session.out(f"  {place + '/':<24}{len(names):>3}  {shown}")
    session.out(f"  {SETTINGS:<24}  1  {session.say('init-settings-what')}")
    session.out()
    session.out(session.say("next-steps"))
    change = "" if home == Path.cwd() else f"cd {home} && "
    first = f"{change}reviewflow check"
    steps: tuple[tuple[str, str], ...] = (
        (first, "init-next-check"),
        ("reviewflow import people.csv", "init-next-import"),
        ("reviewflow launch 2026-h2", "init-next-launch"),
        ("reviewflow run", "init-next-run"),
    )
    if own:
        steps = ((first, "init-next-check" if policy else "init-next-write"), ("reviewflow test", "init-next-test"))
    for command, what in steps:
        session.out(f"  {command}\n      {session.say(what)}")
