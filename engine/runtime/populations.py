"""Some of the people of a cycle, meant by a condition over their facts, as in its file under `when`."""

from __future__ import annotations

from collections.abc import Collection

from engine.definition.house import BUILT_IN, UNIT_BUILT_IN, Organisation
from engine.expression import ExpressionError, compile_expression
from engine.words.errors import Misuse
from engine.words.problems import nearest

_PEOPLE = ("employee", "person", "subject")


def must_be_readable(organisation: Organisation, where: str) -> None:
    """Raises Misuse for what is no condition, and for a name misspelt: it would mean nobody in silence."""
    try:
        condition = compile_expression(where)
    except ExpressionError as failure:
        raise Misuse("where-unreadable", where=where, why=failure.text(), column=failure.offset + 1) from None
    of_people = {*BUILT_IN, *organisation.facts}
    of_units = {*UNIT_BUILT_IN, *organisation.unit_facts}
    for head, *rest in sorted(condition.reads):
        _among(head, (*_PEOPLE, "unit", "cycle", "today"))
        if rest and head in (*_PEOPLE, "unit"):
            _among(rest[0], of_units if head == "unit" else of_people | (of_units if head == "subject" else set()))
    for path, value in sorted(condition.comparisons, key=str):
        if len(path) != 2 or path[0] not in _PEOPLE:
            continue
        fact = organisation.facts.get(path[1])
        if fact is not None and fact.type == "choice":
            _among(str(value), fact.options)
        elif path[1] == "site":
            _among(str(value), organisation.sites)


def _among(name: str, known: Collection[str]) -> None:
    if name not in known:
        near = nearest(name[:60], known) or "–"
        raise Misuse("where-unknown-name", name=name[:60], known=", ".join(sorted(known)), nearest=near)
