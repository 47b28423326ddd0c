"""Who sees what: nothing unless a line says so."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.core import visible_data
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
    return visible_data(definition, found, reviews.world(definition, found.subject, None, None), person)


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


def test_open_anonymous_answers_wait_for_the_last() -> None:
    reviews = opened()
    reviews.roster.add("xu", manager="wang")
    reviews.raised("people.changed")
    for person in ("wu", "zhao", "chen"):
        reviews.act(person, "peer_review", rating=3)
    reviews.act("wang", "approve")
    reviews.act("wang", "return")  # they may answer again
    assert "peer_review" not in seen(reviews, "li")


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
