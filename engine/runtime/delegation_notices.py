"""Who hands over and who takes over both hear of it: on the day it begins, and when it is ended before its time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from engine.core.arrival import language_of
from engine.core.roster import Delegation
from engine.core.values import Notice
from engine.runtime.mailing import outbox_row
from engine.runtime.work import Work
from engine.store.delegations import Kept, withdraw
from engine.store.outbox import enqueue
from engine.words.texts import pick

_BEGUN = {"to": "delegated_to_you", "person": "delegated_for_you"}
_ENDED = "delegation_ended"


def tell_begun(work: Work, id: int, made: Delegation) -> None:
    """Owe both a message that goes out when the first day has begun for its reader."""
    _owe(work, (_notice(work, id, made, reader, _BEGUN[reader]) for reader in _BEGUN))


def tell_ended(work: Work, ended: Iterable[Kept]) -> None:
    """Who has not heard of it yet never will; whoever has hears that it is over."""
    for each in ended:
        begun = {_key(each.id, template): reader for reader, template in _BEGUN.items()}
        unheard = withdraw(work.connection, begun)
        heard = [reader for key, reader in begun.items() if key not in unheard]
        told = (_notice(work, each.id, each, reader, _ENDED) for reader in heard)
        _owe(work, (replace(notice, planned_on=None, due_on=None) for notice in told))


def _notice(work: Work, id: int, about: Delegation, reader: str, template: str) -> Notice:
    """For one of the two, the other being the actor; in one process only, its title stands as the reason."""
    recipient, other = (about.to, about.person) if reader == "to" else (about.person, about.to)
    process = work.workspace.library.processes.get(about.process or "")
    return Notice(
        key=f"{_key(id, template)}{'' if template in _BEGUN.values() else f'|{reader}'}",
        template=template,
        recipient=recipient,
        rule="delegation",
        planned_at=work.now,
        planned_on=about.from_on,
        actor=other,
        reason=None if process is None else pick(process.title, language_of(work.people, recipient)),
        due_on=about.until_on,
    )


def _key(id: int, template: str) -> str:
    return f"delegation|{id}|{template}"


def _owe(work: Work, notices: Iterable[Notice]) -> None:
    enqueue(work.connection, [outbox_row(work, None, each) for each in notices], work.now)
