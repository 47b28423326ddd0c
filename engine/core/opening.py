"""Opening an instance by hand: who may, what they fill in, and every reason against it at once."""

from __future__ import annotations

from dataclasses import replace

from engine.core.against import is_everyone
from engine.core.case import Case
from engine.core.decide import begin
from engine.core.forms import fill
from engine.core.requirements import against_requirements
from engine.core.values import Data, Decision, Refusal, StartChild, Triggered
from engine.core.world import World
from engine.definition.model import Act, Process
from engine.words.problems import Problem


def open_by_hand(
    process: Process, start: StartChild, actor: str, form: Data, world: World, running: int
) -> Decision | Refusal:
    """A new instance opened by `actor`; `running` says how many of this process the subject has already."""
    spec = process.start
    if spec is None:
        return Refusal(blockers=(Problem(code="start-not-by-hand", facts={"process": process.title}),))
    # Roles are found as for any new instance; the trial is thrown away.
    case = Case(process, world, begin(process, start, world).after)
    held = [role for role in spec.by if is_everyone(role, actor) or actor in case.roles.get(role, ())]
    if case.someone(actor).fact("active") is not True:
        return Refusal(blockers=(Problem(code="actor-unknown", facts={"actor": actor[:60]}),))
    if not held:
        roles = ", ".join(spec.by)
        return Refusal(blockers=(Problem(code="start-not-yours", facts={"process": process.title, "roles": roles}),))
    blockers = []
    if running and not spec.several:
        blockers.append(Problem(code="start-running", facts={"process": process.title}))
    act = Act(name="start", title=process.title, by=spec.by, form=spec.form, requires=spec.requires)
    values, problems = fill(case, act, Triggered(act=act.name, actor=actor, form=form))
    blockers += problems
    decision = begin(process, replace(start, data={**start.data, **values}), world)
    if not problems:
        begun = Case(process, world, decision.after)
        begun.actor, begun.doing = actor, act.name
        blockers += against_requirements(begun, act)
    if blockers:
        return Refusal(blockers=tuple(blockers))
    first, *rest = decision.entries
    return replace(decision, entries=(replace(first, actor=actor), *rest))
