"""How values are written for a reader of one language: days, moments, numbers, lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Decimal, localcontext

from jinja2 import Undefined

MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
WEEKDAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "zh": ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"),
}
YES_NO = {"en": ("yes", "no"), "zh": ("是", "否")}
SEPARATOR = {"en": ", ", "zh": "、"}
TEXT_LIMIT = 200_000
NUMBER_DIGITS = 30


class TooLong(ValueError):
    """A text grew beyond what a message may be."""


@dataclass(frozen=True, slots=True)
class Formats:
    """The filters of one language, "en" or "zh"; any other language is written as "en" is."""

    language: str

    def filters(self) -> Mapping[str, Callable[..., object]]:
        return {
            "date": self.date,
            "moment": self.moment,
            "number": self.number,
            "join": self.join,
            "lines": self.lines,
        }

    def date(self, value: object, style: str = "long") -> str:
        """`2026年12月31日`, `31 December 2026`; with style "iso" `2026-12-31`. Accepts ISO text."""
        day = date.fromisoformat(value[:10]) if isinstance(value, str) else value
        if not isinstance(day, date):
            raise TypeError(f"a date is needed, not {_kind(value)}")
        if style == "iso":
            return f"{day.year:04}-{day.month:02}-{day.day:02}"
        if self.language == "zh":
            return f"{day.year}年{day.month}月{day.day}日"
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"

    def moment(self, value: object) -> str:
        """Weekday, day and time, in the zone the value carries."""
        instant = datetime.fromisoformat(value) if isinstance(value, str) else value
        if not isinstance(instant, datetime):
            raise TypeError(f"a moment is needed, not {_kind(value)}")
        time = f"{instant.hour:02}:{instant.minute:02}"
        if self.language == "zh":
            return f"{self.date(instant)}（{WEEKDAYS['zh'][instant.weekday()]}）{time}"
        return f"{WEEKDAYS['en'][instant.weekday()]}, {self.date(instant)}, {time}"

    def number(self, value: object, decimals: int | None = None) -> str:
        """With thousands separators; `decimals` places (half to even), else as many as it has."""
        if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
            raise TypeError(f"a number is needed, not {_kind(value)}")
        exact = value if isinstance(value, Decimal) else Decimal(str(value))
        if not exact.is_finite() or abs(exact.adjusted()) > NUMBER_DIGITS:
            raise ValueError("the number is too large or too small to write")
        if decimals is None:
            return f"{exact:,f}"
        with localcontext(prec=3 * NUMBER_DIGITS):
            rounded = exact.quantize(Decimal(1).scaleb(-min(abs(decimals), 12)), ROUND_HALF_EVEN)
        return f"{rounded:,f}"

    def join(self, values: Iterable[object], separator: str | None = None) -> str:
        """The values one after another: `a, b` and `甲、乙`."""
        between = SEPARATOR.get(self.language, ", ") if separator is None else separator
        return limited(between, [self.written(each) for each in values])

    def lines(self, values: Iterable[object], bullet: str = "- ") -> str:
        """Each value on a line of its own."""
        return limited("\n", [bullet + self.written(each) for each in values])

    def written(self, value: object) -> str:
        """A bare value as it is printed; nothing for none. Raises TypeError for what has no one form."""
        if isinstance(value, str):
            return value
        if value is None:
            return ""
        if isinstance(value, bool):
            return YES_NO.get(self.language, YES_NO["en"])[0 if value else 1]
        if isinstance(value, datetime):
            return self.moment(value)
        if isinstance(value, date):
            return self.date(value)
        if isinstance(value, int | float | Decimal):
            return f"{value:f}" if isinstance(value, Decimal) and abs(value.adjusted()) < NUMBER_DIGITS else str(value)
        if isinstance(value, list | tuple) and not any(isinstance(each, list | tuple) for each in value):
            return self.join(value)
        if isinstance(value, Undefined):
            return str(value)  # raises, naming what is missing
        raise TypeError(f"{_kind(value)} cannot be printed; name one of its values")


def limited(between: str, parts: list[str]) -> str:
    if sum(map(len, parts)) + len(between) * len(parts) > TEXT_LIMIT:
        raise TooLong(f"longer than {TEXT_LIMIT} characters")
    return between.join(parts)


def _kind(value: object) -> str:
    return type(value).__name__
