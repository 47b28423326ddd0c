"""The clock of a state that stands while a condition holds, and the ledger of when it stood."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from engine.calendar.pauses import Pauses
from engine.core.case import Case
from engine.core.judging import holds
from engine.core.places import calendar_of, zone_of
from engine.core.plan import plan
from engine.definition.model import Pause, Process

Span = tuple[datetime, datetime | None]  # from when until when a clock stood; None: it stands still


def keep_ledger(case: Case) -> None:
    """Stop or start the clock of every present stay as its condition says now."""
    if plan(case.process).pauses:
        for state in case.views():
            if state.paused_by is not None and not state.final:
                _keep(case, state.paused_by)


def _keep(case: Case, pause: Pause) -> None:
    spans = case.stood.get(case.stay, ())
    stands = bool(spans) and spans[-1][1] is None
    if holds(case, pause.when, f"{case.place}/paused_by") == stands:
        return
    if stands:
        (since, _), earlier = spans[-1], spans[:-1]
        _note(case, (*earlier, (since, case.at)))
        lost = case.at.astimezone(zone_of(case)).date() - since.astimezone(zone_of(case)).date()
        payload = {"since": since, "paused_days": lost.days, "pauses": len(spans)}
        case.log("event", "clock.resumed", from_state=case.place, payload=payload)
    else:
        _note(case, (*spans, (case.at, None)))
        payload = {
            "by": pause.when.source,
            "used_days": used_days(case),
            "used_business_days": used_days(case, business=True),
        }
        case.log("event", "clock.paused", from_state=case.place, payload=payload)


def _note(case: Case, spans: tuple[tuple[object, object], ...]) -> None:
    case.stood = {**case.stood, case.stay: spans}  # type: ignore[dict-item]
    case.moments = {}


def pauses_of(case: Case, state: str) -> Pauses | None:
    """When the clock of a state's latest visit stood, by its condition or suspended; None if it never did."""
    if not case.stood and not case.pauses:
        return None
    pause = case.process.states[state].paused_by
    fixed_too = pause is not None and pause.fixed_too
    spans = _spans(case, f"{state}#{case.visits.get(state, 0)}", whole=not fixed_too)
    return Pauses(spans=spans, running=_running(case.process, state), fixed_too=fixed_too) if spans else None


def _spans(case: Case, stay: str, *, whole: bool) -> tuple[Span, ...]:
    """One ledger of both, in order: what stood for two reasons at once stood once.

    A suspension that goes on counts until now, so that its limits can be told. It may be older than the stay where
    something older is counted from (`whole`); dates that are fixed but wait all the same wait for the stay alone.
    """
    now, entered = case.world.now, case.entered.get(stay.partition("#")[0], case.world.now)
    both = list(case.stood.get(stay, ()))
    for each in case.pauses:
        since, until = each.since if whole else max(each.since, entered), each.until or now
        if since < until:
            both.append((since, until))
    found: list[Span] = []
    for begin, end in sorted(both, key=lambda span: span[0]):
        if not found or (found[-1][1] is not None and found[-1][1] < begin):
            found.append((begin, end))
        elif found[-1][1] is not None:
            found[-1] = (found[-1][0], None if end is None else max(found[-1][1], end))
    return tuple(found)


def used_days(case: Case, *, business: bool = False) -> int:
    """The days of the present stay that the clock ran, the day of entry not counted."""
    zone = zone_of(case)
    calendar = calendar_of(case, case.place)

    def between(first: date, last: date) -> int:
        return calendar.count(first, last) if business else (last - first).days

    spans = _spans(case, case.stay, whole=False)
    since = next((begin for begin, end in spans if end is None), None)
    entered = case.entered[case.place].astimezone(zone).date()
    one = timedelta(days=1)
    last = case.at.astimezone(zone).date() if since is None else since.astimezone(zone).date() - one
    used = between(entered, max(entered, last))
    for begin, end in spans:
        if end is not None:
            first, after = begin.astimezone(zone).date() - one, end.astimezone(zone).date() - one
            used -= between(max(first, entered), max(after, entered))
    return used


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """The clock of the present stay. `since`: from when it stands; None while it runs. `used`: days it ran."""

    since: datetime | None
    pauses: int
    used_days: int
    used_business_days: int


def ledger(case: Case) -> Ledger | None:
    """What the ledger says now; None where the clock never stood."""
    spans = case.stood.get(case.stay)
    if not spans:
        return None
    return Ledger(
        since=next((begin for begin, end in spans if end is None), None),
        pauses=len(spans),
        used_days=used_days(case),
        used_business_days=used_days(case, business=True),
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
