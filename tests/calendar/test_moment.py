"""What moments mean: one table of sayings, and properties of all of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.calendar.duration import UNITS, Duration
from engine.calendar.errors import CalendarEnds, MomentError
from engine.calendar.instant import Instant, at_local
from engine.calendar.moment import (
    Found,
    Moment,
    advance,
    parse_duration,
    parse_moment,
    parse_period,
    resolve,
)
from tests.calendar.days import china, plain, spring

SHANGHAI = ZoneInfo("Asia/Shanghai")
ANCHORS: dict[str, Found] = {
    "entry": spring(2),  # a Monday
    "due": Instant(spring(13)),
    "published.entry": datetime(2026, 3, 2, 17, 30, tzinfo=UTC),  # already the 3rd in Shanghai
    "cycle.start": date(2026, 7, 1),
    "cycle.period.to": parse_moment("1 day before 6 months after cycle.start"),
    "settings.objection_time": parse_duration("7 business days"),
    "goals.due_on": (date(2026, 5, 20), None, date(2026, 4, 30)),
    "nothing.due_on": (None,),
    "settings.notice": parse_moment("2 business days before due"),
    "month_end": date(2026, 1, 31),
    "leap": date(2028, 2, 29),
    "plan_days": Decimal(10),
    "settings.weeks_given": Decimal(2),
    "halves": Decimal("1.5"),
    "员工.入职日": date(2026, 3, 20),
    "unknown": None,
}


def found(text: str) -> Instant | None:
    return resolve(parse_moment(text), ANCHORS.get, china(), SHANGHAI)


DAYS = [
    ("10 business days", "2026-03-16"),
    ("10 working days", "2026-03-16"),
    ("10 workdays after entry", "2026-03-16"),
    ("10 calendar days", "2026-03-12"),
    ("10 days", "2026-03-12"),
    ("15 clear days", "2026-03-18"),
    ("8 clear days before due", "2026-03-04"),
    ("1 clear day", "2026-03-04"),
    ("1 week", "2026-03-09"),
    ("0 days", "2026-03-02"),
    ("3 business days before due", "2026-03-10"),
    ("15 days before due", "2026-02-26"),
    ("due", "2026-03-13"),
    ("2026-07-01", "2026-07-01"),
    ("15 May of the year of entry", "2026-05-15"),
    ("15 may of the year after entry", "2027-05-15"),
    ("31 December of the year before cycle.start", "2025-12-31"),
    ("29 February of the year of entry", "2026-02-28"),
    ("29 February of the year of leap", "2028-02-29"),
    ("2 March after entry", "2027-03-02"),  # the day itself is not after it
    ("3 March after entry", "2026-03-03"),
    ("1 week before 15 May of the year of due", "2026-05-08"),
    ("16 May of the year of entry, rolled to the next business day", "2026-05-18"),
    ("settings.objection_time after due", "2026-03-24"),
    ("settings.objection_time before (1 week after due)", "2026-03-11"),
    ("1 month after month_end", "2026-02-28"),
    ("1 month before 2026-03-31", "2026-02-28"),
    ("1 year after leap", "2029-02-28"),
    ("13 months before month_end", "2024-12-31"),
    ("cycle.period.to", "2026-12-31"),
    ("3 weeks before cycle.period.to", "2026-12-10"),
    ("1 day before 6 months after cycle.start", "2026-12-31"),
    ("settings.objection_time", "2026-03-11"),
    ("1 day after settings.notice", "2026-03-12"),
    ("员工.入职日", "2026-03-20"),
    ("2 days after published.entry", "2026-03-05"),
    ("start of published.entry", "2026-03-03"),
    ("start of 3 months after entry, rolled to the next business day", "2026-06-02"),
    ("2 months after 2026-02-01, rolled to the next business day", "2026-04-01"),
    ("2026-10-04, rolled to the next business day", "2026-10-08"),
    ("2026-10-04 rolled to the previous business day", "2026-09-30"),
    ("2026-10-10, rolled to the next business day", "2026-10-10"),
    ("first day of the month of due", "2026-03-01"),
    ("last day of the month of 2 months after leap", "2028-04-30"),
    ("2026-10-04, rolled to the next friday", "2026-10-09"),
    ("due, rolled to the next Friday", "2026-03-13"),
    ("due, rolled to previous monday", "2026-03-09"),
    ("first day of the quarter of due", "2026-01-01"),
    ("last day of the half-year of due", "2026-06-30"),
    ("last day of the year of leap", "2028-12-31"),
    ("latest of goals.due_on", "2026-05-20"),
    ("2 weeks before earliest of goals.due_on", "2026-04-16"),
    ("earliest of due", "2026-03-13"),
    ("later of due and cycle.start", "2026-07-01"),
    ("earlier of due and cycle.start and entry", "2026-03-02"),
    ("later of known due and unknown", "2026-03-13"),
    ("later of 1 day after due and (due, rolled to the next business day)", "2026-03-14"),
    ("1 month after (later of due and cycle.start)", "2026-08-01"),
    ("5 business days, counting the first day", "2026-03-06"),
    ("5 business days after 2026-03-07, counting the first day", "2026-03-13"),
    ("5 business days before due, counting: first day", "2026-03-09"),
    ("5 days counting first day", "2026-03-06"),
    ("1 month counting the first day", "2026-04-01"),
    ("plan_days days", "2026-03-12"),
    ("plan_days business days before due", "2026-02-28"),  # a Saturday that is worked
    ("settings.weeks_given weeks after 2026-03-02", "2026-03-16"),
]


@pytest.mark.parametrize(("text", "day"), DAYS)
def test_a_moment_in_days_is_a_day(text: str, day: str) -> None:
    assert found(text) == Instant(date.fromisoformat(day))


EXACT = [
    ("24 hours after published.entry", "2026-03-03T17:30"),
    ("24 hours after due", "2026-03-13T16:00"),  # a day begins at 16:00 UTC of the day before
    ("90 minutes before published.entry", "2026-03-02T16:00"),
    ("1.5 hours before published.entry", "2026-03-02T16:00"),
    ("published.entry", "2026-03-02T17:30"),
    ("2026-07-01 at 09:00", "2026-07-01T01:00"),
    ("2026-07-01 9:30", "2026-07-01T01:30"),
    ("1 day after due at 18:00", "2026-03-14T10:00"),
    ("2026-10-04, rolled to the next business day, at 09:00", "2026-10-08T01:00"),
    ("2026-10-04 at 09:00, rolled to the next business day", "2026-10-08T01:00"),
    ("earlier of due and (due at 18:00)", "2026-03-13T10:00"),
]


@pytest.mark.parametrize(("text", "at"), EXACT)
def test_a_moment_with_hours_is_exact(text: str, at: str) -> None:
    assert found(text) == Instant(at=datetime.fromisoformat(at).replace(tzinfo=UTC))


def test_a_whole_day_is_later_than_any_hour_of_it() -> None:
    assert found("later of due and (due at 18:00)") == Instant(spring(13))


@pytest.mark.parametrize(
    "text",
    [
        "unknown",
        "3 days after unknown",
        "later of due and unknown",
        "earlier of known unknown and unknown",
        "latest of nothing.due_on",
        "goals.due_on",
        "plan_days",
        "halves days after entry",
        "unknown days after entry",
    ],
)
def test_a_moment_with_an_unknown_part_is_unknown(text: str) -> None:
    assert found(text) is None


@pytest.mark.parametrize(
    ("text", "anchors"),
    [
        ("10 business days", {"entry"}),
        ("2026-07-01", set()),
        ("3 days before due", {"due"}),
        ("later of known cycle.results_out and employee.hired_on", {"cycle.results_out", "employee.hired_on"}),
        ("start", {"start"}),
        ("plan_days business days after entry", {"plan_days", "entry"}),
        ("mid-year.due", {"mid-year.due"}),
    ],
)
def test_a_moment_tells_its_anchors(text: str, anchors: set[str]) -> None:
    assert parse_moment(text).anchors == anchors


FAULTS = [
    ("", "moment-empty", 0),
    ("x" * 301, "moment-too-long", 300),
    ("10 busines days", "moment-unit", 3),
    ("within 5 business days", "moment-within", 0),
    ("two weeks", "moment-number-word", 0),
    ("end of the month", "moment-write", 0),
    ("the end of the year", "moment-write", 0),
    ("next friday", "moment-write", 0),
    ("the the the the the", "moment-trailing", 4),
    ("10", "moment-unit", 2),
    ("3 days bfore due", "moment-trailing", 7),
    ("due due", "moment-trailing", 4),
    ("3 days after", "moment-anchor", 12),
    ("after due", "moment-anchor", 0),
    ("@due", "moment-anchor", 0),
    ("1.5 days", "moment-whole", 0),
    ("999999 days", "moment-count", 0),
    ("later of due", "moment-and", 12),
    ("2026-02-30", "moment-date", 0),
    ("31 April of the year of entry", "moment-date", 0),
    ("15 May of entry", "moment-year-of", 7),
    ("15 May of the year", "moment-year-of", 18),
    ("objection_time after due", "moment-trailing", 15),
    ("due at 25:00", "moment-time", 7),
    ("due at noon", "moment-time", 7),
    ("(due", "moment-bracket", 4),
    ("due, rolled to monday", "moment-rolled", 12),
    ("due, rolled to the next fryday", "moment-rolled", 24),
    ("last day of the decade of due", "moment-span", 16),
    ("due, counting the first day", "moment-counting-what", 14),
    ("3 days counting sheep", "moment-counting", 16),
    ("(" * 30 + "due" + ")" * 30, "moment-too-deep", 21),
    ("1 day after " * 24 + "due", "moment-too-deep", 252),
]


@pytest.mark.parametrize(("text", "code", "offset"), FAULTS, ids=[text[:30] for text, _, _ in FAULTS])
def test_a_fault_in_a_moment_is_named_and_placed(text: str, code: str, offset: int) -> None:
    with pytest.raises(MomentError) as refusal:
        parse_moment(text)
    assert (refusal.value.code, refusal.value.offset) == (code, offset)
    assert refusal.value.text("en") != refusal.value.text("zh")


def test_the_nearest_word_is_offered() -> None:
    with pytest.raises(MomentError, match="before"):
        parse_moment("3 days bfore due")
    with pytest.raises(MomentError, match="business day"):
        parse_moment("3 busines days before due")


def test_moments_that_need_each_other_are_refused_at_once() -> None:
    around: dict[str, Found] = {
        "a": parse_moment("later of b and (later of b and b)"),
        "b": parse_moment("earlier of a and (earlier of a and a)"),
        "entry": parse_duration("1 day"),
    }
    for text in ("a", "1 day"):
        with pytest.raises(MomentError) as refusal:
            resolve(parse_moment(text), around.get, china(), SHANGHAI)
        assert refusal.value.code == "moment-circular"


def test_a_name_is_asked_once_however_often_moments_mention_it() -> None:
    chain: dict[str, Found] = {f"m{n}": parse_moment(f"later of m{n + 1} and m{n + 1}") for n in range(60)}
    chain["m60"] = spring(2)
    assert resolve(parse_moment("m0"), chain.get, china(), SHANGHAI) == Instant(spring(2))


def test_leaving_the_calendar_or_the_years_is_said() -> None:
    with pytest.raises(CalendarEnds):
        found("5000 business days")
    for text in ("9000 years after due", "9000 years before due", "100000 months", "1 day after 9999-12-31"):
        with pytest.raises(MomentError) as refusal:
            found(text)
        assert refusal.value.code == "moment-out-of-range"


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("every 2 business days", Duration(2, "business day")),
        ("every business day", Duration(1, "business day")),
        ("every week", Duration(1, "week")),
        ("every 6 months", Duration(6, "month")),
    ],
)
def test_a_period_is_read(text: str, duration: Duration) -> None:
    assert parse_period(text) == duration


@pytest.mark.parametrize(
    ("text", "code"),
    [("2 days", "period-every"), ("every 0 days", "period-zero"), ("every fortnight", "moment-unit")],
)
def test_a_period_that_is_none_is_refused(text: str, code: str) -> None:
    with pytest.raises(MomentError) as refusal:
        parse_period(text)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("start", "duration", "expected"),
    [
        (Instant(spring(13)), Duration(2, "business day"), Instant(spring(17))),
        (Instant(spring(13)), Duration(2, "day"), Instant(spring(15))),
        (Instant(date(2026, 1, 31)), Duration(1, "month").times(2), Instant(date(2026, 3, 31))),
        (
            Instant(at=datetime(2026, 3, 13, 1, tzinfo=UTC)),
            Duration(2, "business day"),
            Instant(at=datetime(2026, 3, 17, 1, tzinfo=UTC)),
        ),
        (
            Instant(at=datetime(2026, 3, 13, 1, tzinfo=UTC)),
            Duration(Decimal("1.5"), "hour"),
            Instant(at=datetime(2026, 3, 13, 2, 30, tzinfo=UTC)),
        ),
        (Instant(spring(13)), Duration(30, "minute"), Instant(at=datetime(2026, 3, 12, 16, 30, tzinfo=UTC))),
    ],
)
def test_an_instant_advances_in_its_own_kind(start: Instant, duration: Duration, expected: Instant) -> None:
    assert advance(start, duration, china(), SHANGHAI) == expected


def test_advancing_keeps_the_local_hour_across_a_change_of_clocks() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    friday = Instant(at=at_local(date(2026, 3, 27), time(9), berlin))
    monday = advance(friday, Duration(1, "business day"), plain(), berlin)
    assert monday.at == datetime(2026, 3, 30, 7, tzinfo=UTC)
    next_day = advance(friday, Duration(72, "hour"), plain(), berlin)
    assert next_day.at == datetime(2026, 3, 30, 8, tzinfo=UTC)


def test_moments_are_equal_by_their_text() -> None:
    assert parse_moment("due") == parse_moment("due")
    assert len({parse_moment("due"), parse_moment("due"), parse_moment("entry")}) == 2


NUMBERS = "0 1 2 0.5 10 business days day weeks months years hours after before due entry a.b at 18:00 25:00"
FORMS = "later earlier of known and start end first last the month rolled to next previous counting every"
WORDS = f"{NUMBERS} {FORMS} ( ) , : 2026-02-28 2026-02-30 ， 员工.入职日 - . @".split()


@given(st.one_of(st.text(max_size=80), st.lists(st.sampled_from(WORDS), max_size=15).map(" ".join)))
def test_no_text_ends_in_anything_but_a_moment_or_a_moment_error(text: str) -> None:
    offset = 0
    try:
        moment: Moment = parse_moment(text)
        moment.anchors.isdisjoint({"due"})
        resolve(moment, ANCHORS.get, china(), SHANGHAI)
    except MomentError as fault:
        offset = fault.offset
        fault.text("zh")
    except CalendarEnds as end:
        end.text("zh")
    assert 0 <= offset <= len(text)


@given(st.integers(0, 400), st.sampled_from(UNITS), st.dates(date(2021, 6, 1), date(2026, 6, 1)))
def test_what_is_written_is_what_is_meant(count: int, unit: str, day: date) -> None:
    text = f"{count} {unit}{'s' if count != 1 else ''}"
    duration = parse_duration(text)
    assert str(duration) == text
    if unit in ("year", "month"):
        duration = Duration(count % 24, duration.unit)
    start = Instant(day)
    shifted = resolve(parse_moment(f"{duration} after entry"), {"entry": start}.get, china(), SHANGHAI)
    assert shifted == advance(start, duration, china(), SHANGHAI)


@given(st.integers(0, 300), st.sampled_from(UNITS), st.dates(date(2021, 1, 1), date(2026, 1, 1)), st.integers(0, 40))
def test_a_later_anchor_never_gives_an_earlier_moment(count: int, unit: str, day: date, later: int) -> None:
    moment = parse_moment(f"{count % 12 if unit in ('year', 'month') else count} {unit}s after entry")

    def when(anchor: date) -> datetime:
        instant = resolve(moment, {"entry": anchor}.get, plain(), SHANGHAI)
        assert instant is not None
        return instant.ends(SHANGHAI)

    assert when(day) <= when(date.fromordinal(day.toordinal() + later))
