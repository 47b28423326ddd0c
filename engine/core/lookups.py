"""The engine's own words in expressions: settings, cycle, parent, acts, visits, tasks, today, and functions.

What is read from outside the instance is written into `case.facts`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

from engine.core.case import Case
from engine.core.completion import is_complete, latest
from engine.core.places import zone_of
from engine.core.someone import ids
from engine.core.typed import typed_of
from engine.core.values import ActRecord, Instance
from engine.expression import MISSING, EvaluationError
from engine.expression.numeric import number
from engine.expression.served import mean_by_days, served


class Record:
    """Something whose attributes are worked out when asked for."""

    __slots__ = ("_ask",)

    def __init__(self, ask: Callable[[str], object]) -> None:
        self._ask = ask

    def fact(self, name: str) -> object:
        return self._ask(name)


class Member(Record):
    """One instance of a cohort: its data, `state`, `status` and `subject`."""

    __slots__ = ("id",)

    def __init__(self, case: Case, instance: Instance) -> None:
        super().__init__(lambda name: _of_member(case, instance, name))
        self.id = instance.id


def _of_member(case: Case, instance: Instance, name: str) -> object:
    if name == "id":
        return instance.id
    found: Any = instance.place if name == "state" else getattr(instance, name) if name in _OWN else None
    found = instance.data.get(name) if found is None else found
    case.facts[f"members.{instance.process}.{instance.id}.{name}"] = found
    if name == "subject":
        return case.someone(instance.subject)
    return typed_of(case, instance.process, name, found)


_OWN = ("status", "subject")


def members_read(process: str, whose: Collection[str] | None) -> str:
    """Under which a decision keeps whose instances it has read."""
    return f"members.{process}" if whose is None else f"members.{process} of {', '.join(whose)}"


def _members(case: Case) -> object:
    def members(process: str, people: object = None) -> list[object]:
        whose = None if people is None else ids(people)
        found = case.world.members(process, whose)
        case.facts[members_read(process, whose)] = [each.id for each in found]
        return [Member(case, each) for each in found]

    return members


def _or_missing(found: object) -> object:
    return MISSING if found is None else found


def _settings(case: Case) -> object:
    return Record(lambda name: case.settings[name])


def _cycle(case: Case) -> object:
    """The cycle's name, title, start, period and dates; everything is missing where there is no cycle."""
    facts = case.world.cycle

    def read(name: str) -> object:
        found = None if facts is None else facts.get(name)
        case.facts[f"cycle.{name}"] = found
        return _or_missing(found)

    return Record(read)


def _parent(case: Case) -> object:
    """The parent now: its fields, roles (as persons), `acts`, and `state`, a list where parts run side by side."""
    parent = case.world.parent
    if parent is None:
        return MISSING

    def read(name: str) -> object:
        if name == "acts":
            return Record(lambda act: _act_of_parent(case, parent, act))
        if name == "state":
            case.facts["parent.state"] = list(parent.state)
            return parent.place if len(parent.state) == 1 else list(parent.state)
        if name in parent.roles:
            case.facts[f"parent.roles.{name}"] = list(parent.roles[name])
            held = [case.someone(each) for each in parent.roles[name]]
            return held[0] if len(held) == 1 else held
        if name in parent.answers:
            case.facts[f"parent.answers.{name}"] = parent.answers[name]
            return [_row(case, parent.process, each) for each in parent.answers[name].values()]
        found = parent.data.get(name)
        case.facts[f"parent.{name}"] = found
        return typed_of(case, parent.process, name, found)

    return Record(read)


def _act_of_parent(case: Case, parent: Instance, act: str) -> object:
    record = parent.acts.get(act)
    known = None if record is None else {"count": record.count, "at": record.at, "by": list(record.by)}
    case.facts[f"parent.acts.{act}"] = known
    return _act(case, record)


def _acts(case: Case) -> object:
    return Record(lambda name: _act(case, case.acts.get(name)))


def _act(case: Case, record: ActRecord | None) -> object:
    """How often, when last and by whom; nothing but a count of 0 before the first time."""
    if record is None or record.at is None:
        return {"count": 0, "at": None, "on": None, "by": None}
    zone = case.world.people.zone(case.before.subject)
    return {
        "count": record.count,
        "at": record.at.astimezone(zone),
        "on": record.at.astimezone(zone).date(),
        "by": case.someone(record.by[-1]) if record.by else None,
    }


def _tasks(case: Case) -> object:
    def read(name: str) -> object:
        rows = latest(case, name)
        return {
            "done": is_complete(case, name),
            "open": sum(row.status == "open" for row in rows),
            "count": sum(row.status == "done" for row in rows),
        }

    return Record(read)


def _siblings(case: Case) -> object:
    def of(process: str) -> object:
        data = case.world.siblings.get(process)

        def read(name: str) -> object:
            found = None if data is None else data.get(name)
            case.facts[f"siblings.{process}.{name}"] = found
            return typed_of(case, process, name, found)

        return Record(read)

    return Record(of)


def _today(case: Case) -> object:
    return case.at.astimezone(zone_of(case)).date()


def _running(case: Case) -> object:
    return lambda process: any(child.process == process and child.status == "running" for child in case.children)


def _children(case: Case) -> object:
    """All children of a process, in the order they were opened: id, state, status and what they told of their data."""

    def children(process: str) -> list[object]:
        return [
            {**_row(case, process, child.data), "id": child.id, "state": child.state, "status": child.status}
            for child in case.children
            if child.process == process
        ]

    return children


def _row(case: Case, process: str, data: Mapping[str, Any]) -> dict[str, object]:
    return {name: typed_of(case, process, name, value) for name, value in data.items()}


def _one_of(case: Case, word: str, among: Mapping[str, Sequence[Mapping[str, Any]]]) -> object:
    """The first other instance of a process among those; its data, `state` and `status` are noted as they are read."""

    def found(process: str) -> object:
        there = next(_others(case, among.get(process, ())), None)
        case.facts[f"{word}.{process}.id"] = None if there is None else there.get("id")
        if there is None:
            return MISSING

        def read(name: str) -> object:
            case.facts[f"{word}.{process}.{name}"] = there.get(name)
            return typed_of(case, process, name, there.get(name))

        return Record(read)

    return found


def _others(case: Case, rows: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    return (row for row in rows if row.get("id") != case.id)


def _history(case: Case) -> object:
    def history(process: str, field: str, count: object = 4) -> list[object]:
        rows = list(_others(case, case.world.past.get(process, ())))[: int(str(count))]
        found = [row[field] for row in rows if row.get(field) is not None]
        case.facts[f"history.{process}.{field}"] = found
        return [typed_of(case, process, field, each) for each in found]

    return history


def moment_of(case: Case, local: Mapping[str, object] | None = None) -> object:
    """`moment('3 months after entry')` as a day (or an instant), so that dates can be held against it."""
    from engine.core.moments import stated  # moments read names, and names are made of these words

    return lambda text: _or_missing(stated(case, str(text), local))


def _group(case: Case) -> object:
    def group(name: str) -> list[object]:
        members = case.world.people.group(name)
        case.facts[f"group.{name}"] = [each.id for each in members]
        return [case.someone(each.id) for each in members]

    return group


def _indicator(case: Case) -> object:
    """`indicator('sales_completion').value`: of the subject, or of its department or the company."""
    from engine.core.measured import part, read  # an indicator's target looks at people, through names like these

    def indicator(name: str, level: str = "") -> object:
        text = f"{level}.{name}" if level else name
        found = read(case, text)
        return MISSING if found is None else Record(lambda each: _or_missing(part(case, text, found, each)))

    return indicator


def _all_answers(case: Case) -> object:
    def answers(task: str, field: str) -> list[object]:
        return [each[field] for each in case.answers.get(task, {}).values() if each.get(field) is not None]

    return answers


def _mean_by_days(case: Case) -> object:
    def mean(task: str, field: str, person: object, fact: str, start: object, end: object) -> object:
        given = [
            (case.someone(author), number(answer[field]))
            for author, answer in case.answers.get(task, {}).items()
            if answer.get(field) is not None
        ]
        return _or_missing(mean_by_days(given, served(person, fact, start, end)))

    return mean


def _only_in_limits(_: Case) -> object:
    def refuse(*_args: object) -> object:
        raise EvaluationError("only-in-limits")

    return refuse


def _person_of(case: Case, id: str | None) -> object:
    return MISSING if id is None else case.someone(id)


WORDS: Mapping[str, Callable[[Case], object]] = {
    "settings": _settings,
    "cycle": _cycle,
    "parent": _parent,
    "acts": _acts,
    "visits": lambda case: Record(lambda state: case.visits.get(state, 0)),
    "tasks": _tasks,
    "siblings": _siblings,
    "state": lambda case: case.standing,
    "in_state": lambda case: lambda name: name in case.active,
    "actor": lambda case: _person_of(case, case.actor),
    "reason": lambda case: _or_missing(case.reason),
    "today": _today,
    "now": lambda case: case.at.astimezone(zone_of(case)),
    "running": _running,
    "children": _children,
    "last": lambda case: _one_of(case, "last", case.world.past),
    "current": lambda case: _one_of(case, "current", case.world.current),
    "history": _history,
    "group": _group,
    "members": _members,
    "moment": moment_of,
    "answers": _all_answers,
    "mean_by_days": _mean_by_days,
    "indicator": _indicator,
    "share": _only_in_limits,
    "headcount": _only_in_limits,
    "count_of": _only_in_limits,
    "all_different": _only_in_limits,
}


def parent_actors(case: Case, name: str) -> frozenset[str]:
    """Who did an act of the parent or holds a role there."""
    parent = case.world.parent
    if parent is None:
        return frozenset()
    record = parent.acts.get(name)
    _act_of_parent(case, parent, name)
    case.facts[f"parent.roles.{name}"] = list(parent.roles.get(name, ()))
    return frozenset((*(record.by if record else ()), *parent.roles.get(name, ())))
