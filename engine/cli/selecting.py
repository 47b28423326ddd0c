"""Which reviews are meant where many may be: named, or all that something is said of; and asking before it is done."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.cli.session import Session
    from engine.words.errors import ReviewflowError


def chosen(session: Session, named: Sequence[str], said: Mapping[str, str], running: bool | None) -> Sequence[str]:
    """The reviews named, or those of which all that is `said` holds; `running` None: also what has ended."""
    from engine.views.selection import meant
    from engine.words.errors import Misuse

    told = {name: each for name, each in said.items() if each}
    if bool(named) == bool(told):
        raise Misuse("which-reviews")
    if ("where" in told or "state" in told) and "process" not in told:
        raise Misuse("where-without-process")
    return meant(session.workspace, session.now, running=running, **told) if told else named


def asks(session: Session, yes: bool) -> bool:
    """Whether somebody sits there who can be asked, and did not say yes beforehand."""
    return not yes and not session.json and sys.stdin.isatty()


def is_sure(session: Session, count: int) -> bool:
    return typer.confirm(session.say("many-sure", count=count))


def show_failed(session: Session, failed: Sequence[tuple[str, ReviewflowError]]) -> None:
    """Each review that refused, with every reason."""
    from engine.cli.faults import reasons

    for instance, failure in failed:
        session.out(session.say("trigger-item-refused", instance=instance))
        for line in reasons(failure, session.language)[-len(getattr(failure, "blockers", [0])) :]:
            session.out("  " + line.strip())
