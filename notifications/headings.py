"""What kind of message a template is, in a few words: its subject without what differs from one to the next."""

from __future__ import annotations

import re

from notifications.template import parts

_BLOCK = re.compile(r"{%-?\s*if\b.*?{%-?\s*endif\s*-?%}|{%.*?%}", re.DOTALL)
_PLACE = re.compile(r"{{.*?}}")
_FRAMED = re.compile(r"\s*【([^】{]+)】")


def heading(text: str) -> str:
    """Of a subject the part before a colon, or within 【】; else all of it, with … for what is filled in."""
    subject = _BLOCK.sub("", parts(text)[0])
    framed = _FRAMED.match(subject)
    if framed is not None:
        return framed[1]
    fixed, colon, _ = subject.partition(":")
    return fixed if colon and "{{" not in fixed else " ".join(_PLACE.sub("…", subject).split())
