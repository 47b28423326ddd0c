"""When a notice may reach somebody: in their hours, not in their quiet ones, and never past its limit for that."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.calendar.local import Hours, next_opening, next_working_moment
from engine.core.arrival import arrival, not_now, tomorrow
from engine.core.roster import Delegation, Past, PersonRecord, Roster
from engine.core.units import UnitRecord
from engine.core.values import Notice
from engine.definition.house import Messages, Organisation, Site
from tests.calendar.days import plain

SITE = Site(name="Berlin", title={"en": "Berlin"}, calendar="plain", time_zone="Europe/Berlin")
BERLIN = ZoneInfo("Europe/Berlin")


class One(Roster):
    """An organisation of one person, E1, who chose what the test says."""

    def __init__(self, messages: Messages, chosen: Mapping[str, Any]) -> None:
        organisation = Organisation(facts={}, groups={}, sites={"Berlin": SITE}, messages=messages)
        super().__init__(organisation, {"plain": plain()}, datetime(2026, 3, 2, 12, tzinfo=UTC))
        self._record = PersonRecord(id="E1", name="Eva", site="Berlin", facts=chosen)

    def records(self, ids: Collection[str]) -> Mapping[str, PersonRecord]:
        return {"E1": self._record} if "E1" in ids else {}

    def members_of(self, group: str) -> Sequence[PersonRecord]:
        return ()

    def reports_of(self, manager: str) -> Sequence[PersonRecord]:
        return ()

    def people_in(self, department: str) -> Sequence[PersonRecord]:
        return ()

    def unit_records(self, ids: Collection[str]) -> Mapping[str, UnitRecord]:
        return {}

    def units_under(self, parent: str) -> Sequence[UnitRecord]:
        return ()

    def delegations(self) -> Sequence[Delegation]:
        return ()

    def pasts(self, ids: Collection[str]) -> Mapping[str, Past]:
        return {}

    def holding(self, fact: str, value: str, day: date) -> Sequence[str]:
        return ()


def local(text: str) -> datetime:
    """`02 09:30`: that day of March 2026 (the 2nd is a Monday) on Berlin's clocks."""
    day, wall = text.split()
    return datetime.combine(date(2026, 3, int(day)), time.fromisoformat(wall), BERLIN).astimezone(UTC)


def notice(**more: Any) -> Notice:
    return Notice(key="k", template="t", recipient="E1", rule="r", planned_at=local("02 09:00"), **more)


NOON = Messages(quiet=(time(12), time(13, 30)))


@pytest.mark.parametrize(
    ("now", "messages", "chosen", "more", "expected", "why"),
    [
        ("02 10:00", Messages(), {}, {}, "02 10:00", None),
        ("02 19:00", Messages(), {}, {}, "03 09:00", "outside-hours"),
        ("06 19:00", Messages(), {}, {}, "09 09:00", "outside-hours"),
        ("02 12:00", NOON, {}, {}, "02 13:30", "quiet-hours"),
        ("02 13:30", NOON, {}, {}, "02 13:30", None),
        ("02 12:15", NOON, {"quiet_hours": "09:00-10:00"}, {}, "02 12:15", None),
        ("02 09:15", NOON, {"quiet_hours": "22:00-10:00"}, {}, "02 10:00", "quiet-hours"),
        ("02 08:00", NOON, {"quiet_hours": "22:00-10:00"}, {}, "02 10:00", "quiet-hours"),
        ("02 08:00", Messages(), {"work_hours": "07:00-15:00"}, {}, "02 08:00", None),
        ("02 16:00", Messages(), {"work_hours": "07:00-15:00"}, {}, "03 07:00", "outside-hours"),
        ("02 08:00", Messages(), {"time_zone": "Europe/Athens"}, {}, "02 08:00", None),
        ("02 10:00", Messages(), {"digest": "daily"}, {}, "03 09:00", "daily-digest"),
        ("02 10:00", Messages(digest="daily"), {"digest": "each"}, {}, "02 10:00", None),
        ("02 12:15", NOON, {}, {"exact": True}, "02 12:15", None),
        ("02 10:00", Messages(digest="daily"), {}, {"due_on": date(2026, 3, 2)}, "02 10:00", None),
        ("02 10:00", Messages(digest="daily"), {}, {"due_on": date(2026, 3, 3)}, "03 09:00", "daily-digest"),
        ("06 20:00", Messages(), {}, {"due_on": date(2026, 3, 8)}, "06 20:00", None),
        ("06 20:00", Messages(), {}, {"due_on": date(2026, 3, 5)}, "09 09:00", "outside-hours"),
        ("02 10:00", Messages(), {}, {"planned_on": date(2026, 3, 4)}, "04 09:00", "outside-hours"),
        ("02 10:00", Messages(quiet=(time(0), time(0))), {}, {}, "02 10:00", None),
    ],
)  # fmt: skip
def test_a_notice_waits_for_its_readers_hours_but_not_past_its_limit(
    now: str, messages: Messages, chosen: Mapping[str, Any], more: Mapping[str, Any], expected: str, why: str | None
) -> None:
    found = arrival(One(messages, chosen), notice(**more), local(now))
    assert (found.at, found.why) == (local(expected), why)


def test_what_is_due_when_the_runner_wakes_late_waits_again_and_what_is_too_much_waits_a_day() -> None:
    people = One(NOON, {})
    late = not_now(people, notice(), local("02 20:00"))
    assert late is not None
    assert (late.at, late.why) == (local("03 09:00"), "outside-hours")
    assert not_now(people, notice(), local("02 11:00")) is None
    assert not_now(people, notice(exact=True), local("02 20:00")) is None
    assert not_now(people, notice(due_on=date(2026, 3, 2)), local("02 20:00")) is None
    more = tomorrow(people, notice(), local("06 11:00"))
    assert more is not None
    assert (more.at, more.why) == (local("09 09:00"), "enough-today")
    assert tomorrow(people, notice(due_on=date(2026, 3, 7)), local("06 11:00")) is None


WALL = st.times().map(lambda each: each.replace(microsecond=0, second=0))


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 11, 1)),  # noqa: DTZ001
    st.sampled_from(sorted(available_timezones())),
    st.tuples(WALL, WALL),
)
def test_no_moment_of_anybodys_quiet_hours_is_ever_chosen(at: datetime, name: str, quiet: tuple[time, time]) -> None:
    hours, instant = Hours(zone=ZoneInfo(name), quiet=quiet), at.replace(tzinfo=UTC)
    found = next_working_moment(instant, plain(), hours)
    assert found >= instant
    assert next_working_moment(found, plain(), hours) == found
    assert next_opening(found, plain(), hours) >= found
    assert found - instant < timedelta(days=6)
    begins, ends = quiet
    inside = hours.quiet_until(found) is not None
    swallowed = (
        begins == ends
        or (begins <= time(9) and (ends >= time(18) or ends < begins))
        or (ends < begins and ends >= time(18))
    )
    assert not inside or swallowed
