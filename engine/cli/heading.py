"""The first lines of every answer about one instance: what it is, about whom, where it stands, and for whose eyes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.cli.session import Session

if TYPE_CHECKING:
    from engine.views.glance import About, Who


def print_heading(session: Session, about: About, reader: Who | None) -> None:
    status = "" if about.status == "running" else f" · {session.say(f'status-{about.status}')}"
    title = session.pick(about.process_title)
    session.out(f"{title} · {about.subject.name} ({about.subject.id}) · {about.instance}")
    state = f"{session.pick(about.state_title)} ({about.state})"
    session.out(session.say("heading-state", state=state, version=about.version) + status)
    if reader is None:
        session.out(session.say("heading-admin"))
    else:
        session.out(session.say("heading-reader", name=reader.name, id=reader.id))
    session.out()
