"""The one answer to "may this person see this": nothing is visible unless a line says so.

Every surface asks a `Sight`: pages, lists, forms, histories, messages, refusals, scenarios.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from engine.core.case import Case
from engine.core.deputies import principals
from engine.core.judging import holds
from engine.core.names import Names
from engine.core.outside import outsider
from engine.core.plan import plan
from engine.core.release import LEAST_ANSWERS, Answers, is_fresh, keep, released
from engine.core.values import Data, Instance
from engine.core.world import World
from engine.definition.model import Field, Process, Visible
from engine.expression import EvaluationError, MissingValue

Row = Mapping[str, Any]


def sight(process: Process, instance: Instance, world: World, person: str) -> Sight:
    """What one person may see of an instance as it stands."""
    return Sight(Case(process, world, instance), person)


def _roles(case: Case, person: str) -> frozenset[str]:
    """The roles somebody holds, and those of whoever they stand in for; of the subject only the subject's own."""
    subject = case.before.subject
    if case.hidden_from(person):
        return frozenset()
    others = () if person == subject else principals(case, person)
    mine = {person, *(each for each in others if each != subject)}
    found = {role for role, held in case.roles.items() if not mine.isdisjoint(held)}
    found |= set() if outsider(person) else {"everyone"}
    stands_in = subject in others and not case.hidden_from(subject)
    return frozenset(found | {case.process.subject} if stands_in else found)


class Sight:
    """What one person may see of an instance now. What is not in it does not exist for them."""

    def __init__(self, case: Case, person: str) -> None:
        self._case = case
        self._person = person
        self.roles = _roles(case, person)
        self.takes_part = bool(self.roles - {"everyone"})
        if case.someone(person).fact("active") is not True:
            self.roles -= {"everyone"}

    def data(self) -> dict[str, object]:
        """The fields seen, and the answers. Of a list only the rows and columns that are.

        Answers of a task stand under its name by person; anonymous ones as a list under "anonymous"; totals by
        field under "total".
        """
        case = self._case
        seen = {}
        for name, value in case.data.items():
            shown = None if value is None else self.part(name, value)
            if shown is not None:
                seen[name] = shown
        for task, answers in case.answers.items():
            shown = self._answers(task, answers)
            if shown:
                seen[task] = shown
        return seen

    def part(self, name: str, value: object) -> object:
        """What is seen of a value of a field, or of `task.field`; None for nothing of it."""
        field = self._case.process.fields.get(name)
        if field is not None and field.type == "list" and isinstance(value, list | tuple):
            return self._rows(field, value)
        return value if _open(self._case, name, self.roles) else None

    def sees(self, name: str) -> bool:
        """Whether a field, or all answers to a task or a `task.field`, are seen whole."""
        if name in self._case.process.fields and any(
            not _open(self._case, f"{name}.{column}", self.roles) for column in _own_columns(self._case.process, name)
        ):
            return False
        return _open(self._case, name, self.roles)

    def nameless(self, task: str) -> bool:
        """Whether this person must not learn who answered a task, or when."""
        lines = (line for name in (task, *_fields(self._case, task)) for line in _lines(self._case, name))
        mine = [line for line in lines if self.roles & frozenset(line.to)]
        anonymous = not self.roles.isdisjoint(plan(self._case.process).nameless.get(task, ()))
        return anonymous or (bool(mine) and all(line.total for line in mine))

    def hides(self, actor: str) -> bool:
        """Whether this person must not learn that somebody took part."""
        tasks = {row.name for row in self._case.tasks if row.person == actor}
        return actor != self._person and any(self.nameless(task) for task in tasks)

    def _rows(self, field: Field, rows: Sequence[Row]) -> list[Row] | None:
        """The rows seen, each with the columns seen; a column with lines of its own goes by those."""
        case, own = self._case, _own_columns(self._case.process, field.name)
        found: list[Row] = []
        for row in rows:
            local = {"item": row}
            if _hidden(case, field.name, self.roles, local):
                continue
            whole = _open(case, field.name, self.roles, local)
            columns = {name for name in own if _open(case, f"{field.name}.{name}", self.roles, local)}
            if whole or columns:
                found.append({name: row[name] for name in row if name in columns or (whole and name not in own)})
        return found or None

    def _answers(self, task: str, answers: Answers) -> Mapping[str, object]:
        """Own answers always; others' as the lines say, without names where the task is anonymous to the reader."""
        case, me = self._case, self._person
        own = {me: answers[me]} if me in answers else {}
        totals = self._totals(task)
        fields = [name.partition(".")[2] for name in _fields(case, task) if _open(case, name, self.roles)]
        if not fields:
            return {**totals, **own}
        if not self.roles.isdisjoint(case.plan.nameless.get(task, ())):
            rows = _shown(released(case, task, LEAST_ANSWERS), fields)
            if len(rows.keys() - {me}) < LEAST_ANSWERS:
                return {**totals, **own}
            return {**totals, "anonymous": sorted(rows.values(), key=str)}  # by content: the order betrays nobody
        return {**totals, **_shown(answers, fields), **own}

    def _totals(self, task: str) -> Mapping[str, object]:
        """Field -> count, sum and mean, of the numbers that are seen as totals and of nothing else."""
        found = {}
        for name in _fields(self._case, task):
            least = _least(self._case, name, self.roles)
            if least is None:
                continue
            field = name.partition(".")[2]
            rows = released(self._case, task, least)
            given = {author: row[field] for author, row in rows.items() if _is_number(row.get(field))}
            if len(given.keys() - {self._person}) >= least:
                total = sum(given.values(), Decimal(0))
                found[field] = {"count": len(given), "sum": total, "mean": total / len(given)}
        return {"total": found} if found else {}


def remember_shown(case: Case) -> None:
    """Keep what readers without names and readers of totals can see by now, before anything of it changes."""
    for task, roles in case.plan.nameless.items():
        if is_fresh(case, task, LEAST_ANSWERS) and any(
            _open(case, name, frozenset({role})) for name in _fields(case, task) for role in roles
        ):
            keep(case, task, LEAST_ANSWERS)
    for task in case.plan.totalled:
        for name in _fields(case, task):
            for line in _lines(case, name):
                if line.total and is_fresh(case, task, line.total) and _least(case, name, frozenset(line.to)):
                    keep(case, task, line.total)


def _shown(answers: Answers, fields: Sequence[str]) -> dict[str, Data]:
    return {author: {name: answer[name] for name in fields if name in answer} for author, answer in answers.items()}


def _is_number(value: object) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _fields(case: Case, task: str) -> list[str]:
    """What is asked with a task, or with an act in which each has a say."""
    plans = case.plan
    return [f"{task}.{name}" for name in plans.forms.get(task, plans.answered.get(task, ()))]


def _own_columns(process: Process, field: str) -> frozenset[str]:
    head = f"{field}."
    return frozenset(name.removeprefix(head) for name in process.visible if name.startswith(head))


def _open(case: Case, name: str, roles: frozenset[str], local: Mapping[str, object] | None = None) -> bool:
    """Whether any line shows a name whole to one of these roles; `unless` beats all."""
    if _hidden(case, name, roles, local):
        return False
    mine = (line for line in _lines(case, name) if roles & frozenset(line.to))
    return any(not line.total and _applies(case, line, name, local) for line in mine)


def _least(case: Case, name: str, roles: frozenset[str]) -> int | None:
    """How many answers it takes to see a total of a name; None for whoever sees none."""
    if _hidden(case, name, roles, None):
        return None
    mine = (line for line in _lines(case, name) if roles & frozenset(line.to))
    return min((line.total for line in mine if line.total and _applies(case, line, name, None)), default=None)


def _lines(case: Case, name: str) -> Iterator[Visible]:
    """The lines about a name: those of a task are also about what is filled in with it."""
    lines = case.process.visible
    head, _, rest = name.partition(".")
    if rest and head in case.process.fields:  # a column goes by its own lines alone
        yield from lines.get(name, ())
        return
    task = case.plan.written_with.get(name) or head
    for each in dict.fromkeys((name, task, f"{task}.{name}")):
        yield from lines.get(each, ())


def _hidden(case: Case, name: str, roles: frozenset[str], local: Mapping[str, object] | None) -> bool:
    """Whether an `unless` of one of these roles' lines is true: it beats every other line."""
    return any(_hides(case, line, local) for line in _lines(case, name) if roles & frozenset(line.to))


def _hides(case: Case, line: Visible, local: Mapping[str, object] | None) -> bool:
    """Whether an `unless` is true; one that cannot be worked out hides, to be on the safe side."""
    if line.unless is None:
        return False
    try:
        return line.unless(Names(case, local)) is True
    except MissingValue:
        return False
    except EvaluationError:
        return True


def _applies(case: Case, line: Visible, name: str, local: Mapping[str, object] | None) -> bool:
    if line.from_states and not any(case.visits.get(each) for each in line.from_states):
        return False
    if line.within and not any(name in line.within for name in case.active):
        return False
    return holds(case, line.when, f"visible/{name}", local)
