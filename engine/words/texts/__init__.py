"""Every text the engine says itself, by stable code, in English and Chinese.

One module per room of origin; each is a table `TEXTS: {code: {"en": ..., "zh": ...}}` with
`{named}` places for facts. A test renders every code in every language.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

LANGUAGES = ("en", "zh")
NOTHING = "–"
_NEAREST = re.compile(r"\s*(?:Nearest|最接近)[^{}.。]*[:：]\s*{near(?:est)?}[.。]")


@cache
def catalogue() -> Mapping[str, Mapping[str, str]]:
    """All texts by code. Two modules that claim one code are a programmer's mistake."""
    found: dict[str, Mapping[str, str]] = {}
    for module in pkgutil.iter_modules(__path__):
        for code, text in importlib.import_module(f"{__name__}.{module.name}").TEXTS.items():
            if code in found:
                raise ValueError(f"text {code!r} is defined twice")
            found[code] = text
    return found


def pick(text: Mapping[str, str] | str, language: str) -> str:
    """The text in `language`, else in English, else in whatever there is."""
    if isinstance(text, str):
        return text
    return text.get(language) or text.get("en") or next(iter(text.values()), "")


def say(code: str, language: str, facts: Mapping[str, Any]) -> str:
    """Render one catalogue text. A fact that is itself a text in several languages is picked first.

    Where nothing is near what was found, nothing is said of it.
    """
    spoken = {name: pick(fact, language) if isinstance(fact, Mapping) else fact for name, fact in facts.items()}
    text = pick(catalogue()[code], language)
    if NOTHING in (spoken.get("near"), spoken.get("nearest")):
        text = _NEAREST.sub("", text)
    return text.format_map(spoken)
