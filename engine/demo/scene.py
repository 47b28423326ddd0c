"""One instance as somebody in the play sees it: who they are, where, what day it is there, and chance of their own."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from engine.calendar.working_days import WorkingCalendar
from engine.core.nesting import active, owners
from engine.core.values import ActRecord, Instance
from engine.definition.model import Act, Process, Task
from engine.demo.stable import roll
from engine.expression import MISSING
from engine.runtime.people import StoredPeople
from engine.words.values import value

# Two moments a day are played, so that half a year takes seconds: ten in the morning in Shanghai, which is at
# work alone then, and the New York morning, when Berlin is still there.
MORNING, AFTERNOON = time(2, tzinfo=UTC), time(14, tzinfo=UTC)
EAST = "Shanghai"


@value(frozen=True, slots=True, kw_only=True)
class Scene:
    """`parent` is the parent instance of a child. Everything asked of it is the same in every run."""

    seed: int
    process: Process
    instance: Instance
    people: StoredPeople
    parent: Instance | None = None

    @property
    def stay(self) -> str:
        """The present visit of the present state."""
        return f"{self.instance.place}#{self.instance.visits.get(self.instance.place, 0)}"

    @property
    def places(self) -> tuple[str, ...]:
        """Every state it is in, the inner ones first."""
        return active(self.process, self.instance.state)

    def act(self, name: str) -> Act:
        """An act that is in force where the instance is."""
        place = owners(self.process, self.instance.state, name)[0]
        return self.process.states[place].on[name]

    def task(self, name: str) -> Task:
        """A task of a state the instance is in."""
        tasks = (self.process.states[place].tasks for place in self.places)
        return next(each[name] for each in tasks if name in each)

    def roll(self, *parts: object) -> float:
        """A number from 0 up to 1 for this stay of this instance."""
        return roll(self.seed, self.instance.id, self.stay, *parts)

    def subject_roll(self, *parts: object) -> float:
        """A number from 0 up to 1 that belongs to the subject, whatever the process."""
        return roll(self.seed, self.instance.subject, *parts)

    def acted(self, act: str) -> ActRecord:
        return self.instance.acts.get(act, ActRecord())

    def held(self, role: str) -> tuple[str, ...]:
        return self.instance.roles.get(role, ())

    def fact(self, person: str, name: str) -> Any:
        """A fact of somebody; None where nobody knows it."""
        member = self.people.person(person)
        found = MISSING if member is None else member.fact(name)
        return None if found is MISSING else found

    def language(self, person: str) -> str:
        return "zh" if self.fact(person, "language") == "zh" else "en"

    def calendar(self, person: str) -> WorkingCalendar:
        return self.people.calendar(person)

    def day_of(self, person: str, moment: datetime) -> date:
        """The day it is where somebody works."""
        return moment.astimezone(self.people.zone(person)).date()

    def at_work(self, person: str, day: date) -> datetime:
        """When somebody sits down to it on that day, or on the next working day."""
        worked = self.calendar(person).next_working(day)
        return datetime.combine(worked, MORNING if self.fact(person, "site") == EAST else AFTERNOON)

    def after_working_days(self, person: str, moment: datetime, days: int) -> datetime:
        """When somebody sits down to it so many working days later; never at or before `moment`."""
        found = self.at_work(person, self.calendar(person).add(self.day_of(person, moment), days))
        return found if found > moment else self.at_work(person, self.day_of(person, found) + timedelta(days=1))


def next_round(moment: datetime) -> datetime:
    """The first played moment at or after `moment`."""
    day = moment.astimezone(UTC).date()
    rounds = (
        datetime.combine(day, MORNING),
        datetime.combine(day, AFTERNOON),
        datetime.combine(day + timedelta(days=1), MORNING),
    )
    return next(each for each in rounds if each >= moment)
