"""What nobody needs any more goes, once a day: answers to repeated requests, claims that are over, runners long gone,
bytes of old messages.

The row of a message stays: that it went out, when and to whom. What a process says under `keep_for` is the core's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.runtime.workspace import Workspace
from engine.store.claims import forget_claims
from engine.store.database import transaction
from engine.store.marks import hold_mark, set_mark
from engine.store.purge import forget_bytes
from engine.store.requests import forget
from engine.store.runners import forget_runners

BATCH = 5000
RUNNERS_FOR = timedelta(days=7)
_PRUNED_ON = "pruned on"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruned:
    """Numbers of rows: `requests`, `claims` and `runners` that went, `messages` whose bytes went."""

    requests: int
    claims: int
    runners: int
    messages: int


def prune(workspace: Workspace, now: datetime) -> Pruned | None:
    """Once a day, whoever comes first; None if somebody has done so today. A transaction a batch of messages."""
    today = now.date().isoformat()
    with transaction(workspace.database) as connection:
        if hold_mark(connection, _PRUNED_ON) == today:
            return None
        set_mark(connection, _PRUNED_ON, today)
        requests = forget(connection, now)
        claims = forget_claims(connection, now)
        gone = forget_runners(connection, now - RUNNERS_FOR)
    before = now - timedelta(days=workspace.settings.keep_messages)
    messages = 0
    last: str | None = ""
    while last is not None:
        with transaction(workspace.database) as connection:
            some, last = forget_bytes(connection, before, last, BATCH)
        messages += some
    return Pruned(requests=requests, claims=claims, runners=gone, messages=messages)
