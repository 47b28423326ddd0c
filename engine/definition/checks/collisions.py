"""One name, one thing: in an expression a name is a role, a field, a task, a child process or a word of the engine."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definition.checks.folder import Folder, ProcessFile, children
from engine.definition.house import BUILT_IN, CHOSEN
from engine.definition.model import Role
from engine.words.problems import Fact, Problem
from engine.words.things import THINGS

# What expressions call by these names belongs to the engine.
WORDS = frozenset({
    "subject", "settings", "cycle", "parent", "acts", "visits", "tasks", "siblings", "state", "actor", "reason",
    "today", "now", "item", "person", "running", "last", "current", "history", "group", "answers", "share", "count_of",
    "all_different", "headcount", "members", "moment", "indicator", "in_state", "children",
    "yes", "no", "true", "false", "none",
})  # fmt: skip
_ANCHORS = frozenset({"entry", "due", "start"})


def check_collisions(folder: Folder) -> Iterator[Problem]:
    if folder.organisation is not None:
        draft = folder.organisation[0]
        for name in draft.placed("fact"):
            if name in BUILT_IN or name in CHOSEN:
                yield Problem(code="name-of-the-engine", span=draft.places["fact", name], facts={"name": name})
    for file in folder.processes:
        yield from _collisions(file)


def _has_field(role: Role) -> bool:
    """Whether a role has a field of its own name, where whoever was named is kept."""
    return role.chosen_by is not None or role.assigned


def _collisions(file: ProcessFile) -> Iterator[Problem]:
    process = file.process
    first: dict[str, str] = dict.fromkeys(children(process), "process")
    for kind in ("subject", "role", "field", "task"):
        for name in file.draft.placed(kind):
            chosen = kind == "field" and name in process.roles and _has_field(process.roles[name])
            span = file.draft.places[kind, name]
            if name in WORDS or (kind == "field" and name in _ANCHORS):
                if not (name == "subject" and kind in ("role", "subject")):
                    yield Problem(code="name-of-the-engine", span=span, facts={"name": name})
            elif name in first and not chosen:
                facts: dict[str, Fact] = {"name": name, "thing": THINGS[first[name]]}
                yield Problem(code="name-taken", span=span, facts=facts)
            first.setdefault(name, kind)
