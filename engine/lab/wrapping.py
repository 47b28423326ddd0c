"""Text in lines of a width, measured without a font: Chinese is square, Latin letters are of three kinds.

Measures are generous, because a reader's font is not known.
"""

from __future__ import annotations

import re
from unicodedata import east_asian_width

_NARROW = frozenset("iljtfrI.,:;'|!()[] ·")
_WIDE = frozenset("mwMWQOGD@%—–…→")
# A word, a Chinese character, or blanks. What closes stays with what it closes.
_PARTS = re.compile(r"\s+|[^\s\u2e80-\uffef]+[，。；：）”、？！]*|[（“]*[\u2e80-\uffef][，。；：）”、？！]*|.")


def width(text: str, size: float) -> float:
    """The width of a line at a font size, in the same unit."""
    return sum(_em(letter) for letter in text) * size


def wrapped(text: str, size: float, most: float) -> list[str]:
    """The text in lines no wider than `most`, broken at blanks, between Chinese characters, else anywhere."""
    lines, line = [], ""
    for part in _PARTS.findall(text):
        if width(line + part, size) <= most or (not line and part.isspace()):
            line += part if line or not part.isspace() else ""
            continue
        if line.strip():
            lines.append(line.rstrip())
        line = part.lstrip()
        while width(line, size) > most and len(line) > 1:
            cut = next(n for n in range(len(line) - 1, 0, -1) if n == 1 or width(line[:n], size) <= most)
            lines.append(line[:cut])
            line = line[cut:]
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _em(letter: str) -> float:
    if east_asian_width(letter) in "WF" or letter in "“”":
        return 1.02
    if letter in _NARROW:
        return 0.36
    if letter in _WIDE:
        return 0.92
    return 0.7 if letter.isupper() else 0.59
