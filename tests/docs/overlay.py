"""A patch of a YAML text, as a person would type it in: keys of a map replaced, new ones added at its end."""

from __future__ import annotations

import re
import textwrap


def laid_over(text: str, path: str, lines: str) -> str:
    """`lines` are keys for the map that the dotted `path` names, "" for the whole file."""
    whole = text.splitlines()
    begin, end, indent = 0, len(whole), 0
    for name in filter(None, path.split(".")):
        at = _find(whole, begin, end, indent, name)
        assert at is not None, f"there is no {path} in the file"
        begin, end = at + 1, _end(whole, at, end, indent)
        indent = len(whole[begin]) - len(whole[begin].lstrip())
    added = textwrap.indent(textwrap.dedent(lines).strip("\n"), " " * indent).splitlines()
    for name in re.findall(rf"^ {{{indent}}}([\w.]+):", "\n".join(added), re.MULTILINE):
        at = _find(whole, begin, end, indent, name)
        if at is not None:
            last = _end(whole, at, end, indent)
            del whole[at:last]
            end -= last - at
    while end > begin and not whole[end - 1].strip():
        end -= 1
    return "\n".join([*whole[:end], *added, *whole[end:]]) + "\n"


def _find(whole: list[str], begin: int, end: int, indent: int, name: str) -> int | None:
    return next((at for at in range(begin, end) if whole[at].startswith(f"{' ' * indent}{name}:")), None)


def _end(whole: list[str], at: int, end: int, indent: int) -> int:
    """The first line behind the value of the key in line `at`."""
    for line in range(at + 1, end):
        text = whole[line]
        if text.strip() and len(text) - len(text.lstrip()) <= indent:
            return line
    return end
