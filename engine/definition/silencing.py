"""Findings an owner accepts: a comment `# check: CODE – reason` on the line of the finding, or alone above it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from engine.definition.findings import FINDINGS, LASTING
from engine.words.problems import Problem, Span, nearest

_MARK = re.compile(r"(?:^|(?<=\s))#\s*check\s*[:：]\s*(?P<code>[\w-]*)[\s:：–—-]*(?:because\b)?\s*(?P<reason>.*)$")
_LIKELY = re.compile(r"#\s*check\s*[:：]")
_EMPTY = re.compile(r"^\s*(?:#.*)?$")


@dataclass(frozen=True, slots=True)
class Silence:
    """One comment: the finding it accepts, why, and the line it speaks of."""

    code: str
    reason: str
    line: int
    span: Span


def accepted(problems: Iterable[Problem], texts: Mapping[str, str], codes: Collection[str]) -> list[Problem]:
    """The problems without those a comment accepts, and what is wrong with comments that speak of these `codes`.

    A comment without a reason accepts nothing, nor does one for a finding that no reason can make good.
    """
    silences = _all(texts)
    if not silences:
        return list(problems)
    left: list[Problem] = []
    used: set[Silence] = set()
    for problem in problems:
        found = next((each for each in silences if _speaks_of(each, problem, codes)), None)
        if found is None:
            left.append(problem)
        else:
            used.add(found)
    return [*left, *(problem for each in silences if each not in used for problem in _wrong(each, codes))]


def unknown(texts: Mapping[str, str]) -> list[Problem]:
    """Comments that name no finding there is."""
    return [
        _problem(
            "silence-unknown", each, found=each.code[:40], near=nearest(each.code, FINDINGS) or ", ".join(FINDINGS)
        )
        for each in _all(texts)
        if each.code not in FINDINGS
    ]


def _all(texts: Mapping[str, str]) -> list[Silence]:
    return [each for file, text in texts.items() if _LIKELY.search(text) for each in silences_in(file, text)]


def silences_in(file: str, text: str) -> Iterator[Silence]:
    """Every such comment; one that stands alone speaks of the next line that says something."""
    lines = text.splitlines()
    for at, line in enumerate(lines):
        found = _MARK.search(line)
        if found is None:
            continue
        speaks_of = at
        if not line[: found.start()].strip():
            speaks_of = next((each for each in range(at + 1, len(lines)) if not _EMPTY.match(lines[each])), at)
        place = Span(file, at + 1, line.index("#", found.start()) + 1)
        yield Silence(found["code"], found["reason"].strip(), speaks_of + 1, place)


def _speaks_of(silence: Silence, problem: Problem, codes: Collection[str]) -> bool:
    if silence.code != problem.code or silence.code not in codes or silence.code in LASTING or not silence.reason:
        return False
    places = {str(problem.facts.get("used", "")).rpartition(":")[0]}
    if problem.span is not None:
        places.add(f"{problem.span.file}:{problem.span.line}")
    return f"{silence.span.file}:{silence.line}" in places


def _wrong(silence: Silence, codes: Collection[str]) -> Iterator[Problem]:
    if silence.code not in codes:
        return
    why = "lasting" if silence.code in LASTING else "unused" if silence.reason else "without-reason"
    yield _problem(f"silence-{why}", silence, finding=silence.code)


def _problem(code: str, silence: Silence, **facts: str) -> Problem:
    return Problem(code=code, span=silence.span, facts=facts, severity="warning")
