"""What expressions come to: operators, attributes, functions and filters, as one table."""

from __future__ import annotations

import copy
import pickle
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from engine.expression import MISSING, EvaluationError, Ordered, compile_expression
from tests.expression.world import BOSS, GRADES, PEERS, scope

D = Decimal

VALUES: list[tuple[str, object]] = [
    # numbers are exact, whatever they are written as
    ("0.1 + 0.2 == 0.3", True),
    ("1.10 * 3", D("3.30")),
    ("7 / 2", D("3.5")),
    ("2 - 5", D(-3)),
    ("-score", D("-87.5")),
    ("1 + 2 * 3", D(7)),
    ("(1 + 2) * 3", D(9)),
    ("score >= 80 and employee.level > 2", True),
    ("80 < score <= 87.5", True),
    ("80 < score < 87.5", False),
    # texts, lists, people
    ("'a' + 'b'", "ab"),
    ("comment == 'well done'", True),
    (r"""'it\'s\n' + "a\\b" """, "it's\na\\b"),
    ("'一' + '二' '三'", "一二三"),
    ("0x10 + 1_000", D(1016)),
    ("'well' in comment", True),
    ("'sales' in tags", True),
    ("tags == ['sales', 'urgent']", True),
    ("manager not in peers", True),
    ("employee.manager == manager", True),
    ("employee.manager.department", "Sales"),
    ("employee['department']", "Sales"),
    ("peers.level", [D(2), D(4)]),
    ("peers.mentor.level", [D(3)]),
    ("1 in [true]", False),
    # tables: the result beside its key, an odd last one for the rest
    ("lookup(grade, 'A', 150, 'B', 100)", D(100)),
    ("lookup('D', 'A', 150, 'B', 100, 0)", D(0)),
    ("lookup(employee.level, 3, 'three', 4, 'four', 'else')", "three"),
    ("lookup(employee.level, '3', 'three', '4', 'four', 'else')", "three"),
    ("lookup(1 == 1, 'no', 1, 'yes', 2)", D(2)),
    ("lookup(1 == 2, 'no', 1, 'yes', 2)", D(1)),
    ("grade in ['A', 'B']", True),
    ("grade in ('A', 'C')", False),
    # ordered choices go by position, not by alphabet
    ("grade < 'A'", True),
    ("'A' > grade", True),
    ("grade >= 'B'", True),
    ("grade == 'B'", True),
    ("max(goals.grade)", Ordered("A", GRADES)),
    # dates and moments
    ("date('2026-03-02') - employee.hired_on", D(30)),
    ("finished_at == date('2026-03-02')", True),
    ("finished_at <= date('2026-03-02')", True),
    ("finished_at > date('2026-03-01')", True),
    ("days_between(employee.hired_on, date('2026-03-02'))", D(30)),
    ("months_between(employee.hired_on, date('2026-02-27'))", D(0)),
    ("months_between(employee.hired_on, date('2026-02-28'))", D(1)),
    ("months_between(date('2026-02-28'), employee.hired_on)", D(-1)),
    ("years_between(date('2004-02-29'), date('2026-02-28'))", D(22)),
    ("years_between(date('2026-02-28'), date('2004-02-29'))", D(-22)),
    # logic
    ("not on_time", False),
    ("not running('appeal') and not filled(nothing)", False),
    ("'late' if score < 60 else 'fine'", "fine"),
    ("filled(comment)", True),
    ("filled(blank) or filled(none_yet) or filled(nothing) or filled(unset)", False),
    ("filled(employee.mentor)", False),
    ("filled(nothing.anything)", False),
    ("filled(0)", True),
    # what scopes provide
    ("last('evaluation').grade == 'A'", True),
    ("'open' in group('check_point').state", True),
    ("count('grade', 'A') <= 7", True),
    # functions
    ("count(peers) == settings.peer_count", True),
    ("sum(goals.weight) == 100", True),
    ("sum(goals, 'weight')", D(100)),
    ("sum(none_yet)", D(0)),
    ("mean(goals, 'score')", D(65)),
    ("weighted_mean(goals, 'score', 'weight')", D(68)),
    ("min(3, 1.5, 2)", D("1.5")),
    ("max(goals, 'score')", D(80)),
    ("round(2.5)", D(3)),
    ("round(-2.5)", D(-3)),
    ("round(2.345, 2)", D("2.35")),
    ("round(2.345, places=1)", D("2.3")),
    ("abs(-3)", D(3)),
    ("lower('ABC')", "abc"),
    ("band(score, D=0, C=60, B=75, A=90)", "B"),
    ("band(90, A=90, D=0)", "A"),
    ("band(score, 'B+', 80, 'A', 90, D=0)", "B+"),
    ("all_unique(goals, 'title')", True),
    ("all_unique(['a', 'a'])", False),
    ("all_unique(goals)", True),
    ("every(goals, 'score', '>=', 50)", True),
    ("every(goals, 'grade', '>', 'C')", False),
    ("any_of(goals, 'title', 'in', ['Learn', 'Rest'])", True),
    # filters
    ("goals | where('score', '<', 60) | count", 1),
    ("unrated | where('score', '<', 99) | count", 1),
    ("(goals | where('grade', '>=', 'B') | first).title", "Sell"),
    ("(goals | last).title", "Learn"),
    ("none_yet | first", MISSING),
    ("goals | column('title')", ["Sell", "Learn"]),
    ("(goals | sort('score') | first).title", "Learn"),
    ("[3, 1, 2] | sort", [1, 2, 3]),
    ("goals.score | mean | round(1)", D("65.0")),
    # a bare missing value is handed on
    ("nothing", MISSING),
    ("employee.mentor.name", MISSING),
    ("nothing if on_time else 1", MISSING),
    ("none", MISSING),
]


@pytest.mark.parametrize(("source", "expected"), VALUES, ids=[source for source, _ in VALUES])
def test_an_expression_has_its_value(source: str, expected: object) -> None:
    found = compile_expression(source)(scope())
    assert found == expected
    assert type(found) is type(expected) or isinstance(found, int | Decimal)


def test_people_come_back_as_they_are() -> None:
    assert compile_expression("employee.manager")(scope()) is BOSS
    assert compile_expression("peers")(scope()) is PEERS


def test_both_sides_of_and_are_only_asked_as_far_as_needed() -> None:
    assert compile_expression("score < 1 and nothing > 3")(scope()) is False
    assert compile_expression("score > 1 or nothing > 3")(scope()) is True
    assert compile_expression("1 if on_time else nothing + 1")(scope()) == 1


def test_a_long_row_of_conditions_is_one_level() -> None:
    assert compile_expression(" and ".join(["on_time"] * 80))(scope()) is True


def test_an_expression_tells_what_it_reads_calls_and_compares() -> None:
    found = compile_expression(
        "employee.department == 'Sales' and running('appeal') and grade in ['A', 'B']"
        " and weighted_mean(goals, 'score', 'weight') > 3 and every(goals, 'grade', '!=', 'D')"
    )
    assert found.reads == {
        ("employee", "department"),
        ("grade",),
        ("goals",),
        ("goals", "score"),
        ("goals", "weight"),
        ("goals", "grade"),
    }
    assert ("running", ("appeal",)) in found.calls
    assert ("weighted_mean", (None, "score", "weight")) in found.calls
    assert found.comparisons == {
        (("employee", "department"), "Sales"),
        (("grade",), "A"),
        (("grade",), "B"),
        (("goals", "grade"), "D"),
    }


def test_named_arguments_are_told_as_pairs() -> None:
    assert compile_expression("band(score, D=0, A=90)").calls == {("band", (None, ("D", 0), ("A", 90)))}


def test_expressions_are_equal_by_source_and_travel() -> None:
    one, other = compile_expression("score > 1"), compile_expression("score > 1")
    assert one == other
    assert hash(one) == hash(other)
    assert one != compile_expression("score > 2")
    for twin in (pickle.loads(pickle.dumps(one)), copy.deepcopy(one)):
        assert twin == one
        assert twin(scope()) is True


def test_an_ordered_choice_travels_with_its_options() -> None:
    grade = pickle.loads(pickle.dumps(Ordered("B", GRADES)))
    assert grade == "B"
    assert grade.options == GRADES


def test_a_moment_counts_as_the_day_in_the_zone_it_carries() -> None:
    late = datetime(2026, 3, 2, 20, tzinfo=UTC)
    there = late.astimezone(ZoneInfo("Asia/Shanghai"))
    assert compile_expression("x == date('2026-03-02')")(scope(x=late)) is True
    assert compile_expression("x == date('2026-03-03')")(scope(x=there)) is True
    assert compile_expression("x == y")(scope(x=late, y=there)) is True


def test_a_value_of_a_foreign_kind_is_refused_not_guessed() -> None:
    with pytest.raises(EvaluationError) as refusal:
        compile_expression("x > 1")(scope(x=1.5))
    assert refusal.value.code == "kinds-differ"


def test_a_date_is_read_once_while_compiling() -> None:
    assert compile_expression("date('2026-03-02')")(scope(date=None)) == date(2026, 3, 2)
