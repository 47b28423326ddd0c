"""`doctor`: what could go wrong, line by line, with what to do."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from engine.cli.app import App
from engine.cli.session import Session

if TYPE_CHECKING:
    from engine.runtime.doctor.line import Line


def add(app: App) -> None:
    @app.verb("doctor")
    def doctor(session: Session) -> int:
        from engine.cli.exits import EXITS
        from engine.runtime.doctor import examine

        found, counts = [], Counter[str]()
        for line in examine(session.files, session.now):
            counts[line.level] += 1
            found.append(_plain(session, line))
            if not session.json:
                _show(session, line)
        levels = {level: counts[level] for level in ("ok", "warning", "fault")}
        session.answer({"lines": found, **levels}, lambda: session.out(session.say("doctor-done", **levels)))
        return EXITS["findings"] if counts["fault"] else EXITS["done"]


def _show(session: Session, line: Line) -> None:
    since = "" if line.since is None else session.say("doctor-since", at=f"{line.since:%Y-%m-%d %H:%M}Z")
    about = session.say(f"doctor-about-{line.about}")
    session.out(session.term(f"{session.say(f'doctor-{line.level}')}  {about}{since}", line.text(session.language)))


def _plain(session: Session, line: Line) -> dict[str, Any]:
    return {
        "level": line.level,
        "about": line.about,
        "code": line.code,
        "text": line.text(session.language),
        "facts": line.facts,
        "since": line.since,
    }
