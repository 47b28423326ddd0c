"""Names read as one value although every task keeps an answer of its own: always empty, and nobody would be told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from engine.calendar.moment import MomentError, parse_moment
from engine.definition.answers import answered_until, only_answered
from engine.definition.build.draft import ExpressionUse
from engine.definition.checks.folder import Folder, ProcessFile, children
from engine.definition.checks.graph import reachable
from engine.definition.model import Process
from engine.words.problems import Problem, Span

Found = Iterator[Problem]
Apart = Mapping[str, tuple[str, ...]]  # field -> the tasks that answer it
_LAST = re.compile(r"""\blast\(\s*(['"])(\w+)\1\s*\)\.(\w+)""")
_SUMS = ("share", "count_of", "total", "average", "all_different")


def check_apart(folder: Folder) -> Found:
    """Only of processes without another fault, for then every name means something."""
    apart = {file.process.name: only_answered(file.process) for file in folder.processes if file.sound}
    for file in folder.processes:
        if file.sound:
            yield from _not_yet(file)
            yield from _own(file, apart[file.process.name])
            yield from _of_others(folder, file, apart)
    for draft, cycle in folder.cycles:
        for limit in cycle.limits:
            for use in draft.expressions:
                if use.expression in (limit.that, limit.unless):
                    yield from _sums(use, apart.get(limit.process, {}))


def _not_yet(file: ProcessFile) -> Found:
    """Fields that an act writes too, read where it cannot have been done yet."""
    until = answered_until(file.process)
    after = {name: reachable(file.process, states) for name, (_, states) in until.items()}
    for use in file.draft.expressions if until else ():
        known = {*use.names, *_in_hand(file.process, use)}
        for path in sorted(use.expression.reads):
            head = path[0]
            if head in until and head not in known and use.state is not None and use.state not in after[head]:
                yield _problem(head, until[head][0], use.place(path[:1]))


def _own(file: ProcessFile, apart: Apart) -> Found:
    for use in file.draft.expressions:
        known = {*use.names, *_in_hand(file.process, use)}
        for path in sorted(use.expression.reads):
            if path[0] in apart and path[0] not in known:
                yield _problem(path[0], apart[path[0]], use.place(path[:1]))
        for name, given in sorted(use.expression.calls, key=str):
            if name == "moment" and given:
                for anchor in _anchors(str(given[0])) & apart.keys() - known:
                    yield _problem(anchor, apart[anchor], use.quoted(str(given[0])))
    for moment in file.draft.moments:
        for anchor in sorted(each.partition(".")[0] for each in moment.moment.anchors):
            if anchor in apart:
                yield _problem(anchor, apart[anchor], moment.place(anchor))
    for named in file.draft.uses:
        head, _, column = named.name.partition(".")
        if named.kind == "form" and column and head in apart:
            yield _problem(head, apart[head], named.span)


def _in_hand(process: Process, use: ExpressionUse) -> set[str]:
    """The fields that the act it belongs to asks for: there the name is what was just filled in."""
    if not use.act:
        return set()
    here = process.states.get(use.state or "")
    states = process.states.values() if here is None else [here]
    acts = (act for state in states for act in state.on.values() if use.act in (act.name, act.task))
    return {name for act in acts for name in act.form}


def _anchors(text: str) -> set[str]:
    try:
        return {each.partition(".")[0] for each in parse_moment(text).anchors}
    except MomentError:
        return set()  # told where it stands


def _of_others(folder: Folder, file: ProcessFile, apart: Mapping[str, Apart]) -> Found:
    """Another process's field has one value too, or none."""
    parents = [apart.get(each.name, {}) for each in folder.parents(file.process.name)]
    own = children(file.process)
    for use in file.draft.expressions:
        for path in sorted(use.expression.reads):
            for at, known in _places(path, parents, own, apart):
                if len(path) > at and path[at] in known:
                    yield _problem(path[at], known[path[at]], use.part(path, at))
        for found in _LAST.finditer(use.expression.source):
            known = apart.get(found[2], {})
            if found[3] in known:
                yield _problem(found[3], known[found[3]], use.node.at(use.shift + found.start(3)))
        for name, given in sorted(use.expression.calls, key=str):
            field = str(given[1]) if name == "history" and len(given) > 1 else ""
            known = apart.get(str(given[0]), {}) if field else {}
            if field in known:
                yield _problem(field, known[field], use.quoted(field))
    for named in file.draft.uses:
        process, _, field = named.name.partition(".")
        if named.kind == "source" and field in apart.get(process, {}):
            yield _problem(field, apart[process][field], named.span)


def _places(
    path: tuple[str, ...], parents: list[Apart], own: set[str], apart: Mapping[str, Apart]
) -> Iterator[tuple[int, Apart]]:
    """Where in a dotted name a field of another process stands, and which of its fields are empty."""
    if path[0] == "parent":
        yield from ((1, each) for each in parents)
    elif path[0] in own:
        yield 1, apart.get(path[0], {})
    elif path[0] == "siblings" and len(path) > 1:
        yield 2, apart.get(path[1], {})


def _sums(use: ExpressionUse, apart: Apart) -> Found:
    for name, given in sorted(use.expression.calls, key=str):
        field = str(given[0]) if name in _SUMS and given else ""
        if field in apart:
            yield _problem(field, apart[field], use.quoted(field))


def _problem(field: str, tasks: tuple[str, ...], span: Span) -> Problem:
    read = f"answers('{tasks[0]}', '{field}')" if len(tasks) == 1 else f"{tasks[-1]}.{field}"
    return Problem(code="answers-apart", span=span, facts={"field": field, "tasks": ", ".join(tasks), "read": read})
