"""A process as immutable values, after reading and before anything runs.

Everything is frozen and may be shared between threads and instances. Names are those of the files; `when`, `that`
and the like are compiled expressions, moments are parsed. What a word means is said in docs/reference.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from engine.calendar.moment import Duration, Moment
from engine.definition.known import About, Constant, Field, Given, Role, Setting, Text, Visible
from engine.definition.needed import Needed
from engine.expression import Expression
from engine.words.problems import Span

__all__ = [
    "About",
    "Act",
    "Choice",
    "Constant",
    "Effects",
    "Field",
    "Given",
    "OpenByHand",
    "Party",
    "Process",
    "Region",
    "Requirement",
    "Role",
    "Send",
    "Setting",
    "Start",
    "State",
    "Task",
    "Text",
    "Timed",
    "Together",
    "Visible",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """Refuses with `otherwise` (a text; may hold {{ expressions }}) unless `that` holds, for `each` row if given."""

    that: Expression
    otherwise: Text
    each: Expression | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """Opens an instance of another process as a child; `data` prefills it. `each`: one for every row (`item`).

    `ends_with_parent`: cancelled when this instance ends; else a child goes on.
    """

    process: str
    each: Expression | None = None
    ends_with_parent: bool = False
    data: Mapping[str, Given] = field(default_factory=dict)
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Send:
    """One message. Empty `to` means: holders of open tasks, else those who may act, else the subject.

    With `task` it is for those alone who owe that task, and nobody where nobody does.
    """

    template: str
    task: str | None = None
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """What happens, in this order: set, move (`to`), start, send, emit, cancel."""

    to: str | None = None
    set: Mapping[str, Given] = field(default_factory=dict)
    start: tuple[Start, ...] = ()
    send: tuple[Send, ...] = ()
    emit: tuple[str, ...] = ()
    emit_to: Expression | None = None  # the instances that hear it; without it the parent does
    cancel: tuple[str, ...] = ()  # processes whose running children are cancelled


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One alternative of an act, an engine event or an entry. `id` is stable and unique within its owner."""

    id: str
    when: Expression | None = None
    effects: Effects = Effects()
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One side of a joint act: somebody who holds the role, `count` of them, or, with `every`, everybody who does."""

    role: str
    every: bool = False
    count: int | None = None


UNCHANGED = "unchanged"  # in the place of an outcome: the field that is voted on keeps what it had


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """Several decide as one. Nothing follows until all `parties` have done it or, with `majority`, until it is sure.

    `vote` is the choice they vote on; its field gets the outcome. `quorum`: role -> how many must have voted before
    the limit closes the count ("" for all roles together). `tie`: the outcome of a draw, or the role that decides it.
    `needs`: how many votes an outcome takes, `otherwise` the outcome where none has them. `abstain`: the option that
    is no vote; `absent`: whoever chose it does not count for the quorum either.
    `same`: fields whose change makes what others agreed to void.
    """

    parties: tuple[Party, ...]
    majority: bool = False
    vote: str | None = None
    quorum: Mapping[str, Needed] = field(default_factory=dict)
    tie: str | None = None
    needs: Needed | None = None
    otherwise: str | None = None
    abstain: str | None = None
    absent: bool = False
    same: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What people and integrations may do, or, with `engine`, what the engine itself raises (no `by`, no form).

    `form` names fields (`achievements`) or columns (`goals.score`). `task` is the task this act completes.
    `by` are roles; an engine event has none. `reasons` empty with `reason` set means free text.
    """

    name: str
    title: Text
    engine: bool = False
    by: tuple[str, ...] = ()
    together: Together | None = None
    over: str | None = None  # a fact, or "cycle": done for all whose subjects are alike in it, or for none
    form: tuple[str, ...] = ()
    requires: tuple[Requirement, ...] = ()
    opens: Moment | None = None  # `from`
    closes: Moment | None = None  # `until`, its day included
    times: int | None = None  # per instance
    per_visit: str | None = None  # `times` counts in each visit of that state anew; "": of the one it stands in
    reason: bool = False
    reasons: tuple[str, ...] = ()
    reason_titles: Mapping[str, Text] = field(default_factory=dict)
    independent_of: tuple[str, ...] = ()  # acts or roles, `parent.x` for the parent's
    above: tuple[str, ...] = ()  # acts or roles: only somebody higher in the line of those who did or hold it
    assigns: tuple[str, ...] = ()  # roles whose holder the act replaces
    extends: str | None = None  # "due", or a task that has a limit of its own
    at_most: Duration | None = None
    choices: tuple[Choice, ...] = ()
    task: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """What stops the clock of a state, or of who holds a task. Fixed dates wait only with `fixed_too`."""

    when: Expression
    fixed_too: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """An act somebody owes. Without `each`, one completion by any holder is enough.

    `each`: one per holder; with `quorum`, enough when all have answered or the limit is over and `quorum` have;
    with `first`, complete at the first that many. With `together` it is complete when they have decided, and `each` is
    set: everybody has a say. `ends_with` names the completing acts (default: its own name).
    """

    name: str
    title: Text
    holders: tuple[str, ...]  # `for`: roles
    together: Together | None = None
    each: bool = False
    quorum: int | None = None
    first: int | None = None
    optional: bool = False
    when: Expression | None = None
    opens: Moment | None = None  # `from`: it does not open with the state, but then
    due: Moment | None = None
    follows: tuple[str, ...] = ()  # tasks of the state that must be complete before this one opens
    every: Duration | None = None  # opens anew after so long; whoever has not done it by then has missed it
    keep: bool = False  # `on_exit: keep`: open rows stay open when the state is left
    paused_by: Pause | None = None  # asked of each holder, `person`
    calendar: str | None = None  # instead of the holder's
    time_zone: str | None = None
    ends_with: tuple[str, ...] = ()
    anonymous_to: tuple[str, ...] = ()
    notice: str | None = "new_task"  # template sent to a holder when the task opens; None: silent
    was: tuple[str, ...] = ()
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """What time does: a reminder (only messages) or an `after` rule (anything).

    kind "past": once the moment's day is over; "at": when it begins, or at its exact hour; "when": as soon as
    `when` holds. `repeat` occurs again, at most `times`, never after `until`.
    """

    id: str
    kind: Literal["past", "at", "when"]
    moment: Moment | None = None
    when: Expression | None = None
    repeat: Duration | None = None
    times: int | None = None
    until: Moment | None = None
    effects: Effects = Effects()
    reminder: bool = False
    exact: bool = False  # messages go out at the moment itself
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """One of several parts of a state that run in parallel. `states` are those directly within."""

    name: str
    title: Text
    initial: str
    states: tuple[str, ...] = ()
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A state. `on` holds acts by name, engine events too; task acts are included. Final states hold no tasks.

    `on` and `timed` are its own; what the states around it say holds too, unless an inner one of the name (or id)
    says otherwise, or `off` names it. A limit may come from the state `due_of`, whose entry it counts from.
    """

    name: str
    title: Text
    final: bool = False
    keep_for: Duration | Moment | None = None  # a length counts from the day it is entered
    entry: tuple[Choice, ...] = ()
    tasks: Mapping[str, Task] = field(default_factory=dict)
    due: Moment | None = None
    calendar: str | None = None  # instead of the subject's
    time_zone: str | None = None
    paused_by: Pause | None = None
    on: Mapping[str, Act] = field(default_factory=dict)
    timed: tuple[Timed, ...] = ()  # reminders first, then `after`, each in the order of the file
    path: tuple[str, ...] = ()  # itself, then the states it stands in, the outermost last
    inside: tuple[str, ...] = ()  # itself, then every state within, in the order of the file
    initial: str = ""  # the state within that is entered first
    regions: tuple[Region, ...] = ()
    region: str = ""  # the one it stands in directly
    off: frozenset[str] = frozenset()  # inherited acts and events that do not hold here
    due_of: str = ""
    was: tuple[str, ...] = ()
    span: Span | None = None

    @property
    def parent(self) -> str | None:
        """The state it stands in directly."""
        return self.path[1] if len(self.path) > 1 else None

    @property
    def pauses(self) -> tuple[Pause, ...]:
        """What may stop its clock, or that of somebody who owes something in it."""
        found = (self.paused_by, *(task.paused_by for task in self.tasks.values()))
        return tuple(each for each in found if each is not None)

    @property
    def ends(self) -> bool:
        """Whether the process ends here; a final state within another only completes that one."""
        return self.final and len(self.path) == 1


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenByHand:
    """Who may open an instance without a cycle or a parent, what they fill in, and what must hold then."""

    by: tuple[str, ...]
    form: tuple[str, ...] = ()
    requires: tuple[Requirement, ...] = ()
    several: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """A whole definition. `digest` covers its text and the language version.

    `states` are all of them by name, those within others too, each after the one it stands in. The `on` of an
    outermost state already includes what the process says for every state that is not final.
    """

    name: str
    version: int
    title: Text
    subject: str  # the name the subject goes by: a role, e.g. "employee"; a mere name where it is no person
    about: About = "person"
    initial: str
    roles: Mapping[str, Role]
    fields: Mapping[str, Field]
    visible: Mapping[str, tuple[Visible, ...]]  # a field, a task, or "task.field"
    settings: Mapping[str, Setting]
    states: Mapping[str, State]
    start: OpenByHand | None = None
    hidden_until: tuple[str, ...] | None = None  # from its subject; () for good, None not at all
    interventions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # verb -> who may; nobody if empty
    text: str = ""
    digest: str = ""
    compute_order: tuple[str, ...] = ()  # computed fields, dependencies first
    nested: bool = False  # whether any state stands within another
    span: Span | None = None
