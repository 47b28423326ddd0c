"""People act: many in one transaction, each through the same door as everybody; refusals are remembered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from engine.core.values import Triggered
from engine.demo.agenda import Agenda, scene_of
from engine.demo.choices import ATTEMPTS, deed, otherwise
from engine.demo.intents import Intent
from engine.demo.pen import Pen
from engine.runtime.trigger import do
from engine.runtime.work import Work
from engine.runtime.workspace import Workspace
from engine.store.bulk import chunks
from engine.store.database import transaction
from engine.store.requests import remember
from engine.words.errors import Refused, ReviewflowError

TOGETHER = 100
# As long as anybody looks at a demo.
KEPT_FOR = timedelta(days=3650)


def act(workspace: Workspace, agenda: Agenda, due: Sequence[Intent], now: datetime, seed: int) -> int:
    """Let everybody do what they mean to do; the number of acts done."""
    done = 0
    for some in chunks(due, TOGETHER):
        with transaction(workspace.database) as connection:
            work = Work(workspace, connection, now)
            work.load({each.instance for each in some})
            for intent in some:
                done += _try(work, agenda, intent, seed)
            work.write()
            # A refused act changes nothing, yet whoever gave it up means to do it no more.
            for id in {each.instance for each in some} - {each.after.id for each in work.decisions}:
                agenda.look(work, work.instances[id])
    return done


def _try(work: Work, agenda: Agenda, intent: Intent, seed: int) -> bool:
    """Do it, if need be another way; remember why not. Nothing happens if the moment for it is over."""
    scene = scene_of(work, work.instances[intent.instance], seed)
    if scene.stay != intent.stay or (intent.task and not _still_open(work, intent)):
        return False
    pen = Pen(scene, intent.person, work.now, intent.name)
    event = deed(pen, intent)
    for number in range(1, ATTEMPTS + 1):
        try:
            do(work, intent.instance, event)
        except Refused as refused:
            attempt = otherwise(pen, intent, event, refused.blockers) if number < ATTEMPTS else None
            key = intent.key if attempt is None else f"{intent.key}|{number}"
            _remember(work, agenda, key, event, [each.code for each in refused.blockers])
            if attempt is None:
                return False
            pen, event = attempt
        except ReviewflowError as failure:
            _remember(work, agenda, intent.key, event, [failure.code])
            return False
        else:
            return True
    return False


def _remember(work: Work, agenda: Agenda, key: str, event: Triggered, codes: Sequence[str]) -> None:
    if key not in agenda.given_up:
        agenda.given_up.add(key)
        answer = {"refused": codes, "act": event.act, "actor": event.actor}
        remember(work.connection, key, "demo", answer, work.now, work.now + KEPT_FOR)


def _still_open(work: Work, intent: Intent) -> bool:
    return any(
        row.status == "open" and row.name == intent.name and row.person == intent.person
        for row in work.instances[intent.instance].tasks
    )
