"""Text in columns of a terminal, where a Chinese character takes two. Light enough for `--help`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import combining, east_asian_width

_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
_CLOSING = "[，。；：、）》”！？]*"  # never at the beginning of a line
_PIECES = re.compile(rf"[{_WIDE}]{_CLOSING}|\s+|[^\s{_WIDE}]+{_CLOSING}")


def width(text: str) -> int:
    """Columns that `text` takes."""
    return sum(0 if combining(sign) else 2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def padded(text: str, columns: int) -> str:
    return text + " " * max(0, columns - width(text))


def wrapped(text: str, columns: int) -> list[str]:
    """Lines of at most `columns`, broken at blanks and between Chinese characters."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for piece in _PIECES.findall(paragraph):
            if line and width(line) + width(piece.rstrip()) > columns:
                lines.append(line.rstrip())
                line = ""
            line += "" if not line and piece.isspace() else piece
        lines.append(line.rstrip())
    return lines


def table(rows: Sequence[tuple[str, str]], columns: int, indent: str = "  ") -> list[str]:
    """Two columns: terms and their explanation, wrapped beside them."""
    first = min(max((width(term) for term, _ in rows), default=0), 34) + 2
    lines: list[str] = []
    for term, explanation in rows:
        said = wrapped(explanation, max(20, columns - first - len(indent)))
        if width(term) + 2 > first:
            lines.append(indent + term)
        else:
            lines.append(indent + padded(term, first) + said.pop(0))
        lines += [indent + " " * first + line for line in said]
    return [line.rstrip() for line in lines]
