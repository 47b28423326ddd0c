"""The one answer to "may this person see this": nothing is visible unless a line says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.core.case import Case
from engine.core.judging import holds
from engine.core.names import Names
from engine.core.outside import outsider
from engine.core.plan import plan
from engine.core.values import Data, Instance
from engine.core.world import World
from engine.definition.model import Process, Visible
from engine.expression import EvaluationError, MissingValue

# Fewer answers than these betray their authors.
LEAST_ANSWERS = 3


def roles_of(instance: Instance, person: str) -> frozenset[str]:
    """The roles somebody holds in an instance; `everyone` too, if they belong to the organisation."""
    held = frozenset(role for role, people in instance.roles.items() if person in people)
    return held if outsider(person) else held | {"everyone"}


def visible_data(process: Process, instance: Instance, world: World, person: str) -> dict[str, object]:
    """The fields this person sees now, and what they answered themselves. What is not in it does not exist for them.

    Answers of a task stand under its name by person; anonymous ones as a list under "anonymous".
    """
    case = Case(process, world, instance)
    roles = roles_of(instance, person)
    if case.someone(person).fact("active") is not True:
        roles -= {"everyone"}
    seen = {name: value for name, value in instance.data.items() if value is not None and sees(case, name, roles)}
    for task, answers in instance.answers.items():
        shown = _answers(case, task, roles, person, answers)
        if shown:
            seen[task] = shown
    return seen


def _answers(
    case: Case, task: str, roles: frozenset[str], person: str, answers: Mapping[str, Data]
) -> Mapping[str, object]:
    """Own answers always; others' as the lines say, without names where the task is anonymous to the reader."""
    own = {person: answers[person]} if person in answers else {}
    plans = plan(case.process)
    fields = [
        name for name in plans.forms.get(task, plans.answered.get(task, ())) if sees(case, f"{task}.{name}", roles)
    ]
    shown = {
        author: {name: answer[name] for name in fields if name in answer}
        for author, answer in answers.items()
        if fields
    }
    if task in plans.tasks and roles & frozenset(plans.tasks[task].anonymous_to):
        if len(shown) < LEAST_ANSWERS or any(row.name == task and row.status == "open" for row in case.tasks):
            return own  # one by one, the time of each would betray its author
        return {"anonymous": sorted(shown.values(), key=str)}  # by content: the order betrays nobody
    return {**shown, **own}


def sees(case: Case, name: str, roles: frozenset[str]) -> bool:
    """Whether any line lets one of these roles see a field, a task or a `task.field`; `unless` beats all."""
    mine = [line for line in _lines(case, name) if roles & frozenset(line.to)]
    if any(_hides(case, line) for line in mine):
        return False
    return any(_open(case, line, name) for line in mine)


def _lines(case: Case, name: str) -> Iterator[Visible]:
    """The lines about a name: those of a task are also about what is filled in with it."""
    lines = case.process.visible
    task = plan(case.process).written_with.get(name) or name.partition(".")[0]
    for each in dict.fromkeys((name, task, f"{task}.{name}")):
        yield from lines.get(each, ())


def _hides(case: Case, line: Visible) -> bool:
    """Whether an `unless` is true; one that cannot be worked out hides, to be on the safe side."""
    if line.unless is None:
        return False
    try:
        return line.unless(Names(case)) is True
    except MissingValue:
        return False
    except EvaluationError:
        return True


def _open(case: Case, line: Visible, name: str) -> bool:
    if line.from_state is not None and not case.visits.get(line.from_state):
        return False
    if line.within and not any(name in line.within for name in case.active):
        return False
    return holds(case, line.when, f"visible/{name}")
