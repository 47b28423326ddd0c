"""What somebody has begun and not handed in: kept for them alone, prefilled the next time, gone once it is done."""

from __future__ import annotations

from datetime import datetime

from engine.core.options import options
from engine.core.plan import plan
from engine.core.values import Data
from engine.definition.model import Process
from engine.runtime.work import Work
from engine.runtime.workspace import Workspace
from engine.store.database import transaction
from engine.store.tasks import save_draft
from engine.words.errors import NotFound, Refused
from engine.words.problems import Problem, nearest


def keep_draft(workspace: Workspace, instance: str, act: str, actor: str, form: Data, now: datetime) -> str:
    """Keep the form of a task that `actor` owes, whatever is in it; the task's name.

    Nothing is judged before it is handed in but that its fields exist. Raises NotFound, Refused.
    """
    with transaction(workspace.database) as connection:
        work = Work(workspace, connection, now)
        work.load([instance])
        found = work.instance(instance)
        process = work.process(found.process, found.version)
        world = work.world(process, found.subject, found.cycle, found.parent)
        known = {each.act: each for each in options(process, found, world, actor)}
        if act not in known:
            hint = nearest(act, known) or "–"
            raise NotFound("act-not-found", act=act, process=process.title, known=", ".join(known), nearest=hint)
        option = known[act]
        if not option.owed:
            raise Refused([Problem(code="not-your-task", facts={"act": option.title})])
        fields = {*option.form, *(name.partition(".")[0] for name in option.form)}
        unknown = [name for name in form if name not in fields]
        if unknown:
            facts = {"field": unknown[0][:60], "known": ", ".join(option.form) or "–"}
            hint = nearest(unknown[0][:60], sorted(fields)) or "–"
            raise Refused([Problem(code="form-unknown-field", facts={**facts, "nearest": hint})])
        task = task_of(process, act)
        if task is None:
            raise Refused([Problem(code="not-your-task", facts={"act": option.title})])
        save_draft(connection, instance, task, actor, form, now)
        return task


def task_of(process: Process, act: str) -> str | None:
    """The task whose form an act fills in; None for one nobody owes."""
    acts = (process.states[place].on[act] for place in plan(process).acts.get(act, ()))
    return next((spec.task for spec in acts if spec.task is not None), None)
