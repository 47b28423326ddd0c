"""Cycles: turns counted from the first, dates that differ by person, and who takes part."""

from __future__ import annotations

from datetime import date

import pytest

from engine.core import cycle as cycles
from engine.definition.library import read_cycle
from tests.support.roster import Roster, at, calendar

HALF_YEAR = """
cycle: half-year
title: {en: "Half-year {{ name }} from {{ start }}", zh: "{{ start }}起半年度绩效"}
name: "{year}-h{half}"
start: 2026-01-31
repeat: every 6 months
period: {from: start, to: 1 day before 6 months after start}
people:
  include: employee.active and employee.hired_on <= moment('60 days before cycle.period.to')
  exclude: employee.department == 'HR'
  late_joiners: catch up
dates:
  goals_open: start
  midpoint: {default: "3 months after start, rolled to the next business day"}
  results_out:
    default: 2 weeks after cycle.midpoint
    when: {"employee.site == 'Berlin'": 1 month after cycle.midpoint at 18:00}
starts:
  - {process: goal_setting, at: goals_open}
  - {process: review, at: 1 week before cycle.results_out, for: employee.certified}
"""


@pytest.fixture
def turns() -> list[cycles.Turn]:
    roster = Roster()
    return cycles.turns(read_cycle("cycles/half-year.yaml", HALF_YEAR), calendar("Shanghai"), roster.zone("li"))


def test_each_turn_is_counted_from_the_first(turns: list[cycles.Turn]) -> None:
    assert [(turn.name, turn.start) for turn in turns[:4]] == [
        ("2026-h1", date(2026, 1, 31)),
        ("2026-h2", date(2026, 7, 31)),
        ("2027-h1", date(2027, 1, 31)),
        ("2027-h2", date(2027, 7, 31)),
    ]
    assert turns[-1].start.year == 2028  # as far as the calendar goes
    assert turns[0].title == {"en": "Half-year 2026-h1 from 2026-01-31", "zh": "2026-01-31起半年度绩效"}


def test_dates_that_are_written_out_move_on_with_each_turn() -> None:
    roster = Roster()
    text = HALF_YEAR.replace("goals_open: start", "goals_open: 2026-02-28").replace(
        "3 months after start, rolled", "2 weeks after 2026-04-15, rolled"
    )
    found = cycles.turns(read_cycle("cycles/half-year.yaml", text), calendar("Shanghai"), roster.zone("li"))
    dates = [cycles.facts(turn, "li", roster, at("2026-01-20")) for turn in found[:3]]
    assert [each["goals_open"] for each in dates] == [date(2026, 2, 28), date(2026, 8, 28), date(2027, 2, 28)]
    assert [each["midpoint"] for each in dates] == [date(2026, 4, 29), date(2026, 10, 29), date(2027, 4, 29)]


def test_dates_are_each_person_s_own(turns: list[cycles.Turn]) -> None:
    roster = Roster()
    roster.add("max", site="Berlin")
    now = at("2026-01-20")
    li = cycles.facts(turns[0], "li", roster, now)
    assert li["period"] == {"from": date(2026, 1, 31), "to": date(2026, 7, 30)}
    assert (li["goals_open"], li["midpoint"], li["results_out"]) == (
        date(2026, 1, 31),
        date(2026, 4, 30),
        date(2026, 5, 14),
    )
    assert cycles.facts(turns[0], "max", roster, now)["results_out"] == at("2026-05-30 18:00", "Europe/Berlin")


def test_who_takes_part_and_what_starts_when(turns: list[cycles.Turn]) -> None:
    roster = Roster()
    roster.add("late", hired_on=date(2026, 6, 1))
    roster.add("early", hired_on=date(2026, 5, 31), certified=False)
    now, turn = at("2026-06-20"), turns[0]

    def takes_part(person: str) -> bool:
        return cycles.included(turn, person, roster, cycles.facts(turn, person, roster, now), now)

    assert [each for each in ("li", "mei", "late", "early") if takes_part(each)] == ["li", "early"]
    goals, review = turn.template.starts
    facts = cycles.facts(turn, "li", roster, now)
    assert cycles.start_moments(turn, goals, "li", roster, facts, now) == [(1, at("2026-01-31 00:00"))]
    assert cycles.start_moments(turn, review, "li", roster, facts, now) == [(1, at("2026-05-07 00:00"))]
    assert cycles.wanted(goals, "early", roster, facts, now)
    assert not cycles.wanted(review, "early", roster, facts, now)
