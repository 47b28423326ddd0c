"""Pages that show a field its reader may not see: a form over rows that are hidden, a refusal that tells a value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from engine.definition.checks.folder import Folder
from engine.definition.model import Act, Process, State
from engine.definition.notices import always_before, seen_by
from engine.expression import ExpressionError, compile_expression
from engine.words.problems import Problem

Found = Iterator[Problem]
_PLACE = re.compile(r"\{\{(.*?)\}\}")


def check_showing(folder: Folder) -> Found:
    for file in folder.processes:
        if file.sound:
            yield from _process(file.process)


def _process(process: Process) -> Found:
    before = always_before(process)
    for state in process.states.values():
        for act in state.on.values():
            for role in act.by:
                if role in process.roles:
                    yield from _act(process, state, act, role, seen_by(process, role, state.name, before))


def _act(process: Process, state: State, act: Act, role: str, seen: frozenset[str]) -> Found:
    own = {name.partition(".")[0] for name in act.form if "." not in name}
    lists = dict.fromkeys(name.partition(".")[0] for name in act.form if "." in name)
    for name in lists:
        if name in process.visible and name not in seen | own:  # hidden from everybody, it may still be to come
            facts = _facts(process, state, act, role, name)
            yield Problem(code="form-hidden", span=act.span, facts=facts, severity="warning")
    for requirement in act.requires:
        for name in sorted(_named(requirement.otherwise) & process.fields.keys() - seen - own - lists.keys()):
            facts = _facts(process, state, act, role, name)
            yield Problem(code="refusal-leaks", span=requirement.span, facts=facts, severity="warning")


def _facts(process: Process, state: State, act: Act, role: str, name: str) -> dict[str, str | Mapping[str, str]]:
    return {"act": act.title, "role": process.roles[role].title, "field": name, "state": state.title}


def _named(text: Mapping[str, str]) -> set[str]:
    """What the places of a text read."""
    found = set()
    for said in text.values():
        for place in _PLACE.finditer(said):
            try:
                found |= {path[0] for path in compile_expression(place[1]).reads}
            except ExpressionError:
                continue  # told where it stands
    return found
