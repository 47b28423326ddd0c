"""Telling other systems what happened: each event signed and sent in its instance's order, at least once.

The body is a CloudEvent 1.0; it says that something happened and where it led, never what was filled in: whoever may
read that asks for it. Only the first event owed of an instance is ever under way, so order survives failures.
"""

from __future__ import annotations

import json
import secrets
from base64 import b64encode
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from standardwebhooks import Webhook

from engine.core.values import Incident
from engine.runtime.retrying import WAITS_IN_OUTAGE, next_try
from engine.runtime.workspace import Workspace
from engine.store import subscriptions as stored
from engine.store.database import snapshot, transaction
from engine.store.incidents import open_incidents, resolve_about
from engine.store.subscriptions import EVERYTHING, Announcement, Outcome, Subscription
from engine.store.tables.events import KINDS
from engine.words import clock
from engine.words.errors import Misuse, NotFound, Refused, ReviewflowError
from engine.words.problems import Problem, nearest
from engine.words.texts import LANGUAGES
from notifications.channels import Permanent, Temporary
from notifications.channels.addresses import is_inside
from notifications.channels.post import Post, post_to
from notifications.channels.settings import Settings

LEASE = timedelta(minutes=5)
BATCH = 100
# An address that has taken nothing for so long is asked no more, until somebody says so.
GIVEN_UP_AFTER = timedelta(days=5)
PREFIX = "reviewflow.instance."
TEST = "reviewflow.test"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Numbers of events: taken by the other side, and to be tried again."""

    sent: int = 0
    failed: int = 0


def subscribe(
    workspace: Workspace,
    url: str,
    now: datetime,
    *,
    types: Collection[str] = (EVERYTHING,),
    cycle: str | None = None,
    process: str | None = None,
) -> Subscription:
    """A new subscription; its secret is made here. Raises Misuse for an address or a type that may not be."""
    for each in types:
        if each != EVERYTHING and each not in KINDS:
            known = ", ".join((EVERYTHING, *KINDS))
            raise Misuse("event-type-unknown", type=each[:60], known=known, nearest=nearest(each[:60], KINDS) or "–")
    post = post_for(workspace, url)
    if is_inside(post.host) and not post.allow_private:
        raise Misuse("webhook-address-private", host=post.host)
    made = Subscription(
        id=secrets.token_hex(8),
        url=url,
        secret=_new_secret(),
        types=tuple(dict.fromkeys(types)),
        cycle=cycle,
        process=process,
        created_at=now,
    )
    with transaction(workspace.database) as connection:
        stored.subscribe(connection, made)
    return made


def _new_secret() -> str:
    return "whsec_" + b64encode(secrets.token_bytes(32)).decode()


def known(workspace: Workspace, id: str) -> Subscription:
    """Raises NotFound."""
    with snapshot(workspace.database) as connection:
        found = stored.subscription(connection, id)
    if found is None:
        raise NotFound("subscription-unknown", subscription=id[:60])
    return found


def unsubscribe(workspace: Workspace, id: str) -> None:
    """Raises NotFound."""
    known(workspace, id)
    with transaction(workspace.database) as connection:
        stored.unsubscribe(connection, id)


def enable(workspace: Workspace, id: str) -> None:
    """Tell it again what it hears of, from now on; what was missed comes with `replay`.

    Raises NotFound, Refused where it has no secret to sign with.
    """
    if not known(workspace, id).secret:
        raise Refused([Problem(code="subscription-secretless")])
    with transaction(workspace.database) as connection:
        stored.note(connection, id, disabled_at=None, disabled_because=None, failing_since=None)


def renew(workspace: Workspace, id: str) -> str:
    """A new secret; what was signed with the old one is not any more. Raises NotFound."""
    known(workspace, id)
    secret = _new_secret()
    with transaction(workspace.database) as connection:
        stored.note(connection, id, secret=secret)
    return secret


def replay(workspace: Workspace, id: str, since: datetime, now: datetime) -> int:
    """Owe once more what happened since a moment; the number of events. Raises NotFound."""
    hearer = known(workspace, id)
    with transaction(workspace.database) as connection:
        return stored.announce_since(connection, hearer, since, now)


def try_out(workspace: Workspace, id: str, now: datetime) -> str | None:
    """Send one event that means nothing; what went wrong, None if it was taken. Raises NotFound."""
    hearer = known(workspace, id)
    content = {"specversion": "1.0", "id": f"test-{secrets.token_hex(6)}", "source": _source(workspace), "type": TEST,
               "time": _instant(now)}  # fmt: skip
    post = post_for(workspace, hearer.url)
    try:
        _send(post, hearer, content)
    except ReviewflowError as failure:
        return failure.text(workspace.settings.language or "en")
    finally:
        post.close()
    return None


def announce(workspace: Workspace, now: datetime, halted: Callable[[], bool] = lambda: False) -> Told:
    """Send what is owed to every subscription, a batch at a time. One that does not answer keeps no other."""
    with snapshot(workspace.database) as connection:
        hearers = [each for each in stored.subscriptions(connection) if each.disabled_at is None]
    sent = failed = 0
    for hearer in hearers:
        post = post_for(workspace, hearer.url)
        try:
            while not halted():
                some = _some(workspace, hearer, post, now)
                sent += some.sent
                failed += some.failed
                if some.failed or some.sent == 0:
                    break
        finally:
            post.close()
    return Told(sent=sent, failed=failed)


def _some(workspace: Workspace, hearer: Subscription, post: Post, now: datetime) -> Told:
    with transaction(workspace.database) as connection:
        taken = stored.claim(connection, [hearer.id], now, LEASE, BATCH)
    if not taken:
        return Told()
    outcomes: list[Outcome] = []
    why: ReviewflowError | None = None
    for each in taken:
        if why is None:
            why = _tried(workspace, hearer, post, each)
        if why is None:
            outcomes.append(Outcome(announcement=each, status="sent", at=now))
        else:  # nothing of the rest was tried in vain, nor need it be
            at = next_try(f"{each.subscription} {each.instance}", each.attempts, now, WAITS_IN_OUTAGE)
            text = why.text("en")[:500]
            outcomes.append(Outcome(announcement=each, status="queued", at=at or now + WAITS_IN_OUTAGE[-1], error=text))
    _reported(workspace, hearer, outcomes, why, now)
    good = sum(each.status == "sent" for each in outcomes)
    return Told(sent=good, failed=len(outcomes) - good)


def _tried(workspace: Workspace, hearer: Subscription, post: Post, each: Announcement) -> ReviewflowError | None:
    try:
        _send(post, hearer, _content(workspace, each))
    except ReviewflowError as failure:
        return failure
    return None


def _reported(
    workspace: Workspace, hearer: Subscription, outcomes: Sequence[Outcome], why: ReviewflowError | None, now: datetime
) -> None:
    about = f"subscription {hearer.id}"
    with transaction(workspace.database) as connection:
        stored.report(connection, outcomes)
        if why is None:
            if hearer.failing_since is not None:
                stored.note(connection, hearer.id, failing_since=None)
                resolve_about(connection, [about], None, now)
            return
        since = hearer.failing_since or now
        if hearer.failing_since is None:
            stored.note(connection, hearer.id, failing_since=now)
        code = "subscription-failing"
        if now - since >= GIVEN_UP_AFTER:
            code = "subscription-disabled"
            stored.note(connection, hearer.id, disabled_at=now, disabled_because=why.text("en")[:500])
        texts = {language: why.text(language) for language in LANGUAGES}
        facts = {"subscription": hearer.id, "url": hearer.url, "why": texts}
        open_incidents(connection, {about: [Incident(code=code, facts=facts, state="")]}, now)


def _content(workspace: Workspace, each: Announcement) -> dict[str, object]:
    return {
        "specversion": "1.0",
        "id": f"{each.instance}#{each.sequence}",
        "source": _source(workspace),
        "type": f"{PREFIX}{each.kind}",
        "subject": each.instance,
        "time": _instant(each.at),
        "datacontenttype": "application/json",
        "data": {
            "instance": each.instance,
            "sequence": each.sequence,
            "process": each.process,
            "version": each.version,
            "cycle": each.cycle,
            "person": each.subject,
            "name": each.name,
            "from_state": each.from_state,
            "to_state": each.to_state,
        },
    }


def _send(post: Post, hearer: Subscription, content: Mapping[str, object]) -> None:
    """Raises Temporary or Permanent unless the other side answers 2xx."""
    text = json.dumps(content, ensure_ascii=False)
    at = clock.now().astimezone(UTC)
    headers = {
        "content-type": "application/cloudevents+json",
        "webhook-id": str(content["id"]).encode("ascii", "backslashreplace").decode(),
        "webhook-timestamp": str(int(at.timestamp())),
    }
    headers["webhook-signature"] = Webhook(hearer.secret).sign(headers["webhook-id"], at, text)
    status = post.send(text.encode(), headers).status
    if not 200 <= status < 300:
        kind = Permanent if status in (404, 410) else Temporary
        raise kind("webhook-refused", host=post.host, status=status)


def post_for(workspace: Workspace, url: str) -> Post:
    """The way to an address; a private one only where the webhook channel's settings allow it. Raises Misuse."""
    allowed = workspace.settings.channels.get("webhook", {}).get("allow_private", "no")
    return post_to(Settings("webhook", {"url": url, "allow_private": allowed}, ("url", "allow_private", "timeout")))


def _source(workspace: Workspace) -> str:
    return workspace.settings.link or workspace.settings.public_url or "reviewflow"


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
