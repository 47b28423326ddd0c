"""What is due to one person at once: how many letters it makes, what waits for another hour or another day.

Decided anew at every claim, for everybody in the batch together. Nothing waits past the limit it is about.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import get_args

from engine.core.arrival import Wait, digest_of, not_now, tomorrow
from engine.runtime.mailing import is_reminder
from engine.runtime.work import Work
from engine.store.bulk import chunks
from engine.store.delivery import Claim, claim_of, letters_since
from engine.store.outbox import Message
from notifications.offered import DIGEST_TEMPLATE

# Of notices whose own text a digest holds in full.
MOST_TEXTS = 100
# Of routine ones two at once make one letter.
ROUTINE_FROM = 2
_NO_LIMIT = date.max


@dataclass(slots=True)
class Gathered:
    """What goes out by itself, what goes out as one letter each, what waits until when and why, what is overtaken."""

    singles: list[Message] = field(default_factory=list)
    together: list[Sequence[Message]] = field(default_factory=list)
    waiting: list[tuple[Claim, datetime, str]] = field(default_factory=list)
    overtaken: list[tuple[Claim, str]] = field(default_factory=list)


def gather(work: Work, wanted: Sequence[Message]) -> Gathered:
    """Messages that are claimed and still needed, sorted into letters. Bytes once frozen stay a letter of their own."""
    found = Gathered()
    fresh: list[Message] = []
    for each in wanted:
        later = not_now(work.people, each.notice, work.now)
        if later is not None and later.why is not None and not _missed_its_hour(each):
            found.waiting.append((claim_of(each), later.at, later.why))
        elif each.notice.exact or each.members or each.frozen is not None:
            found.singles.append(each)
        else:
            fresh.append(each)
    people: dict[tuple[str, str], list[Message]] = defaultdict(list)
    for each in _latest(fresh, found):
        people[each.notice.recipient, each.channel].append(each)
    had = _letters_today(work, {person for person, _ in people})
    for (person, _), theirs in people.items():
        _divide(work, person, sorted(theirs, key=urgency), had[person], found)
    return found


def _missed_its_hour(message: Message) -> bool:
    """Whether it was kept for its reader's hours before, and nobody came in them: a tick that always comes at night
    would keep it for ever."""
    return message.epoch > 1 and message.last_error in get_args(Wait)


def urgency(message: Message) -> tuple[date, datetime, str]:
    """The nearest limit first, then what fell due first."""
    notice = message.notice
    return notice.due_on or _NO_LIMIT, notice.planned_at, message.key


def is_routine(work: Work, message: Message) -> bool:
    """Whether its template says that a line of a digest says enough."""
    return work.workspace.catalogue.says(message.notice.template, "Delivery") == "routine"


def _latest(messages: Iterable[Message], found: Gathered) -> list[Message]:
    """Without the reminders that a later one about the same work overtook, as after a time without delivery."""
    newest: dict[tuple[object, ...], datetime] = {}
    for each in messages:
        if is_reminder(each.notice):
            work = _about(each)
            newest[work] = max(newest.get(work, each.notice.planned_at), each.notice.planned_at)
    kept = []
    for each in messages:
        at = newest.get(_about(each))
        overtaken = each.notice.needs_visit is not None and at is not None and each.notice.planned_at < at
        if overtaken:
            found.overtaken.append((claim_of(each), "overtaken"))
        else:
            kept.append(each)
    return kept


def _about(message: Message) -> tuple[object, ...]:
    notice = message.notice
    task = notice.task if notice.needs_task else None
    return message.instance, notice.recipient, message.channel, notice.needs_visit, task


def _letters_today(work: Work, people: Iterable[str]) -> Mapping[str, int]:
    """Person -> letters they got since their midnight, or that are under way."""
    counting = [each for each in people if digest_of(work.people, each) != "each"]
    if not counting:
        return Counter()
    rows = letters_since(work.connection, counting, work.now - timedelta(hours=26))
    today = {each: work.people.today(each) for each in counting}
    zones = {each: work.people.zone(each) for each in counting}
    return Counter(person for person, at in rows if at is None or at.astimezone(zones[person]).date() == today[person])


def _divide(work: Work, person: str, theirs: Sequence[Message], had: int, found: Gathered) -> None:
    """One person's fresh messages, the most urgent first, as letters within what a day may bring."""
    wish, said = digest_of(work.people, person), work.people.organisation.messages
    if wish == "each" or DIGEST_TEMPLATE not in work.workspace.catalogue.names():
        found.singles += theirs
        return
    least = ROUTINE_FROM if wish == "daily" else said.digest_from
    together = theirs if len(theirs) >= least else _alike(work, theirs)
    gone = {each.key for each in together}
    alone = [each for each in theirs if each.key not in gone]
    if had >= said.most_a_day:
        alone, together = [], []
        for each in theirs:
            later = tomorrow(work.people, each.notice, work.now)
            if later is None or later.why is None:
                together.append(each)
            else:
                found.waiting.append((claim_of(each), later.at, later.why))
    elif had + len(alone) + bool(together) > said.most_a_day:
        alone, together = [], theirs
    found.singles += alone
    found.together += _parted(work, together) if len(together) > 1 else []
    found.singles += together if len(together) == 1 else []


def _alike(work: Work, theirs: Sequence[Message]) -> Sequence[Message]:
    """Routine ones, if there are several, and those about one review."""
    routine = {each.key for each in theirs if is_routine(work, each)}
    reviews = Counter(each.instance for each in theirs)
    return [
        each
        for each in theirs
        if (each.instance and reviews[each.instance] > 1) or (each.key in routine and len(routine) >= ROUTINE_FROM)
    ]


def _parted(work: Work, theirs: Sequence[Message]) -> list[Sequence[Message]]:
    """One letter, or several where it would hold too many texts."""
    told = [each for each in theirs if not is_routine(work, each)]
    if len(told) <= MOST_TEXTS:
        return [theirs]
    first, *more = chunks(told, MOST_TEXTS)
    kept = {each.key for each in first}
    return [[each for each in theirs if each.key in kept or is_routine(work, each)], *more]
