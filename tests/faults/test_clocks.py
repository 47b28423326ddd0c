"""Clocks that change: every zone's of 2026 and 2027, and a machine's that jumps by an hour or a year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

import pytest

from engine.calendar.instant import Instant, at_local
from engine.runtime.runner import round_of
from engine.store.database import snapshot
from engine.store.outbox import counts
from tests.core.policies import policy
from tests.faults.pieces import DAY, HOUR, OPENING, act, review
from tests.faults.place import Place
from tests.faults.sound import nothing_lost
from tests.support.roster import Reviews, Roster

FIRST, LAST = datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)
QUARTER = timedelta(minutes=15)


@cache
def changes() -> dict[tuple[datetime, timedelta, timedelta], list[str]]:
    """Every change of clocks in two years: (moment, offset before, offset after) -> the zones that make it."""
    found: dict[tuple[datetime, timedelta, timedelta], list[str]] = {}
    for name in sorted(available_timezones()):
        zone, at = ZoneInfo(name), FIRST
        while at < LAST:
            if at.astimezone(zone).utcoffset() != (at + DAY).astimezone(zone).utcoffset():
                moment = _moment(zone, at)
                before, after = (each.astimezone(zone).utcoffset() for each in (moment - QUARTER, moment))
                assert before is not None
                assert after is not None
                found.setdefault((moment, before, after), []).append(name)
            at += DAY
    return found


def _moment(zone: ZoneInfo, at: datetime) -> datetime:
    """The first quarter of an hour after `at` with another offset."""
    while at.astimezone(zone).utcoffset() == (at + QUARTER).astimezone(zone).utcoffset():
        at += QUARTER
    return at + QUARTER


def lived(zone: ZoneInfo, around: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Every quarter of an hour of some days, and what the clocks of the place show then."""
    at = around - 3 * DAY
    while at < around + 3 * DAY:
        yield at, at.astimezone(zone).replace(tzinfo=None)
        at += QUARTER


def test_there_is_something_to_try() -> None:
    zones = {name for some in changes().values() for name in some}
    assert {"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Havana", "Asia/Beirut"} <= zones
    assert len(zones) > 150


def test_every_local_time_around_a_change_of_clocks_is_once_and_right() -> None:
    """One that is left out moves on by the gap, one that comes twice is the first; a day has one beginning."""
    tried = 0
    for (moment, before, after), names in changes().items():
        zone = ZoneInfo(names[0])
        first: dict[datetime, datetime] = {}
        for utc, local in lived(zone, moment):
            first.setdefault(local, utc)
        days = sorted({local.date() for local in first})[1:-1]
        for day in days:
            shown = [utc for local, utc in first.items() if local.date() == day]
            assert Instant(day=day).begins(zone) == min(shown), (names, day)
            assert Instant(day=day).ends(zone) == Instant(day=day + DAY).begins(zone)
            for quarter in range(96):
                wall = time(quarter // 4, quarter % 4 * 15)
                local = datetime.combine(day, wall)
                expected = first.get(local) or first[local + (after - before)]
                assert at_local(day, wall, zone) == expected, (names, local)
                tried += 1
    assert tried > 50_000


def test_every_zone_of_one_change_shows_the_same() -> None:
    for (moment, before, after), names in changes().items():
        for name in names:
            day, wall = (moment + before).date(), (moment + before).time()
            assert at_local(day, wall, ZoneInfo(name)) in (moment, moment + (before - after)), name


LADDER = policy("""
    initial: open
    states:
      open:
        tasks: {agree: {for: employee}}
        due: 2 days
        reminders:
          - {at: due, send: today}
          - {past: due, send: over}
          - {at: due at 00:30, send: night}
          - {at: due at 02:30, send: early}
          - {at: 48 hours after entry, send: exact}
        after: [{past: 1 day after due, to: closed}]
      closed: {final: yes}
    """)


class Elsewhere(Roster):
    """Everybody lives in one zone."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._zone = ZoneInfo(name)

    def zone(self, person: str) -> ZoneInfo:
        return self._zone


def test_deadlines_and_reminders_on_the_day_of_a_change_come_once_at_the_right_local_time() -> None:
    for (moment, before, _), names in changes().items():
        zone = ZoneInfo(names[0])
        due_on: date = (moment + before).date()
        reviews = Reviews(LADDER, roster=Elsewhere(names[0]))
        reviews.now = begins = at_local(due_on - 2 * DAY, time(9), zone)
        reviews.start()
        while (soonest := reviews._soonest()) is not None and soonest < begins + 9 * DAY:
            reviews.now = soonest
            reviews.tick()
        planned = {each.template: each.planned_at for each in reviews.notices if each.template != "new_task"}
        assert len(reviews.notices) == len({each.key for each in reviews.notices}) == 6, names
        assert planned == {
            "today": at_local(due_on, time(), zone),
            "over": at_local(due_on + DAY, time(), zone),
            "night": at_local(due_on, time(0, 30), zone),
            "early": at_local(due_on, time(2, 30), zone),
            "exact": begins + 2 * DAY,
        }, names
        assert reviews.of().place == "closed"
        assert reviews.of().ended_at == at_local(due_on + 2 * DAY, time(), zone), names
        assert reviews.of().entered["closed"].astimezone(zone).date() == due_on + DAY, names


@pytest.mark.parametrize("jump", [-365 * DAY, -HOUR, HOUR, 365 * DAY], ids=["-1y", "-1h", "+1h", "+1y"])
def test_a_clock_that_jumps_and_comes_back_loses_and_doubles_nothing(sqlite_place: Place, jump: timedelta) -> None:
    sqlite_place.restore("begun")
    sqlite_place.tap.received.clear()
    with sqlite_place.tap.mail() as received:
        worker = sqlite_place.process()
        round_of(worker, OPENING)
        round_of(worker, OPENING + 2 * DAY)
        round_of(worker, OPENING + 2 * DAY + jump)
        with snapshot(worker.database) as connection:
            before = counts(connection)
        round_of(worker, OPENING + 2 * DAY)
        round_of(worker, OPENING + 2 * DAY + HOUR)
        if jump < timedelta():
            with snapshot(worker.database) as connection:
                assert counts(connection) == before
            act(worker, review("E1"), "E1", "write", OPENING + 2 * DAY + HOUR, "k", own="Shipped.")
        last = OPENING + max(jump, timedelta()) + 60 * DAY
        for day in range(3, 60):
            round_of(worker, OPENING + max(jump, timedelta()) + day * DAY + 6.5 * HOUR)  # all are at work
        assert nothing_lost(sqlite_place.process(), received, last) == []
        assert len({each.message_id for each in received}) == len(received)
