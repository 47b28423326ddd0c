"""Opening an instance by hand: who may, what they fill in, and every reason against it at once."""

from __future__ import annotations

from dataclasses import replace

from engine.core.against import is_everyone
from engine.core.case import Case
from engine.core.decide import begin
from engine.core.deputies import stand_in
from engine.core.forms import fill
from engine.core.requirements import against_requirements
from engine.core.values import Data, Decision, Refusal, StartChild, Triggered
from engine.core.world import World
from engine.definition.model import Act, Process
from engine.words.problems import Fact, Problem


def open_by_hand(
    process: Process, start: StartChild, actor: str, form: Data, world: World, running: int, whose: str | None = None
) -> Decision | Refusal:
    """A new instance opened by `actor`, for themselves or as a delegate (`whose`: of whom, if that is not clear).

    `running` says how many of this process the subject has already.
    """
    spec = process.start
    if spec is None:
        return Refusal(blockers=(Problem(code="start-not-by-hand", facts={"process": process.title}),))
    start = replace(start, by=actor)
    # Roles are found as for any new instance; the trial is thrown away.
    case = Case(process, world, begin(process, start, world).after)
    if case.someone(actor).fact("active") is not True:
        return Refusal(blockers=(Problem(code="actor-unknown", facts={"actor": actor[:60]}),))
    act = Act(name="start", title=process.title, by=spec.by, form=spec.form, requires=spec.requires)
    event, blockers = stand_in(case, act, Triggered(act=act.name, actor=actor, form=form, on_behalf_of=whose))
    if blockers:
        return Refusal(blockers=tuple(blockers))
    if not any(is_everyone(role, event.actor) or event.actor in case.roles.get(role, ()) for role in spec.by):
        facts: dict[str, Fact] = {"process": process.title, "roles": ", ".join(spec.by)}
        return Refusal(blockers=(Problem(code="start-not-yours", facts=facts),))
    if running and not spec.several:
        blockers.append(Problem(code="start-running", facts={"process": process.title}))
    values, problems = fill(case, act, event)
    blockers += problems
    decision = begin(process, replace(start, data={**start.data, **values}), world)
    if not problems:
        begun = Case(process, world, decision.after)
        begun.actor, begun.doing = event.actor, act.name
        blockers += against_requirements(begun, act)
    if blockers:
        return Refusal(blockers=tuple(blockers))
    first, *rest = decision.entries
    payload = first.payload if event.actor == actor else {**first.payload, "for": event.actor}
    return replace(decision, entries=(replace(first, actor=actor, payload=payload), *rest))
