"""Scenarios as values: who is there, what happens when, and what is expected. Run by `engine.lab`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from engine.words.problems import Span

NameKind = Literal[
    "process", "state", "role", "who", "people", "act", "task", "field", "seen", "template", "fact", "site", "calendar",
    "measurement", "unit-fact", "cycle-fact", "period-part", "told-of",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name a scenario uses, and of which process it must be known. "seen" is a field or a task."""

    kind: NameKind
    text: str
    process: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message that must have been sent: to somebody holding a role (or by name), on a day, if said."""

    template: str
    to: str | None = None
    on: str | None = None
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Expect:
    """What must be so. Anything left out is not asked. `span` of each part is under its key in `spans`."""

    state: tuple[str, ...] = ()  # all of these, inner or outer
    status: str | None = None
    due: str | None = None
    overdue: tuple[str, ...] | None = None  # tasks that are open past their limit
    tasks: Mapping[str, tuple[str, ...]] | None = None  # role or person -> open tasks, exactly
    data: Mapping[str, Any] = field(default_factory=dict)
    sent: tuple[Message, ...] = ()
    sent_exactly: tuple[Message, ...] | None = None
    visible: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # role -> fields it sees
    hidden: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    children: Mapping[str, str] = field(default_factory=dict)  # process -> state
    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    exceeded: tuple[str, ...] | None = None  # rules across people that were broken and not refused
    emitted: tuple[str, ...] = ()
    spans: Mapping[str, Span] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenInstance:
    """Another instance that is there: where it stands, None for the first state, and what it holds."""

    state: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenMeasurement:
    """A value that comes in: `of` a role, a person, "department" or "company"; None: the subject."""

    name: str
    of: str | None
    period: str
    value: Decimal
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One line. `on` acts (at noon unless an hour is said); `until` lets the whole day pass.

    `verb` is an intervention, with what it needs: `to`, `task`, `role`, `of`. `inside` names the child process the line
    is about, `refused` the text or code of a refusal that must come.
    """

    on: str | None = None
    until: str | None = None
    actor: str | None = None
    act: str | None = None
    opens: str | None = None  # the process somebody opens by hand
    verb: str | None = None
    to: str | None = None
    task: str | None = None
    role: str | None = None
    of: str | None = None
    form: Mapping[str, Any] = field(default_factory=dict)
    reason: str | None = None
    amount: str | None = None
    inside: str | None = None
    whose: str | None = None  # for whom the actor acts
    delegate: Mapping[str, str | None] = field(default_factory=dict)  # who -> who acts for them from now on
    subject: str | None = None  # whose instance, where the scenario has several subjects
    refused: str | None = None
    change: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # role or person -> facts from now on
    measure: tuple[GivenMeasurement, ...] = ()
    expect: Expect | None = None
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A process, a beginning and steps.

    `people`: the subject's role and `manager`, `colleagues`, `reports`, or a group -> names. `facts`: role or name ->
    facts. `cycle`: date name -> day. `state`: begin there instead, as if just entered, with `data`.
    """

    name: str
    process: str
    start: str
    site: str | None = None
    calendar: str | None = None
    time_zone: str | None = None
    people: Mapping[str, tuple[str, ...]]
    facts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    before: Mapping[str, Mapping[date, Mapping[str, Any]]] = field(default_factory=dict)  # who -> until when -> facts
    data: Mapping[str, Any] = field(default_factory=dict)
    siblings: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    history: Mapping[str, tuple[Mapping[str, Any], ...]] = field(default_factory=dict)  # process -> rows, latest first
    running: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    instances: Mapping[str, Mapping[str, GivenInstance]] = field(default_factory=dict)  # process -> whose -> it
    units: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # unit -> facts
    cycle: Mapping[str, Any] = field(default_factory=dict)
    measurements: tuple[GivenMeasurement, ...] = ()
    state: str | None = None
    opened_by: str | None = None
    subjects: tuple[str, ...] = ()  # each has an instance; the first is the one a step is about without `subject`
    rules: str | None = None  # the cycle whose rules across people bind
    steps: tuple[Step, ...]
    names: tuple[Name, ...] = ()
    span: Span
