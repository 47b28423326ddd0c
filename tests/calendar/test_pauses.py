"""A clock that stood: what was not used does not count, and what was over stays over."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.calendar.duration import Duration
from engine.calendar.instant import Instant
from engine.calendar.moment import parse_moment, resolve
from engine.calendar.pauses import Pauses, advance_over, moved
from tests.calendar.days import plain, spring

SHANGHAI = ZoneInfo("Asia/Shanghai")

ENTRY = datetime(2026, 3, 2, 1, tzinfo=UTC)  # a Monday, 09:00 in Shanghai


def morning(day: int) -> datetime:
    return datetime(2026, 3, day, tzinfo=UTC)  # 08:00 in Shanghai


def found(text: str, *spans: tuple[datetime, datetime | None], fixed_too: bool = False) -> Instant | None:
    pauses = Pauses(spans=spans, running=frozenset({"entry", "due"}), fixed_too=fixed_too)
    anchors = {"entry": Instant(at=ENTRY), "due": Instant(spring(16)), "cycle.end": date(2026, 3, 20)}
    return resolve(parse_moment(text), anchors.get, plain(), SHANGHAI, pauses)


@pytest.mark.parametrize(("text", "day"), [
    ("10 business days", "2026-03-19"),  # the 5th, 6th and 9th do not count
    ("10 days", "2026-03-17"),
    ("2 weeks", "2026-03-21"),
    ("3 business days", "2026-03-10"),  # two used before, one after
    ("2 business days", "2026-03-04"),
    ("10 business days, counting the first day", "2026-03-18"),
    ("6 business days before due", "2026-03-03"),  # back over the pause: 13, 12, 11, 10, 4, 3
    ("2026-03-20", "2026-03-20"),
    ("3 business days after cycle.end", "2026-03-25"),
    ("later of 10 business days and cycle.end", "2026-03-20"),
])  # fmt: skip
def test_days_of_a_pause_do_not_count(text: str, day: str) -> None:
    assert found(text, (morning(5), morning(10))) == Instant(date.fromisoformat(day))


def test_several_pauses_add_up_and_one_within_a_day_costs_none() -> None:
    spans = ((morning(4), morning(5)), (morning(6), morning(6) + timedelta(hours=3)), (morning(9), morning(11)))
    assert found("5 business days", *spans) == Instant(spring(12))


def test_hours_are_put_off_by_as_long_as_the_clock_stood() -> None:
    assert found("72 hours", (morning(3), morning(4))) == Instant(at=ENTRY + timedelta(hours=96))
    assert found("12 hours", (morning(3), morning(4))) == Instant(at=ENTRY + timedelta(hours=12))


def test_nothing_is_known_while_the_clock_stands_but_what_was_over_before() -> None:
    assert found("10 business days", (morning(5), None)) is None
    assert found("2 business days", (morning(5), None)) == Instant(spring(4))
    assert found("3 business days", (morning(5), None)) is None  # the day it stopped on was not over
    assert found("cycle.end", (morning(5), None)) == Instant(spring(20))


def test_fixed_dates_wait_only_where_that_is_said() -> None:
    span = (morning(5), morning(10))
    assert found("cycle.end", span, fixed_too=True) == Instant(spring(25))
    assert found("2026-03-04", span, fixed_too=True) == Instant(spring(4))
    assert found("cycle.end", (morning(5), None), fixed_too=True) is None


def test_an_extension_keeps_its_hour_and_counts_over_the_pause() -> None:
    pauses = Pauses(spans=((morning(5), morning(10)),), running=frozenset({"entry"}))
    due = Instant(at=datetime(2026, 3, 4, 10, tzinfo=UTC))
    extended = advance_over(due, Duration(2, "business day"), plain(), SHANGHAI, pauses)
    assert extended == Instant(at=datetime(2026, 3, 11, 10, tzinfo=UTC))


@given(st.integers(0, 60), st.integers(0, 30), st.integers(0, 20), st.booleans())
def test_a_pause_puts_a_limit_off_by_its_days_and_no_further(
    length: int, begins: int, lasts: int, business: bool
) -> None:
    unit = "business day" if business else "day"
    span = (ENTRY + timedelta(days=begins), ENTRY + timedelta(days=begins + lasts))
    pauses = Pauses(spans=(span,), running=frozenset({"entry"}))
    end = moved(Instant(at=ENTRY), Duration(length, unit), 1, plain(), SHANGHAI, pauses)
    assert end is not None
    assert end.day is not None
    paused = {spring(2) + timedelta(days=begins + n) for n in range(lasts)}
    days = [spring(2) + timedelta(days=n) for n in range(1, (end.day - spring(2)).days + 1)]
    counted = [each for each in days if each not in paused and (not business or plain().is_working(each))]
    assert len(counted) == length
    assert not counted or counted[-1] == end.day
