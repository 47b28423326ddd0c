"""What a refusal of the YAML scanner means to the writer: an expression torn apart, a tab, an open bracket.

The scanner's own words ("expected <block end>") are never shown; what it knows is only where it stopped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import yaml

from engine.definition.nodes import Node, ScalarNode
from engine.words.problems import Fact, Problem, Span

_OPENING = re.compile(r"""[(\[{'"]""")


def explain(file: str, text: str, failure: yaml.YAMLError, innermost: Any) -> Problem:
    """The one problem that made the scanner stop. `innermost` is the collection that was open there, if any."""
    mark = getattr(failure, "problem_mark", None)
    start = getattr(failure, "context_mark", None)
    said = str(getattr(failure, "problem", "") or "")
    context = str(getattr(failure, "context", "") or "")
    place = mark or start
    span = Span(file, place.line + 1, place.column + 1) if place else Span(file)
    line = _line(text, place.line + 1) if place else ""
    code, facts = _translate(said, context, line, place.column if place else 0, start)
    if code in ("yaml-flow", "yaml-other", "yaml-flow-open"):
        torn = _torn_by_scanner(innermost, text, place)
        if torn:
            return Problem(code="split-expression-of", span=torn[0], facts=torn[1])
    return Problem(code=code, span=span, facts=facts)


def _translate(said: str, context: str, line: str, column: int, start: Any) -> tuple[str, dict[str, Fact]]:
    opened: dict[str, Fact] = {
        "line": start.line + 1 if start else 1,
        "column": start.column + 1 if start else 1,
    }
    if "\\t" in said or "\t" in line[: column + 1]:
        return "yaml-tab", {}
    if "mapping values are not allowed" in said:
        return "yaml-colon-in-text", {}
    if "quoted scalar" in context:
        return ("yaml-quote-open", opened) if "end of stream" in said else ("yaml-escape", {})
    if "'<stream end>'" in said and "flow" in context:
        return "yaml-flow-open", opened
    if "flow" in context:
        return "yaml-flow", opened
    if "cannot start any token" in said:
        return "yaml-character", {"character": line[column : column + 1]}
    if "could not find expected ':'" in said:
        return "yaml-colon-missing", opened
    if "block" in context:
        quoted = line[:column].rstrip()[-1:] in ("'", '"')
        return ("yaml-after-quote", {}) if quoted else ("yaml-indent", opened)
    return "yaml-other", {}


def _torn_by_scanner(innermost: Any, text: str, place: Any) -> tuple[Span, dict[str, Fact]] | None:
    """Inside `{ }` the value before the stop ends in the middle of an expression, or in a closed quote."""
    if innermost is None or not innermost.flow or not innermost.is_map or place is None:
        return None
    owner, value = innermost.key, None
    if owner is None and innermost.entries:
        owner, value = innermost.entries[-1]
    if owner is None or (value is not None and not isinstance(value, ScalarNode)):
        return None
    span = value.span if value is not None else Span(owner.span.file, place.line + 1, place.column + 1)
    line = _line(text, span.line)
    begins_the_line = not line[: span.column - 1].strip()
    if span.line != place.line + 1 or (begins_the_line and re.match(r"\s*[\w.-]+:(\s|$)", line)):
        return None
    whole = rest_of_expression(text, span)
    if _balanced(whole) and not isinstance(value, ScalarNode):
        return None
    return span, {"key": owner.text, "text": whole}


def _line(text: str, number: int) -> str:
    """A line counted from 1; empty beyond the end."""
    lines = text.split("\n")
    return lines[number - 1] if number <= len(lines) else ""


def torn_entry(entries: Sequence[tuple[ScalarNode, Node]], text: str) -> str | None:
    """The whole expression, if the value of the last entry is only its first part; else None."""
    value = entries[-1][1] if entries else None
    if not isinstance(value, ScalarNode) or value.raw or _balanced(value.text):
        return None
    return rest_of_expression(text, value.span)


def torn_item(items: Sequence[Node], text: str) -> str | None:
    """The whole expression, if the list's last item is only its first part; else None."""
    last = items[-1] if items else None
    if not isinstance(last, ScalarNode) or last.raw or _balanced(last.text):
        return None
    return rest_of_expression(text, last.span, item=True)


def rest_of_expression(text: str, span: Span, *, item: bool = False) -> str:
    """From `span` to where the brackets opened there are closed again, or to the end of the line."""
    line = _line(text, span.line)[span.column - 1 :]
    end = re.compile(r"," if item else r",\s+\w+:(\s|$)")
    for at, depth, quoted in _depths(line):
        if depth < 0 or (depth == 0 and not quoted and end.match(line, at)):
            return line[:at].strip()
    return line.strip()


def _balanced(text: str) -> bool:
    """Whether every bracket and quote that a plain scalar opens is closed in it."""
    if not _OPENING.search(text):
        return True
    depth, quoted = 0, False
    for _, depth, quoted in _depths(text):  # noqa: B007 - the last one counts
        pass
    return depth <= 0 and not quoted


def _depths(text: str) -> Iterator[tuple[int, int, bool]]:
    """Each position with the brackets open after it, and whether it stands in quotes. A word's apostrophe is none."""
    depth, quote, before = 0, "", " "
    for at, character in enumerate(text):
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"" and not before.isalnum():
            quote = character
        elif character in "([{":
            depth += 1
        elif character in ")]}":
            depth -= 1
        before = character
        yield at, depth, bool(quote)
