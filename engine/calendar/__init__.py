"""Time: working days, moments as people say them, and hours in somebody's place. No clock.

Owns what "3 business days before due" means on a calendar and in a zone. It does not know what an
anchor such as `due` is (the caller tells), nor when now is. Start with `moment`.
"""

from engine.calendar.duration import Duration, Unit
from engine.calendar.errors import CalendarEnds, CalendarInvalid, MomentError
from engine.calendar.instant import Instant
from engine.calendar.local import next_working_moment
from engine.calendar.moment import Moment, advance, resolve
from engine.calendar.parse import parse_duration, parse_moment, parse_period
from engine.calendar.working_days import CalendarSpec, WorkingCalendar, build, unpublished_years

__all__ = [
    "CalendarEnds",
    "CalendarInvalid",
    "CalendarSpec",
    "Duration",
    "Instant",
    "Moment",
    "MomentError",
    "Unit",
    "WorkingCalendar",
    "advance",
    "build",
    "next_working_moment",
    "parse_duration",
    "parse_moment",
    "parse_period",
    "resolve",
    "unpublished_years",
]
