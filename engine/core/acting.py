"""An act by a person: who may, when, with what; every reason against it at once; else its effects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.core.against import STRANGER, against_person, against_time, counted_under
from engine.core.case import Case
from engine.core.compute import compute
from engine.core.deputies import stand_in
from engine.core.extending import ask_for, extend
from engine.core.forms import fill
from engine.core.inputs import LONGEST_TEXT, is_clean
from engine.core.judging import choose
from engine.core.limits import broken
from engine.core.nesting import listed, owners, title_of
from engine.core.requirements import against_requirements
from engine.core.roles import not_among, rechoose
from engine.core.steps import apply
from engine.core.tasks import ask_again, finish_tasks, hand_over
from engine.core.together import join, outcome, settle_joint, void
from engine.core.typed import typed
from engine.core.values import ActRecord, Data, Refusal, TaskRecord, Triggered
from engine.definition.model import Act
from engine.words.problems import Fact, Problem, nearest
from engine.words.texts import LANGUAGES


def act(case: Case, event: Triggered) -> Refusal | None:
    """Do the act, or say everything that speaks against it; a refused case must be thrown away."""
    spec = _in_force(case, event.act)
    late = late_row(case, event.act, event.actor) if spec is None and case.status != "cancelled" else None
    if late is not None:
        return _answer_late(case, event, late)
    if spec is None:
        return Refusal(blockers=(_no_such_act(case, event.act),))
    event, against = stand_in(case, spec, event)
    blockers = [*against, *against_person(case, spec, event.actor)]
    if any(each.code in STRANGER for each in blockers):
        return Refusal(blockers=tuple(blockers))
    case.actor, case.reason, case.doing = event.actor, event.reason, spec.name
    case.blind = _blind_to(case, spec, event.actor)
    blockers += against_time(case, spec, event.actor)
    blockers += _against_reason(spec, event)
    values, problems = fill(case, spec, event)
    blockers += problems
    if not problems:
        _write(case, spec, event.actor, values)
        blockers += _against_what_is_written(case, spec, values)
    if spec.extends:
        blockers += ask_for(case, spec, event.actor, event.amount)
    done, settled = _decided(case, spec, event.actor, sound=not blockers)
    case.offered = _own(case, spec, values)
    choice = choose(case, spec.choices, f"{case.place}/{spec.name}") if done else None
    if done and spec.choices and choice is None:
        blockers.append(no_alternative(spec))
    if blockers:
        return Refusal(blockers=tuple(blockers), incidents=tuple(case.incidents))
    _count(case, spec, event.actor, done=done)
    granted = extend(case, spec) if done and spec.extends else None
    finish_tasks(case, spec, event.actor)
    if spec.assigns:
        hand_over(case)
    if case.plan.computed_from_acts:
        compute(case)
    case.log("act", spec.name, from_state=case.place, payload=_payload(case, event, values))
    if settled is not None:
        said = {**settled, "amount": granted} if granted else settled
        case.log("event", f"{spec.name} decided", from_state=case.place, payload=said)
    if choice is not None:
        apply(case, choice.effects, f"{spec.name}/{choice.id}", case.acts[spec.name].count, (case.at, None))
    case.offered = {}
    breaches = tuple(_against_limits(case, spec))
    return Refusal(blockers=breaches) if breaches else None


def _in_force(case: Case, name: str) -> Act | None:
    """The act of that name that is possible now, from the point of view of its state."""
    if case.status == "cancelled":
        return None
    place = next(iter(owners(case.process, case.leaves, name)), None)
    if place is None or case.process.states[place].on[name].engine:
        return None
    case.place = place
    return case.state.on[name]


def _decided(case: Case, spec: Act, actor: str, *, sound: bool) -> tuple[bool, Data | None]:
    """Whether the act takes effect, which a joint one does when it is settled; and what then was decided."""
    if spec.together is None:
        return True, None
    if not sound:
        return False, None
    join(case, spec, actor)
    ask_again(case, void(case))
    decided = outcome(case, spec)
    if decided is None:
        return False, None
    settled = settle_joint(case, spec, decided)
    compute(case)
    return True, settled


def _count(case: Case, spec: Act, actor: str, *, done: bool) -> None:
    """Remember that the act was done, once its conditions were judged: they speak of how often before."""
    before = case.acts.get(spec.name, ActRecord())
    case.acts[spec.name] = ActRecord(count=before.count + done, at=case.world.now, by=(*before.by, *_who(case, actor)))
    counted = counted_under(case, spec)
    if done and counted is not None:
        case.count(counted)


def late_row(case: Case, act: str, actor: str) -> TaskRecord | None:
    """Somebody's open task of a state that was left, which this act completes; one that waits for latecomers."""
    for row in case.kept_tasks(actor):
        spec = case.process.states[row.state].on.get(act)
        if spec is not None and spec.task == row.name:
            return row
    return None


def _answer_late(case: Case, event: Triggered, row: TaskRecord) -> Refusal | None:
    """Take in an answer to a task of a state that was left; nothing else follows."""
    spec = case.process.states[row.state].on[event.act]
    case.actor, case.reason, case.doing = event.actor, event.reason, spec.name
    case.blind = _blind_to(case, spec, event.actor)
    blockers = list(_against_reason(spec, event))
    values, problems = fill(case, spec, event)
    blockers += problems
    if not problems:
        _write(case, spec, event.actor, values)
        blockers += _against_what_is_written(case, spec, values)
    if blockers:
        return Refusal(blockers=tuple(blockers), incidents=tuple(case.incidents))
    case.settle_task(row, "done")
    before = case.acts.get(spec.name, ActRecord())
    case.acts[spec.name] = ActRecord(count=before.count + 1, at=case.world.now, by=(*before.by, event.actor))
    compute(case)
    case.log("act", spec.name, from_state=row.state, payload=_payload(case, event, values))
    return None


def _against_what_is_written(case: Case, spec: Act, values: dict[str, object]) -> Iterator[Problem]:
    """Judge the data as it would be. Whoever votes is judged by their own vote; the field waits for the outcome."""
    vote = spec.together.vote if spec.together else None
    held = case.data.get(vote or "")
    if vote is not None:
        case.data[vote] = values.get(vote)
    compute(case)
    yield from not_among(case, values)
    case.offered = _own(case, spec, values)
    yield from against_requirements(case, spec)
    case.offered = {}
    if vote is not None:
        case.data[vote] = held
        compute(case)


def _own(case: Case, spec: Act, values: Data) -> dict[str, object]:
    """What the actor just answered, under its plain name for the rules of the act itself."""
    answered = case.plan.answered.get(spec.task or spec.name, frozenset())
    held = spec.together.vote if spec.together else None  # the field has the outcome
    fields = case.process.fields
    return {name: typed(case, fields[name], values[name]) for name in values if name in answered and name != held}


def _payload(case: Case, event: Triggered, values: Mapping[str, object]) -> dict[str, object]:
    """What the history keeps of an act: what was filled in, and what was said with it; for whom, if for somebody."""
    whose = None if case.deputy is None else event.actor
    said = {"reason": event.reason, "amount": event.amount, "for": whose, "via": event.via}
    return {"form": dict(values), **{name: each for name, each in said.items() if each}}


def no_alternative(spec: Act) -> Problem:
    """No `when` of the act is true; where it has but one, that one is named."""
    whens = [choice.when.source for choice in spec.choices if choice.when is not None]
    if len(spec.choices) == 1:
        return Problem(code="condition-not-met", facts={"act": spec.title, "when": whens[0]})
    return Problem(code="no-alternative", facts={"act": spec.title})


def _no_such_act(case: Case, name: str) -> Problem:
    """Unknown altogether, or not now: then where it is possible, in the words of the file."""
    places = case.plan.acts
    here = title_of(case.process, case.leaves)
    if name not in places:
        possible = [act.name for act in offered(case)]
        hint = nearest(name[:60], places) or "–"
        facts: Mapping[str, Fact] = {
            "act": name[:60],
            "state": here,
            "known": ", ".join(possible) or "–",
            "nearest": hint,
        }
        return Problem(code="act-unknown", facts=facts)
    titles = [case.process.states[place].title for place in places[name]]
    act = case.process.states[places[name][0]].on[name]
    return Problem(code="act-not-now", facts={"act": act.title, "state": here, "states": listed(titles)})


def offered(case: Case) -> Iterator[Act]:
    """The acts in force, each from the point of view of its state."""
    for state in case.views():
        for name, spec in state.on.items():
            if not spec.engine and state.name in owners(case.process, case.leaves, name):
                yield spec


def _who(case: Case, actor: str) -> tuple[str, ...]:
    """Who takes part by an act: whoever does it, and the one it is done for, who stands last."""
    return (actor,) if case.deputy is None else (case.deputy, actor)


def _blind_to(case: Case, spec: Act, actor: str) -> frozenset[str]:
    """Those to whom the answers of the act's task are anonymous: no message tells them whose act it was."""
    roles = case.plan.tasks[spec.task].anonymous_to if spec.task else ()
    return frozenset(person for role in roles for person in case.roles.get(role, ()) if person != actor)


def _against_reason(spec: Act, event: Triggered) -> Iterator[Problem]:
    given = (event.reason or "").strip()
    if len(given) > LONGEST_TEXT:
        yield Problem(code="form-too-long", facts={"field": "reason", "limit": LONGEST_TEXT, "found": len(given)})
    elif not is_clean(given):
        yield Problem(code="form-characters", facts={"field": "reason"})
    elif spec.reason and not given:
        yield Problem(code="reason-missing", facts={"act": spec.title, "known": _reasons(spec)})
    elif spec.reasons and given not in spec.reasons:
        near = nearest(given[:60], spec.reasons) or "–"
        facts: Mapping[str, Fact] = {"found": given[:60], "known": _reasons(spec), "nearest": near}
        yield Problem(code="reason-unknown", facts=facts)


def _reasons(spec: Act) -> Mapping[str, str]:
    """The reasons that count, each with its title where it has one; "…" where any text will do."""
    return {
        language: ", ".join(_reason(spec, each, language) for each in spec.reasons) or "…" for language in LANGUAGES
    }


def _reason(spec: Act, name: str, language: str) -> str:
    title = spec.reason_titles.get(name)
    return f"{name} ({title[language]})" if title else name


def _write(case: Case, spec: Act, actor: str, values: dict[str, object]) -> None:
    """Put what was filled in where it belongs: the person's own answer, or the instance's data."""
    owner = spec.task or spec.name
    answered = case.plan.answered.get(owner, frozenset())
    own = {name: value for name, value in values.items() if name in answered}
    if answered:
        # Who is late answers a task of a state that was left.
        several = spec.task is None or (case.state.tasks.get(spec.task) or case.plan.tasks[spec.task]).each
        others = case.answers.get(owner, {}) if several else {}
        # The latest answer stands last; where one answer is enough, it is the only one.
        case.answers[owner] = {**{name: each for name, each in others.items() if name != actor}, actor: own}
    case.data.update({name: value for name, value in values.items() if name not in answered})
    rechoose(case, values)


def _against_limits(case: Case, spec: Act) -> Iterator[Problem]:
    """Rules across people, judged on this instance as it would be; one that only warns is noted."""
    if not case.world.limits:
        return
    for limit, breach in broken(case.world.limits, case.before, case.instance(), spec.name):
        if limit.warns:
            case.log("event", "limit-breached", from_state=case.standing, payload=dict(breach))
        else:
            yield Problem(code="limit-breached", facts=breach)
