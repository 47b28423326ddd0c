"""Days and hours in a zone, over every change of clocks of two years."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.calendar.instant import Instant, at_local
from engine.calendar.local import Hours, next_working_moment
from tests.calendar.days import china, plain

# Half-hour, at midnight, southern, none at all, and the usual ones.
ZONES = [
    "Europe/Berlin",
    "America/New_York",
    "America/Santiago",
    "Africa/Cairo",
    "Asia/Beirut",
    "America/Havana",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Asia/Shanghai",
    "Pacific/Auckland",
]


def changes(zone: ZoneInfo) -> list[datetime]:
    """Every instant of 2026 and 2027, in UTC and to the quarter of an hour, at which the clocks were changed."""
    steps = (datetime(2026, 1, 1, tzinfo=UTC) + n * timedelta(minutes=15) for n in range(2 * 365 * 96))
    found, before = [], None
    for step in steps:
        offset = step.astimezone(zone).utcoffset()
        if before is not None and offset != before:
            found.append(step)
        before = offset
    return found


@pytest.mark.parametrize("name", ZONES)
def test_every_gap_moves_forward_and_every_fold_is_the_first(name: str) -> None:
    zone = ZoneInfo(name)
    for change in changes(zone):
        before = (change - timedelta(minutes=1)).astimezone(zone)
        after = change.astimezone(zone)
        jump = after.utcoffset() - before.utcoffset()  # type: ignore[operator]
        old_wall = before.replace(tzinfo=None) + timedelta(minutes=1)  # what the clocks would have shown
        if jump > timedelta(0):
            inside = old_wall + timedelta(minutes=10)
            got = at_local(inside.date(), inside.time(), zone)
            assert got == change + timedelta(minutes=10)
            assert got.astimezone(zone).replace(tzinfo=None) == inside + jump
        else:
            inside = old_wall - timedelta(minutes=10)
            assert at_local(inside.date(), inside.time(), zone) == change - timedelta(minutes=10)
    assert len(changes(zone)) == (0 if name == "Asia/Shanghai" else 4)


@pytest.mark.parametrize("name", ZONES)
def test_each_day_begins_where_the_one_before_ends(name: str) -> None:
    zone, day = ZoneInfo(name), date(2026, 1, 1)
    while day < date(2028, 1, 1):
        today, tomorrow = Instant(day), Instant(day + timedelta(days=1))
        assert today.ends(zone) == tomorrow.begins(zone)
        assert timedelta(hours=22) < today.ends(zone) - today.begins(zone) < timedelta(hours=26)
        assert today.begins(zone).astimezone(zone).date() == day
        day += timedelta(days=1)


def test_an_exact_instant_begins_and_ends_at_once() -> None:
    instant = Instant(at=datetime(2026, 3, 2, 9, tzinfo=ZoneInfo("Asia/Shanghai")))
    assert instant.at == datetime(2026, 3, 2, 1, tzinfo=UTC)
    assert instant.begins(ZoneInfo("Europe/Berlin")) == instant.ends(ZoneInfo("Europe/Berlin")) == instant.at
    assert instant.day_in(ZoneInfo("America/New_York")) == date(2026, 3, 1)


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"day": date(2026, 1, 1), "at": datetime(2026, 1, 1, tzinfo=UTC)},
        {"at": datetime(2026, 1, 1)},  # noqa: DTZ001 - without a zone, which is the point
        {"day": datetime(2026, 1, 1, tzinfo=UTC)},
    ],
)
def test_an_instant_is_one_thing_or_the_other(wrong: dict[str, datetime]) -> None:
    with pytest.raises(ValueError):
        Instant(**wrong)


NINE, SIX = time(9), time(18)


@pytest.mark.parametrize(
    ("local", "expected"),
    [
        ("2026-03-02T08:59", "2026-03-02T09:00"),
        ("2026-03-02T09:00", "2026-03-02T09:00"),
        ("2026-03-02T12:34", "2026-03-02T12:34"),
        ("2026-03-02T18:00", "2026-03-03T09:00"),
        ("2026-03-06T23:00", "2026-03-09T09:00"),
        ("2026-03-07T12:00", "2026-03-09T09:00"),
        ("2026-02-28T12:00", "2026-02-28T12:00"),  # a worked Saturday
        ("2026-02-14T19:00", "2026-02-24T09:00"),  # over the Spring Festival
    ],
)
def test_messages_wait_for_working_hours(local: str, expected: str) -> None:
    zone = ZoneInfo("Asia/Shanghai")
    at = datetime.fromisoformat(local).replace(tzinfo=zone)
    assert next_working_moment(at, china(), Hours(zone=zone)) == datetime.fromisoformat(expected).replace(tzinfo=zone)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 1)), st.sampled_from(ZONES))  # noqa: DTZ001
def test_the_next_working_moment_is_never_early_and_stays_where_it_is(at: datetime, name: str) -> None:
    zone, instant = ZoneInfo(name), at.replace(tzinfo=UTC)
    found = next_working_moment(instant, plain(), Hours(zone=zone))
    assert found >= instant
    assert found - instant < timedelta(days=4)
    assert NINE <= found.astimezone(zone).time() < SIX
    assert next_working_moment(found, plain(), Hours(zone=zone)) == found
