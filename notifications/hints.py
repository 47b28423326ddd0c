"""Facts for a word that is not known: what is known, and which of it was probably meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.words.problems import Fact, nearest
from engine.words.texts import LANGUAGES, say

NO_HINT: Mapping[str, str] = dict.fromkeys(LANGUAGES, "")


def hinted(name: str, known: Iterable[str]) -> dict[str, Fact]:
    """`name`, `known` (comma separated) and `hint`, a sentence in every language or nothing."""
    words = sorted(known)
    word = nearest(name, words)
    hint = NO_HINT
    if word is not None:
        hint = {language: say("template-hint", language, {"word": word}) for language in LANGUAGES}
    return {"name": name, "known": ", ".join(words) or "–", "hint": hint}
