"""Whether definitions and message templates fit: templates exist, name what exists, and show nobody too much."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from engine.definition.findings import OF_MESSAGES
from engine.definition.house import Library
from engine.definition.model import Field, Process
from engine.definition.notices import NoticeUse, always_before, notices, seen_by
from engine.definition.silencing import accepted
from engine.words.problems import Problem
from notifications.catalogue import Catalogue
from notifications.offered import ALWAYS, DIGEST, DIGEST_TEMPLATE, Known, about_process, about_task

_CYCLE = ("recipient", "subject", "cycle", "link", "sent_on", "due_on")


def check_messages(library: Library, catalogue: Catalogue) -> list[Problem]:
    """Every problem of every use, by place; a fault of a template is told once, with the first use that shows it."""
    problems = [*_announcements(library, catalogue)]
    if DIGEST_TEMPLATE in catalogue.names():
        problems += catalogue.check(DIGEST_TEMPLATE, DIGEST, None)
    for process in library.processes.values():
        before = always_before(process)
        for use in notices(process):
            problems += _check(library, process, catalogue, use, before)
    told: dict[tuple[object, ...], Problem] = {}
    for problem in problems:
        told.setdefault((problem.code, problem.span, problem.facts.get("path"), problem.facts.get("role")), problem)
    return sorted(accepted(told.values(), library.texts, OF_MESSAGES), key=lambda problem: problem.order)


def known_variables(library: Library, process: Process, *, task: bool, fields: frozenset[str] | None = None) -> Known:
    """What a template may name, nested down to True. `fields` are those its reader sees, None for all."""
    data = {
        name: _shown(library, field, _hidden(process, name, fields))
        for name, field in process.fields.items()
        if fields is None or name in fields or any(each.startswith(f"{name}.") for each in fields)
    }
    return about_task(data, {}) if task else about_process(data, {})


def _shown(library: Library, field: Field, hidden: Callable[[str], bool]) -> object:
    columns = [name for name in _columns(library, field, 5) if not hidden(name)]
    return [dict.fromkeys(columns, True)] if columns else True


def _hidden(process: Process, name: str, fields: frozenset[str] | None) -> Callable[[str], bool]:
    """Whether a column of a list is none that the reader sees: one with lines of its own goes by those."""

    def hidden(column: str) -> bool:
        whole = f"{name}.{column}"
        return fields is not None and whole not in fields and (whole in process.visible or name not in fields)

    return hidden


def _columns(library: Library, field: Field, depth: int) -> dict[str, Field]:
    found = dict(field.item)
    for name, source in field.sources if depth else ():
        other = library.processes[name].fields.get(source) if name in library.processes else None
        if other is not None:
            found = {**_columns(library, other, depth - 1), **found}
    return found


def _check(
    library: Library, process: Process, catalogue: Catalogue, use: NoticeUse, before: Mapping[str, frozenset[str]]
) -> Iterator[Problem]:
    everything = known_variables(library, process, task=use.about_task)
    found = catalogue.check(use.template, everything, use.span)
    yield from found
    plain = {(each.code, each.span) for each in found}
    for role in use.to:
        fields = seen_by(process, role, use.state, before)
        known = known_variables(library, process, task=use.about_task, fields=fields)
        for problem in catalogue.check(use.template, known, use.span):
            if (problem.code, problem.span) not in plain and problem.code == "template-variable-unknown":
                yield _leak(problem, use, role)


def _leak(problem: Problem, use: NoticeUse, role: str) -> Problem:
    facts = {
        "template": use.template,
        "path": problem.facts.get("path"),
        "role": role,
        "state": use.state,
        "used": str(use.span or "–"),
    }
    return replace(problem, code="notice-leaks", facts=facts)


def _announcements(library: Library, catalogue: Catalogue) -> Iterator[Problem]:
    known = {name: ALWAYS[name] for name in _CYCLE} | {"extra": {}}
    for cycle in library.cycles.values():
        if cycle.announce is not None:
            yield from catalogue.check(cycle.announce, known, cycle.announce_span)
