"""What happens inside a decision: effects, moves, entries, tasks opened and closed, and what follows by itself.

The order is that of the language: set, compute, messages, children, move; then entry, tasks, and whatever the new
state makes true at once. At most `LONGEST_CHAIN` moves follow one event; more is an incident.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from engine.core.case import Case
from engine.core.children import cancel_children, emit, emit_to, end, leave_children, start_children, stored
from engine.core.compute import compute
from engine.core.judging import holds
from engine.core.machine import Step
from engine.core.names import Names
from engine.core.notices import Planned, limit_as_it_is_there, remind, send, suppress
from engine.core.places import zone_of
from engine.core.roles import follow, rechoose
from engine.core.schedule import upcoming
from engine.core.tasks import lapse, open_tasks
from engine.core.values import Notice, TaskRecord
from engine.definition.model import Choice, Effects, Send
from engine.expression import EvaluationError, MissingValue

LONGEST_CHAIN = 10


Tell = Callable[[Case, Send, str, int, Planned], list[Notice]]


def apply(case: Case, effects: Effects, rule: str, occurrence: int, planned: Planned, *, tell: Tell = send) -> None:
    """Let the effects happen. `rule` names the way through the machine and the messages."""
    case.ways.append(f"{case.place}/{rule}")
    assign(case, effects, rule)
    before, idle = len(case.notices), not case.open_tasks()
    told = [(message, tell(case, message, rule, occurrence, planned)) for message in effects.send]
    sent = {each.key for each in case.notices[before:] if each.task is None}
    for start in effects.start:
        start_children(case, start)
    for process in effects.cancel:
        cancel_children(case, process)
    if effects.emit_to is not None:
        emit_to(case, effects.emit_to, effects.emit)
    else:
        for name in effects.emit:
            emit(case, name)
    if effects.to is not None:
        case.offered = {}  # what comes next is no longer the event's
        origin, already = case.place, case.owed()
        come_in(case, depart(case, rule, effects.to))
        there = [row for row in case.owed() if row not in already]
        if idle and there and tell is send:
            place, case.place = case.place, origin  # the keys are those of the state the rule stands in
            for message, notices in told:
                _tell_there(case, message, notices, there, (rule, occurrence, planned))
            case.place = place
        limit_as_it_is_there(case, sent)


def _tell_there(
    case: Case, message: Send, notices: list[Notice], there: Sequence[TaskRecord], why: tuple[str, int, Planned]
) -> None:
    """Nobody had anything left to do where the move began: a message without readers is for who has where it leads."""
    if not message.to:
        case.notices = [each for each in case.notices if each not in notices]
        send(case, message, *why, there)


def assign(case: Case, effects: Effects, rule: str) -> None:
    """Set fields, all from the values before; a computed field that is set stands until `computed` is set."""
    if not effects.set:
        return
    scope = Names(case)
    values: dict[str, object] = {}
    for name, given in effects.set.items():
        try:
            found = given(scope)
        except (MissingValue, EvaluationError) as failure:
            case.incident("expression-failed", f"{rule}: set {name}", reason=failure.text())
            continue
        values[name] = stored(found)
    for name, value in values.items():
        field = case.process.fields[name]
        computed = field.compute is not None or bool(field.combine)
        if computed and value == "computed":
            case.corrected.discard(name)
            continue
        if computed:
            case.corrected.add(name)
        present = case.data.get(name)
        if present != value and (case.status != "running" or (computed and present is not None)):
            case.log("corrected", name, payload={"from": present, "to": value})
        case.data[name] = value
    rechoose(case, values)
    compute(case)


def depart(case: Case, rule: str, target: str) -> Step:
    """Leave what does not hold `target`, lapsing what is open there; what comes is still to be entered."""
    return _leave(case, case.plan.graph.move(case.leaves, case.place, rule, target), case.place, target)


def jump(case: Case, target: str) -> None:
    """Go to a state that no rule leads to from here."""
    come_in(case, _leave(case, case.plan.graph.jump(case.leaves, target), case.standing, target))


def _leave(case: Case, step: Step, origin: str, target: str) -> Step:
    states = case.process.states
    lapse(case, [row for row in case.owed() if row.state in step.left and not states[row.state].tasks[row.name].keep])
    case.log("moved", target, from_state=origin, to_state=target)
    case.moves += 1
    return step


def cancel(case: Case, why: str) -> None:
    """Stop where it stands: open tasks lapse, timers go, the history says why."""
    for task in (*case.owed(), *case.kept_tasks()):
        case.settle_task(task, "lapsed")
    case.log("cancelled", why, from_state=case.standing)
    case.status, case.ended_at = "cancelled", case.world.now
    leave_children(case)
    if why != "cancelled":  # a parent that cancels knows
        emit(case, "ended")


def come_in(case: Case, step: Step) -> None:
    """Enter the states of a move, the outer ones first; an entry that leads on changes what is still to be entered."""
    case.leaves = step.leaves
    pending = list(step.entered)
    while pending:
        onward = enter(case, pending.pop(0))
        if onward is not None:
            case.leaves = onward.leaves
            pending = [*onward.entered, *(each for each in pending if each not in onward.left)]
    for state in case.views():
        if not state.final:
            suppress_past(case)


def enter(case: Case, place: str) -> Step | None:
    """Come into a state: count the visit, lead on if an entry says so, else open its tasks.

    A chain that is too long ends where it is, with its tasks, and somebody is told.
    """
    case.place = place
    case.visits[place] = case.visit + 1
    case.entered[place] = case.at
    lapse(case, [row for row in case.kept_tasks() if row.state == place])
    over = case.moves >= LONGEST_CHAIN
    if over:
        case.incident("chain-too-long", place, limit=LONGEST_CHAIN)
    state = case.state
    for choice in state.entry:
        if not holds(case, choice.when, f"{place}/entry/{choice.id}"):
            continue
        apply_entry(case, choice)
        if choice.effects.to is not None and not over:
            return depart(case, f"entry/{choice.id}", choice.effects.to)
    if state.ends:
        lapse(case, case.kept_tasks())
        end(case)
        return None
    if case.status != "running":
        case.status, case.ended_at = "running", None  # reopened
    follow(case, case.plan.data_roles)
    open_tasks(case)
    return None


def apply_entry(case: Case, choice: Choice) -> None:
    effects = choice.effects
    case.ways.append(f"{case.place}/entry/{choice.id}")
    assign(case, effects, f"entry/{choice.id}")
    for start in effects.start:
        start_children(case, start)
    for process in effects.cancel:
        cancel_children(case, process)
    for message in effects.send:
        send(case, message, f"entry/{choice.id}", case.visit, (case.world.now, None))


def suppress_past(case: Case) -> None:
    """Reminders whose moment was over before the state was entered are recorded, not sent."""
    entered_on = case.at.astimezone(zone_of(case)).date()
    for rule in case.state.timed:
        while rule.reminder and (due := next(iter(upcoming(case, [rule])), None)) is not None:
            past = due.instant.day < entered_on if due.instant.day else due.due_at < case.at
            if not past:
                break
            case.fired[f"{case.stay}/{rule.id}"] = due.occurrence
            planned = (due.due_at, due.instant.day)
            for message in rule.effects.send:
                suppress(case, remind(case, message, f"time/{rule.id}", due.occurrence, planned), "past-at-entry")
