"""The one answer to "may this person see this": nothing is visible unless a line says so."""

from __future__ import annotations

from engine.core.case import Case
from engine.core.judging import holds
from engine.core.plan import plan
from engine.core.values import Instance
from engine.core.world import World
from engine.definition.model import Process, Visible


def roles_of(instance: Instance, person: str) -> frozenset[str]:
    """The roles somebody holds in an instance; `everyone` always."""
    return frozenset((*(role for role, held in instance.roles.items() if person in held), "everyone"))


def visible_data(process: Process, instance: Instance, world: World, person: str) -> dict[str, object]:
    """The fields this person sees now, and what they answered themselves. What is not in it does not exist for them."""
    case = Case(process, world, instance)
    roles = roles_of(instance, person)
    seen = {name: value for name, value in instance.data.items() if sees(case, name, roles) and value is not None}
    for task, answers in instance.answers.items():
        shown = _answers(case, task, roles, person, dict(answers))
        if shown:
            seen[task] = shown
    return seen


def _answers(case: Case, task: str, roles: frozenset[str], person: str, answers: dict[str, object]) -> object:
    """Own answers always; others' as the lines say, without names where the task is anonymous to the reader."""
    spec = plan(case.process).tasks[task]
    own = {person: answers[person]} if person in answers else {}
    if not sees(case, task, roles):
        return own
    if roles & frozenset(spec.anonymous_to):
        # Sorted by content, so that neither order nor time betrays an author; fewer than three say nothing.
        hidden = sorted(answers.values(), key=str)
        return {"anonymous": hidden} if len(hidden) >= 3 else own
    return answers


def sees(case: Case, name: str, roles: frozenset[str]) -> bool:
    """Whether any line lets one of these roles see a field or a task; `unless` beats all."""
    lines = case.process.visible.get(name, ())
    mine = [line for line in lines if roles & frozenset(line.to)]
    if any(line.unless is not None and holds(case, line.unless, f"visible/{name}") for line in mine):
        return False
    return any(_open(case, line, name) for line in mine)


def _open(case: Case, line: Visible, name: str) -> bool:
    if line.from_state is not None and not case.visits.get(line.from_state):
        return False
    if line.within and case.place not in line.within:
        return False
    return holds(case, line.when, f"visible/{name}")
