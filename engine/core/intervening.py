"""What an administrator does to an instance beside the acts of its file: with a reason, noted, and told.

The file says who may (`interventions`); what it does not speak of, the organisation's admins may. Nobody steps into a
review of their own.

move       leave the present state for another; its tasks, messages and timers follow as on any way there
skip       let a task, one person's share of it, or the whole step count as done
cancel     end it where it stands, or as the file says of `cancelled`
withdraw   an answer no longer counts; the history keeps it, and an open step asks for it again
reopen     let an ended or cancelled one run again
extend     add time to the limit of the state, more than the file grants if need be
reassign   give a role to somebody else, who keeps it while they can
suspend    stop the clock: nothing falls due, nobody may act
resume     let the clock go on; limits counted from what has happened move by the time it stood
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import get_args

from engine.core.case import Case
from engine.core.inputs import LONGEST_TEXT, is_clean
from engine.core.interventions import CHECKS, DOES
from engine.core.notices import inform
from engine.core.settle import settle
from engine.core.values import Intervened, Refusal, TaskRecord, Verb
from engine.definition.model import State
from engine.words.problems import Problem
from engine.words.texts.intervening import VERBS as WORDS

VERBS: tuple[Verb, ...] = get_args(Verb)
ADMINS = "admins"
_WHILE_SUSPENDED = frozenset({"resume", "cancel", "extend", "reassign"})
# What those hear whose tasks went, and what those hear who still have some.
_TOLD: Mapping[Verb, str] = {
    "cancel": "cancelled",
    "extend": "limit_extended",
    "suspend": "suspended",
    "resume": "resumed",
}
PASSED_OVER = "passed_over"
TEMPLATES = frozenset({*_TOLD.values(), PASSED_OVER})


def intervene(case: Case, event: Intervened) -> Refusal | None:
    """Do it, or say everything that speaks against it; a refused case must be thrown away."""
    _look_from(case, event)
    blockers = tuple(_against_person(case, event))
    if not blockers:
        blockers = (*_against_reason(event), *_against_standing(case, event))
    if not blockers:
        blockers = tuple(CHECKS[event.verb](case, event))
    if blockers:
        return Refusal(blockers=blockers)
    case.actor, case.reason = event.actor, event.reason
    owed = {task.person: task for task in reversed(case.owed())}
    case.log("intervened", event.verb, from_state=case.standing, payload=event.details)
    if not DOES[event.verb](case, event):
        return Refusal(blockers=(Problem(code="no-way-on", facts={"state": case.state.title}),))
    settle(case)  # what follows by itself passes people over too
    _tell(case, event, owed)
    return None


def _look_from(case: Case, event: Intervened) -> None:
    """Take the point of view of the active state that is meant: the one with the task, the limit, or the way on."""
    for place in case.active:
        state = case.process.states[place]
        if event.task in state.tasks if event.task else _is_meant(state, event.verb):
            case.place = place
            return


def _is_meant(state: State, verb: Verb) -> bool:
    return (verb == "extend" and state.due is not None) or (verb == "skip" and "done" in state.on)


def may_intervene(case: Case, verb: str, person: str) -> bool:
    """Whether the file, or where it is silent the organisation, lets this person do this."""
    if person == case.before.subject or case.someone(person).fact("active") is not True:
        return False
    allowed = case.process.interventions.get(verb, (ADMINS,))
    if any(person in case.roles.get(role, ()) for role in allowed):
        return True
    if ADMINS not in allowed:
        return False
    case.facts["admins"] = admins = [each.id for each in case.world.people.admins()]
    return person in admins


def _against_person(case: Case, event: Intervened) -> Iterator[Problem]:
    allowed = case.process.interventions.get(event.verb, (ADMINS,))
    if case.someone(event.actor).fact("active") is not True:
        yield Problem(code="actor-unknown", facts={"actor": event.actor[:60]})
    elif not allowed:
        yield Problem(code="intervention-forbidden", facts={"verb": WORDS[event.verb], "process": case.process.title})
    elif event.actor == case.before.subject:
        yield Problem(code="intervention-own", facts={"verb": WORDS[event.verb]})
    elif not may_intervene(case, event.verb, event.actor):
        yield Problem(code="not-an-admin", facts={"verb": WORDS[event.verb], "roles": ", ".join(allowed)})


def _against_reason(event: Intervened) -> Iterator[Problem]:
    given = event.reason.strip()
    if not given:
        yield Problem(code="intervention-reason", facts={"verb": WORDS[event.verb]})
    elif len(given) > LONGEST_TEXT:
        yield Problem(code="form-too-long", facts={"field": "reason", "limit": LONGEST_TEXT, "found": len(given)})
    elif not is_clean(given):
        yield Problem(code="form-characters", facts={"field": "reason"})


def _against_standing(case: Case, event: Intervened) -> Iterator[Problem]:
    facts = {"verb": WORDS[event.verb], "state": case.state.title}
    if event.verb == "reopen":
        if case.status == "running":
            yield Problem(code="intervention-running", facts=facts)
    elif case.status != "running":
        yield Problem(code="intervention-over", facts=facts)
    elif event.verb == "resume" and not case.suspended:
        yield Problem(code="not-suspended", facts=facts)
    elif case.suspended and event.verb not in _WHILE_SUSPENDED:
        yield Problem(code="intervention-suspended", facts=facts)


def _tell(case: Case, event: Intervened, owed: Mapping[str, TaskRecord]) -> None:
    """Whoever lost a task hears of it; whoever has one, and the subject, what concerns the whole."""
    rule, occurrence = f"intervention {event.verb}", case.before.revision + 1
    still = {task.person for task in case.owed()}
    template = _TOLD.get(event.verb)
    for person, task in owed.items():
        if person != event.actor and (template is not None or person not in still):
            inform(case, template or PASSED_OVER, rule, occurrence, person, task)
    if event.verb in ("cancel", "suspend", "resume") and case.before.subject not in owed:
        inform(case, _TOLD[event.verb], rule, occurrence, case.before.subject, None)
