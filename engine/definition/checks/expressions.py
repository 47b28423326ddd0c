"""Names, functions and options in expressions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from engine.calendar.moment import MomentError, parse_moment
from engine.definition.build.draft import ExpressionUse
from engine.definition.checks.anchors import check_anchors
from engine.definition.checks.dated import check_dated
from engine.definition.checks.folder import Folder, ProcessFile
from engine.definition.checks.kinds import (
    Facts,
    Kind,
    Value,
    cycle_kind,
    facts_of,
    fields_of,
    names_of,
    person_facts,
    siblings_kind,
    tasks_of,
)
from engine.definition.checks.telling import unknown, unknown_fact, unknown_part, unknown_variable
from engine.definition.house import CycleLimit, CycleTemplate
from engine.expression.functions import FIELD_ARGUMENTS
from engine.words.problems import Fact, Problem, nearest

Found = Iterator[Problem]
# What only an instance, or one beside it, can answer.
_OF_INSTANCES = (
    "running",
    "children",
    "last",
    "current",
    "history",
    "answers",
    "group",
    "in_state",
    "mean_by_days",
)
_LIMIT_FUNCTIONS = ("share", "count_of", "headcount", "total", "average", "all_different", "passed")
ONLY_IN_PROCESSES = (
    *_LIMIT_FUNCTIONS,
    "running",
    "children",
    "last",
    "current",
    "history",
    "answers",
    "group",
    "moment",
    "members",
    "indicator",
    "mean_by_days",
)
_LAST = re.compile(r"""\b(?:last|current)\(\s*(['"])(\w+)\1\s*\)\.(\w+)""")
# Functions that ask for a field of rows, asked of values that have none.
_OF_ROWS = "|".join(sorted(FIELD_ARGUMENTS))
_VALUES = re.compile(
    rf"""\bhistory\([^()]*\)\s*\|\s*(?P<bar>{_OF_ROWS})\(\s*['"]|\b(?P<call>{_OF_ROWS})\(\s*history\([^()]*\)\s*,\s*['"]"""
)
_NUMBERS = ("number", "percent", "money", "scale")
_DAYS = ("date", "moment")
_NO_NUMBERS = (*_DAYS, "text", "yes_no", "choice", "choices", "file")


def check_expressions(folder: Folder) -> Found:
    facts = facts_of(folder.organisation[1] if folder.organisation else None)
    known = folder.organisation is not None
    for file in folder.processes:
        names = names_of(folder, file)
        for use in file.draft.expressions:
            yield from check_names_in(use, _with_locals(names, use), facts if known else None)
            yield from check_dated(folder, use)
            yield from _calls(folder, file, use)
            yield from _around(folder, use)
        yield from _unit_roles(file, names, facts if known else None)
    for draft, cycle in folder.cycles:
        names = {"employee": "person", "subject": "person", "person": "person", "unit": "unit", "today": Value()}
        names["cycle"] = cycle_kind([cycle], folder)
        of_units: dict[str, Kind] = {"subject": "unit", "unit": "unit", "today": Value(), "cycle": names["cycle"]}
        for use in draft.expressions:
            limit = use.purpose == "limit"
            about = of_units if use.purpose == "unit" or _of_unit_start(folder, cycle, use) else names
            if any(each.condition is use.expression for each in cycle.starts):
                about = {**about, "siblings": siblings_kind(folder)}
            yield from check_names_in(use, _of_limit(folder, cycle, use) if limit else about, facts if known else None)
            yield from check_dated(folder, use)
            yield from _limit_calls(folder, cycle, use) if limit else _cycle_calls(use)


def _unit_roles(file: ProcessFile, names: Mapping[str, Kind], facts: Facts | None) -> Found:
    """A role is held by people: a unit is no person, its lead is."""
    for role in file.process.roles.values():
        use = next((each for each in file.draft.expressions if each.expression is role.rule), None)
        for path in use.expression.reads if use else ():
            whole = use is not None and ".".join(path) == use.expression.source.strip()
            if use is not None and whole and _resolve(use, path, names, facts) == "unit":
                yield Problem(code="role-is-unit", span=use.place(path), facts={"name": ".".join(path)})


def _of_unit_start(folder: Folder, cycle: CycleTemplate, use: ExpressionUse) -> bool:
    """Whether it is the `for` of a start whose process is about units."""
    start = next((each for each in cycle.starts if each.condition is use.expression), None)
    process = folder.named(start.process) if start else None
    return process is not None and process.about == "unit"


def _with_locals(names: Mapping[str, Kind], use: ExpressionUse) -> Mapping[str, Kind]:
    found = dict(names)
    for name, rows in use.names.items():
        found[name] = "person" if name == "person" else "any"
        if rows is not None and len(rows.reads) == 1:
            kind: Kind = names.get(next(iter(rows.reads))[0], "any")
            found[name] = kind if len(next(iter(rows.reads))) == 1 else "any"
    return found


def check_names_in(use: ExpressionUse, names: Mapping[str, Kind], facts: Facts | None) -> Found:
    for path in sorted(use.expression.reads):
        found = _resolve(use, path, names, facts)
        if isinstance(found, Problem):
            yield found
        if use.purpose == "compute" and path[0] in ("today", "now"):
            yield Problem(code="no-clock-in-compute", span=use.place(path), facts={"name": path[0]})
    for path in sorted(use.expression.calculated):
        kind = _resolve(use, path, names, facts)
        if kind in ("person", "unit") or (isinstance(kind, Value) and kind.kind in _NO_NUMBERS):
            code = "calculated-date" if isinstance(kind, Value) and kind.kind in _DAYS else "calculated-otherwise"
            yield Problem(code=code, span=use.place(path), facts={"name": ".".join(path)})
    for path, value in sorted(use.expression.comparisons, key=str):
        kind = _resolve(use, path, names, facts)
        if isinstance(kind, Value):
            yield from _comparison(use, path, kind, value)
            if kind.kind == "choices" and (path, value) in use.expression.equated:
                told: dict[str, Fact] = {"field": ".".join(path), "found": str(value)}
                yield Problem(code="several-equated", span=use.place(path), facts=told)


def _resolve(
    use: ExpressionUse, path: tuple[str, ...], names: Mapping[str, Kind], facts: Facts | None
) -> Kind | Problem:
    """What a dotted name stands for, or the problem with it."""
    if path[0] not in names:
        return unknown_variable(path[0], names, use.place(path[:1]))
    kind = names[path[0]]
    for at, part in enumerate(path[1:], start=1):
        parts = (None if facts is None else facts[kind]) if kind in ("person", "unit") else kind
        if kind == "any" or parts is None:
            return "any"
        if not isinstance(parts, Mapping):
            owner = ".".join(path[:at])
            return Problem(code="value-without-parts", span=use.place(path), facts={"owner": owner, "part": part})
        if part not in parts:
            span = use.part(path, at)
            if kind in ("person", "unit"):
                return unknown_fact(part, parts, span, str(kind))
            thing = _PARTS.get(path[0]) if at == 1 else None
            owner = ".".join(path[:at])
            return unknown(thing, part, parts, span) if thing else unknown_part(owner, part, parts, span)
        kind = parts[part]
    return kind


_PARTS = {
    "settings": "setting", "cycle": "cycle-date", "acts": "act", "visits": "state", "tasks": "task",
    "siblings": "process",
}  # fmt: skip


def _comparison(use: ExpressionUse, path: tuple[str, ...], kind: Value, value: object) -> Found:
    name = ".".join(path)
    if isinstance(value, str) and kind.options is not None and value not in kind.options:
        near = nearest(value, kind.options)
        facts = {"field": name, "found": value, "near": near, "options": ", ".join(kind.options)}
        yield Problem(code="no-such-option-near" if near else "no-such-option", span=use.quoted(value), facts=facts)
    elif isinstance(value, str) and kind.kind in _NUMBERS:
        yield Problem(code="number-against-text", span=use.quoted(value), facts={"field": name, "found": value})
    elif isinstance(value, Decimal | int) and not isinstance(value, bool) and kind.kind in ("text", "yes_no"):
        yield Problem(code="text-against-number", span=use.place(path), facts={"field": name, "found": str(value)})


def _calls(folder: Folder, file: ProcessFile, use: ExpressionUse) -> Found:
    for name, given in sorted(use.expression.calls, key=str):
        text = given[0] if given and isinstance(given[0], str) else ""
        second = given[1] if len(given) > 1 and isinstance(given[1], str) else ""
        if name in _LIMIT_FUNCTIONS:
            yield Problem(code="function-elsewhere", span=use.place((name,)), facts={"name": name})
        elif name == "group":
            yield from _group(folder, use, text)
        elif name in ("running", "children", "last", "current", "history"):
            yield from _other(folder, use, text, second if name == "history" else None)
        elif name == "members":
            if file.process.about == "person" and len(given) < 2:
                yield Problem(code="members-of-person", span=use.place(("members",)))
            yield from _other(folder, use, text, None)
        elif name == "in_state":
            if text not in file.process.states:
                yield unknown("state", text, file.process.states, use.quoted(text))
        elif name in ("answers", "mean_by_days"):
            yield from _answers(tasks_of(folder, file.process), use, text, second)
        elif name == "moment":
            yield from _moment(folder, file, use, text)


def _around(folder: Folder, use: ExpressionUse) -> Found:
    """What is asked of the person's other instances."""
    for found in _LAST.finditer(use.expression.source):
        other = folder.named(found[2])
        if other is not None and found[3] not in {*other.fields, "state", "status"}:
            yield unknown("field-of-process", found[3], other.fields, use.node.at(use.shift + found.start(3)))
    for found in _VALUES.finditer(use.expression.source):
        group = "bar" if found["bar"] else "call"
        span = use.node.at(use.shift + found.start(group))
        yield Problem(code="history-is-values", span=span, facts={"name": found[group]})


def _other(folder: Folder, use: ExpressionUse, process: str, field: str | None) -> Found:
    other = folder.named(process)
    if other is None and process not in folder.unread_names:
        yield unknown("process", process, folder.names, use.quoted(process))
    elif other is not None and field is not None and field not in other.fields:
        yield unknown("field-of-process", field, other.fields, use.quoted(field))


def _group(folder: Folder, use: ExpressionUse, group: str) -> Found:
    groups = folder.organisation[1].groups if folder.organisation else None
    if groups is not None and group not in groups:
        yield unknown("group", group, groups, use.quoted(group))


def _answers(tasks: Mapping[str, Kind], use: ExpressionUse, task: str, field: str) -> Found:
    fields = tasks.get(task)
    if fields is None:
        yield unknown("task", task, tasks, use.quoted(task))
    elif isinstance(fields, Mapping) and field not in fields:
        yield unknown("field-of-task", field, fields, use.quoted(field))


def _moment(folder: Folder, file: ProcessFile, use: ExpressionUse, text: str) -> Found:
    place = use.quoted(text)
    try:
        moment = parse_moment(text)
    except MomentError as failure:
        yield Problem(code=failure.code, span=place, facts=failure.facts)
        return
    for name in use.names:  # `item.due_on`: a day of the row that is judged
        moment = replace(moment, anchors=frozenset(each for each in moment.anchors if each.partition(".")[0] != name))
    yield from check_anchors(folder, file, moment, use.state, lambda _: place)


def _cycle_calls(use: ExpressionUse) -> Found:
    for name, given in sorted(use.expression.calls, key=str):
        if name in (*_LIMIT_FUNCTIONS, *_OF_INSTANCES):
            yield Problem(code="function-elsewhere", span=use.place((name,)), facts={"name": name})
        elif name == "moment":
            try:
                parse_moment(str(given[0]) if given else "")
            except MomentError as failure:
                yield Problem(code=failure.code, span=use.quoted(str(given[0])), facts=failure.facts)


def _limit_of(cycle: CycleTemplate, use: ExpressionUse) -> CycleLimit | None:
    return next((each for each in cycle.limits if use.expression in (each.that, each.unless)), None)


def _of_limit(folder: Folder, cycle: CycleTemplate, use: ExpressionUse) -> Mapping[str, Kind]:
    """A rule across people may name its group: a unit where that is the people's department, else a value."""
    limit = _limit_of(cycle, use)
    if limit is None or limit.over is None:
        return {}
    organisation = folder.organisation[1] if folder.organisation else None
    kind = "unit" if limit.over in ("department", "unit") else person_facts(organisation).get(limit.over, "any")
    return {limit.over: kind}


def _limit_calls(folder: Folder, cycle: CycleTemplate, use: ExpressionUse) -> Found:
    limit = _limit_of(cycle, use)
    process = folder.named(limit.process) if limit and folder.is_sound(limit.process) else None
    for name, given in sorted(use.expression.calls, key=str):
        text = given[0] if given and isinstance(given[0], str) else ""
        if name in (*_OF_INSTANCES, "moment"):
            yield Problem(code="function-elsewhere", span=use.place((name,)), facts={"name": name})
        elif name in ("share", "count_of", "total", "average", "all_different") and process is not None:
            kind = fields_of(folder, process).get(text)
            if kind is None:
                yield unknown("field-of-process", text, process.fields, use.quoted(text))
            elif name in ("total", "average") and not (isinstance(kind, Value) and kind.kind in _NUMBERS):
                yield Problem(code="sum-of-no-number", span=use.quoted(text), facts={"field": text, "name": name})
            elif isinstance(kind, Value) and len(given) > 1:
                yield from _comparison(use, (text,), kind, given[1])
