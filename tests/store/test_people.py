"""People as of now, what an import changed, and who knew what of whom on which day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Connection

from engine.store.imports import FactChange, upsert_people
from engine.store.people import (
    PersonRecord,
    Post,
    active_ids,
    holding,
    leavers,
    members_of,
    pasts,
    people_in,
    persons,
    posts,
    reports_of,
)
from tests.store.samples import NOW

JULY, AUGUST, SEPTEMBER = (date(2026, month, 1) for month in (7, 8, 9))
ADA = PersonRecord(
    id="E1",
    name="Ada 阿达",
    mail="ada@example.org",
    language="zh",
    site="Berlin",
    department="Sales",
    manager="M1",
    hired_on=date(2020, 1, 1),
    groups=("calibration", "hr"),
    facts={"level": Decimal("7.5"), "kind": "employee", "certified_on": date(2025, 1, 1), "coach": None},
)
MAX = PersonRecord(id="M1", name="Max", department="Sales", groups=("hr",))


def take(connection: Connection, *people: PersonRecord, on: date = JULY) -> list[FactChange]:
    return upsert_people(connection, people, on=on, now=NOW)


def test_people_come_back_as_they_were_taken(connection: Connection) -> None:
    take(connection, ADA, MAX)
    assert persons(connection, ["E1", "M1", "unknown"]) == {"E1": ADA, "M1": MAX}
    assert posts(connection) == {
        "E1": Post("M1", ADA.department, ("calibration", "hr")),
        "M1": Post(None, "Sales", ("hr",)),
    }


def test_people_are_asked_for_as_roles_do(connection: Connection) -> None:
    take(connection, ADA, MAX, replace(MAX, id="E2", manager="M1", groups=(), department=None))
    assert [each.id for each in reports_of(connection, "M1")] == ["E1", "E2"]
    assert [each.id for each in members_of(connection, "hr")] == ["E1", "M1"]
    assert [each.id for each in people_in(connection, "Sales")] == ["E1", "M1"]
    assert members_of(connection, "calibration") == [ADA]
    assert members_of(connection, "nobody") == []


def test_an_import_says_what_it_changed(connection: Connection) -> None:
    assert take(connection, MAX) == [FactChange(person="M1", fact="id", old=None, new="M1")]
    take(connection, ADA)
    assert take(connection, ADA, MAX) == []
    changed = replace(ADA, manager="M2", groups=("hr", "board"), facts={"level": Decimal(8), "coach": "M1"})
    assert take(connection, changed, MAX, on=AUGUST) == [
        FactChange(person="E1", fact="manager", old="M1", new="M2"),
        FactChange(person="E1", fact="groups", old=["calibration", "hr"], new=["board", "hr"]),
        FactChange(person="E1", fact="certified_on", old=date(2025, 1, 1), new=None),
        FactChange(person="E1", fact="coach", old=None, new="M1"),
        FactChange(person="E1", fact="kind", old="employee", new=None),
        FactChange(person="E1", fact="level", old=Decimal("7.5"), new=Decimal(8)),
    ]
    assert persons(connection, ["E1"]) == {"E1": replace(changed, groups=("board", "hr"))}


@pytest.mark.parametrize(
    ("day", "manager"), [(date(2026, 6, 30), None), (JULY, "M1"), (date(2026, 7, 31), "M1"), (AUGUST, "M2")]
)
def test_history_knows_who_managed_whom_on_a_day(connection: Connection, day: date, manager: str | None) -> None:
    take(connection, ADA)
    take(connection, replace(ADA, manager="M2"), on=AUGUST)
    for each in ("M1", "M2"):
        assert holding(connection, "manager", each, day) == (["E1"] if manager == each else [])


def periods(connection: Connection, fact: str = "manager") -> list[tuple[Any, date, date | None]]:
    found = pasts(connection, ["E1", "unknown"])["E1"].get(fact, [])
    return [(each.value, each.from_on, each.until_on) for each in found]


def test_a_fact_that_goes_and_comes_back_has_a_gap(connection: Connection) -> None:
    take(connection, ADA)
    take(connection, replace(ADA, manager=None), on=AUGUST)
    take(connection, ADA, on=SEPTEMBER)
    assert periods(connection) == [("M1", JULY, AUGUST), ("M1", SEPTEMBER, None)]
    assert periods(connection, "level") == [(Decimal("7.5"), JULY, None)]
    assert periods(connection, "coach") == []


def test_a_second_import_of_a_day_corrects_the_first(connection: Connection) -> None:
    take(connection, ADA)
    take(connection, replace(ADA, manager="M2"), on=AUGUST)
    take(connection, replace(ADA, manager="M3"), on=AUGUST)
    assert periods(connection) == [("M1", JULY, AUGUST), ("M3", AUGUST, None)]
    take(connection, replace(ADA, manager=None), on=AUGUST)
    assert periods(connection) == [("M1", JULY, AUGUST)]


def test_an_import_of_an_earlier_day_corrects_the_present(connection: Connection) -> None:
    take(connection, ADA, on=AUGUST)
    take(connection, replace(ADA, manager="M2"), on=JULY)
    assert periods(connection) == [("M2", AUGUST, None)]


def test_leavers_are_found_by_their_last_day(connection: Connection) -> None:
    people = [replace(MAX, id=f"L{day}", left_on=date(2026, 7, day)) for day in (1, 2, 3)]
    take(connection, MAX, *people)
    assert leavers(connection, date(2026, 7, 2), date(2026, 7, 3)) == ["L2"]
    assert active_ids(connection, date(2026, 7, 3)) == ["L3", "M1"]


def test_many_people_are_taken_at_once(connection: Connection) -> None:
    people = [replace(ADA, id=f"E{number:04d}") for number in range(1200)]
    assert len(take(connection, *people)) == 1200
    assert persons(connection, posts(connection)) == {each.id: each for each in people}
    assert take(connection, *people, on=AUGUST) == []
