"""Moments in a reader's words: "2 business days after due" as 期限后2个工作日.

Dates of cycles and fields of forms go by their titles; what nobody gave a title goes by its name.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce

from engine.calendar.duration import Duration
from engine.calendar.nodes import (
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
from engine.calendar.parse import DAYS
from engine.definition.model import Party, Process, Text, Together
from engine.definition.titles import title_of
from engine.words.texts import pick, say

_YEARS = {-1: "date-year-before", 0: "date-year-of", 1: "date-year-after", "next": "date-next"}
_ANCHORS = {
    "due": "anchor-due",
    "entry": "anchor-entry",
    "cycle.period.from": "anchor-period-from",
    "cycle.period.to": "anchor-period-to",
}


class Speaker:
    """Says the moments of one process in one language. `dates` are titles of the cycles' dates by name."""

    def __init__(self, process: Process, language: str, dates: Mapping[str, Text]) -> None:
        self.process = process
        self.language = language
        self.dates = dates

    def say(self, code: str, **facts: object) -> str:
        return say(code, self.language, facts)

    def pick(self, text: Text) -> str:
        return pick(text, self.language)

    def roles(self, names: tuple[str, ...]) -> str:
        """The titles of roles; `everyone` is no role of the file."""
        known = self.process.roles
        titles = [
            self.say("everyone") if name == "everyone" else self.pick(known[name].title) if name in known else name
            for name in names
        ]
        return ("、" if self.language == "zh" else ", ").join(titles)

    def who(self, names: tuple[str, ...], together: Together | None) -> str:
        """The titles of those who may or must; of those who decide together, how they do."""
        if together is None:
            return self.roles(names)
        said = ("、" if self.language == "zh" else ", ").join(self._party(each, together) for each in together.parties)
        if not together.majority:
            return self.say("together", who=said)
        needs = together.needs
        if needs is None:
            return self.say("most-of", who=said)
        if needs.count is not None:
            return self.say("count-of", who=said, count=needs.count)
        return self.say("more-than-share-of" if needs.more else "share-of", who=said, share=str(needs.share))

    def _party(self, party: Party, together: Together) -> str:
        who = self.roles((party.role,))
        if party.count:
            return self.say("count-of", who=who, count=party.count)
        return self.say("all-of", who=who) if party.every and not together.majority else who

    def moment(self, moment: Moment) -> str:
        return self._node(moment.node)

    def duration(self, duration: Duration | Length) -> str:
        if isinstance(duration, Length):
            return self.say(f"unit-{duration.unit.replace(' ', '-')}", count=self._anchor(duration.name))
        unit = f"unit-{duration.unit.replace(' ', '-')}"
        return self.say(f"{unit}-one" if duration.count == 1 else unit, count=duration.count)

    def _node(self, node: Node) -> str:
        match node:
            case Fixed(day):
                return day.isoformat()
            case Anchor(name):
                return self._anchor(name)
            case Extreme(latest=latest, of=of):
                code = "moment-later" if latest else "moment-earlier"
                return reduce(lambda first, second: self.say(code, first=first, second=second), map(self._node, of))
            case Shift(duration=duration, sign=sign, of=of, first_counts=first_counts):
                if of == Anchor("entry") and sign == 1:
                    return self.duration(duration)
                code = "moment-counted" if first_counts else "moment-after" if sign == 1 else "moment-before"
                return self.say(code, duration=self.duration(duration), of=self._node(of))
            case ShiftBy(name=name, sign=sign, of=of):
                code = "moment-after" if sign == 1 else "moment-before"
                return self.say(code, duration=self._anchor(name), of=self._node(of))
            case Among(latest=latest, name=name):
                return self.say("moment-latest" if latest else "moment-earliest", of=self._anchor(name))
        return self._of_day(node)

    def _of_day(self, node: DayOf | YearDay | Rolled | AtTime) -> str:
        match node:
            case DayOf(which="day", of=of):
                return self.say("moment-day-of", of=self._node(of))
            case DayOf(which=which, of=of, span=span):
                return self.say(f"moment-{which}-of", of=self._node(of), span=self.say(f"span-{span}"))
            case YearDay(month=month, day=day, year=year, of=of):
                date = self.say("month-day", month=self.say(f"month-{month}"), day=day)
                return self.say(_YEARS[year], of=self._node(of), date=date)
            case Rolled(sign=sign, of=of, weekday=weekday):
                code = "moment-next" if sign == 1 else "moment-previous"
                if weekday is None:
                    return self.say(code, of=self._node(of))
                return self.say(f"{code}-day", of=self._node(of), day=self.say(f"day-{DAYS[weekday]}"))
            case AtTime(wall=wall, of=of):
                return self.say("moment-clock", of=self._node(of), clock=f"{wall:%H:%M}")

    def _anchor(self, name: str) -> str:
        if name in _ANCHORS:
            return self.say(_ANCHORS[name])
        first, _, rest = name.partition(".")
        if first == "settings" and rest in self.process.settings:
            return self._setting(rest)
        if first == "cycle":
            title = self.dates.get(rest) or title_of(rest)
            return self.say("anchor-date", title=self.pick(title)) if title else name
        field = self.process.fields.get(name)
        return self.say("anchor-date", title=self.pick(field.title)) if field else name

    def _setting(self, name: str) -> str:
        setting = self.process.settings[name]
        match setting.default:
            case Moment():
                said = self.moment(setting.default)
            case Duration():
                said = self.duration(setting.default)
            case other:
                said = str(other)
        return self.say("moment-may-differ", moment=said) if setting.when else said
