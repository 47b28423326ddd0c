"""A page as its fenced blocks, headings and links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

RUN = ("yaml", "console", "sh", "python", "csv", "json", "text")  # other fences only show something
_FENCE = re.compile(r"^(`{3,})(\w*)\s*$")
_NOTE = re.compile(r"^<!-- (.+?) -->$")
_HEADING = re.compile(r"^(#{1,6}) (.+?)\s*$")
_LINK = re.compile(r"(?<!!)\[[^\]\n]*\]\(([^)\s]+)\)")
_ANCHOR = re.compile(r'<a id="([^"]+)"></a>')


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One fenced block. `notes` are the comments right before it, which readers do not see."""

    kind: str
    text: str
    line: int
    notes: tuple[str, ...] = ()

    def note(self, name: str) -> str | None:
        """What a note `name: value` says; "" for a bare `name`."""
        for each in self.notes:
            head, _, value = each.partition(":")
            if head == name:
                return value.strip()
        return None


def blocks(page: str) -> Iterator[Block]:
    notes: list[str] = []
    fence, kind, begun, lines = "", "", 0, list[str]()
    for number, line in enumerate(page.splitlines(), start=1):
        found = _FENCE.match(line)
        if fence:
            if line.strip() == fence:
                yield Block(kind=kind, text="\n".join(lines) + "\n", line=begun, notes=tuple(notes))
                fence, notes = "", []
            else:
                lines.append(line)
        elif found:
            fence, kind, begun, lines = found[1], found[2], number, []
        elif note := _NOTE.match(line):
            notes.append(note[1])
        elif line.strip():
            notes = []


def prose(page: str) -> list[str]:
    """The lines outside fences."""
    lines, fence = [], ""
    for line in page.splitlines():
        found = _FENCE.match(line)
        if fence:
            fence = "" if line.strip() == fence else fence
        elif found:
            fence = found[1]
        else:
            lines.append(line)
    return lines


def headings(page: str) -> list[tuple[int, str]]:
    return [(len(found[1]), found[2]) for line in prose(page) if (found := _HEADING.match(line))]


def links(page: str) -> list[str]:
    text = "\n".join(re.sub(r"`[^`]*`", "", line) for line in prose(page))
    return _LINK.findall(text)


def anchors(page: str) -> list[str]:
    """What a link may point at: named places, and headings as GitHub names them."""
    return [*named_places(page), *(slug(text) for _, text in headings(page))]


def named_places(page: str) -> list[str]:
    return _ANCHOR.findall("\n".join(prose(page)))


def slug(heading: str) -> str:
    plain = re.sub(r"[`*_]|\[|\]\([^)]*\)", "", heading).lower()
    return re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
