"""When a notice may go out, by which channel, in whose language: the recipient's day, not the runner's."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from engine.calendar.instant import Instant
from engine.calendar.local import next_working_moment
from engine.core.values import Notice
from engine.runtime.people import StoredPeople
from engine.store.outbox import OutboxRow
from engine.words.texts import LANGUAGES

if TYPE_CHECKING:
    from datetime import datetime

    from engine.runtime.work import Work

# A reminder nobody could be given for two weeks would only confuse.
KEPT_FOR = timedelta(days=14)


def outbox_rows(work: Work) -> list[OutboxRow]:
    """One row for every notice of the work's decisions; suppressed ones too, with their reason."""
    return [_row(work, decision.after.id, notice) for decision in work.decisions for notice in decision.notices]


def _row(work: Work, instance: str, notice: Notice) -> OutboxRow:
    not_before = opening(work.people, notice, work.now)
    return OutboxRow(
        notice=notice,
        instance=instance,
        channel=work.workspace.settings.channel,
        language=language_of(work.people, notice.recipient),
        not_before=not_before,
        expires_at=not_before + KEPT_FOR,
    )


def language_of(people: StoredPeople, person: str) -> str:
    """The person's language if we speak it, else their site's."""
    member = people.person(person)
    spoken = None if member is None else member.record.language
    return spoken if spoken in LANGUAGES else people.site(person).language


def opening(people: StoredPeople, notice: Notice, now: datetime) -> datetime:
    """The first working moment of the recipient, not before the day the notice is about has begun there."""
    zone, site = people.zone(notice.recipient), people.site(notice.recipient)
    begins = now if notice.planned_on is None else Instant(day=notice.planned_on).begins(zone)
    return next_working_moment(max(now, begins), people.calendar(notice.recipient), zone, site.opens, site.closes)
