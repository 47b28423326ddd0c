"""Whose calendar and whose clock a limit goes by: the holder's or the subject's, unless the file names another."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from engine.calendar.working_days import WorkingCalendar
from engine.core.case import Case


def calendar_of(case: Case, state: str, person: str | None = None, task: str | None = None) -> WorkingCalendar:
    """A task's own calendar, else its state's, else the person's, else the subject's."""
    key = (state, person, task)
    found = case.calendars.get(key)
    if found is None:
        there = case.process.states[state]
        named = (there.tasks[task].calendar if task is not None and task in there.tasks else None) or there.calendar
        people = case.world.people
        found = people.calendar(person or case.before.subject) if named is None else people.calendar_named(named)
        case.calendars[key] = found
    return found


def zone_of(case: Case, state: str | None = None, person: str | None = None, task: str | None = None) -> ZoneInfo:
    """As `calendar_of`: where the days begin and end. Without `state`, the present one."""
    key = (state or case.place, person, task)
    found = case.zones.get(key)
    if found is None:
        there = case.process.states[key[0]]
        named = (there.tasks[task].time_zone if task is not None and task in there.tasks else None) or there.time_zone
        people = case.world.people
        found = case.zones[key] = people.zone(person or case.before.subject) if named is None else ZoneInfo(named)
    return found
