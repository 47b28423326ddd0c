"""What a decision may read besides the instance: the moment, the people, the calendars, the cycle, relatives."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol, runtime_checkable
from zoneinfo import ZoneInfo

from engine.calendar.working_days import WorkingCalendar
from engine.core.indicators import Reading, Rows
from engine.core.values import Data, Instance
from engine.definition.indicators import Board
from engine.definition.known import Field
from engine.expression.served import FactPeriod


@runtime_checkable
class Person(Protocol):
    """Somebody known. `fact` gives built-in and declared facts; a manager is again a person."""

    @property
    def id(self) -> str: ...

    def fact(self, name: str) -> object:
        """Raises KeyError for a fact nobody declared; an unknown value is `expression.MISSING`."""

    def history(self, name: str) -> Sequence[FactPeriod]:
        """Every value a fact had, people as persons, the earliest first. KeyError for a fact nobody declared."""


class People(Protocol):
    """The organisation as of now; with `on`, as it was known on a day."""

    def on(self, day: date) -> People: ...

    def person(self, id: str) -> Person | None: ...

    def known(self, id: str) -> Person | None:
        """Whoever or whatever bears this id: a person, else a unit."""

    def group(self, name: str) -> Sequence[Person]: ...

    def admins(self) -> Sequence[Person]: ...

    def delegates(self, person: str, process: str) -> Sequence[str]:
        """Who acts for this person in a process today."""

    def principals(self, person: str, process: str) -> Sequence[str]:
        """For whom this person acts in a process today."""

    def zone(self, person: str) -> ZoneInfo: ...

    def calendar(self, person: str) -> WorkingCalendar: ...

    def language(self, person: str) -> str: ...

    def calendar_named(self, name: str) -> WorkingCalendar:
        """Raises Unavailable for a calendar there is no file of any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Everything `decide` may read from outside, as values.

    `cycle`: name, title, start, period {from, to} and one date for each named date, worked out for this subject.
    `parent`: the parent instance as it is now. `siblings`: process -> data of this subject's instance in the same
    cycle. `past`: process -> data of earlier ended instances, latest first, `current`: of those that run in any
    cycle, the latest opened first; with them stand their `id`, `state` and `status`. `members`:
    process -> the instances of it in this cycle about these people, or without them (None) those that belong to the
    subject, a unit or the cycle itself.
    `fields`: process -> its fields, so that what is read of another instance has its type.
    """

    now: datetime
    people: People
    cycle: Mapping[str, Any] | None = None
    parent: Instance | None = None
    siblings: Mapping[str, Data] = field(default_factory=dict)
    past: Mapping[str, Sequence[Data]] = field(default_factory=dict)
    current: Mapping[str, Sequence[Data]] = field(default_factory=dict)
    limits: Sequence[LimitNow] = ()
    members: Callable[[str, Collection[str] | None], Sequence[Instance]] = lambda _process, _whose: ()
    fields: Callable[[str], Mapping[str, Field]] = lambda _: {}
    indicators: Indicators | None = None  # for processes that read any


class Indicators(Protocol):
    """The library of indicators and what is measured. `readings` keeps what was worked out, as long as this lives."""

    @property
    def board(self) -> Board: ...

    @property
    def readings(self) -> dict[tuple[object, ...], Reading]: ...

    def rows(self, level: str, subject: str, since: date) -> Rows:
        """The values of a subject that stand, of periods that end on `since` or later."""


class LimitNow(Protocol):
    """A rule across people, with the sums of everybody else in the group already counted."""

    @property
    def act(self) -> str: ...

    @property
    def warns(self) -> bool: ...

    def binds(self, instance: Instance) -> bool:
        """Whether an instance has passed what the rule binds from."""

    def breach(self, data: Data | None) -> Mapping[str, Any] | None:
        """Facts for the refusal if this instance's data would break the rule, else None. Without data: the others."""

    def adds(self, data: Data) -> bool:
        """Whether a value of this instance's is among those the rule counts."""
