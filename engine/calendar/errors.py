"""What can go wrong with time: a text that is no moment, a calendar that ends or cannot be built."""

from __future__ import annotations

from engine.words.errors import ReviewflowError
from engine.words.problems import Fact


class MomentError(ReviewflowError):
    """The text is not a moment. `offset` is the column in it, from 0."""

    def __init__(self, code: str, offset: int = 0, /, **facts: Fact) -> None:
        self.offset = offset
        super().__init__(code, **facts)


class CalendarEnds(ReviewflowError):
    """A year was asked for that the calendar does not cover; nothing is guessed."""

    def __init__(self, calendar: str, year: int) -> None:
        self.calendar = calendar
        self.year = year
        super().__init__("calendar-ends", calendar=calendar, year=str(year))


class CalendarInvalid(ReviewflowError):
    """A calendar cannot be built from what its file says."""
