"""The files around the processes: organisation, sites, calendars, cycles; and the library that holds them all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Literal

from engine.calendar.moment import Duration, Moment
from engine.calendar.working_days import CalendarSpec
from engine.definition.indicators import NO_BOARD, Board
from engine.definition.model import Field, Process, Text
from engine.expression import Expression
from engine.words.problems import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A place of work: whose holidays, whose clock, which language by default, and the hours messages may arrive."""

    name: str
    title: Text
    calendar: str
    time_zone: str
    language: str = "en"
    opens: time = time(9)
    closes: time = time(18)


Hours = tuple[time, time]  # from, until; the end itself is outside
Digest = Literal["each", "together", "daily"]
DIGESTS: tuple[Digest, ...] = ("each", "together", "daily")


def hours_of(text: str) -> Hours:
    """`09:00-18:00` as its two times."""
    begins, _, ends = text.partition("-")
    return time.fromisoformat(begins), time.fromisoformat(ends)


@dataclass(frozen=True, slots=True, kw_only=True)
class Messages:
    """How messages reach people who have chosen nothing themselves. `quiet` may run past midnight.

    `digest`: a letter each, those due together in one, or all of a day in one. `digest_from`: so many due together,
    whatever they are about, make one letter; of routine ones two do. `most_a_day`: letters one person gets in a day.
    """

    digest: Digest = "together"
    digest_from: int = 3
    most_a_day: int = 5
    quiet: Hours | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """What is known of people and units. `facts` and `unit_facts` are the declared columns beside the built-in ones."""

    facts: Mapping[str, Field]
    groups: Mapping[str, Text]
    sites: Mapping[str, Site]
    unit_facts: Mapping[str, Field] = field(default_factory=dict)
    kinds: Mapping[str, Text] = field(default_factory=dict)  # kinds of unit
    admins: str = ""  # the group whose members may intervene
    messages: Messages = Messages()


# Facts every person has. manager: a person; colleagues, reports, department_members: people, worked out;
# unit: the unit whose id is the person's department.
BUILT_IN = (
    "id", "name", "mail", "language", "site", "department", "manager", "hired_on", "left_on",
    "active", "groups", "colleagues", "reports", "department_members", "unit",
)  # fmt: skip

# What people may choose for themselves, beside their language; kept with the declared facts, read by no expression.
CHOSEN = ("time_zone", "work_hours", "quiet_hours", "digest")

# Facts every unit has. lead: a person; parent and units: units; members and all_members: people, worked out.
UNIT_BUILT_IN = (
    "id", "name", "kind", "parent", "lead", "site", "closed_on", "active", "units", "members", "all_members",
)  # fmt: skip


# Those whose past is kept; of a declared fact it always is.
DATED = ("site", "department", "manager", "hired_on", "left_on", "groups")


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleDate:
    """A named date of a cycle; the first true `when` over the subject's facts replaces the default."""

    name: str
    title: Text
    default: Moment
    when: tuple[tuple[Expression, Moment], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleStart:
    """One process a cycle starts: when (a name among the dates, or a moment), and for whom."""

    process: str
    at: Moment
    condition: Expression | None = None  # `for`
    repeat: Duration | None = None
    until: Moment | None = None  # of the repetition; None: the end of the period
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleLimit:
    """A rule across people, binding from an act on, `unless` that holds of the group."""

    process: str
    act: str
    over: str | None  # a fact of the subject, e.g. "department"; None: the whole cycle
    that: Expression
    otherwise: Text
    unless: Expression | None = None
    warn: bool = False
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleTemplate:
    """A cycle as its file says it. A turn is the template with a start; see `engine.core.cycle`.

    `turn_name` holds {year}, {half}, {quarter}, {month} of the turn's start.
    """

    name: str
    title: Text  # may hold {{ start }} and {{ name }}
    turn_name: str
    start: date
    repeat: Duration | None
    period_from: Moment
    period_to: Moment
    include: Expression
    exclude: Expression | None
    catch_up: bool  # late joiners
    by_itself: bool = False  # whether a turn opens when its day comes, once one was launched
    units: Expression | None = None  # which units take part; None: none
    no_units: Expression | None = None  # which of these do not
    announce: str | None  # a template sent to everybody included when the cycle is launched
    dates: Mapping[str, CycleDate]
    starts: tuple[CycleStart, ...]
    limits: tuple[CycleLimit, ...]
    text: str = ""
    digest: str = ""
    span: Span | None = None
    announce_span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """Everything an owner's folder says, checked. The unit that `check` proves and `launch` takes."""

    organisation: Organisation
    processes: Mapping[str, Process]
    cycles: Mapping[str, CycleTemplate]
    calendars: Mapping[str, CalendarSpec]
    board: Board = NO_BOARD  # indicators and measurements
    texts: Mapping[str, str] = field(default_factory=dict)  # path -> text, as read
