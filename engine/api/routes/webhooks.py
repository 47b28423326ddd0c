"""Subscriptions of other systems: made, tried, replayed, ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Response

from engine.api.desk import Caller, may
from engine.api.exact import ExactRoute
from engine.api.models import Replaying, Subscribing
from engine.api.once import Key, once
from engine.api.schemas import schema_of
from engine.runtime import announcing
from engine.store.database import snapshot
from engine.store.subscriptions import Subscription, subscriptions

router = APIRouter(prefix="/webhooks", tags=["webhooks"], route_class=ExactRoute)

Reader = Annotated[Caller, may("webhooks:read")]
Writer = Annotated[Caller, may("webhooks:write")]
Id = Annotated[str, Path(max_length=60)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """`disabled_at`: it is told nothing any more, because of `disabled_because`."""

    id: str
    url: str
    types: tuple[str, ...]
    cycle: str | None
    process: str | None
    created_at: datetime
    failing_since: datetime | None
    disabled_at: datetime | None
    disabled_because: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """`secret` signs every event; it is shown once: null in the answer to a repeated request."""

    webhook: Webhook
    secret: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhooks:
    webhooks: tuple[Webhook, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedOut:
    """`why`: what went wrong; null if the other side took it."""

    taken: bool
    why: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    events: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    id: str


@router.get("", response_model=schema_of(Webhooks))
def list_webhooks(caller: Reader) -> Response:
    """All of them, the oldest first, without their secrets."""
    with snapshot(caller.workspace.database) as connection:
        found = subscriptions(connection)
    return caller.answer(Webhooks(webhooks=tuple(_shown(each) for each in found)))


@router.post("", response_model=schema_of(Made), status_code=201)
def make_webhook(caller: Writer, asked: Subscribing, key: Key) -> Response:
    """Have an address told of what happens from now on: signed after Standard Webhooks, CloudEvents 1.0 inside."""

    def do() -> Made:
        made = announcing.subscribe(
            caller.workspace, asked.url, caller.now, types=asked.types, cycle=asked.cycle, process=asked.process
        )
        return Made(webhook=_shown(made), secret=made.secret)

    return once(caller, key, ["subscribe", asked.model_dump()], do, 201, forget=["secret"])


@router.post("/{webhook}/test", response_model=schema_of(TriedOut))
def test_webhook(caller: Writer, webhook: Id) -> Response:
    """Send one event of type `reviewflow.test` now, and say what came of it."""
    why = announcing.try_out(caller.workspace, webhook, caller.now)
    return caller.answer(TriedOut(taken=why is None, why=why))


@router.post("/{webhook}/replay", response_model=schema_of(Replayed))
def replay_webhook(caller: Writer, webhook: Id, asked: Replaying) -> Response:
    """Tell once more what happened since a moment, under the same ids."""
    return caller.answer(Replayed(events=announcing.replay(caller.workspace, webhook, asked.since, caller.now)))


@router.post("/{webhook}/secret", response_model=schema_of(Made))
def renew_secret(caller: Writer, webhook: Id, key: Key) -> Response:
    """A new secret, at once: for one that leaked, and for a webhook that came with a backup."""

    def do() -> Made:
        secret = announcing.renew(caller.workspace, webhook)
        return Made(webhook=_shown(announcing.known(caller.workspace, webhook)), secret=secret)

    return once(caller, key, ["renew", webhook], do, forget=["secret"])


@router.post("/{webhook}/enable", response_model=schema_of(Webhook))
def enable_webhook(caller: Writer, webhook: Id) -> Response:
    """Tell it again, after it was disabled because it took nothing for days."""
    announcing.enable(caller.workspace, webhook)
    return caller.answer(_shown(announcing.known(caller.workspace, webhook)))


@router.delete("/{webhook}", response_model=schema_of(Ended))
def end_webhook(caller: Writer, webhook: Id) -> Response:
    """End it, with all that is owed to it."""
    announcing.unsubscribe(caller.workspace, webhook)
    return caller.answer(Ended(id=webhook))


def _shown(each: Subscription) -> Webhook:
    return Webhook(**{name: getattr(each, name) for name in Webhook.__slots__})
