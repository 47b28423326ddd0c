"""Which days are worked, and counting them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.calendar.errors import CalendarEnds, CalendarInvalid
from engine.calendar.working_days import CalendarSpec, WorkingCalendar, build, unpublished_years
from tests.calendar.days import china, plain

INSIDE = st.dates(date(2022, 1, 1), date(2026, 12, 31))
STEPS = st.integers(-300, 300)
CALENDARS = st.sampled_from([china(), plain()])


def spec(**more: object) -> CalendarSpec:
    return CalendarSpec(**({"name": "own", "first_year": 2026, "last_year": 2026} | more))  # type: ignore[arg-type]


def test_china_works_six_weekend_days_in_2026() -> None:
    worked = [
        date(2026, 1, 1) + timedelta(days=n)
        for n in range(365)
        if (date(2026, 1, 1) + timedelta(days=n)).weekday() > 4
        and china().is_working(date(2026, 1, 1) + timedelta(days=n))
    ]
    assert [day.strftime("%m-%d") for day in worked] == ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        ("2026-02-13", 1, "2026-02-14"),  # the Saturday before the Spring Festival is worked
        ("2026-02-14", 1, "2026-02-24"),  # and then nobody works for nine days
        ("2026-02-24", -1, "2026-02-14"),
        ("2026-02-18", 1, "2026-02-24"),  # from within the holiday
        ("2026-02-18", -1, "2026-02-14"),
        ("2026-02-18", 0, "2026-02-18"),  # no days are no days, worked or not
        ("2026-09-30", 1, "2026-10-08"),
        ("2026-10-08", 2, "2026-10-10"),
    ],
)
def test_days_are_added_across_holidays(day: str, n: int, expected: str) -> None:
    assert china().add(date.fromisoformat(day), n) == date.fromisoformat(expected)


def test_own_days_off_and_own_working_days_win_over_the_country() -> None:
    calendar = build(
        spec(
            country="CN",
            days_off={date(2026, 3, 4): {"en": "Founding day", "zh": "司庆日"}, date(2026, 3, 7): "Fair"},
            work_days={date(2026, 10, 1): "Stocktaking", date(2026, 3, 7): "Open house"},
        )
    )
    assert not calendar.is_working(date(2026, 3, 4))
    assert calendar.is_working(date(2026, 10, 1))
    assert calendar.is_working(date(2026, 3, 7))
    assert calendar.name_of(date(2026, 3, 4), "zh") == "司庆日"
    assert calendar.name_of(date(2026, 10, 1), "zh") == "Stocktaking"
    assert calendar.name_of(date(2026, 10, 2), "zh") == "国庆节"
    assert calendar.name_of(date(2026, 10, 2), "en") == "National Day"
    assert calendar.name_of(date(2026, 3, 5)) is None


def test_a_week_may_be_other_than_monday_to_friday() -> None:
    calendar = build(spec(weekdays=(6, 0, 1, 2, 3)))
    assert calendar.is_working(date(2026, 3, 1))  # a Sunday
    assert calendar.add(date(2026, 3, 5), 1) == date(2026, 3, 8)


def test_a_part_of_a_country_has_its_own_holidays() -> None:
    epiphany = date(2026, 1, 6)
    assert not build(spec(country="DE-BY")).is_working(epiphany)
    assert build(spec(country="DE-BE")).is_working(epiphany)


def test_names_do_not_follow_the_language_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "th")
    assert build(spec(country="CN")).name_of(date(2026, 1, 1), "zh") == "元旦"


def test_years_whose_swaps_nobody_announced_are_told() -> None:
    ahead = spec(country="CN", first_year=2024, last_year=2028)
    assert unpublished_years(ahead) == (2027, 2028)
    assert build(ahead).unpublished == (2027, 2028)
    knowingly = spec(country="CN", first_year=2024, last_year=2028, provisional=(2027, 2028))
    assert unpublished_years(knowingly) == ()
    assert unpublished_years(spec(country="CN", first_year=2028, last_year=2028)) == (2028,)


@pytest.mark.parametrize("country", ["DE", "US", "JP", "SG", "HU", None])
def test_a_country_without_yearly_swaps_needs_no_announcement(country: str | None) -> None:
    assert unpublished_years(spec(country=country, last_year=2030)) == ()


@pytest.mark.parametrize(
    ("ask", "year"),
    [
        (lambda calendar: calendar.is_working(date(2019, 12, 31)), 2019),
        (lambda calendar: calendar.add(date(2029, 1, 1), 0), 2029),
        (lambda calendar: calendar.add(date(2028, 12, 29), 1), 2029),
        (lambda calendar: calendar.add(date(2020, 1, 2), -1), 2019),
        (lambda calendar: calendar.add(date(2026, 1, 1), 10**9), 2029),
        (lambda calendar: calendar.count(date(2026, 1, 1), date(2030, 1, 1)), 2030),
        (lambda calendar: calendar.next_working(date(2028, 12, 31)), 2029),
        (lambda calendar: calendar.previous_working(date(2020, 1, 1)), 2019),
        (lambda calendar: calendar.name_of(date(2035, 1, 1)), 2035),
    ],
)
def test_beyond_its_years_a_calendar_never_guesses(ask: object, year: int) -> None:
    with pytest.raises(CalendarEnds) as end:
        ask(china())  # type: ignore[operator]
    assert (end.value.calendar, end.value.year) == ("CN", year)
    assert str(year) in end.value.text("zh")


def test_a_calendar_knows_which_years_it_covers() -> None:
    assert [year for year in range(2018, 2031) if china().covers(year)] == list(range(2020, 2029))


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"country": "XX"}, "calendar-country"),
        ({"country": "China"}, "calendar-country"),
        ({"country": "DE-XX"}, "calendar-part"),
        ({"first_year": 2030}, "calendar-years"),
        ({"last_year": 99999}, "calendar-years"),
    ],
)
def test_a_calendar_that_cannot_be_is_refused(wrong: dict[str, object], code: str) -> None:
    with pytest.raises(CalendarInvalid) as refusal:
        build(spec(**wrong))
    assert refusal.value.code == code
    assert refusal.value.text("en") != refusal.value.text("zh")


def test_a_calendar_without_a_working_day_ends_instead_of_looping() -> None:
    with pytest.raises(CalendarEnds):
        build(spec(weekdays=())).next_working(date(2026, 3, 2))


def walked(calendar: WorkingCalendar, day: date, n: int) -> date:
    """The slow and obvious way: one day at a time."""
    step = timedelta(days=1 if n > 0 else -1)
    while n:
        day += step
        if calendar.is_working(day):
            n += -1 if n > 0 else 1
    return day


@given(CALENDARS, INSIDE, STEPS)
def test_adding_is_walking_day_by_day(calendar: WorkingCalendar, day: date, n: int) -> None:
    assert calendar.add(day, n) == walked(calendar, day, n)


@given(CALENDARS, INSIDE, STEPS)
def test_going_there_and_back_leads_home(calendar: WorkingCalendar, day: date, n: int) -> None:
    home = calendar.next_working(day)
    assert calendar.add(calendar.add(home, n), -n) == home


@given(CALENDARS, INSIDE, INSIDE, STEPS)
def test_a_later_start_never_arrives_earlier(calendar: WorkingCalendar, one: date, other: date, n: int) -> None:
    early, late = sorted((one, other))
    assert calendar.add(early, n) <= calendar.add(late, n)


@given(CALENDARS, INSIDE, INSIDE)
def test_counting_is_the_inverse_of_adding(calendar: WorkingCalendar, one: date, other: date) -> None:
    start, end = sorted((one, other))
    n = calendar.count(start, end)
    assert calendar.count(end, start) == -n
    assert calendar.add(start, n) <= end if n else not calendar.is_working(end) or start == end
    assert calendar.add(start, n + 1) > end


@given(CALENDARS, INSIDE)
def test_the_nearest_working_days_are_worked_and_nothing_lies_between(calendar: WorkingCalendar, day: date) -> None:
    ahead, back = calendar.next_working(day), calendar.previous_working(day)
    assert calendar.is_working(ahead)
    assert calendar.is_working(back)
    assert back <= day <= ahead
    assert calendar.count(back, ahead) == (0 if back == ahead else 1)


TERMS = {"spring": (date(2026, 2, 16), date(2026, 7, 3)), "autumn": (date(2026, 9, 1), date(2026, 12, 18))}


def test_work_lies_within_terms_where_a_calendar_has_them() -> None:
    school = build(spec(terms=TERMS, work_days={date(2026, 8, 27): "inset day"}))
    assert school.add(date(2026, 7, 1), 5) == date(2026, 9, 2)  # 2 and 3 July, 27 August, 1 and 2 September
    assert school.add(date(2026, 9, 2), -3) == date(2026, 7, 3)
    assert not school.is_working(date(2026, 8, 3))


def test_a_day_between_terms_belongs_to_the_next() -> None:
    school = build(spec(terms=TERMS))
    assert school.term(date(2026, 3, 2)) == TERMS["spring"]
    assert school.term(date(2026, 8, 3)) == TERMS["autumn"]
    with pytest.raises(CalendarEnds):
        school.term(date(2026, 12, 19))
