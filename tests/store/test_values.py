"""Values counted across people: exact, by cohort, one at a time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import Connection, Engine, make_url

from engine.store.database import open_database, snapshot, transaction
from engine.store.decisions import write_decisions
from engine.store.values import Cohort, CountedValue, count_values, lock_cohorts, write_values
from engine.words.errors import Unavailable
from tests.store.samples import NOW, instance, started

SALES = Cohort(cycle="2026-h2", process="evaluation", over="department", member="Sales")
LAB = replace(SALES, member="Lab")
ALL = Cohort(cycle="2026-h2", process="evaluation")


def value(number: int, field: str, given: str | Decimal | None, cohort: Cohort = SALES) -> CountedValue:
    return CountedValue(instance=instance(number).id, cohort=cohort, field=field, value=given)


def launch(connection: Connection, count: int) -> None:
    write_decisions(connection, [started(instance(n)) for n in range(1, count + 1)], timers={}, now=NOW)


def test_values_are_counted_by_cohort_and_field(connection: Connection) -> None:
    launch(connection, 4)
    grades = [value(1, "grade", "A"), value(2, "grade", "B"), value(3, "grade", "A"), value(4, "grade", "A", LAB)]
    scores = [value(1, "score", Decimal("90.0")), value(2, "score", Decimal("9E+1")), value(3, "score", None)]
    whole = [value(number, "grade", "A", ALL) for number in (1, 3, 4)]
    write_values(connection, [*grades, *scores, *whole])
    assert count_values(connection, SALES, "grade") == {"A": 2, "B": 1}
    assert count_values(connection, LAB, "grade") == {"A": 1}
    assert count_values(connection, ALL, "grade") == {"A": 3}
    assert count_values(connection, SALES, "score") == {Decimal(90): 2, None: 1}
    assert count_values(connection, SALES, "grade", without=[instance(1).id]) == {"A": 1, "B": 1}


def test_a_value_changes_and_moves_with_its_subject(connection: Connection) -> None:
    launch(connection, 1)
    write_values(connection, [value(1, "grade", "A"), value(1, "grade", "B")])
    assert count_values(connection, SALES, "grade") == {"B": 1}
    write_values(connection, [value(1, "grade", "C", LAB)])
    assert count_values(connection, SALES, "grade") == {}
    assert count_values(connection, LAB, "grade") == {"C": 1}


def test_numbers_stay_exact(connection: Connection) -> None:
    launch(connection, 1)
    exact = Decimal("0.1000000000000000000000000000000000000001")
    write_values(connection, [value(1, "score", exact)])
    assert count_values(connection, SALES, "score") == {exact: 1}


def test_a_quota_holds_though_many_decide_at_once(database: Engine) -> None:
    with transaction(database) as connection:
        launch(connection, 20)

    def grade(number: int) -> None:
        """At most three may have an A: look, then write, as a limit does."""
        with transaction(database) as connection:
            lock_cohorts(connection, [SALES, ALL])
            taken = count_values(connection, SALES, "grade").get("A", 0)
            write_values(connection, [value(number, "grade", "A" if taken < 3 else "B")])

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(grade, range(1, 21)))
    with snapshot(database) as connection:
        assert count_values(connection, SALES, "grade") == {"A": 3, "B": 17}


def test_a_cohort_is_locked_until_the_transaction_ends_on_postgresql(postgres_url: str) -> None:
    first = open_database(postgres_url)
    second = open_database(
        make_url(postgres_url).update_query_dict({"options": "-c lock_timeout=1"}).render_as_string()
    )
    with transaction(first) as holding:
        lock_cohorts(holding, [ALL, SALES])
        with transaction(second) as other:
            lock_cohorts(other, [LAB])
        with pytest.raises(Unavailable) as raised, transaction(second) as waiting:
            lock_cohorts(waiting, [SALES])
    assert raised.value.code == "store-busy"
    with transaction(second) as free:
        lock_cohorts(free, [SALES])
    for each in (first, second):
        each.dispose()
