"""Text to moment, by a small hand-written descent: it names what was expected and the nearest word."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from typing import Literal, NamedTuple

from engine.calendar.duration import UNITS, Duration, Unit
from engine.calendar.errors import MomentError
from engine.calendar.nodes import (
    DEEPEST,
    SPANS,
    Among,
    Anchor,
    AtTime,
    DayOf,
    Extreme,
    Fixed,
    Length,
    Moment,
    Node,
    Rolled,
    Shift,
    ShiftBy,
    YearDay,
)
from engine.words.problems import nearest

LONGEST_SOURCE = 300
LARGEST_COUNT = 100_000
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_SIGNS: tuple[tuple[str, Literal[1, -1]], ...] = (("after", 1), ("before", -1))
_TOKEN = re.compile(
    r"""\s*(?:(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2}(?![\w-]))
    |(?P<time>[0-9]{1,2}:[0-9]{2}(?![\w:]))
    |(?P<number>[0-9]+(?:\.[0-9]+)?(?![\w.-]))
    |(?P<word>[^\W\d]\w*(?:-\w+)*(?:\.\w+(?:-\w+)*)*)
    |(?P<sign>[(),:])
    |(?P<other>\S))""",
    re.VERBOSE,
)
_RESERVED = frozenset({"after", "before", "of", "and", "at", "rolled", "counting", "known", "every"})
_KINDS = {"business": "business", "working": "business", "clear": "clear", "calendar": ""}  # of day
_NUMBERS = {
    word: number
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), start=1
    )
}
_FOLLOWERS = ("after", "before", "at", "and", "rolled", "counting")


class _Token(NamedTuple):
    kind: str
    text: str
    offset: int


def parse_moment(text: str) -> Moment:
    """Read a moment such as `3 business days before due`. Raises MomentError and nothing else."""
    reader = _Reader(text)
    node = reader.moment(0)
    reader.finish()
    return Moment(text, frozenset(reader.anchors), node, frozenset(reader.lengths), frozenset(reader.counts))


def parse_duration(text: str) -> Duration:
    """Read a length of time such as `10 business days`."""
    reader = _Reader(text)
    duration = reader.duration()
    reader.finish()
    return duration


def parse_period(text: str) -> Duration:
    """Read the distance of a repeat: `every business day`, `every 2 weeks`; at least one."""
    reader = _Reader(text)
    if not reader.take("every"):
        raise MomentError("period-every", reader.offset, found=reader.found)
    duration = reader.duration() if reader.kind == "number" else Duration(1, reader.unit())
    reader.finish()
    if duration.count <= 0:
        raise MomentError("period-zero")
    return duration


class _Reader:
    def __init__(self, text: str) -> None:
        if len(text) > LONGEST_SOURCE:
            raise MomentError("moment-too-long", LONGEST_SOURCE, limit=LONGEST_SOURCE)
        self.tokens = [
            _Token(match.lastgroup or "other", match[match.lastgroup or 0], match.start(match.lastgroup or 0))
            for match in _TOKEN.finditer(text)
        ]
        if not self.tokens:
            raise MomentError("moment-empty")
        self.tokens.append(_Token("end", "", len(text)))
        self.at = 0
        self.anchors: set[str] = set()
        self.lengths: set[str] = set()
        self.counts: set[str] = set()

    @property
    def kind(self) -> str:
        return self.tokens[self.at].kind

    @property
    def offset(self) -> int:
        return self.tokens[self.at].offset

    @property
    def found(self) -> str:
        return self.tokens[self.at].text[:40] or "…"

    def take(self, *words: str) -> bool:
        """Step over these words if they stand here in this order."""
        here = tuple(token.text for token in self.tokens[self.at : self.at + len(words)])
        if here != words:
            return False
        self.at += len(words)
        return True

    def finish(self) -> None:
        if self.kind != "end":
            near = nearest(self.found, _FOLLOWERS) or ", ".join(_FOLLOWERS)
            raise MomentError("moment-trailing", self.offset, found=self.found, near=near)

    def moment(self, depth: int) -> Node:
        """One moment with whatever stands behind it: `at 18:00`, `rolled to …`, `counting …`."""
        node = self.plain(depth)
        while True:
            start = self.at
            self.take(",")
            if self.take("rolled"):
                node = self.rolled(node)
            elif self.take("counting"):
                node = self.first_counted(node)
            elif self.take("at"):
                node = AtTime(self.wall(), node)
            else:
                self.at = start
                return node

    def plain(self, depth: int) -> Node:
        if depth > DEEPEST:
            raise MomentError("moment-too-deep", self.offset, limit=DEEPEST)
        if self.take("("):
            inner = self.moment(depth + 1)
            if not self.take(")"):
                raise MomentError("moment-bracket", self.offset, found=self.found)
            return inner
        self.said_otherwise()
        if self.kind == "number":
            return self.year_day(depth) or self.shift(depth)
        if self.kind == "date":
            return self.fixed()
        found = self.extreme(depth) or self.day_of(depth)
        if found is not None:
            return found
        return self.shift(depth) if self._counted() else self.anchor(depth)

    def day_of(self, depth: int) -> Node | None:
        if self.take("start", "of") or self.take("end", "of"):
            return DayOf("day", self.plain(depth + 1))
        end: Literal["first", "last"] = "last" if self.take("last", "day", "of", "the") else "first"
        if end == "first" and not self.take("first", "day", "of", "the"):
            return None
        for span in SPANS:
            if self.take(span, "of"):
                return DayOf(end, self.plain(depth + 1), span)
        near = nearest(self.found, SPANS) or ", ".join(SPANS)
        raise MomentError("moment-span", self.offset, found=self.found, near=near)

    def _counted(self) -> bool:
        """Whether a name stands here that says how many: a unit follows it."""
        if self.kind != "word" or self.found in _RESERVED:
            return False
        after = self.tokens[self.at + 1].text
        return after in _KINDS or after.removesuffix("s") in UNITS

    def said_otherwise(self) -> None:
        """Ways of saying it that are at home in other sentences: what to write instead is told."""
        words = [token.text.lower() for token in self.tokens[self.at : self.at + 5]]
        if words[0] == "within":
            raise MomentError("moment-within", self.offset)
        if words[0] in _NUMBERS and self._counted():
            raise MomentError("moment-number-word", self.offset, found=words[0], number=_NUMBERS[words[0]])
        if words[0] == "next" and words[1] in DAYS:
            raise MomentError("moment-write", self.offset, instead=f"entry, rolled to the next {words[1]}")
        ends = [word for word in words if word != "the"]
        if len(ends) > 2 and ends[:2] == ["end", "of"] and ends[2] in SPANS:
            raise MomentError("moment-write", self.offset, instead=f"last day of the {ends[2]} of entry")

    def length(self) -> Length:
        name = self.name()
        self.counts.add(name)
        return Length(name, self.unit())

    def shift(self, depth: int) -> Node:
        duration = self.duration() if self.kind == "number" else self.length()
        sign: Literal[1, -1] = 1
        if self.take("before"):
            sign = -1
        elif not self.take("after"):
            self.anchors.add("entry")
            return Shift(duration, 1, Anchor("entry"))
        return Shift(duration, sign, self.plain(depth + 1))

    def extreme(self, depth: int) -> Node | None:
        for word in ("latest", "earliest"):
            if self.take(word, "of"):
                return Among(word == "latest", self.name())
        latest = self.take("later", "of")
        if not latest and not self.take("earlier", "of"):
            return None
        known = self.take("known")
        parts = [self.plain(depth + 1)]
        while self.take("and"):
            parts.append(self.plain(depth + 1))
        if len(parts) < 2:
            raise MomentError("moment-and", self.offset, found=self.found)
        return Extreme(latest, known, tuple(parts))

    def year_day(self, depth: int) -> Node | None:
        """`15 May of the year of entry`, `31 March of the year after …`, `15 May after entry`."""
        offset = self.offset
        number, word = self.tokens[self.at : self.at + 2]
        if word.text.lower() not in MONTHS:
            return None
        month = MONTHS.index(word.text.lower()) + 1
        if not number.text.isdigit() or not 1 <= int(number.text) <= _LONGEST[month - 1]:
            raise MomentError("moment-date", offset, found=f"{number.text} {word.text}")
        self.at += 2
        if self.take("of", "the", "year"):
            year: Literal[-1, 0, 1] = 0
            if self.take("after"):
                year = 1
            elif self.take("before"):
                year = -1
            elif not self.take("of"):
                raise MomentError("moment-year-of", self.offset, found=self.found)
            return YearDay(month, int(number.text), year, self.plain(depth + 1))
        if self.take("after"):
            return YearDay(month, int(number.text), "next", self.plain(depth + 1))
        raise MomentError("moment-year-of", self.offset, found=self.found)

    def anchor(self, depth: int) -> Node:
        name = self.name()
        for word, sign in _SIGNS:
            if name.startswith("settings.") and self.take(word):
                self.lengths.add(name)
                return ShiftBy(name, sign, self.plain(depth + 1))
        return Anchor(name)

    def name(self) -> str:
        if self.kind != "word" or self.found in _RESERVED:
            raise MomentError("moment-anchor", self.offset, found=self.found)
        name = self.tokens[self.at].text
        self.at += 1
        self.anchors.add(name)
        return name

    def fixed(self) -> Node:
        try:
            node: Node = Fixed(date.fromisoformat(self.tokens[self.at].text))
        except ValueError:
            raise MomentError("moment-date", self.offset, found=self.found) from None
        self.at += 1
        return AtTime(self.wall(), node) if self.kind == "time" else node

    def duration(self) -> Duration:
        offset, text = self.offset, self.tokens[self.at].text
        if self.kind != "number":
            raise MomentError("moment-number", offset, found=self.found)
        self.at += 1
        unit = self.unit()
        count = Decimal(text)
        if count > LARGEST_COUNT:
            raise MomentError("moment-count", offset, found=text[:20], limit=LARGEST_COUNT)
        if count == int(count):
            return Duration(int(count), unit)
        if unit not in ("hour", "minute"):
            raise MomentError("moment-whole", offset, found=text[:20])
        return Duration(count, unit)

    def unit(self) -> Unit:
        offset, words = self.offset, self.found
        for word, kind in _KINDS.items():
            if self.take(word):
                words = f"{kind} {self.found}".strip()
        singular = words.removesuffix("s") if words != "business" else words
        singular = "business day" if singular == "workday" else singular
        for unit in UNITS:
            if unit == singular:
                self.at += 1
                return unit
        near = nearest(singular, UNITS) or ", ".join(UNITS)
        raise MomentError("moment-unit", offset, found=words, near=near)

    def wall(self) -> time:
        if self.kind == "time":
            hour, minute = map(int, self.tokens[self.at].text.split(":"))
            if hour < 24 and minute < 60:
                self.at += 1
                return time(hour, minute)
        raise MomentError("moment-time", self.offset, found=self.found)

    def rolled(self, node: Node) -> Node:
        offset, found = self.offset, self.found
        self.take("to")
        self.take("the")
        sign: Literal[1, -1] = -1 if self.take("previous") else 1
        if sign == 1 and not self.take("next"):
            raise MomentError("moment-rolled", offset, found=found)
        if self.take("business", "day"):
            return Rolled(sign, node)
        if self.kind == "word" and self.found.lower() in DAYS:
            weekday = DAYS.index(self.found.lower())
            self.at += 1
            return Rolled(sign, node, weekday)
        raise MomentError("moment-rolled", self.offset, found=self.found)

    def first_counted(self, node: Node) -> Node:
        offset = self.offset
        self.take(":")
        self.take("the")
        if not self.take("first", "day"):
            raise MomentError("moment-counting", self.offset, found=self.found)
        if not isinstance(node, Shift) or node.duration.is_exact:
            raise MomentError("moment-counting-what", offset)
        return replace(node, first_counts=True)
