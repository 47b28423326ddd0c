"""The clock of a state, or of whoever owes a task, that stands while a condition holds; the ledger of when it stood."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from engine.calendar.pauses import Pauses
from engine.core.case import Case
from engine.core.judging import holds
from engine.core.places import calendar_of, zone_of
from engine.core.plan import plan
from engine.definition.model import Pause, Process

Span = tuple[datetime, datetime | None]  # from when until when a clock stood; None: it stands still


@dataclass(frozen=True, slots=True)
class Clock:
    """What is counted: a visit of the present state, or what somebody owes in it since `begun`.

    `stay` is the visit ("state#visit"), for a task with its name and holder behind it; the ledger is kept under it.
    """

    pause: Pause
    stay: str
    begun: datetime
    task: str | None = None
    person: str | None = None

    @property
    def whose(self) -> dict[str, str]:
        """What the history says of a holder's own clock."""
        return {"task": self.task, "person": self.person} if self.task and self.person else {}


def keep_ledger(case: Case) -> None:
    """Stop or start the clock of every present stay, and of whoever owes something in it, as conditions say now."""
    if case.plan.pauses:
        for _ in case.views():
            for clock in _clocks(case):
                _keep(case, clock)


def _clocks(case: Case) -> Iterator[Clock]:
    """The clocks of the present state that may stand."""
    state = case.state
    if state.paused_by is not None and not state.final:
        yield Clock(state.paused_by, case.stay, case.entered[case.place])
    for task in state.tasks.values():
        for row in case.visit_tasks(task.name) if task.paused_by is not None else ():
            if row.status == "open" and task.paused_by is not None:
                stay = f"{case.stay} {row.name} {row.person}"
                yield Clock(task.paused_by, stay, row.opened_at, row.name, row.person)


def _keep(case: Case, clock: Clock) -> None:
    spans = case.stood.get(clock.stay, ())
    stands = bool(spans) and spans[-1][1] is None
    local = {"person": case.someone(clock.person)} if clock.person else None
    where = f"{case.place}/{clock.task}/paused_by" if clock.task else f"{case.place}/paused_by"
    if holds(case, clock.pause.when, where, local) == stands:
        return
    if stands:
        (since, _), earlier = spans[-1], spans[:-1]
        _note(case, clock, (*earlier, (since, case.at)))
        lost = case.at.astimezone(zone_of(case)).date() - since.astimezone(zone_of(case)).date()
        payload = {"since": since, "paused_days": lost.days, "pauses": len(spans)}
        case.log("event", "clock.resumed", from_state=case.place, payload={**payload, **clock.whose})
    else:
        _note(case, clock, (*spans, (case.at, None)))
        payload = {
            "by": clock.pause.when.source,
            "used_days": _used_days(case, clock),
            "used_business_days": _used_days(case, clock, business=True),
        }
        case.log("event", "clock.paused", from_state=case.place, payload={**payload, **clock.whose})


def _note(case: Case, clock: Clock, spans: tuple[tuple[object, object], ...]) -> None:
    case.stood = {**case.stood, clock.stay: spans}  # type: ignore[dict-item]
    case.moments = {}


def pauses_of(case: Case, state: str, person: str | None = None, task: str | None = None) -> Pauses | None:
    """When the clock of a state's latest visit stood, by its condition or suspended; None if it never did.

    With a holder and their task, also when that person's own clock did.
    """
    if not case.stood and not case.pauses:
        return None
    there = case.process.states[state]
    own = there.tasks[task].paused_by if person is not None and task is not None and task in there.tasks else None
    fixed_too = any(each is not None and each.fixed_too for each in (there.paused_by, own))
    stay = f"{state}#{case.visits.get(state, 0)}"
    stays = (stay,) if own is None else (stay, f"{stay} {task} {person}")
    spans = _spans(case, stays, case.entered.get(state, case.world.now), whole=not fixed_too)
    return Pauses(spans=spans, running=_running(case.process, state), fixed_too=fixed_too) if spans else None


def _spans(case: Case, stays: Iterable[str], begun: datetime, *, whole: bool) -> tuple[Span, ...]:
    """One ledger of all, in order: what stood for two reasons at once stood once.

    A suspension that goes on counts until now, so that its limits can be told. It may be older than what is counted
    where something older is counted from (`whole`); dates that are fixed but wait all the same wait from `begun` on.
    """
    now = case.world.now
    all_of_them: list[Span] = [span for stay in stays for span in case.stood.get(stay, ())]
    for each in case.pauses:
        since, until = each.since if whole else max(each.since, begun), each.until or now
        if since < until:
            all_of_them.append((since, until))
    found: list[Span] = []
    for begin, end in sorted(all_of_them, key=lambda span: span[0]):
        if not found or (found[-1][1] is not None and found[-1][1] < begin):
            found.append((begin, end))
        elif found[-1][1] is not None:
            found[-1] = (found[-1][0], None if end is None else max(found[-1][1], end))
    return tuple(found)


def _used_days(case: Case, clock: Clock, *, business: bool = False) -> int:
    """The days that a clock of the present state ran, the day it began not counted."""
    zone = zone_of(case, case.place, clock.person, clock.task)
    calendar = calendar_of(case, case.place, clock.person, clock.task)

    def between(first: date, last: date) -> int:
        return calendar.count(first, last) if business else (last - first).days

    spans = _spans(case, (clock.stay,), clock.begun, whole=False)
    since = next((begin for begin, end in spans if end is None), None)
    begun = clock.begun.astimezone(zone).date()
    one = timedelta(days=1)
    last = case.at.astimezone(zone).date() if since is None else since.astimezone(zone).date() - one
    used = between(begun, max(begun, last))
    for begin, end in spans:
        if end is not None:
            first, after = begin.astimezone(zone).date() - one, end.astimezone(zone).date() - one
            used -= between(max(first, begun), max(after, begun))
    return used


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """A clock as it is now. `since`: from when it stands; None while it runs. `used`: days it ran.

    `task` and `person` say whose it is; None: that of the present stay.
    """

    since: datetime | None
    pauses: int
    used_days: int
    used_business_days: int
    task: str | None = None
    person: str | None = None


def ledgers(case: Case) -> tuple[Ledger, ...]:
    """What the ledgers of the present state say now; a clock that never stood has none."""
    return tuple(
        Ledger(
            since=next((begin for begin, end in spans if end is None), None),
            pauses=len(spans),
            used_days=_used_days(case, clock),
            used_business_days=_used_days(case, clock, business=True),
            task=clock.task,
            person=clock.person,
        )
        for clock in _clocks(case)
        if (spans := case.stood.get(clock.stay))
    )


def _running(process: Process, state: str) -> frozenset[str]:
    """The anchors that are counted by a state's clock: its entry, acts, and limits that are themselves counted."""
    known = plan(process).running
    if state not in known:
        known[state] = _found(process, state)
    return known[state]


def _found(process: Process, state: str) -> frozenset[str]:
    running = {"entry", "start", *plan(process).acts, *(f"{name}.entry" for name in process.states)}
    settings = {f"settings.{name}" for name in process.settings}  # a length of time, or a moment judged by its own
    limits = {f"{each.name}.due": each.due for each in process.states.values()}
    limits |= {
        f"{task.name}.due": task.due or each.due for each in process.states.values() for task in each.tasks.values()
    }
    limits["due"] = process.states[state].due
    while True:
        more = {name for name, due in limits.items() if due is not None and due.anchors & (running | settings)}
        if more <= running:
            return frozenset(running)
        running |= more
