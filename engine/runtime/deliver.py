"""Sending what the outbox owes: claim and freeze, send with no transaction open, report.

At least once: a crash between sending and reporting sends the same bytes under the same Message-ID again, once the
lease is over. A server that cannot be reached stops the batch; what waits behind is no worse for it, and what goes
another way does not wait for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from engine.core.values import Incident
from engine.runtime.parcels import LEASE, Parcel, incident_of, take
from engine.runtime.retrying import WAITS, WAITS_IN_OUTAGE, next_try
from engine.runtime.workspace import Workspace
from engine.store.database import snapshot, transaction
from engine.store.delivery import Claim, Failure, acknowledge, channels_owed, give_back, is_waited_for, postpone, revive
from engine.store.incidents import open_incidents, resolve, resolve_about, unresolved_about
from engine.store.outbox import messages_with
from engine.words import clock
from engine.words.errors import Misuse, ReviewflowError
from engine.words.texts import LANGUAGES
from notifications.channels import Channel, Permanent, Temporary, open_channel

BATCH = 100
LONGEST = LEASE / 2
PAUSE = timedelta(minutes=1)
# What is wrong with the way, not with the letter.
_OUTAGES = frozenset(
    {"smtp-unreachable", "smtp-sign-in-refused", "webhook-unreachable", "mailbox-unwritable", "bot-refused"}
)
_DEADLY = frozenset({"message-failed", "message-refused", "message-given-up"})
_MANY = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """Numbers of messages. `failed` are tried again later, `dead` are not; an incident names each kind of the dead.

    `sent` are letters; `merged` are notices that went into one of them, `waiting` what waits for a better hour.
    """

    sent: int = 0
    suppressed: int = 0
    failed: int = 0
    dead: int = 0
    merged: int = 0
    waiting: int = 0

    @property
    def total(self) -> int:
        return self.sent + self.suppressed + self.failed + self.dead + self.merged + self.waiting

    def __add__(self, other: Delivered) -> Delivered:
        return Delivered(
            sent=self.sent + other.sent,
            suppressed=self.suppressed + other.suppressed,
            failed=self.failed + other.failed,
            dead=self.dead + other.dead,
            merged=self.merged + other.merged,
            waiting=self.waiting + other.waiting,
        )


@dataclass(slots=True)
class Report:
    """What became of a batch of one channel, to be written at once. `down`: the channel does not work."""

    now: datetime
    channel: str
    sent: list[Claim] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    waiting: list[tuple[Claim, datetime]] = field(default_factory=list)
    incidents: dict[str, list[Incident]] = field(default_factory=dict)
    down: bool = False

    def failed(self, parcel: Parcel, error: Exception, waits: Sequence[timedelta]) -> None:
        message = parcel.message
        at = next_try(message.key, message.attempts, self.now, tuple(waits))
        self.failures.append(Failure(claim=parcel.claim, error=f"{error}", next_at=at))
        if at is None:
            code = "message-refused" if isinstance(error, Permanent) else "message-given-up"
            about, incident = incident_of(message, code, error)
            self.incidents.setdefault(about, []).append(incident)


def deliver(workspace: Workspace, now: datetime, *, limit: int = _MANY) -> Delivered:
    """Send what may go out by `now`, about `limit` messages at most, one channel after another."""
    done = Delivered()
    for channel in owing(workspace, now):
        for some in deliver_over(workspace, channel, lambda: now, limit - done.total):
            done += some
    return done


def owing(workspace: Workspace, now: datetime) -> list[str]:
    """The channels that owe somebody something by `now`."""
    with snapshot(workspace.database) as connection:
        return channels_owed(connection, now)


def deliver_over(
    workspace: Workspace, channel: str, now: Callable[[], datetime], limit: int = _MANY
) -> Iterator[Delivered]:
    """Send over one channel, a batch at a time, until it owes nothing or does not work; what became of each batch."""
    with Way(channel, workspace.settings.channels.get(channel, {})) as way:
        while limit > 0:
            at, wanted = now(), min(limit, BATCH)
            taken = take(workspace, channel, at, wanted)
            report = _sent(taken.parcels, way, at)
            sent = _reported(workspace, report)
            dead = sum(each.next_at is None for each in report.failures)
            yield Delivered(
                sent=sent,
                suppressed=taken.suppressed,
                failed=len(report.failures) - dead,
                dead=taken.dead + dead,
                merged=taken.merged,
                waiting=taken.waiting,
            )
            limit -= taken.claimed
            if taken.claimed < wanted or report.waiting:
                break


class Way:
    """A channel, opened when first needed and closed at the end."""

    def __init__(self, name: str, settings: Mapping[str, str]) -> None:
        self.name = name
        self._settings = settings
        self._open: Channel | None = None

    def __enter__(self) -> Way:
        return self

    def __exit__(self, *_: object) -> None:
        if self._open is not None:
            self._open.close()

    def send(self, parcel: Parcel) -> None:
        """Raises Misuse for a channel that cannot be opened, and what the channel raises."""
        if self._open is None:
            self._open = open_channel(self.name, self._settings)
        self._open.deliver(parcel.content, parcel.address)


def _sent(parcels: Sequence[Parcel], way: Way, now: datetime) -> Report:
    report = Report(now, way.name)
    began = clock.now()
    for each in parcels:
        if clock.now() - began > LONGEST:
            report.waiting.append((each.claim, now))
        elif report.down:
            report.waiting.append((each.claim, now + PAUSE))
        else:
            _send(each, way, report)
    return report


def _send(parcel: Parcel, way: Way, report: Report) -> None:
    try:
        way.send(parcel)
    except Permanent as refusal:
        report.failed(parcel, refusal, ())
    except Misuse as mistake:
        _down(mistake, report)
        report.waiting.append((parcel.claim, report.now + PAUSE))
    except Exception as failure:  # noqa: BLE001 - a channel of somebody else may raise anything
        outage = isinstance(failure, Temporary) and _is_outage(failure)
        if outage:
            _down(failure, report)
        report.failed(parcel, failure, WAITS_IN_OUTAGE if outage else WAITS)
    else:
        report.sent.append(parcel.claim)


def _is_outage(failure: Temporary) -> bool:
    return failure.code in _OUTAGES or (
        failure.code == "smtp-refused" and failure.facts.get("stage") in ("CONNECT", "MAIL FROM")
    )


def _down(failure: Exception, report: Report) -> None:
    report.down = True
    why = {
        language: failure.text(language) if isinstance(failure, ReviewflowError) else repr(failure)
        for language in LANGUAGES
    }
    incident = Incident(code="channel-down", facts={"channel": report.channel, "why": why}, state="")
    report.incidents[_about(report.channel)] = [incident]


def _about(channel: str) -> str:
    return f"channel {channel}"


def _reported(workspace: Workspace, report: Report) -> int:
    """Write what became of the batch; the number of messages that count as sent by us."""
    if not (report.sent or report.failures or report.waiting):
        _let_rest(workspace, report)
        return 0
    with transaction(workspace.database) as connection:
        sent = acknowledge(connection, report.sent, report.now)
        give_back(connection, report.failures)
        postpone(connection, report.waiting)
        if report.sent and not report.down:
            resolve_about(connection, [_about(report.channel)], None, report.now)
        open_incidents(connection, report.incidents, report.now)
        return sent


def _let_rest(workspace: Workspace, report: Report) -> None:
    """A channel that did not work stops nobody once nothing is to go out over it; the next letter finds out anew."""
    about = _about(report.channel)
    with snapshot(workspace.database) as connection:
        if not unresolved_about(connection, [about]) or is_waited_for(connection, report.channel):
            return
    with transaction(workspace.database) as connection:
        resolve_about(connection, [about], None, report.now)


def again(workspace: Workspace, now: datetime, about: str | None = None) -> int:
    """Queue dead messages anew, those of a template, an instance or a recipient, or all: their cause is mended.

    Their incidents are closed. The number of messages.
    """
    with transaction(workspace.database) as connection:
        dead = [
            each
            for each in messages_with(connection, "dead", _MANY)
            if about is None or about in (each.notice.template, each.instance, each.notice.recipient)
        ]
        subjects = {
            name for each in dead for name in (each.notice.template, each.instance, each.notice.recipient) if name
        }
        mended = [each.id for each in unresolved_about(connection, subjects) if each.incident.code in _DEADLY]
        resolve(connection, mended, None, now)
        return revive(connection, [each.key for each in dead], now)
