"""When a notice may reach somebody: in their hours, not before the day that is meant, never after its limit for that.

What people chose themselves (their own hours, quiet hours, a digest) goes before what the organisation says.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal, cast

from engine.calendar.errors import CalendarEnds
from engine.calendar.instant import Instant
from engine.calendar.local import Hours, next_opening, next_working_moment
from engine.core.roster import Roster
from engine.core.values import Notice
from engine.definition.house import Digest, hours_of
from engine.words.texts import LANGUAGES
from engine.words.values import value

Wait = Literal["outside-hours", "quiet-hours", "daily-digest", "enough-today"]


@value(frozen=True, slots=True, kw_only=True)
class Arrival:
    """When a notice may go out, and why not earlier; `why` None: nothing but its own day keeps it."""

    at: datetime
    why: Wait | None = None


def hours(people: Roster, person: str) -> Hours:
    """Somebody's own hours where they said some, else those of their site; the organisation's quiet hours likewise."""
    site, work, quiet = people.site(person), people.chosen(person, "work_hours"), people.chosen(person, "quiet_hours")
    opens, closes = hours_of(work) if work else (site.opens, site.closes)
    kept = hours_of(quiet) if quiet else people.organisation.messages.quiet
    return Hours(zone=people.zone(person), opens=opens, closes=closes, quiet=kept)


def digest_of(people: Roster, person: str) -> Digest:
    """Whether somebody gets a letter for each notice, one for those due together, or one a day."""
    return cast(Digest, people.chosen(person, "digest") or people.organisation.messages.digest)


def arrival(people: Roster, notice: Notice, now: datetime) -> Arrival:
    """The first moment in the recipient's hours from now, or from the day the notice is about; at once if `exact`.

    Whoever wants one letter a day gets it when work begins. Where that would be after the limit the notice is about,
    it does not wait. Raises CalendarEnds.
    """
    if notice.exact:
        return Arrival(at=now)
    person = notice.recipient
    theirs, calendar = hours(people, person), people.calendar(person)
    earliest = now if notice.planned_on is None else max(now, Instant(day=notice.planned_on).begins(theirs.zone))
    found = next_working_moment(earliest, calendar, theirs)
    daily = digest_of(people, person) == "daily"
    if daily:
        found = next_opening(earliest, calendar, theirs)
    if found == earliest or _too_late(notice, theirs, earliest, found):
        return Arrival(at=earliest)
    return Arrival(at=found, why="daily-digest" if daily else _why(theirs, earliest))


def not_now(people: Roster, notice: Notice, now: datetime) -> Arrival | None:
    """Until when a notice that is due must wait because it is not the recipient's hour; None: it need not."""
    if notice.exact:
        return None
    theirs = hours(people, notice.recipient)
    try:
        found = next_working_moment(now, people.calendar(notice.recipient), theirs)
    except CalendarEnds:  # said where it was decided; here it would only keep a message from its reader
        return None
    if found == now or _too_late(notice, theirs, now, found):
        return None
    return Arrival(at=found, why=_why(theirs, now))


def tomorrow(people: Roster, notice: Notice, now: datetime) -> Arrival | None:
    """When somebody who got enough letters today may get this one; None: it would be too late then."""
    if notice.exact:
        return None
    theirs = hours(people, notice.recipient)
    ends = Instant(day=Instant(at=now).day_in(theirs.zone)).ends(theirs.zone)
    try:
        found = next_opening(ends, people.calendar(notice.recipient), theirs)
    except CalendarEnds:
        return None
    return None if _too_late(notice, theirs, now, found) else Arrival(at=found, why="enough-today")


def _too_late(notice: Notice, theirs: Hours, earliest: datetime, found: datetime) -> bool:
    """Whether waiting until `found` would pass the end of the day the notice is due on, which `earliest` does not."""
    if notice.due_on is None:
        return False
    limit = Instant(day=notice.due_on).ends(theirs.zone)
    return earliest < limit <= found


def _why(theirs: Hours, at: datetime) -> Wait:
    return "outside-hours" if theirs.quiet_until(at) is None else "quiet-hours"


def language_of(people: Roster, person: str) -> str:
    """The person's language if we speak it, else their site's."""
    member = people.person(person)
    spoken = None if member is None else member.record.language
    return spoken if spoken in LANGUAGES else people.site(person).language
