"""Who sees what: nothing unless a line says so."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.core import sight
from tests.core.policies import policy
from tests.support.roster import Reviews

HIDDEN = policy("""
    data:
      score: {type: number, optional: yes}
      grade: {type: choice, options: [C, B, A], optional: yes}
      notes: {type: text, optional: yes}
      comment: {type: text, optional: yes}
      rating: {type: number, optional: yes}
      statement: {type: text, optional: yes}
      evidence: {type: text, optional: yes}
    visible:
      score: [{to: manager}, {to: employee, from: approving}]
      grade: [{to: [manager, employee], while: [approving]}, {to: hr, when: score > 2}]
      notes: [{to: [manager, employee], unless: score > 3}, {to: everyone, from: closed}]
      peer_review: [{to: [manager, employee], from: approving}]
      manager_review.rating: [{to: employee}]
      statement: [{to: hr}]
      self_review: [{to: manager}]
      self_review.evidence: [{to: hr}]
    initial: reviewing
    states:
      reviewing:
        tasks:
          self_review: {for: employee, form: [statement, evidence], optional: yes}
          peer_review: {for: team, each: yes, form: [rating, comment], anonymous_to: employee, optional: yes}
          manager_review: {for: manager, form: [rating, comment], optional: yes}
        on:
          submit: {by: manager, form: [score, grade, notes]}
          approve: {by: manager, to: approving}
      approving:
        on: {return: {by: manager, to: reviewing}, close: {by: manager, to: closed}}
      closed: {final: yes}
    """)


def opened(*, score: int = 1) -> Reviews:
    reviews = Reviews(HIDDEN)
    reviews.roster.add("wu", manager="wang")
    reviews.start()
    reviews.act("wang", "submit", score=score, grade="B", notes="Steady.")
    return reviews


def seen(reviews: Reviews, person: str) -> dict[str, object]:
    found = reviews.of()
    definition = reviews.process(found.process, found.version)
    return sight(definition, found, reviews.world(definition, found.subject, None, None), person).data()


def test_what_no_line_names_does_not_exist() -> None:
    assert seen(opened(), "sun") == {}
    assert set(seen(opened(), "wang")) == {"score", "notes"}


def test_from_a_state_on_and_while_in_it() -> None:
    reviews = opened()
    assert set(seen(reviews, "li")) == {"notes"}
    reviews.act("wang", "approve")
    assert set(seen(reviews, "li")) == {"notes", "score", "grade"}
    reviews.act("wang", "return")
    assert set(seen(reviews, "li")) == {"notes", "score"}  # `from` stays after a return, `while` does not


def test_lines_add_up_and_unless_beats_all() -> None:
    assert set(seen(opened(score=3), "mei")) == {"grade"}
    assert set(seen(opened(score=2), "mei")) == set()
    reviews = opened(score=4)
    assert "notes" not in seen(reviews, "li")
    reviews.act("wang", "approve")
    reviews.act("wang", "close")
    assert "notes" not in seen(reviews, "li")
    assert "notes" in seen(reviews, "zhao")


def test_everyone_is_whoever_works_here() -> None:
    reviews = opened()
    reviews.act("wang", "approve")
    reviews.act("wang", "close")
    assert set(seen(reviews, "chen")) == {"notes"}
    assert seen(reviews, "nobody") == {}
    reviews.roster.change("chen", active=False)
    assert seen(reviews, "chen") == {}


def test_a_task_s_line_is_about_all_that_is_filled_in_with_it() -> None:
    reviews = opened()
    reviews.act("li", "self_review", statement="Mine.", evidence="Here.")
    assert {"statement", "evidence"} <= set(seen(reviews, "wang"))
    assert set(seen(reviews, "mei")) == {"statement", "evidence"}
    assert {"statement", "evidence"}.isdisjoint(seen(reviews, "zhao"))


def test_a_line_may_show_one_field_of_an_answer() -> None:
    reviews = opened()
    reviews.act("wang", "manager_review", rating=4, comment="Between us.")
    assert seen(reviews, "li")["manager_review"] == {"wang": {"rating": Decimal(4)}}
    assert seen(reviews, "wang")["manager_review"] == {"wang": {"rating": Decimal(4), "comment": "Between us."}}
    assert "manager_review" not in seen(reviews, "zhao")


def test_anonymous_answers_show_together_and_only_when_all_are_in() -> None:
    reviews = opened()
    reviews.act("wu", "peer_review", rating=3, comment="b")
    reviews.act("zhao", "peer_review", rating=5, comment="a")
    assert "peer_review" not in seen(reviews, "li")
    reviews.act("chen", "peer_review", rating=4, comment="c")
    assert "peer_review" not in seen(reviews, "li")
    reviews.act("wang", "approve")
    assert seen(reviews, "li")["peer_review"] == {
        "anonymous": [
            {"rating": Decimal(3), "comment": "b"},
            {"rating": Decimal(4), "comment": "c"},
            {"rating": Decimal(5), "comment": "a"},
        ]
    }
    assert set(seen(reviews, "wang")["peer_review"]) == {"wu", "zhao", "chen"}  # type: ignore[call-overload]
    assert set(seen(reviews, "zhao")["peer_review"]) == {"zhao"}  # type: ignore[call-overload]


@pytest.mark.parametrize("answers", [0, 1, 2])
def test_fewer_than_three_anonymous_answers_say_nothing(answers: int) -> None:
    reviews = opened()
    for person in ("wu", "zhao")[:answers]:
        reviews.act(person, "peer_review", rating=3)
    reviews.act("wang", "approve")
    assert "peer_review" not in seen(reviews, "li")


def anonymous(reviews: Reviews) -> list[Decimal]:
    found = seen(reviews, "li").get("peer_review", {})
    assert isinstance(found, dict)
    return [row["rating"] for row in found.get("anonymous", [])]


def test_what_was_shown_once_stays_until_three_answers_are_others() -> None:
    reviews = opened()
    reviews.roster.add("xu", manager="wang")
    reviews.raised("people.changed")
    for person in ("wu", "zhao", "chen"):
        reviews.act(person, "peer_review", rating=3)
    reviews.act("wang", "approve")
    assert anonymous(reviews) == [3, 3, 3]
    reviews.act("wang", "return")  # they may answer again
    assert anonymous(reviews) == [3, 3, 3]
    reviews.act("wu", "peer_review", rating=1)
    reviews.act("xu", "peer_review", rating=2)
    reviews.act("wang", "approve")
    assert anonymous(reviews) == [3, 3, 3]  # two others would be known by the difference
    reviews.act("wang", "return")
    reviews.act("zhao", "peer_review", rating=5)
    assert anonymous(reviews) == [3, 3, 3]  # some are still owed
    reviews.act("wang", "approve")
    assert anonymous(reviews) == [1, 2, 3, 5]


def test_answers_that_nobody_was_shown_may_change_before() -> None:
    reviews = opened()
    for person in ("wu", "zhao", "chen"):
        reviews.act(person, "peer_review", rating=3)
    reviews.act("wang", "submit", score=2, grade="B", notes="Still reviewing.")
    reviews.act("wang", "approve")
    reviews.act("wang", "return")
    assert anonymous(reviews) == [3, 3, 3]


TOTALS = policy("""
    data: {rating: {type: number}, comment: {type: text, optional: yes}}
    visible:
      review: [{to: manager, as: total, at_least: 3}, {to: hr}, {to: employee, as: total, while: approving}]
    initial: reviewing
    states:
      reviewing:
        tasks: {review: {for: team, each: yes, form: [rating, comment]}}
        on: {done: {to: approving}}
      approving:
        on: {return: {by: manager, to: reviewing}, close: {by: manager, to: closed}}
      closed: {final: yes}
    """)


def totalled(*ratings: int) -> Reviews:
    reviews = Reviews(TOTALS)
    people = ["zhao", "chen", *(f"p{at}" for at in range(len(ratings) - 2))]
    for person in people[2:]:
        reviews.roster.add(person, manager="wang")
    reviews.start()
    for person, rating in zip(people, ratings, strict=True):
        reviews.act(person, "review", rating=rating, comment="Mine.")
    return reviews


def test_a_reader_of_totals_sees_sums_and_nothing_else() -> None:
    reviews = totalled(1, 2, 3, 5)
    assert seen(reviews, "wang") == {"review": {"total": {"rating": {"count": 4, "sum": 11, "mean": Decimal("2.75")}}}}
    assert seen(reviews, "li") == {}  # four are not five
    assert len(seen(reviews, "mei")["review"]) == 4  # type: ignore[arg-type]
    assert set(seen(reviews, "zhao")["review"]) == {"zhao"}  # type: ignore[call-overload]


def test_totals_are_hidden_outside_their_states_and_while_answers_are_owed() -> None:
    reviews = totalled(1, 2, 3, 4, 5)
    assert set(seen(reviews, "li")) == {"review"}
    reviews.act("wang", "return")
    assert seen(reviews, "li") == {}
    assert seen(reviews, "wang")["review"] == {"total": {"rating": {"count": 5, "sum": 15, "mean": 3}}}
    reviews.act("zhao", "review", rating=5)
    assert seen(reviews, "wang")["review"] == {"total": {"rating": {"count": 5, "sum": 15, "mean": 3}}}
    for person in ("chen", "p0", "p1", "p2"):
        reviews.act(person, "review", rating={"chen": 2, "p0": 3, "p1": 4, "p2": 5}[person], comment="Mine.")
    # one answer alone is another: the total says what it said, or the difference would say whose
    assert seen(reviews, "wang")["review"] == {"total": {"rating": {"count": 5, "sum": 15, "mean": 3}}}


def test_a_total_among_which_the_reader_is_needs_as_many_others() -> None:
    reviews = Reviews(TOTALS.replace("to: manager, as", "to: team, as"))
    reviews.roster.add("wu", manager="wang")
    reviews.start()
    for person in ("zhao", "chen", "wu"):
        reviews.act(person, "review", rating=3)
    assert set(seen(reviews, "zhao")["review"]) == {"zhao"}  # type: ignore[call-overload]


PARTS = policy("""
    data:
      goals:
        type: list
        title: {en: Goals, zh: 目标}
        item:
          weight: {type: number, title: {en: Weight, zh: 权重}}
          secret: {type: yes_no, optional: yes, title: {en: Secret, zh: 保密}}
          score: {type: number, optional: yes}
    visible:
      goals: [{to: manager}, {to: [employee, hr], unless: item.secret}, {to: committee, when: item.weight >= 50}]
      goals.score: [{to: manager}, {to: employee, from: approving}, {to: team}]
    initial: reviewing
    states:
      reviewing:
        on: {submit: {by: manager, form: [goals]}, approve: {by: manager, to: approving}}
      approving: {on: {close: {by: manager, to: closed}}}
      closed: {final: yes}
    """)


def test_rows_and_columns_are_seen_each_by_its_own_lines() -> None:
    reviews = Reviews(PARTS)
    reviews.start()
    rows = [{"weight": 60, "score": 1}, {"weight": 40, "secret": True, "score": 2}]
    reviews.act("wang", "submit", goals=rows)
    assert seen(reviews, "wang")["goals"] == [
        {"weight": 60, "secret": None, "score": 1}, {"weight": 40, "secret": True, "score": 2},
    ]  # fmt: skip
    first: dict[str, object] = {"weight": 60, "secret": None}
    assert seen(reviews, "li")["goals"] == [first]
    assert seen(reviews, "mei")["goals"] == [first]
    assert seen(reviews, "sun")["goals"] == [first]
    assert seen(reviews, "zhao")["goals"] == [{"score": 1}, {"score": 2}]
    reviews.act("wang", "approve")
    assert seen(reviews, "li")["goals"] == [{**first, "score": 1}]  # a row that is hidden is hidden whole
    assert seen(reviews, "mei")["goals"] == [first]


def test_a_task_that_is_anonymous_in_one_state_is_in_all() -> None:
    reviews = Reviews(
        policy("""
        data: {rating: {type: number}}
        visible: {review: [{to: [employee, manager]}]}
        initial: reviewing
        states:
          reviewing:
            tasks: {review: {for: team, each: yes, form: [rating], anonymous_to: employee}}
            on: {done: {to: approving}}
          approving:
            tasks: {review: {for: committee, each: yes, form: [rating]}}
          closed: {final: yes}
        """)
    )
    reviews.start()
    for person in ("zhao", "chen", "sun"):
        reviews.act(person, "review", rating=3)
    assert set(seen(reviews, "wang")["review"]) == {"zhao", "chen", "sun"}  # type: ignore[call-overload]
    assert "review" not in seen(reviews, "li")
    reviews.act("ann", "review", rating=2)
    assert set(seen(reviews, "li")["review"]) == {"anonymous"}  # type: ignore[call-overload]


def test_no_message_tells_whose_anonymous_answer_it_was() -> None:
    reviews = Reviews(
        policy("""
        data: {rating: {type: number}}
        initial: reviewing
        states:
          reviewing:
            tasks: {peer_review: {for: team, each: yes, form: [rating], anonymous_to: employee}}
            on: {done: {to: closed, send: {template: finished, to: [employee, manager]}}}
          closed: {final: yes}
        """)
    )
    reviews.start()
    for person in ("zhao", "chen"):
        reviews.act(person, "peer_review", rating=3)
    told = {each.recipient: each.actor for each in reviews.notices if each.template == "finished"}
    assert told == {"li": None, "wang": "chen"}


def test_an_exception_that_cannot_be_worked_out_hides() -> None:
    reviews = Reviews(
        policy("""
        data: {score: {type: number}, notes: {type: text}}
        visible: {notes: [{to: employee, unless: 1 / score > 5}]}
        initial: open
        states: {open: {on: {submit: {by: manager, form: [score, notes]}}}, closed: {final: yes}}
        """)
    )
    reviews.start()
    reviews.act("wang", "submit", score=1, notes="Steady.")
    assert set(seen(reviews, "li")) == {"notes"}
    reviews.act("wang", "submit", score=0, notes="Steady.")
    assert seen(reviews, "li") == {}


def test_a_refusal_tells_nothing_its_reader_may_not_see() -> None:
    reviews = Reviews(
        policy("""
        data: {score: {type: number}, notes: {type: text, optional: yes}, statement: {type: text}}
        visible: {score: [{to: manager}, {to: hr}]}
        initial: open
        states:
          open:
            on:
              submit: {by: manager, form: [score, notes]}
              answer:
                by: [employee, hr]
                form: [statement]
                require:
                  that: score > 3
                  else: {en: "{{ score }} for {{ statement }}, {{ manager.name }}", zh: "{{ score }}"}
          closed: {final: yes}
        """)
    )
    reviews.start()
    reviews.act("wang", "submit", score=2)
    said = {
        person: [each.text() for each in reviews.refusal(person, "answer", statement="this").blockers]
        for person in ("li", "mei")
    }
    assert said == {"li": ["– for this, Wang"], "mei": ["2 for this, Wang"]}
