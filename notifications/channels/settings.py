"""A channel's settings: plain strings from a configuration, read by name, strangers refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.words.errors import Misuse
from engine.words.problems import Fact
from engine.words.texts import LANGUAGES, say
from notifications.hints import hinted


class Settings:
    """Each reading method raises Misuse, naming channel and setting. No value is ever in an error."""

    def __init__(self, channel: str, values: Mapping[str, str], known: Sequence[str]) -> None:
        self.channel = channel
        self.values = values
        for name in values:
            if name not in known:
                raise Misuse("channel-setting-unknown", channel=channel, **hinted(name, known))

    def text(self, name: str, default: str | None = None) -> str:
        value = self.values.get(name, default)
        if value is None or (value == "" and default is None):
            raise Misuse("channel-setting-missing", channel=self.channel, name=name)
        return value

    def number(self, name: str, default: int, at_most: int) -> int:
        """A whole number from 1 on."""
        value = self.values.get(name, str(default))
        if not (value.isascii() and value.isdigit() and len(value) < 7 and 1 <= int(value) <= at_most):
            raise self.invalid(name, "setting-whole-number", most=at_most)
        return int(value)

    def choice(self, name: str, choices: Sequence[str]) -> str:
        """One of `choices`; the first where nothing is said."""
        value = self.values.get(name, choices[0])
        if value not in choices:
            raise self.invalid(name, "setting-one-of", choices=", ".join(choices))
        return value

    def yes(self, name: str) -> bool:
        """Whether the setting is `yes`; `no` where nothing is said."""
        return self.choice(name, ("no", "yes")) == "yes"

    def invalid(self, name: str, expected: str, **facts: Fact) -> Misuse:
        texts = {language: say(expected, language, facts) for language in LANGUAGES}
        return Misuse("channel-setting-invalid", channel=self.channel, name=name, expected=texts)
