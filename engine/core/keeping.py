"""How long the records of an ended instance are kept, and how they are forgotten.

What a final state says under `on` and `after` holds until then. Afterwards the instance is a shell: that it was, of
which process, about whom, from when to when; no data, no answer, no name of anybody who took part.
"""

from __future__ import annotations

from datetime import datetime

from engine.calendar.instant import Instant
from engine.calendar.moment import Moment, advance
from engine.core.case import Case
from engine.core.moments import resolved
from engine.core.places import zone_of

RULE = "keep_for"


def kept_until(case: Case) -> datetime | None:
    """The end of the last day of `keep_for`, a length counted from the day of entry; None: for ever, or not known."""
    state = case.state
    if not state.ends or state.keep_for is None or is_purged(case):
        return None
    if isinstance(state.keep_for, Moment):
        until = resolved(case, state.keep_for, case.place)
        return None if until is None else until.ends(zone_of(case))
    entered = Instant(day=case.entered[case.place].astimezone(zone_of(case)).date())
    people, subject = case.world.people, case.before.subject
    return advance(entered, state.keep_for, people.calendar(subject), people.zone(subject)).ends(zone_of(case))


def is_purged(case: Case) -> bool:
    """Whether the records are gone; asked of everybody, so what still runs is told apart at once."""
    return case.status == "ended" and f"{case.stay}/{RULE}" in case.fired


def purge(case: Case) -> bool:
    """Forget everything personal once `keep_for` has run; False if it has not."""
    case.place = case.leaves[0]
    until = kept_until(case)
    if until is None or until > case.world.now:
        return False
    case.data, case.answers, case.roles, case.acts = {}, {}, {}, {}
    case.corrected, case.assigned, case.children, case.extended = set(), frozenset(), [], {}
    case.fired = {f"{case.stay}/{RULE}": 1}
    case.log("event", "purged", from_state=case.place)
    case.purged = True
    return True
