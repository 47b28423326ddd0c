"""What follows by itself: tasks complete, moments passed, conditions come true; until nothing more does."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from engine.calendar.moment import Instant
from engine.core.against import counted_under
from engine.core.case import Case
from engine.core.changes import follow_data
from engine.core.completion import all_complete, quorum_limit
from engine.core.compute import compute
from engine.core.dues import Due
from engine.core.extending import extend
from engine.core.judging import choose, holds
from engine.core.keeping import is_purged, purge
from engine.core.nesting import owners
from engine.core.notices import Planned, remind, send, suppress
from engine.core.pausing import keep_ledger
from engine.core.places import zone_of
from engine.core.schedule import DONE, catch_up_key, in_force, occurrences, waits
from engine.core.sequel import PROMPT, open_sequel
from engine.core.steps import LONGEST_CHAIN, Tell, apply
from engine.core.tasks import ask_again, finish_tasks, hand_over, redate
from engine.core.together import closes, joint, outcome, settle_joint, void
from engine.core.values import Notice
from engine.definition.model import Act, Effects, Send, Timed

MOST_OCCURRENCES = 1000
_LAST_MOMENT = timedelta(microseconds=1)  # one before midnight is still on the day that is over


def settle(case: Case) -> None:
    """Fire what is due and what holds, in order, until the instance rests."""
    ladder: list[Notice] = []  # reminders of this stay, owed in this decision
    for _ in range(MOST_OCCURRENCES):
        moves = case.moves
        case.place = case.leaves[0]
        if is_purged(case):
            return
        case.moments = {}
        if case.paused:
            return
        if case.plan.data_roles and case.status == "running" and follow_data(case):
            hand_over(case)
        keep_ledger(case)
        redate(case)
        if case.moves >= LONGEST_CHAIN or not _more(case, ladder):
            return
        if case.moves != moves and ladder:
            here: set[str | None] = {f"{name}#{case.visits[name]}" for name in case.active}
            here.add(None)  # who is late may still answer in a state that was left
            suppress(case, [each for each in ladder if each.needs_visit not in here], "state-left")
            ladder[:] = [each for each in ladder if each.needs_visit in here]


def _more(case: Case, ladder: list[Notice]) -> bool:
    """Let the next thing happen that follows by itself; False if nothing does."""
    return _joint(case) or open_sequel(case) or _done(case) or _time(case, ladder) or _condition(case) or purge(case)


def _joint(case: Case) -> bool:
    """Take back what was agreed to another text; settle what several have decided by now, or whose count closes."""
    places = case.plan.joint
    if not places:
        return False
    for state in case.views():
        if state.name not in places:
            continue
        ask_again(case, void(case))
        for spec in joint(case):
            decided = outcome(case, spec)
            if decided is not None:
                _settle_by_itself(case, spec, decided)
                return True
    return False


def _settle_by_itself(case: Case, spec: Act, decided: str) -> None:
    """Nobody's act decides it: the limit has closed the count, or those who are missing have no part any more."""
    limit = closes(case, spec)
    if limit is not None and limit[0] <= case.world.now:
        case.at = _counted_from(case, limit[0], limit[1])
    case.moments = None
    payload = settle_joint(case, spec, decided)
    compute(case)
    choice = choose(case, spec.choices, f"{case.place}/{spec.name}")
    record = case.acts[spec.name]
    case.acts[spec.name] = replace(record, count=record.count + 1, at=case.at)
    counted = counted_under(case, spec)
    if counted is not None:
        case.count(counted)
    granted = extend(case, spec) if spec.extends else None
    finish_tasks(case, spec, record.by[-1])
    said = {**payload, "amount": granted} if granted else payload
    case.log("event", f"{spec.name} decided", from_state=case.place, payload=said)
    if choice is not None:
        apply(case, choice.effects, f"{spec.name}/{choice.id}", record.count + 1, (case.at, None))
    elif spec.choices:
        case.incident("no-alternative", f"{case.place}/{spec.name}", act=spec.title)


def _done(case: Case) -> bool:
    """Raise `done` once a visit, when nobody owes anything any more, or a final state within is reached."""
    for state in case.views():
        act = state.on.get("done")
        if act is None:
            continue
        if state.tasks and f"{case.stay}/{DONE}" not in case.fired and all_complete(case):
            limit = quorum_limit(case)
            if limit is not None and limit[0] <= case.world.now:
                case.at = _counted_from(case, limit[0], Instant(day=limit[1].due_on) if limit[1].due_on else None)
            handle(case, act)
            return True
        if len(state.inside) > 1 and _completed(case):
            handle(case, act)
            return True
    return False


def _completed(case: Case) -> bool:
    """Whether the states directly within the present one are final, each of its regions' one; told once a visit."""
    states, place = case.process.states, case.place
    within = [leaf for leaf in case.leaves if leaf in case.state.inside]
    marks = [f"{leaf}#{case.visits[leaf]}/{DONE}" for leaf in within]
    if not all(states[leaf].final and states[leaf].parent == place for leaf in within):
        return False
    fresh = any(mark not in case.fired for mark in marks)
    case.fired.update(dict.fromkeys(marks, 1))
    return fresh


def hear(case: Case, name: str) -> bool:
    """Let every state whose event this is handle it, for states that run in parallel all hear it; False if none did."""
    found = False
    for place in owners(case.process, case.leaves, name):
        handler = case.process.states[place].on[name]
        if handler.engine and place in case.active:
            case.place = place
            found = handle(case, handler) or found
    return found


def handle(case: Case, act: Act) -> bool:
    """Let an engine event take the first alternative that holds; False if none does."""
    case.moments = None
    occurrence = case.count(f"{case.stay}/on {act.name}")
    case.log("event", act.name, from_state=case.place)
    choice = choose(case, act.choices, f"{case.place}/{act.name}")
    if choice is None:
        return False
    apply(case, choice.effects, f"{act.name}/{choice.id}", occurrence, (case.at, None))
    return True


def _time(case: Case, ladder: list[Notice]) -> bool:
    """Fire the earliest rule that is due and holds; of two at one moment, the first in the file."""
    now = case.world.now
    owing = [each for each in occurrences(case) if each.due_at <= now]
    for due in sorted(owing, key=lambda each: (each.due_at, not each.rule.reminder)):
        rule, case.place = due.rule, due.place
        if holds(case, rule.when, f"{case.place}/{rule.id}"):
            _fire(case, due, ladder)
            return True
        if rule.reminder or rule.repeat is not None:  # not wanted at its moment; anything else waits for its `when`
            case.fired[f"{case.stay}/{rule.id}"] = due.occurrence
            payload = {"due_at": due.due_at, "occurrence": due.occurrence, "unwanted": True}
            case.log("timer", rule.id, from_state=case.place, payload=payload)
            return True
    return False


def _fire(case: Case, due: Due, ladder: list[Notice]) -> None:
    rule = due.rule
    case.moments = None
    late = case.world.now - max(due.due_at, _since(case)) >= PROMPT
    case.at = _counted_from(case, due.due_at, due.instant if rule.kind == "past" else None)
    if rule.reminder and late:
        case.entered[catch_up_key(case)] = case.world.now
    catching_up = case.entered.get(catch_up_key(case)) == case.world.now
    effects = _unescalated(rule.effects) if rule.reminder and catching_up and not _reminded(case) else rule.effects
    case.fired[f"{case.stay}/{rule.id}"] = due.occurrence
    case.log("timer", rule.id, from_state=case.place, payload={"due_at": due.due_at, "occurrence": due.occurrence})
    planned = (due.due_at, due.instant.day)
    before = len(case.notices)
    if effects.to is not None:
        apply(case, effects, f"time/{rule.id}", due.occurrence, planned, tell=_at_once(rule, send))
        return
    apply(case, effects, f"time/{rule.id}", due.occurrence, planned, tell=_at_once(rule, remind))
    if rule.reminder or rule.repeat is not None:
        _climb(case, ladder, case.notices[before:], all_at_once=late or catching_up)
    case.at = case.world.now


def _at_once(rule: Timed, tell: Tell) -> Tell:
    """Messages of a rule that are `exact` do not wait for working hours."""
    if not rule.exact:
        return tell

    def told(case: Case, message: Send, name: str, occurrence: int, planned: Planned) -> list[Notice]:
        before = len(case.notices)
        tell(case, message, name, occurrence, planned)
        case.notices[before:] = [replace(each, exact=True) for each in case.notices[before:]]
        return case.notices[before:]

    return told


def _unescalated(effects: Effects) -> Effects:
    """Without copies to others: nobody is escalated who was never reminded."""
    return replace(effects, send=tuple(replace(each, cc=()) for each in effects.send))


def _climb(case: Case, ladder: list[Notice], fresh: list[Notice], *, all_at_once: bool) -> None:
    """Of several steps at once only the latest goes out to a person; those planned for one moment may both."""
    newer = {(each.recipient, each.needs_visit): each.planned_at for each in fresh}
    overtaken = [
        each
        for each in ladder
        if (at := newer.get((each.recipient, each.needs_visit))) is not None and (all_at_once or each.planned_at < at)
    ]
    suppress(case, overtaken, "overtaken")
    ladder[:] = [each for each in ladder if each not in overtaken] + fresh


def _reminded(case: Case) -> bool:
    """Whether any reminder of this stay went out before."""
    before = case.before.fired
    return any(f"{case.stay}/{rule.id}" in before for rule in case.state.timed if rule.reminder)


def _counted_from(case: Case, due_at: datetime, over: Instant | None) -> datetime:
    """The moment a step counts from: the day that was `over`, or the exact moment; after real downtime, now."""
    now, since = case.world.now, _since(case)
    if now - max(due_at, since) >= PROMPT:
        return now
    moment = due_at
    if over is not None and over.day is not None:
        moment = min(now, over.ends(zone_of(case)) - _LAST_MOMENT)  # its holders may live where the day ends later
    return max(moment, since)


def _since(case: Case) -> datetime:
    return max(case.entered[case.place], case.not_before)


def _condition(case: Case) -> bool:
    """Fire a rule without a moment as soon as its condition holds, once a visit."""
    for some in in_force(case):
        for rule in some:
            if waits(case, rule) and holds(case, rule.when, f"{case.place}/{rule.id}"):
                case.moments = None
                case.fired[f"{case.stay}/{rule.id}"] = 1
                case.log("timer", rule.id, from_state=case.place)
                apply(case, rule.effects, f"time/{rule.id}", 1, (case.at, None), tell=_at_once(rule, send))
                return True
    return False
