"""People are read once, and again as soon as anybody changed them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import Connection, Engine

from engine.store.database import transaction
from engine.store.imports import upsert_people
from engine.store.known import KnownPeople
from engine.store.people import PersonRecord
from tests.store.samples import NOW
from tests.support.statements import statements

ADA = PersonRecord(id="E1", name="Ada", department="Sales", manager="M1", groups=("hr",))
MAX = PersonRecord(id="M1", name="Max", department="Sales")


def take(connection: Connection, *people: PersonRecord) -> None:
    upsert_people(connection, people, on=date(2026, 7, 1), now=NOW)


def ask(database: Engine) -> tuple[object, ...]:
    with transaction(database) as connection:
        known = KnownPeople(connection)
        return (
            known.persons(["E1", "M1", "nobody"]),
            list(known.members_of("hr")),
            list(known.reports_of("M1")),
            list(known.people_in("Sales")),
        )


def test_what_was_read_is_not_read_again(database: Engine) -> None:
    with transaction(database) as connection:
        take(connection, ADA, MAX)
    expected = ({"E1": ADA, "M1": MAX}, [ADA], [ADA], [ADA, MAX])
    assert ask(database) == expected
    with statements(database) as seen:
        assert ask(database) == expected
    assert [each for each in seen if "person" in each] == []


def test_an_import_is_seen_by_the_next_transaction(database: Engine) -> None:
    with transaction(database) as connection:
        take(connection, ADA, MAX)
    ask(database)
    moved = replace(ADA, manager=None, department="Research", groups=())
    with transaction(database) as connection:
        take(connection, moved)
    assert ask(database) == ({"E1": moved, "M1": MAX}, [], [], [MAX])


def test_what_was_rolled_back_was_never_known(database: Engine) -> None:
    with transaction(database) as connection:
        take(connection, ADA, MAX)
    expected = ask(database)
    with transaction(database) as connection:
        known = KnownPeople(connection)
        known.persons(["E1"])
        take(connection, replace(ADA, name="Eve"), replace(MAX, id="M2"))
        assert known.persons(["M2"]) == {"M2": replace(MAX, id="M2")}
        connection.rollback()
    assert ask(database) == expected
    with transaction(database) as connection:
        assert KnownPeople(connection).persons(["M2"]) == {}
