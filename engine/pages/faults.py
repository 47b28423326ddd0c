"""What speaks against a form, in its reader's words: each fault at the control it is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from engine.pages.answers import columns_of
from engine.views.sheet import Sheet
from engine.words.problems import Problem
from engine.words.texts import pick, say

_PLACE = re.compile(r"^(\w+)(?:\[(\d+)\])?(?:\.(\w+))?$")
_OWN_WORDS = {
    "form-missing": "page-missing",
    "form-not-among": "page-not-among",
    "form-given": "page-given",
    "form-measured": "page-given",
}
_KINDS = {"number": "page-a-number", "date": "page-a-day"}


@dataclass(slots=True)
class Faults:
    """Every fault in the reader's words: (where it is, text), the whole; by place, each for its control."""

    listed: list[tuple[str, str]] = field(default_factory=list)
    at: dict[str, list[str]] = field(default_factory=dict)


def faults_of(problems: Sequence[Problem], sheet: Sheet, language: str) -> Faults:
    """What speaks against a form, each fault at its place in the page; without one, at none."""
    found = Faults()
    for each in problems:
        place, text = _placed(each, sheet, language)
        found.listed.append((place, text))
        found.at.setdefault(place, []).append(text)
    return found


def _placed(problem: Problem, sheet: Sheet, language: str) -> tuple[str, str]:
    """The id of the control a problem is about, and its text with titles in the place of names."""
    if problem.code in ("reason-missing", "reason-unknown"):
        return "f-reason", say("page-reason-missing", language, {})
    where = str(problem.facts.get("field", ""))
    match = _PLACE.match(where)
    part = next((each for each in sheet.parts if match and each.field.name == match[1]), None)
    if where == "reason" or match is None or part is None:
        return ("f-reason" if where == "reason" else ""), problem.text(language)
    name, row, column = match.groups()
    spec = part.field.item.get(column) if column else part.field
    title = pick(spec.title if spec else part.field.title, language)
    if row is not None:
        title = say("page-in-row", language, {"title": title, "row": row})
    facts = {**problem.facts, "field": title, "title": title}
    code = _OWN_WORDS.get(problem.code, problem.code)
    if problem.code == "form-kind":
        code = _KINDS.get(str(problem.facts["expected"]), code)
    shown = columns_of(part) is not None
    place = f"f-{name}-{int(row) - 1}-{column}" if shown and row is not None and column else f"f-{name}"
    return place, Problem(code=code, facts=facts).text(language)
