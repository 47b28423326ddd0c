"""Histories put right afterwards, and changes kept for their day."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Connection

from engine.expression.served import FactPeriod
from engine.store.imports import upsert_people
from engine.store.people import PersonRecord, pasts
from engine.store.timelines import Amendment, amend, amended
from engine.store.waiting import Coming, come, next_coming, settle, wait
from tests.store.samples import NOW


def day(number: int) -> date:
    return date(2026, 1, number)


def spans(text: str) -> tuple[FactPeriod, ...]:
    """`M 1-5 N 5-` as periods."""
    words = text.split()
    found = []
    for value, span in zip(words[::2], words[1::2], strict=True):
        begins, ends = span.split("-")
        found.append(FactPeriod(value=value, from_on=day(int(begins)), until_on=day(int(ends)) if ends else None))
    return tuple(found)


@pytest.mark.parametrize(
    ("before", "on", "value", "after"),
    [
        ("", 3, "M", "M 3-"),
        ("M 5-", 3, "N", "N 3-5 M 5-"),  # what was known later stays
        ("M 5-", 3, "M", "M 3-"),  # the same, only earlier
        ("M 1-", 3, "N", "M 1-3 N 3-"),
        ("M 1-", 3, "M", "M 1-"),
        ("M 1-", 1, "N", "N 1-"),
        ("M 1-5 N 5-", 3, "O", "M 1-3 O 3-5 N 5-"),
        ("M 1-5 N 5-", 3, "N", "M 1-3 N 3-"),
        ("M 1-5 N 8-", 6, "O", "M 1-5 O 6-8 N 8-"),  # nothing was known in between
        ("M 1-5 N 8-", 3, "O", "M 1-3 O 3-5 N 8-"),
        ("M 1-5 N 8-", 5, "M", "M 1-8 N 8-"),
        ("M 1-", 3, None, "M 1-3"),
        ("M 1-5 N 5-", 3, None, "M 1-3 N 5-"),
        ("M 1-5", 9, None, "M 1-5"),
        ("M 1-5", 9, "M", "M 1-5 M 9-"),
    ],
)
def test_another_value_from_a_day_on(before: str, on: int, value: str | None, after: str) -> None:
    assert amended(spans(before), day(on), value) == spans(after)


def test_amendments_are_written_in_the_order_of_their_days(connection: Connection) -> None:
    upsert_people(connection, [PersonRecord(id="E1", name="Ada", manager="M9")], on=day(20), now=NOW)
    found = amend(
        connection,
        [
            Amendment(person="E1", fact="manager", from_on=day(10), value="M2"),
            Amendment(person="E1", fact="manager", from_on=day(5), value="M1"),
            Amendment(person="E1", fact="department", from_on=day(5), value=None),
        ],
    )
    assert list(found) == [("E1", "manager")]
    assert pasts(connection, ["E1"])["E1"]["manager"] == list(spans("M1 5-10 M2 10-20 M9 20-"))


def test_changes_wait_for_their_day_and_the_last_word_counts(connection: Connection) -> None:
    first = Coming(person="E1", from_on=day(5), cells={"id": "E1", "left_on": day(5), "groups": ["hr"]})
    last = Coming(person="E1", from_on=day(5), cells={"id": "E1", "manager": "M2"})
    later = Coming(person="A1", from_on=day(6), cells={"id": "A1"})
    wait(connection, [first, later], NOW)
    wait(connection, [last], NOW)
    assert next_coming(connection) == day(5)
    assert come(connection, day(4)) == []
    assert come(connection, day(9)) == [last, later]
    settle(connection, [last])
    assert come(connection, day(9)) == [later]
