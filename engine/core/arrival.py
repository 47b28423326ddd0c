"""When a notice may reach somebody: in their working hours, and not before the day that is meant has begun there."""

from __future__ import annotations

from datetime import datetime

from engine.calendar.instant import Instant
from engine.calendar.local import next_working_moment
from engine.core.roster import Roster
from engine.core.values import Notice
from engine.words.texts import LANGUAGES


def arrives_at(people: Roster, notice: Notice, now: datetime) -> datetime:
    """The first working moment of the recipient from now, or from the day the notice is about; at once if `exact`."""
    if notice.exact:
        return now
    zone, site = people.zone(notice.recipient), people.site(notice.recipient)
    begins = now if notice.planned_on is None else Instant(day=notice.planned_on).begins(zone)
    return next_working_moment(max(now, begins), people.calendar(notice.recipient), zone, site.opens, site.closes)


def language_of(people: Roster, person: str) -> str:
    """The person's language if we speak it, else their site's."""
    member = people.person(person)
    spoken = None if member is None else member.record.language
    return spoken if spoken in LANGUAGES else people.site(person).language
