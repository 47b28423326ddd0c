"""What the core takes and gives: the instance, events, decisions. All frozen; changed copies are new values.

Data is plain: str, bool, Decimal, date, aware datetime, None, lists and dicts of these; people are their ids.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime
from typing import Any, Literal

from engine.words.problems import Problem
from engine.words.values import value

Data = Mapping[str, Any]
Status = Literal["running", "ended", "cancelled"]


@value(frozen=True, slots=True, kw_only=True)
class TaskRecord:
    """One task of one holder. `visit` counts entries into its state, so a return makes new ones.

    (state, visit, name, person) is unique within an instance. `answer` is what was last written with it.
    """

    state: str
    visit: int
    name: str
    person: str
    role: str
    status: Literal["open", "done", "lapsed"] = "open"
    opened_at: datetime
    due_at: datetime | None = None  # end of the limit, UTC
    due_on: date | None = None  # the limit as people say it, where it is a day
    closed_at: datetime | None = None


@value(frozen=True, slots=True, kw_only=True)
class ActRecord:
    """What is remembered of an act: how often, when last, by whom (all actors, in order)."""

    count: int = 0
    at: datetime | None = None
    by: tuple[str, ...] = ()


@value(frozen=True, slots=True, kw_only=True)
class ChildRecord:
    """What a parent knows of a child: how it is where the parent reads it, else how it was when it ended or emitted."""

    id: str
    process: str
    state: str
    status: Status = "running"
    data: Data = field(default_factory=dict)
    ends_with_parent: bool = False


@value(frozen=True, slots=True, kw_only=True)
class Pause:
    """A time in which the clock of an instance stood still. `until` None: it stands still now.

    `why` names what stopped it: "suspended" by an administrator, whom no act but a resumption contradicts.
    """

    since: datetime
    until: datetime | None = None
    why: str = "suspended"


@value(frozen=True, slots=True, kw_only=True)
class Instance:
    """One process of one subject. `revision` counts decisions; every write compares and sets it.

    `state` holds the active leaf states (one, until states run in parallel). `entered` says when each state was last
    entered (for a limit that ran out: the last microsecond of its day), `visits` how often; "state#visit caught up"
    when late reminders of that visit went out. `fired` counts by "state#visit/…": occurrences of timed rules by their
    ids, events ("on done"), tasks the visit goes without ("without task"), tasks given again ("again task person").
    `released` are the answers shown without names or as totals, by "task/least", as they were when first shown.
    `known` is what was last known of role holders' facts that an event is about: "role.fact" -> person -> value.
    `extended` lists the texts of granted extensions by "state#visit", `stood` from when until when (None: still) the
    clock of a stay stood. `answers` is task -> person -> field -> value. `pauses` is the ledger of suspensions;
    `assigned` are the roles whose holders somebody named by hand.
    """

    id: str
    process: str
    version: int
    digest: str
    subject: str
    cycle: str | None = None
    parent: str | None = None
    status: Status = "running"
    state: tuple[str, ...] = ()
    revision: int = 0
    started_at: datetime
    ended_at: datetime | None = None
    data: Data = field(default_factory=dict)
    answers: Mapping[str, Mapping[str, Data]] = field(default_factory=dict)
    released: Mapping[str, Mapping[str, Data]] = field(default_factory=dict)
    corrected: frozenset[str] = frozenset()
    known: Mapping[str, Data] = field(default_factory=dict)
    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    settings: Data = field(default_factory=dict)
    visits: Mapping[str, int] = field(default_factory=dict)
    entered: Mapping[str, datetime] = field(default_factory=dict)
    acts: Mapping[str, ActRecord] = field(default_factory=dict)
    children: tuple[ChildRecord, ...] = ()
    fired: Mapping[str, int] = field(default_factory=dict)
    extended: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    pauses: tuple[Pause, ...] = ()
    assigned: frozenset[str] = frozenset()
    stood: Mapping[str, tuple[tuple[datetime, datetime | None], ...]] = field(default_factory=dict)
    tasks: tuple[TaskRecord, ...] = ()

    @property
    def paused(self) -> bool:
        """Whether the clock stands still: nothing falls due."""
        return bool(self.pauses) and self.pauses[-1].until is None

    @property
    def suspended(self) -> bool:
        """Whether nobody may act either, until somebody resumes it."""
        return self.paused and self.pauses[-1].why == "suspended"

    @property
    def place(self) -> str:
        """The active state's name."""
        return self.state[0]


@value(frozen=True, slots=True, kw_only=True)
class Triggered:
    """A person (or an integration acting for one) does an act."""

    act: str
    actor: str
    form: Data = field(default_factory=dict)
    reason: str | None = None
    amount: str | None = None  # for acts that extend: a duration as text
    on_behalf_of: str | None = None  # whose delegate the actor is; None: themselves, or whoever is clear
    via: str | None = None  # the integration that acts for them, by the name it is known by


@value(frozen=True, slots=True, kw_only=True)
class Raised:
    """The engine raises an event: `appeal.ended` with the child, `subject_left`, `people.changed`, `cancelled`.

    `cycle.moved` says in `data` which date of the cycle is another now, and why.
    """

    name: str
    child: ChildRecord | None = None
    data: Data = field(default_factory=dict)


Verb = Literal["move", "skip", "cancel", "withdraw", "reopen", "extend", "reassign", "suspend", "resume"]


@value(frozen=True, slots=True, kw_only=True)
class Intervened:
    """An administrator steps in. What each verb needs of the rest is said by `engine.core.intervening`."""

    verb: Verb
    actor: str
    reason: str
    to: str | None = None  # the state to move or reopen to; the person to reassign to
    task: str | None = None  # whose task is skipped, or which answer is withdrawn
    role: str | None = None  # the role that is reassigned
    person: str | None = None  # whose task, answer or part; everybody's if None
    amount: str | None = None  # by how much a limit is extended, as text

    @property
    def details(self) -> dict[str, str]:
        """What was said beside the verb and who says it, for the history."""
        found = {name: getattr(self, name) for name in ("to", "task", "role", "person", "amount", "reason")}
        return {name: value for name, value in found.items() if value}


@value(frozen=True, slots=True)
class TimePassed:
    """A timer is due, or somebody wants to be sure that nothing is."""


Event = Triggered | Intervened | Raised | TimePassed


@value(frozen=True, slots=True, kw_only=True)
class Timer:
    """A timer an instance should have. (instance, state, visit, rule, occurrence) is its identity; no date in it."""

    state: str
    visit: int
    rule: str
    occurrence: int  # from 1
    due_at: datetime  # UTC


@value(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of history. `facts` are what was read from outside the instance, so that a replay sees the same."""

    at: datetime
    kind: Literal[
        "started", "act", "event", "timer", "moved", "corrected", "people", "intervened", "cancelled", "ended"
    ]
    name: str
    actor: str | None = None
    from_state: str | None = None
    to_state: str | None = None
    payload: Data = field(default_factory=dict)
    facts: Data = field(default_factory=dict)


@value(frozen=True, slots=True, kw_only=True)
class Notice:
    """A message owed. `key` is unique for ever: instance + state visit + rule + occurrence + recipient.

    `needs_task`: sent only while the recipient still has this task open. `needs_visit`: "state#visit", sent only
    while the instance is in that visit. `planned_at`: when the rule fell due. `suppressed` says why it is not sent.
    """

    key: str
    template: str
    recipient: str
    rule: str
    planned_at: datetime
    planned_on: date | None = None  # the day meant, where it is a day: it begins where the recipient is
    task: str | None = None
    needs_task: bool = False
    needs_visit: str | None = None
    actor: str | None = None
    reason: str | None = None
    due_on: date | None = None
    cycle: str | None = None  # for what concerns a cycle and no single instance
    suppressed: str | None = None
    exact: bool = False  # goes out at the moment itself, working hours or not


@value(frozen=True, slots=True, kw_only=True)
class StartChild:
    """A signal: open `process` for the subject as a child of this instance."""

    id: str
    process: str
    subject: str
    cycle: str | None
    parent: str | None
    data: Data = field(default_factory=dict)
    by: str | None = None  # whoever opens it by hand


@value(frozen=True, slots=True, kw_only=True)
class Tell:
    """A signal: raise an event in another instance."""

    target: str
    event: Raised


Signal = StartChild | Tell


@value(frozen=True, slots=True, kw_only=True)
class Incident:
    """Something stops an instance, and somebody must see it. `where` is a rule's place in the YAML."""

    code: str
    facts: Mapping[str, Any]
    state: str
    where: str | None = None


@value(frozen=True, slots=True, kw_only=True)
class Decision:
    """What an event led to. `before` is None for a start. Tasks and timers follow from `after`.

    `ways` are the rules of the file that took effect, in order: "state/act/choice", "state/entry/choice",
    "state/time/rule", the state being the one the rule stands in. Kept by nobody; tests ask which were never taken.
    `purged`: what is written of the instance's past must go as well. `timers` are those of `after` at that moment;
    None where they hang on other instances, which may yet change with it.
    """

    before: Instance | None
    after: Instance
    entries: tuple[Entry, ...] = ()
    notices: tuple[Notice, ...] = ()
    signals: tuple[Signal, ...] = ()
    incidents: tuple[Incident, ...] = ()
    ways: tuple[str, ...] = ()
    purged: bool = False
    timers: tuple[Timer, ...] | None = field(default=None, compare=False, repr=False)


@value(frozen=True, slots=True, kw_only=True)
class Refusal:
    """The act is not allowed; every reason, none left out. `incidents`: what could not be worked out on the way."""

    blockers: tuple[Problem, ...]
    incidents: tuple[Incident, ...] = ()
