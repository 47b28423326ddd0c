"""Columns for the names of a template: Jinja2's tree knows lines only, so the text is searched once."""

from __future__ import annotations

import re

from engine.words.problems import Span

_TAGS = re.compile(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_NAME = r"[^\W\d]\w*"
_TEXT = r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\""
_TOKENS = re.compile(rf"{_TEXT}|{_NAME}(?:\s*\.\s*{_NAME}|\s*\[\s*(?:\d+|{_TEXT})\s*\])*")
_SEGMENTS = re.compile(rf"\[\s*(?:(\d+)|({_TEXT}))\s*\]|({_NAME})")


class Occurrences:
    """Every dotted name inside the tags of one text, each given out once, in the order of the text."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.found: list[tuple[tuple[str, ...], tuple[Span, ...]]] = []
        starts = [0, *(match.end() for match in re.finditer("\n", text))]
        line = 0
        for tag in _TAGS.finditer(text):
            if tag.group().startswith("{#"):
                continue
            for token in _TOKENS.finditer(tag.group()):
                if token.group()[0] in "'\"":
                    continue
                at = tag.start() + token.start()
                names, spans = [], []
                for segment in _SEGMENTS.finditer(token.group()):
                    index, quoted, name = segment.groups()
                    names.append("[]" if index else quoted[1:-1] if quoted else name)
                    offset = at + segment.start()
                    while line + 1 < len(starts) and starts[line + 1] <= offset:
                        line += 1
                    spans.append(Span(file, line + 1, offset - starts[line] + 1))
                self.found.append((tuple(names), tuple(spans)))

    def take(self, path: tuple[str, ...], line: int) -> tuple[Span, ...]:
        """Where each segment of this use of `path` stands; the line alone if it is written unusually."""
        same = [each for each in self.found if each[0] == path]
        if not same:
            return (Span(self.file, line),)
        chosen = next((each for each in same if each[1][0].line == line), same[0])
        self.found.remove(chosen)
        return chosen[1]

    def word(self, name: str, line: int) -> Span:
        """Where a single word of that line stands."""
        for names, spans in self.found:
            if name in names and spans[0].line == line:
                return spans[names.index(name)]
        return Span(self.file, line)
